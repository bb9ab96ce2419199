//! How far two groups are apart: the difference and the ratio, each with its interval.
//!
//! A small share that doubles looks large as a ratio and small as a difference, so both belong together.

mod rates;
mod shares;
#[cfg(test)]
mod tests;

pub use rates::{rate_difference, rate_ratio};
pub use shares::{share_difference, share_ratio};

use crate::interval::Interval;

/// A count out of a total: people out of people for shares, events over person-time for rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arm {
    /// The count of interest.
    pub count: f64,
    /// What it is out of.
    pub total: f64,
}

impl Arm {
    /// Count over total.
    #[must_use]
    pub fn value(self) -> f64 {
        self.count / self.total
    }

    fn is_a_rate(self) -> bool {
        self.total > 0.0 && self.total.is_finite() && self.count >= 0.0 && self.count.is_finite()
    }
}

/// A difference with its interval, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The first less the base.
    pub value: f64,
    /// Its interval; it holds the value.
    pub interval: Interval,
}

/// A ratio with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The first over the base.
    pub value: f64,
    /// Its interval; it holds the value.
    pub interval: Interval,
    /// Whether halves were added to the counts to have an interval at all.
    pub halves_added: bool,
}

/// Whether an interval leaves out the value that would say nothing is between the two: 0 or 1.
#[must_use]
pub fn leaves_out(interval: Interval, nothing: f64) -> bool {
    interval.lower > nothing || interval.upper < nothing
}
