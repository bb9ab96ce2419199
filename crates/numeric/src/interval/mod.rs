//! How far a share or a count may be from what lies behind it, by chance alone.

use crate::average::finite;
use crate::{chi_square, normal};

mod exact_share;
mod mean;
#[cfg(test)]
mod tests;

pub use exact_share::exact_binomial;
pub use mean::{Mean, mean};

/// Two ends that hold the true value at the level asked for, in the unit of what they are about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Interval {
    /// Both ends times this factor, which must be finite and not negative: a count's interval over its exposure.
    #[must_use]
    pub fn times(self, factor: f64) -> Option<Self> {
        if factor < 0.0 {
            return None;
        }
        Some(Self {
            lower: finite(self.lower * factor)?,
            upper: finite(self.upper * factor)?,
        })
    }
}

/// Wilson's interval for a share of `count` out of `total`, as a share of 1.
///
/// `level` is the central probability, such as 0.95. `None` when `total` is not above 0, `count` is not within 0 to
/// `total`, or `level` is not strictly between 0 and 1.
/// Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.
#[must_use]
pub fn wilson(count: f64, total: f64, level: f64) -> Option<Interval> {
    if !(total > 0.0 && total.is_finite() && (0.0..=total).contains(&count)) {
        return None;
    }
    let z = normal::half_width(level)?;
    let square = z * z;
    let middle = 2.0 * count + square;
    let spread = z * (square + 4.0 * count * (1.0 - count / total)).sqrt();
    let whole = 2.0 * (total + square);
    let lower = if count == 0.0 { 0.0 } else { (middle - spread) / whole };
    let upper = if count == total { 1.0 } else { (middle + spread) / whole };
    Some(Interval {
        lower: lower.max(0.0),
        upper: upper.min(1.0),
    })
}

/// Byar's approximate interval for a count of events; good from about 10. `None` when the count is negative or not
/// finite.
///
/// Source: Breslow and Day (1987), Statistical methods in cancer research, volume 2.
#[must_use]
pub fn byar(count: f64, level: f64) -> Option<Interval> {
    let count = checked(count)?;
    let z = normal::half_width(level)?;
    let cube = |x: f64| x * x * x;
    let end = |x: f64, z: f64| x * cube(1.0 - 1.0 / (9.0 * x) + z / (3.0 * x.sqrt()));
    let lower = if count == 0.0 { 0.0 } else { end(count, -z).max(0.0) };
    Some(Interval {
        lower,
        upper: finite(end(count + 1.0, z))?,
    })
}

/// The exact Poisson interval for a count of events. `None` when the count is negative or not finite.
///
/// Source: Garwood (1936), Fiducial limits for the Poisson distribution.
#[must_use]
pub fn exact_poisson(count: f64, level: f64) -> Option<Interval> {
    let count = checked(count)?;
    if !(level > 0.0 && level < 1.0) {
        return None;
    }
    let tail = (1.0 - level) / 2.0;
    let lower = if count == 0.0 {
        0.0
    } else {
        chi_square::quantile(tail, 2.0 * count)? / 2.0
    };
    Some(Interval {
        lower,
        upper: chi_square::quantile(1.0 - tail, 2.0 * count + 2.0)? / 2.0,
    })
}

/// The interval for a count of events as English public health publishes it: exact below 10, Byar's from there.
#[must_use]
pub fn count(events: f64, level: f64) -> Option<Interval> {
    if events < 10.0 {
        exact_poisson(events, level)
    } else {
        byar(events, level)
    }
}

/// The same for events over an exposure above 0, such as person-years, per one unit of it.
#[must_use]
pub fn rate(events: f64, exposure: f64, level: f64) -> Option<Interval> {
    if !(exposure > 0.0 && exposure.is_finite()) {
        return None;
    }
    let events = count(events, level)?;
    Some(Interval {
        lower: finite(events.lower / exposure)?,
        upper: finite(events.upper / exposure)?,
    })
}

fn checked(count: f64) -> Option<f64> {
    (count >= 0.0 && count.is_finite()).then_some(count)
}
