//! Student's t distribution: how far an estimate with its own standard error lies from nought by chance.

use crate::binomial::beta_share;

/// The probability of a value at or below `t` with `freedom` degrees of freedom (above 0, need not be whole).
///
/// `None` when `freedom` is not above 0 or `t` is not a number.
#[must_use]
pub fn cdf(t: f64, freedom: f64) -> Option<f64> {
    let beyond = two_sided(t, freedom)? / 2.0;
    Some(if t < 0.0 { beyond } else { 1.0 - beyond })
}

/// The probability of a value at least this far from nought on either side: the p-value of a two-sided test.
///
/// `None` as for [`cdf`].
#[must_use]
pub fn two_sided(t: f64, freedom: f64) -> Option<f64> {
    if !(freedom > 0.0 && freedom.is_finite()) || t.is_nan() {
        return None;
    }
    let square = t * t;
    if !square.is_finite() {
        return Some(0.0);
    }
    Some(beta_share(freedom / (freedom + square), freedom / 2.0, 0.5))
}

/// The value that a share `p` (strictly between 0 and 1) of draws fall below; `None` outside that.
#[must_use]
pub fn quantile(p: f64, freedom: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0 && freedom > 0.0 && freedom.is_finite()) {
        return None;
    }
    let tail = 2.0 * p.min(1.0 - p);
    let (mut below, mut above) = (0.0, 1.0);
    while two_sided(above, freedom)? > tail {
        below = above;
        above *= 2.0;
        if !f64::is_finite(above) {
            return None;
        }
    }
    for _ in 0..120 {
        let middle = f64::midpoint(below, above);
        if two_sided(middle, freedom)? > tail {
            below = middle;
        } else {
            above = middle;
        }
    }
    let size = f64::midpoint(below, above);
    Some(if p < 0.5 { -size } else { size })
}

/// The number of standard errors either side that holds a central share `level` (0 to 1, both excluded).
#[must_use]
pub fn half_width(level: f64, freedom: f64) -> Option<f64> {
    if !(level > 0.0 && level < 1.0) {
        return None;
    }
    quantile(1.0 - (1.0 - level) / 2.0, freedom)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Tabulated values: Abramowitz and Stegun, table 26.10, and R 4.5 `qt`.
    #[test]
    fn tabulated_values_come_back() {
        for (p, freedom, t) in [
            (0.975, 1.0, 12.706_204_736_174_698),
            (0.975, 10.0, 2.228_138_851_964_938_5),
            (0.995, 30.0, 2.749_995_653_567_231),
        ] {
            assert!((quantile(p, freedom).unwrap() / t - 1.0).abs() < 1e-10, "{p} {freedom}");
            assert!((quantile(1.0 - p, freedom).unwrap() / t + 1.0).abs() < 1e-10);
            assert!((cdf(t, freedom).unwrap() - p).abs() < 1e-12);
        }
    }

    #[test]
    fn many_degrees_of_freedom_are_the_normal_distribution() {
        let z = half_width(0.95, 1e9).unwrap();
        assert!((z - 1.959_963_984_540_054).abs() < 1e-6);
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(quantile(0.0, 2.0), None);
        assert_eq!(cdf(1.0, 0.0), None);
        assert_eq!(two_sided(f64::NAN, 1.0), None);
        assert_eq!(two_sided(f64::INFINITY, 3.0), Some(0.0));
        assert_eq!(half_width(1.0, 3.0), None);
    }
}
