use super::shares::stretched;
use super::{Arm, Difference, Ratio};
use crate::average::finite;
use crate::interval::{self, Interval};
use crate::normal;

/// The difference between two rates of events, with an interval recovered from the interval of each rate.
///
/// `None` when a total is not above 0, a count is negative, or the level not strictly within 0 to 1.
/// Source: Zou and Donner (2008), Construction of confidence limits about effect measures: a general approach.
#[must_use]
pub fn rate_difference(first: Arm, base: Arm, level: f64) -> Option<Difference> {
    let a = interval::rate(first.count, first.total, level)?;
    let b = interval::rate(base.count, base.total, level)?;
    difference_of(first.value(), a, base.value(), b)
}

/// The ratio of two rates of events, on the scale of logarithms.
///
/// Where the first has no events, a half is added to the events of both for the interval alone. `None` as for
/// [`rate_difference`], and when the base has no events: nothing is a multiple of none.
/// Source: Rothman and Greenland (1998), Modern epidemiology.
#[must_use]
pub fn rate_ratio(first: Arm, base: Arm, level: f64) -> Option<Ratio> {
    let z = normal::half_width(level)?;
    if !(first.is_a_rate() && base.is_a_rate() && base.count > 0.0) {
        return None;
    }
    let value = finite(first.value() / base.value())?;
    let halves_added = first.count == 0.0;
    let half = if halves_added { 0.5 } else { 0.0 };
    let rate = |it: Arm| (it.count + half) / it.total;
    let error = finite((1.0 / (first.count + half) + 1.0 / (base.count + half)).sqrt())?;
    stretched(value, rate(first) / rate(base), z * error, halves_added)
}

/// The difference of two estimates from the interval of each.
pub(super) fn difference_of(first: f64, of_first: Interval, base: f64, of_base: Interval) -> Option<Difference> {
    let down = libm::hypot(first - of_first.lower, of_base.upper - base);
    let up = libm::hypot(of_first.upper - first, base - of_base.lower);
    let value = finite(first - base)?;
    Some(Difference {
        value,
        interval: Interval {
            lower: finite(value - down)?,
            upper: finite(value + up)?,
        },
    })
}
