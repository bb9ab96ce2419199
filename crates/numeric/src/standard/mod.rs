//! Rates made comparable between places whose people are of different ages.
//!
//! Slices hold one number an age band and are as long as each other. `people` is how many people (or person-years) a
//! band holds, `events` how many events happened to them.

#[cfg(test)]
mod tests;

use crate::average::finite;
use crate::interval::{self, Interval};

/// A directly standardised rate of fewer events than this in all is not given: its interval would not hold what it
/// says. Source: Public Health England, Technical guide: Confidence intervals (2018).
pub const FEWEST_EVENTS: f64 = 10.0;

/// A standardised rate or ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standardised {
    /// The rate per one person, or the ratio of observed to expected.
    pub value: f64,
    /// Its interval, in the same unit.
    pub interval: Interval,
    /// Events observed in all bands.
    pub events: f64,
    /// People in all bands for a direct rate; events expected for a ratio.
    pub out_of: f64,
}

/// The rate there would be if the place had the ages of the standard population, by direct standardisation.
///
/// `weights` is the standard population by band. `None` with fewer than ten events ([`FEWEST_EVENTS`]), a band without
/// people, a negative number, no weight at all, or slices of different lengths.
/// Source: Dobson, Kuulasmaa, Eberle and Scherer (1991), Confidence intervals for weighted sums of Poisson parameters.
#[must_use]
pub fn direct(events: &[f64], people: &[f64], weights: &[f64], level: f64) -> Option<Standardised> {
    direct_repeated(&[(1.0, events)], people, weights, level)
}

/// [`direct`] where one person may have several events, so that events are not independent.
///
/// `persons` holds, for each number of events a person had, how many such persons each band holds: `(2.0, &[..])` is
/// who had two. Source: Public Health England, Technical guide: Confidence intervals (2018), non-independent events.
#[must_use]
pub fn direct_repeated(persons: &[(f64, &[f64])], people: &[f64], weights: &[f64], level: f64) -> Option<Standardised> {
    let alike = weights.len() == people.len() && persons.iter().all(|(_, it)| it.len() == people.len());
    let sound = people.iter().all(|it| *it > 0.0 && it.is_finite()) && weights.iter().all(|it| not_negative(*it));
    let counted = persons
        .iter()
        .all(|(times, it)| *times > 0.0 && times.is_finite() && it.iter().all(|it| not_negative(*it)));
    if !(alike && sound && counted) {
        return None;
    }
    let whole: f64 = weights.iter().sum();
    let (mut total, mut value, mut variance) = (0.0, 0.0, 0.0);
    for (times, of_band) in persons {
        for ((count, people), weight) in of_band.iter().zip(people).zip(weights) {
            let share = weight / whole / people;
            total += times * count;
            value += times * count * share;
            variance += times * times * count * share * share;
        }
    }
    if total < FEWEST_EVENTS {
        return None;
    }
    let byar = interval::byar(total, level)?;
    let stretch = finite((variance / total).sqrt())?;
    Some(Standardised {
        value: finite(value)?,
        interval: Interval {
            lower: finite(value + stretch * (byar.lower - total))?.max(0.0),
            upper: finite(value + stretch * (byar.upper - total))?,
        },
        events: total,
        out_of: finite(people.iter().sum())?,
    })
}

/// How many events there would be if each band had the rate of the reference population.
///
/// A band may hold nobody. `None` when the reference has a band without people, a number is negative, or lengths differ.
#[must_use]
pub fn expected(people: &[f64], reference_events: &[f64], reference_people: &[f64]) -> Option<f64> {
    if people.len() != reference_events.len() || people.len() != reference_people.len() {
        return None;
    }
    let mut all = 0.0;
    for ((people, events), of) in people.iter().zip(reference_events).zip(reference_people) {
        if !(not_negative(*people) && not_negative(*events) && *of > 0.0) {
            return None;
        }
        all += people * (events / of);
    }
    finite(all)
}

/// Observed over expected events, by indirect standardisation; 1 is as the reference population.
///
/// Times the crude rate of the reference it is the indirectly standardised rate ([`Standardised::times`]). The interval
/// is exact below ten events and Byar's from there. `None` when nothing is expected or `observed` is negative.
#[must_use]
pub fn indirect(observed: f64, expected: f64, level: f64) -> Option<Standardised> {
    Some(Standardised {
        value: finite(observed / expected)?,
        interval: interval::rate(observed, expected, level)?,
        events: observed,
        out_of: expected,
    })
}

impl Standardised {
    /// The same in another unit: per 100,000 people, or a ratio times a crude rate. `None` when `factor` is negative or
    /// the numbers grow too large.
    #[must_use]
    pub fn times(self, factor: f64) -> Option<Self> {
        Some(Self {
            value: finite(self.value * factor)?,
            interval: self.interval.times(factor)?,
            ..self
        })
    }
}

fn not_negative(number: f64) -> bool {
    number >= 0.0 && number.is_finite()
}
