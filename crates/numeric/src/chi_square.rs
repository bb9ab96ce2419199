//! The chi-square distribution, through the incomplete gamma function.

/// The probability of a value at or below `x` with `freedom` degrees of freedom (above 0, need not be whole).
///
/// `None` when `freedom` is not above 0 or `x` is not a number.
#[must_use]
pub fn cdf(x: f64, freedom: f64) -> Option<f64> {
    if !(freedom > 0.0 && freedom.is_finite()) || x.is_nan() {
        return None;
    }
    Some(if x <= 0.0 {
        0.0
    } else {
        gamma_tails(freedom / 2.0, x / 2.0).0
    })
}

/// The value that a share `p` (strictly between 0 and 1) of draws fall below; `None` outside that.
#[must_use]
pub fn quantile(p: f64, freedom: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0 && freedom > 0.0 && freedom.is_finite()) {
        return None;
    }
    let shape = freedom / 2.0;
    let (mut below, mut above) = (0.0, start(p, freedom)?.max(1e-8));
    while gamma_tails(shape, above / 2.0).0 < p {
        below = above;
        above *= 2.0;
    }
    let mut x = start(p, freedom)?.clamp(below, above);
    for _ in 0..200 {
        let (lower, upper) = gamma_tails(shape, x / 2.0);
        // The smaller tail keeps its digits, so the miss is taken on that side.
        let miss = if p < 0.5 { lower - p } else { (1.0 - p) - upper };
        if miss > 0.0 {
            above = x;
        } else {
            below = x;
        }
        let slope = 0.5 * libm::exp((shape - 1.0) * libm::log(x / 2.0) - x / 2.0 - libm::lgamma(shape));
        let step = x - miss / slope;
        let next = if step > below && step < above {
            step
        } else {
            f64::midpoint(below, above)
        };
        if (next - x).abs() <= 2.0 * f64::EPSILON * x {
            return Some(next);
        }
        x = next;
    }
    Some(x)
}

/// Wilson and Hilferty's cube-root start.
fn start(p: f64, freedom: f64) -> Option<f64> {
    let spread = 2.0 / (9.0 * freedom);
    let root = 1.0 - spread + crate::normal::quantile(p)? * spread.sqrt();
    Some(freedom * root.max(0.01) * root.max(0.01) * root.max(0.01))
}

/// The shares of a gamma distribution of this shape below and above `x`, each with its own digits.
pub(crate) fn gamma_tails(shape: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let lower = front * series(shape, x);
        (lower, 1.0 - lower)
    } else {
        let upper = front * fraction(shape, x);
        (1.0 - upper, upper)
    }
}

fn series(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut place) = (1.0 / shape, 1.0 / shape, shape);
    for _ in 0..100_000 {
        place += 1.0;
        term *= x / place;
        sum += term;
        if term < sum * f64::EPSILON * 0.1 {
            break;
        }
    }
    sum
}

/// Lentz's evaluation of the continued fraction of the upper tail.
fn fraction(shape: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for step in 1..100_000 {
        let step = f64::from(step);
        let a = -step * (step - shape);
        b += 2.0;
        d = 1.0 / nudge(a * d + b, TINY);
        c = nudge(b + a / c, TINY);
        let change = c * d;
        value *= change;
        if (change - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

fn nudge(value: f64, tiny: f64) -> f64 {
    if value.abs() < tiny { tiny } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_degrees_of_freedom_are_an_exponential() {
        for p in [0.001, 0.025, 0.5, 0.975, 0.999] {
            let wanted = -2.0 * (1.0_f64 - p).ln();
            assert!((quantile(p, 2.0).unwrap() / wanted - 1.0).abs() < 1e-12);
            assert!((cdf(wanted, 2.0).unwrap() - p).abs() < 1e-14);
        }
    }

    #[test]
    fn quantile_undoes_cdf() {
        for freedom in [0.5, 1.0, 3.0, 20.0, 500.0, 20_000.0] {
            for p in [0.0001, 0.025, 0.3, 0.5, 0.9, 0.9999] {
                let x = quantile(p, freedom).unwrap();
                assert!((cdf(x, freedom).unwrap() - p).abs() < 1e-10, "{p} with {freedom}");
            }
        }
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(quantile(0.0, 2.0), None);
        assert_eq!(quantile(0.5, 0.0), None);
        assert_eq!(cdf(f64::NAN, 1.0), None);
        assert_eq!(cdf(-1.0, 1.0), Some(0.0));
    }
}
