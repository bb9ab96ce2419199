use std::collections::BTreeMap;

use cm_kernel::{Absence, Reading, Refusal};

use crate::Readings;

/// The readings of one place or population group.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Set {
    pub label: String,
    pub values: Vec<f64>,
    pub at: u64,
}

/// Readings by place or population group, and which have none and why.
pub(super) struct Gathered {
    pub sets: Vec<Set>,
    pub by_group: bool,
    pub without: Vec<(String, &'static str)>,
}

impl Gathered {
    pub(super) fn of(readings: &Readings, by: &str) -> Result<Self, Refusal> {
        let by_group = match by {
            "place" => false,
            "group" => true,
            _ => one_place(readings),
        };
        let mut sets: BTreeMap<&str, Set> = BTreeMap::new();
        let mut absent: BTreeMap<&str, Absence> = BTreeMap::new();
        for series in readings.series() {
            let label = if by_group { &series.group } else { &series.place };
            for point in &series.points {
                let value = match point.reading {
                    Reading::Value(value) if value.is_finite() => value,
                    Reading::Value(_) => return Err(crate::methods::undefined()),
                    Reading::Ratio { .. } => return Err(a_share()),
                    Reading::Absent(absence) => {
                        absent.insert(label, absence);
                        continue;
                    }
                };
                let set = sets.entry(label).or_insert_with(|| Set {
                    label: label.clone(),
                    values: Vec::new(),
                    at: point.at,
                });
                set.values.push(value);
                set.at = set.at.max(point.at);
            }
        }
        if sets.is_empty() {
            return Err(crate::laid::no_numbers());
        }
        let mut found = Self {
            by_group,
            without: Vec::new(),
            sets: Vec::with_capacity(sets.len()),
        };
        let none = absent.into_iter().filter(|(label, _)| !sets.contains_key(label));
        found.without = none.map(|(label, why)| (label.to_owned(), why.word())).collect();
        found.sets = sets.into_values().collect();
        Ok(found)
    }
}

/// Whether there is one place with several population groups.
fn one_place(readings: &Readings) -> bool {
    let mut places = readings.series().iter().map(|it| it.place.as_str());
    let first = places.next();
    let (mut one, mut several) = (true, false);
    for place in places {
        one &= Some(place) == first;
        several = true;
    }
    one && several
}

fn a_share() -> Refusal {
    Refusal::new(
        "insight/is-a-share",
        "These readings are counts out of totals, and the mean of shares is not the share of all.",
        "Ask for `rate`, which adds up counts and totals, or bring measured values.",
    )
}
