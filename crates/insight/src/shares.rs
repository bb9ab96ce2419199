//! One share a place, for methods that compare places.

use cm_framework::Unit;
use cm_kernel::{Reading, Refusal};

use crate::words::{count, listed};
use crate::{Finding, Question, Readings, Weight};

/// The share of one place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Share {
    pub place: String,
    pub count: f64,
    pub total: f64,
    pub at: u64,
}

impl Share {
    /// The share of 1.
    pub(crate) fn value(&self) -> f64 {
        self.count / self.total
    }
}

/// Places with a share, by place, and why others have none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shares {
    pub places: Vec<Share>,
    /// Why, and how many.
    left_out: Vec<(&'static str, usize)>,
}

impl Shares {
    /// The places of a set with one reading each. At least `fewest` must have a share. Rates are refused: of events a
    /// person may have several, so chance moves them otherwise than it moves a share.
    pub(crate) fn of(readings: &Readings, question: &Question, fewest: usize) -> Result<Self, Refusal> {
        let is_ratio = |reading: Reading| matches!(reading, Reading::Ratio { .. });
        if matches!(question.unit, Unit::Number(_)) && readings.all().any(|(_, it)| is_ratio(it.reading)) {
            return Err(rates());
        }
        Self::gathered(readings, fewest, true)
    }

    /// The same of counts that may exceed what they are held against: observed against expected, or count against count.
    pub(crate) fn ratios(readings: &Readings, fewest: usize) -> Result<Self, Refusal> {
        Self::gathered(readings, fewest, false)
    }

    fn gathered(readings: &Readings, fewest: usize, shares: bool) -> Result<Self, Refusal> {
        let most = |denominator: f64| if shares { denominator } else { f64::INFINITY };
        let mut found = Self {
            places: Vec::new(),
            left_out: Vec::new(),
        };
        for (place, point) in readings.one_a_place()? {
            match point.reading {
                Reading::Ratio { numerator, denominator } if denominator <= 0.0 => {
                    found.leave_out(if numerator == 0.0 {
                        "out of nothing"
                    } else {
                        "out of less than nothing"
                    });
                }
                Reading::Ratio { numerator, denominator } if !(0.0..=most(denominator)).contains(&numerator) => {
                    found.leave_out(if numerator < 0.0 {
                        "below nought"
                    } else {
                        "counting more than all"
                    });
                }
                Reading::Ratio { numerator, denominator } => found.places.push(Share {
                    place: place.to_owned(),
                    count: numerator,
                    total: denominator,
                    at: point.at,
                }),
                Reading::Absent(absence) => found.leave_out(absence.word()),
                Reading::Value(_) => return Err(not_a_share()),
            }
        }
        match found.places.len() < fewest {
            true => Err(too_few_places(found.places.len(), fewest)),
            false => Ok(found),
        }
    }

    fn leave_out(&mut self, why: &'static str) {
        match self.left_out.iter_mut().find(|(it, _)| *it == why) {
            Some((_, number)) => *number += 1,
            None => self.left_out.push((why, 1)),
        }
    }

    /// Which places are left out, in a sentence.
    pub(crate) fn caution(&self) -> Option<Finding> {
        let number: usize = self.left_out.iter().map(|(_, number)| number).sum();
        if number == 0 {
            return None;
        }
        let kinds: Vec<String> = self
            .left_out
            .iter()
            .map(|(why, number)| format!("{number} {why}"))
            .collect();
        let sentence = format!(
            "{} left out ({}); none of them counts as nought.",
            count(number, "place is", "places are"),
            listed(&kinds)
        );
        Some(Finding::new(Weight::Caution, "left-out", sentence))
    }

    /// Everything counted, and everything it is out of.
    pub(crate) fn together(&self) -> (f64, f64) {
        self.places
            .iter()
            .fold((0.0, 0.0), |(count, total), it| (count + it.count, total + it.total))
    }
}

pub(crate) fn not_a_share() -> Refusal {
    Refusal::new(
        "insight/not-a-share",
        "These readings are not shares: there is no count out of a total.",
        "Bring the count and what it is out of, or use a process chart of the numbers.",
    )
}

fn rates() -> Refusal {
    Refusal::new(
        "insight/not-a-share",
        "These readings are rates of events, of which one person may have several, and no shares of people or things.",
        "Ask for a `funnel` with `figure` set to `rate`, or `rate`, which take events as events.",
    )
}

fn too_few_places(number: usize, fewest: usize) -> Refusal {
    Refusal::new(
        "insight/too-few-places",
        format!(
            "{} with a share cannot be compared; it takes {fewest}.",
            count(number, "place", "places")
        ),
        "Ask about more places, or use a process chart of one.",
    )
}
