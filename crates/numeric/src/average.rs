//! Means and quantiles that do not depend on the order or the size of what is averaged.

/// The arithmetic mean of finite numbers, correct to the last bit in ordinary data; `None` when there are none.
///
/// The sum is compensated and so is the division, so that a constant series has exactly its own value as its mean
/// and a point on the mean is recognised as such.
/// Source: Neumaier (1974), Rounding error analysis of some methods for summing finite sums; Dekker (1971), A
/// floating-point technique for extending the available precision.
#[must_use]
pub fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut count, mut high, mut low) = (0.0_f64, 0.0_f64, 0.0_f64);
    for value in values {
        let sum = high + value;
        let part = sum - high;
        low += (high - (sum - part)) + (value - part);
        high = sum;
        count += 1.0;
    }
    if count == 0.0 {
        return None;
    }
    let first = (high + low) / count;
    let (product, error) = exact_product(first, count);
    let left = ((high - product) - error) + low;
    finite(first + left / count).or_else(|| finite(first))
}

/// A product and what its rounding lost.
fn exact_product(a: f64, b: f64) -> (f64, f64) {
    let split = |value: f64| {
        let wide = 134_217_729.0 * value;
        let high = wide - (wide - value);
        (high, value - high)
    };
    let ((a_high, a_low), (b_high, b_low)) = (split(a), split(b));
    let product = a * b;
    (
        product,
        ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low,
    )
}

/// The middle value, or the mean of the two middle ones; `None` when there are none or one is not finite.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The quantile at `share` (0 to 1) by linear interpolation between order statistics: Hyndman and Fan's type 7.
///
/// `None` when there are no values, one is not finite, or `share` is outside 0 to 1.
/// Source: Hyndman and Fan (1996), Sample quantiles in statistical packages.
#[must_use]
pub fn quantile(values: &[f64], share: f64) -> Option<f64> {
    if values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile_sorted(&sorted, share)
}

/// [`quantile`] of values already in rising order.
#[must_use]
pub fn quantile_sorted(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    if !(0.0..=1.0).contains(&share) {
        return None;
    }
    let place = last as f64 * share;
    // A place that should be a whole number can fall short of it by rounding alone.
    let below = (place + 4.0 * f64::EPSILON).floor();
    let part = place - below;
    let lower = *sorted.get(below as usize)?;
    let upper = sorted.get(below as usize + 1).copied().unwrap_or(lower);
    let value = if part.abs() < 4.0 * f64::EPSILON {
        lower
    } else {
        (1.0 - part) * lower + part * upper
    };
    finite(value)
}

/// The number when it is finite.
pub(crate) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_series_has_its_own_value_as_its_mean() {
        for value in [0.1, 1e12 + 0.1, -3e-13] {
            assert_eq!(mean([value; 37].into_iter()), Some(value));
        }
    }

    #[test]
    fn large_numbers_that_cancel_leave_what_is_left() {
        assert_eq!(mean([1e16, 1.0, -1e16, 1.0].into_iter()), Some(0.5));
    }

    #[test]
    fn nothing_has_no_mean_and_no_quantile() {
        assert_eq!(mean(std::iter::empty()), None);
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[1.0, f64::NAN], 0.5), None);
        assert_eq!(mean([f64::MAX, f64::MAX].into_iter()), None);
    }

    #[test]
    fn quantiles_interpolate_between_neighbours() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(median(&values), Some(2.5));
        assert_eq!(quantile(&values, 0.0), Some(1.0));
        assert_eq!(quantile(&values, 1.0), Some(4.0));
        assert!((quantile(&values, 0.9).unwrap() - 3.7).abs() < 1e-12);
    }
}
