use super::{Arm, Difference, Ratio};
use crate::average::finite;
use crate::interval::{self, Interval};
use crate::normal;

/// The difference between two shares, with Newcombe's interval, which rests on the Wilson interval of each.
///
/// `None` when a total is not above 0, a count is not within 0 to its total, or the level not strictly within 0 to 1.
/// Source: Newcombe (1998), Interval estimation for the difference between independent proportions, method 10.
#[must_use]
pub fn share_difference(first: Arm, base: Arm, level: f64) -> Option<Difference> {
    let a = interval::wilson(first.count, first.total, level)?;
    let b = interval::wilson(base.count, base.total, level)?;
    super::rates::difference_of(first.value(), a, base.value(), b)
}

/// The ratio of two shares, with Katz's interval on the scale of logarithms.
///
/// Where the first count is nought, or both are all of their totals, a half is added to those counted and to those not
/// counted in each, for the interval alone, which is stretched to hold the plain ratio. `None` as for
/// [`share_difference`], and when the base count is nought: nothing is a multiple of none.
/// Source: Katz, Baptista, Azen and Pike (1978), Obtaining confidence intervals for the risk ratio in cohort studies;
/// Haldane (1956), The estimation and significance of the logarithm of a ratio of frequencies, for the halves.
#[must_use]
pub fn share_ratio(first: Arm, base: Arm, level: f64) -> Option<Ratio> {
    let z = normal::half_width(level)?;
    let whole = |it: Arm| it.is_a_rate() && it.count <= it.total;
    if !(whole(first) && whole(base) && base.count > 0.0) {
        return None;
    }
    let value = finite(first.value() / base.value())?;
    let all = first.count == first.total && base.count == base.total;
    let halves_added = first.count == 0.0 || all;
    let half = if halves_added { 0.5 } else { 0.0 };
    let spread = |it: Arm| 1.0 / (it.count + half) - 1.0 / (it.total + 2.0 * half);
    let share = |it: Arm| (it.count + half) / (it.total + 2.0 * half);
    let centre = share(first) / share(base);
    let error = finite((spread(first) + spread(base)).sqrt())?;
    stretched(value, centre, z * error, halves_added)
}

/// The interval around a ratio's centre on the scale of logarithms, made to hold the ratio itself.
pub(super) fn stretched(value: f64, centre: f64, half: f64, halves_added: bool) -> Option<Ratio> {
    let grown = libm::exp(half);
    let interval = Interval {
        lower: finite(centre / grown)?.min(value),
        upper: finite(centre * grown)?.max(value),
    };
    Some(Ratio {
        value,
        interval,
        halves_added,
    })
}
