//! Bars around estimates that can be compared by eye: two that do not overlap differ.
//!
//! Ordinary 95% intervals overlap long before a difference is in doubt. Bars of 1.39 standard errors either side meet
//! just when the difference of two estimates with equal errors is at the edge of 5%; where errors differ, a multiplier
//! can be found that is right for pairs on average.
//!
//! Source: Goldstein and Healy (1995), The graphical presentation of a collection of means, Journal of the Royal
//! Statistical Society A 158.

use crate::average::finite;
use crate::interval::Interval;
use crate::normal;

/// The number of standard errors either side for estimates whose errors are equal: 1.386 at 0.95.
///
/// `level` is strictly between 0 and 1; else `None`.
#[must_use]
pub fn equal_errors(level: f64) -> Option<f64> {
    Some(normal::half_width(level)? * std::f64::consts::FRAC_1_SQRT_2)
}

/// The number of standard errors either side at which, on average over all pairs of independent estimates that do not
/// differ, bars fail to overlap with the probability `1 - level`.
///
/// Errors are finite and not negative; `level` is strictly between 0 and 1. `None` otherwise, and when fewer than two
/// estimates are uncertain. Time grows with the pairs; nothing is kept of them.
#[must_use]
pub fn average_pair(errors: &[f64], level: f64) -> Option<f64> {
    let widest = normal::half_width(level)?;
    let largest = errors.iter().copied().fold(0.0, f64::max);
    let sound = errors.iter().all(|error| *error >= 0.0 && error.is_finite());
    if !sound || largest == 0.0 || errors.len() < 2 {
        return None;
    }
    let scaled: Vec<f64> = errors.iter().map(|error| error / largest).collect();
    // A pair's bars meet at between 1 and the root of 2 times its standard error.
    let (mut low, mut high) = (widest * std::f64::consts::FRAC_1_SQRT_2, widest);
    let (mut over, mut under) = (excess(&scaled, low, level), excess(&scaled, high, level));
    for _ in 0..60 {
        if over <= 0.0 {
            return Some(low);
        }
        if under >= 0.0 {
            return Some(high);
        }
        let next = low + (high - low) * over / (over - under);
        let here = excess(&scaled, next, level);
        if here.abs() < 1e-13 || high - low < 1e-13 {
            return Some(next);
        }
        // Regula falsi with halving, so that neither end stays where it is.
        if here > 0.0 {
            (low, over, under) = (next, here, under / 2.0);
        } else {
            (high, under, over) = (next, here, over / 2.0);
        }
    }
    Some(f64::midpoint(low, high))
}

/// By how much the average probability that bars fail to overlap is above what it should be.
fn excess(errors: &[f64], width: f64, level: f64) -> f64 {
    let (mut total, mut pairs) = (0.0, 0.0);
    for (at, a) in errors.iter().enumerate() {
        for b in errors.iter().skip(at + 1) {
            let spread = (a * a + b * b).sqrt();
            if spread > 0.0 {
                total += 2.0 * normal::cdf(-width * (a + b) / spread).unwrap_or(0.0);
                pairs += 1.0;
            }
        }
    }
    total / pairs - (1.0 - level)
}

/// The bar of each estimate, this many standard errors either side. `None` when the slices differ in length or a bar
/// is beyond what arithmetic can hold.
#[must_use]
pub fn bars(estimates: &[f64], errors: &[f64], width: f64) -> Option<Vec<Interval>> {
    if estimates.len() != errors.len() {
        return None;
    }
    let bar = |(estimate, error): (&f64, &f64)| {
        Some(Interval {
            lower: finite(estimate - width * error)?,
            upper: finite(estimate + width * error)?,
        })
    };
    estimates.iter().zip(errors).map(bar).collect()
}

/// How many pairs of bars do not overlap. Time grows with the bars times their logarithm.
#[must_use]
pub fn apart(bars: &[Interval]) -> u64 {
    let mut uppers: Vec<f64> = bars.iter().map(|bar| bar.upper).collect();
    uppers.sort_unstable_by(f64::total_cmp);
    let below = |bar: &Interval| uppers.partition_point(|upper| *upper < bar.lower) as u64;
    bars.iter().map(below).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Goldstein and Healy give 1.39 at 5% for equal errors.
    #[test]
    fn equal_errors_need_the_published_multiplier() {
        assert!((equal_errors(0.95).unwrap() - 1.385_903_824_349_678).abs() < 1e-12);
        assert!((average_pair(&[0.3; 7], 0.95).unwrap() - equal_errors(0.95).unwrap()).abs() < 1e-9);
    }

    #[test]
    fn unequal_errors_need_wider_bars_and_the_average_is_right() {
        let errors = [1.0, 0.2, 0.05, 3.0];
        let width = average_pair(&errors, 0.95).unwrap();
        assert!(width > 1.4 && width < 1.96);
        let scaled: Vec<f64> = errors.iter().map(|it| it / 3.0).collect();
        assert!(excess(&scaled, width, 0.95).abs() < 1e-12);
        let one = average_pair(&[1.0, 0.0], 0.95).unwrap();
        assert!((one - normal::half_width(0.95).unwrap()).abs() < 1e-9);
    }

    #[test]
    fn pairs_apart_are_counted_once() {
        let bars = bars(&[0.0, 1.0, 3.0, 3.1], &[0.5, 0.6, 0.1, 0.2], 1.0).unwrap();
        assert_eq!(apart(&bars), 4);
        assert_eq!(apart(&[]), 0);
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(average_pair(&[0.0, 0.0], 0.95), None);
        assert_eq!(average_pair(&[1.0], 0.95), None);
        assert_eq!(average_pair(&[1.0, f64::NAN], 0.95), None);
        assert_eq!(equal_errors(1.0), None);
        assert_eq!(bars(&[1.0], &[], 1.0), None);
    }
}
