//! The distribution of the ratio of two estimates of one variance (Fisher and Snedecor's F).

use crate::binomial::beta_share;

/// The probability of a ratio above `f`, with degrees of freedom of the upper and the lower estimate, both above 0.
///
/// `None` when a degree of freedom is not above 0 or `f` is not a number.
#[must_use]
pub fn above(f: f64, upper: f64, lower: f64) -> Option<f64> {
    if f.is_nan() || !positive(upper) || !positive(lower) {
        return None;
    }
    if f <= 0.0 {
        return Some(1.0);
    }
    if f.is_infinite() {
        return Some(0.0);
    }
    Some(beta_share(lower / (lower + upper * f), lower / 2.0, upper / 2.0))
}

/// The ratio that a share `p` (strictly between 0 and 1) of draws fall below; `None` outside that.
#[must_use]
pub fn quantile(p: f64, upper: f64, lower: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0 && positive(upper) && positive(lower)) {
        return None;
    }
    let tail = 1.0 - p;
    let (mut least, mut most) = (-1.0, 1.0);
    while above(libm::exp(most), upper, lower)? > tail {
        most *= 2.0;
        if most > 700.0 {
            return None;
        }
    }
    while above(libm::exp(least), upper, lower)? < tail {
        least *= 2.0;
        if least < -700.0 {
            return None;
        }
    }
    for _ in 0..120 {
        let middle = f64::midpoint(least, most);
        if above(libm::exp(middle), upper, lower)? > tail {
            least = middle;
        } else {
            most = middle;
        }
    }
    Some(libm::exp(f64::midpoint(least, most)))
}

fn positive(freedom: f64) -> bool {
    freedom > 0.0 && freedom.is_finite()
}

#[cfg(test)]
mod tests {
    use super::*;

    // R 4.5: qf(0.975, 5, 15), qf(0.975, 15, 5), qf(0.05, 2, 10).
    #[test]
    fn tabulated_values_come_back() {
        for (p, upper, lower, f) in [(0.95, 5.0, 15.0, 2.901_294_536_1), (0.95, 1.0, 10.0, 4.964_602_743_7)] {
            assert!((quantile(p, upper, lower).unwrap() / f - 1.0).abs() < 1e-9);
        }
        let t = crate::student::quantile(0.975, 12.0).unwrap();
        assert!((quantile(0.95, 1.0, 12.0).unwrap() - t * t).abs() < 1e-9);
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(quantile(1.0, 2.0, 3.0), None);
        assert_eq!(above(1.0, 0.0, 3.0), None);
        assert_eq!(above(-1.0, 2.0, 3.0), Some(1.0));
    }
}
