//! Estimates of many places that borrow strength from each other: the less a place's own numbers tell, the more it is
//! drawn to what all have together.
//!
//! [`shares`] is for counts out of totals, [`estimates`] for anything with a standard error. Both take the places'
//! true values to differ by a normal distribution whose variance is estimated from the places themselves. How far a
//! place is drawn in says how much its own numbers tell, not that it is ordinary.
//!
//! Source: Efron and Morris (1975), Data analysis using Stein's estimator and its generalizations.

mod estimates;
mod shares;

use crate::interval::Interval;

pub use estimates::estimates;
pub use shares::shares;

/// One place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Its value once strength is borrowed.
    pub value: f64,
    /// The interval that holds its true value at the level, taking the spread between places as known.
    pub interval: Interval,
    /// The share of its value that is its own, from 0 (all borrowed) to 1.
    pub own: f64,
}

/// Every place.
#[derive(Debug, Clone, PartialEq)]
pub struct Shrunken {
    /// What places are drawn to: the value of a typical place.
    pub centre: f64,
    /// The variance between places: of the value for [`estimates`], of its logit for [`shares`]; 0 when chance explains
    /// all the difference there is.
    pub tau_squared: f64,
    /// One per place given, in that order; `None` where there is nothing to go by.
    pub places: Vec<Option<Place>>,
}

#[cfg(test)]
mod tests;
