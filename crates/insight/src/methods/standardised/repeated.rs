use std::collections::BTreeMap;

use cm_kernel::Refusal;

use crate::counted::Cells;
use crate::question::thousands;
use crate::{Parameter, Question, Readings};

pub(super) const REPEATED: Parameter = Parameter {
    name: "repeated",
    does: "`no` takes every event to be another person's. `beside` reads the measures beside this one as how many persons \
           had one event, two, and so on, in that order; the interval of a direct rate is then as wide as it should be.",
    default: "no",
    choices: &["no", "beside"],
};

/// Sums of counts differ by less than this part of them.
const SAME: f64 = 1e-9;

/// How many persons had one event, two and so on, by place and age band.
pub(super) struct Persons {
    /// One map for each number of events a person had, from one.
    times: Vec<BTreeMap<(String, String), f64>>,
}

impl Persons {
    /// `None` when events are taken to be independent.
    pub(super) fn asked(readings: &Readings, question: &Question, direct: bool) -> Result<Option<Self>, Refusal> {
        if question.setting(&REPEATED) == "no" {
            return Ok(None);
        }
        if !direct {
            return Err(Refusal::new(
                "insight/not-a-setting",
                "Persons with several events widen the interval of a direct rate; none is known for a ratio.",
                "Set `how` to `direct`, or `repeated` to `no`.",
            ));
        }
        if readings.beside().is_empty() {
            return Err(Refusal::new(
                "insight/nothing-beside",
                "No measure stands beside this one that says how many persons had one event, two, and so on.",
                "Put a measure of the persons with one event beside this one, then one of those with two, as far as it goes.",
            ));
        }
        let times = readings.beside().iter().map(|it| {
            let cells = Cells::of(it)?.cells;
            if cells.iter().any(|it| it.count < 0.0) {
                return Err(not_adding_up("A number of persons is below nought.".to_owned()));
            }
            Ok(cells.into_iter().map(|it| ((it.place, it.group), it.count)).collect())
        });
        Ok(Some(Self {
            times: times.collect::<Result<_, Refusal>>()?,
        }))
    }

    /// Persons by number of events, from one, in a place's age band where `events` happened. A number that is not there
    /// is nought where those that are have all the events; else `None`. Refused when they do not add up.
    pub(super) fn of(&self, place: &str, band: &str, events: f64) -> Result<Option<Vec<f64>>, Refusal> {
        let key = (place.to_owned(), band.to_owned());
        let persons: Vec<Option<f64>> = self.times.iter().map(|it| it.get(&key).copied()).collect();
        let known: Vec<f64> = persons.iter().map(|it| it.unwrap_or(0.0)).collect();
        let sum: f64 = (1_u32..)
            .map(f64::from)
            .zip(&known)
            .map(|(times, count)| times * count)
            .sum();
        let apart = sum - events;
        if apart.abs() <= SAME * events.max(1.0) {
            return Ok(Some(known));
        }
        if apart < 0.0 && persons.iter().any(Option::is_none) {
            return Ok(None);
        }
        Err(not_adding_up(format!(
            "In `{place}`, `{band}`, the persons beside have {} events together, and {} are counted.",
            thousands(sum),
            thousands(events)
        )))
    }
}

fn not_adding_up(reason: String) -> Refusal {
    Refusal::new(
        "insight/persons-do-not-add-up",
        reason,
        "Put beside, in this order, the persons with one event, with two, and so on, nought where there are none; mend \
         the count that is wrong.",
    )
}
