//! The binomial distribution: how many of `trials` come up when each does with probability `p`.

/// The probability of exactly `count` out of `trials`; `None` when `p` is not a probability.
#[must_use]
pub fn probability(count: u64, trials: u64, p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    if count > trials {
        return Some(0.0);
    }
    if p == 0.0 || p == 1.0 {
        let certain = if p == 0.0 { 0 } else { trials };
        return Some(f64::from(u8::from(count == certain)));
    }
    let (k, n) = (count as f64, trials as f64);
    let ways = libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0);
    Some(libm::exp(ways + k * libm::log(p) + (n - k) * libm::log1p(-p)))
}

/// The probability of at most `count` out of `trials`; `None` when `p` is not a probability.
#[must_use]
pub fn at_most(count: u64, trials: u64, p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    if count >= trials {
        return Some(1.0);
    }
    Some(beta_share(1.0 - p, (trials - count) as f64, count as f64 + 1.0))
}

/// The probability of at least `count` out of `trials`; `None` when `p` is not a probability.
#[must_use]
pub fn at_least(count: u64, trials: u64, p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    if count == 0 {
        return Some(1.0);
    }
    if count > trials {
        return Some(0.0);
    }
    Some(beta_share(p, count as f64, (trials - count) as f64 + 1.0))
}

/// The exact two-sided test: the probability, when each comes up with probability `p`, of a count no likelier than
/// this one. `None` when there are no trials, `count` exceeds them or `p` is not a probability.
///
/// Counts whose probability equals this one's to seven digits are taken as equally likely, as R's `binom.test` does.
#[must_use]
pub fn two_sided(count: u64, trials: u64, p: f64) -> Option<f64> {
    if trials == 0 || count > trials || !(0.0..=1.0).contains(&p) {
        return None;
    }
    let bar = probability(count, trials, p)? * (1.0 + 1e-7);
    let expected = trials as f64 * p;
    let seen = count as f64;
    let total = if seen == expected {
        1.0
    } else if seen < expected {
        let other = first_as_rare(expected.ceil() as u64, trials, p, bar)?;
        at_most(count, trials, p)? + at_least(other, trials, p)?
    } else {
        let mirror = first_as_rare((trials as f64 - expected.floor()) as u64, trials, 1.0 - p, bar)?;
        let below = if mirror > trials {
            0.0
        } else {
            at_most(trials - mirror, trials, p)?
        };
        at_least(count, trials, p)? + below
    };
    Some(total.min(1.0))
}

/// The smallest count from `from` up whose probability is at most `bar`; one past `trials` when there is none.
fn first_as_rare(from: u64, trials: u64, p: f64, bar: f64) -> Option<u64> {
    let (mut low, mut high) = (from.min(trials), trials + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if probability(middle, trials, p)? <= bar {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

/// The share of a beta distribution below `x`: the regularised incomplete beta function.
pub(crate) fn beta_share(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front =
        libm::exp(libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x));
    let share = if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(1.0 - x, b, a) / b
    };
    share.clamp(0.0, 1.0)
}

/// Lentz's evaluation of the continued fraction of the incomplete beta function.
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    let nudge = |value: f64| if value.abs() < 1e-300 { 1e-300 } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / nudge(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for step in 1..200_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / nudge(1.0 + even * d);
        c = nudge(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / nudge(1.0 + odd * d);
        c = nudge(1.0 + odd / c);
        let change = c * d;
        value *= change;
        if (change - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, wanted: f64) {
        assert!((found.unwrap() - wanted).abs() < 1e-12, "{found:?} against {wanted}");
    }

    #[test]
    fn small_cases_worked_by_hand() {
        near(probability(2, 4, 0.5), 0.375);
        near(at_most(1, 4, 0.5), 5.0 / 16.0);
        near(at_least(3, 4, 0.5), 5.0 / 16.0);
        near(two_sided(0, 4, 0.5), 0.125);
        near(two_sided(2, 4, 0.5), 1.0);
        // Out of 3 at one in four, the chances are 27, 27, 9 and 1 of 64.
        near(two_sided(2, 3, 0.25), 10.0 / 64.0);
        near(two_sided(0, 3, 0.25), 1.0);
        near(two_sided(3, 3, 0.25), 1.0 / 64.0);
    }

    #[test]
    fn tails_agree_with_a_sum() {
        for (n, p) in [(1_u64, 0.3), (17, 0.01), (60, 0.5), (400, 0.97)] {
            let mut sum = 0.0;
            for k in 0..=n {
                sum += probability(k, n, p).unwrap();
                assert!((at_most(k, n, p).unwrap() - sum).abs() < 1e-11);
                let mut rare = 0.0;
                let bar = probability(k, n, p).unwrap() * (1.0 + 1e-7);
                for other in 0..=n {
                    let chance = probability(other, n, p).unwrap();
                    rare += if chance <= bar { chance } else { 0.0 };
                }
                assert!(
                    (two_sided(k, n, p).unwrap() - rare.min(1.0)).abs() < 1e-10,
                    "{k} of {n} at {p}"
                );
            }
        }
    }

    #[test]
    fn certainty_and_nonsense() {
        assert_eq!(at_most(3, 5, 0.0), Some(1.0));
        assert_eq!(at_least(3, 5, 0.0), Some(0.0));
        assert_eq!(at_least(5, 5, 1.0), Some(1.0));
        assert_eq!(two_sided(0, 0, 0.5), None);
        assert_eq!(two_sided(6, 5, 0.5), None);
        assert_eq!(at_most(1, 5, f64::NAN), None);
    }
}
