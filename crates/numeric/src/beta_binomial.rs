//! The beta-binomial distribution: how many of `trials` come up when each does with a probability that itself differs
//! from place to place.
//!
//! `mean` is the average probability, strictly between 0 and 1, and `within` (strictly between 0 and 1) the correlation
//! of two trials in one place: the variance of the probability is `within * mean * (1 - mean)`.
//!
//! Source: Skellam (1948), A probability distribution derived from the binomial distribution.

use crate::binomial::beta_share;

/// The most trials whose tail is summed. Beyond, the beta distribution of the same mean and variance is as close.
const SUMMED: u64 = 10_000;

/// The probability of at most `count`; `None` when `mean` or `within` is outside its range.
#[must_use]
pub fn at_most(count: u64, trials: u64, mean: f64, within: f64) -> Option<f64> {
    let shapes = Shapes::of(mean, within)?;
    Some(if count >= trials {
        1.0
    } else {
        shapes.lower(count, trials)
    })
}

/// The probability of at least `count`; `None` when `mean` or `within` is outside its range.
#[must_use]
pub fn at_least(count: u64, trials: u64, mean: f64, within: f64) -> Option<f64> {
    let shapes = Shapes::of(mean, within)?;
    Some(if count == 0 {
        1.0
    } else if count > trials {
        0.0
    } else {
        // As many as this come up when at most the others do not.
        shapes.turned().lower(trials - count, trials)
    })
}

#[derive(Debug, Clone, Copy)]
struct Shapes {
    a: f64,
    b: f64,
}

impl Shapes {
    fn of(mean: f64, within: f64) -> Option<Self> {
        let inside = |it: f64| it > 0.0 && it < 1.0;
        let both = (1.0 - within) / within;
        let sound = inside(mean) && inside(within) && both.is_finite();
        sound.then_some(Self {
            a: mean * both,
            b: (1.0 - mean) * both,
        })
    }

    fn turned(self) -> Self {
        Self { a: self.b, b: self.a }
    }

    /// The probability of at most `count`, which is below `trials`.
    fn lower(self, count: u64, trials: u64) -> f64 {
        if trials > SUMMED {
            return self.smooth(count, trials);
        }
        let share = (count as f64 + 0.5) / trials as f64;
        if share <= self.a / (self.a + self.b) {
            self.sum_down(count, trials)
        } else {
            1.0 - self.turned().sum_down(trials - count - 1, trials)
        }
    }

    /// Adds the probabilities of this many and fewer, largest first.
    fn sum_down(self, count: u64, trials: u64) -> f64 {
        let (k, n) = (count as f64, trials as f64);
        let mut term = libm::exp(choose(n, k) + log_beta(k + self.a, n - k + self.b) - log_beta(self.a, self.b));
        let mut sum = term;
        let mut here = k;
        while here >= 1.0 {
            term *= here * (n - here + self.b) / ((n - here + 1.0) * (here - 1.0 + self.a));
            sum += term;
            here -= 1.0;
            if term < sum * 1e-18 {
                break;
            }
        }
        sum.clamp(0.0, 1.0)
    }

    fn smooth(self, count: u64, trials: u64) -> f64 {
        let (n, both) = (trials as f64, self.a + self.b);
        let stretch = n / (1.0 + (n - 1.0) / (both + 1.0)) - 1.0;
        let mean = self.a / both;
        beta_share((count as f64 + 0.5) / n, mean * stretch, (1.0 - mean) * stretch)
    }
}

/// The logarithm of the number of ways to choose `k` of `n`.
fn choose(n: f64, k: f64) -> f64 {
    libm::lgamma(n + 1.0) - libm::lgamma(k + 1.0) - libm::lgamma(n - k + 1.0)
}

fn log_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
}

#[cfg(test)]
mod tests {
    use super::*;

    // With both shapes 1 every count is as likely as the next.
    #[test]
    fn an_even_prior_makes_every_count_as_likely() {
        for trials in [1_u64, 4, 60] {
            for count in 0..=trials {
                let wanted = (count + 1) as f64 / (trials + 1) as f64;
                assert!((at_most(count, trials, 0.5, 1.0 / 3.0).unwrap() - wanted).abs() < 1e-12);
                let wanted = (trials - count + 1) as f64 / (trials + 1) as f64;
                assert!((at_least(count, trials, 0.5, 1.0 / 3.0).unwrap() - wanted).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn hardly_any_correlation_is_the_binomial() {
        for count in [0, 3, 12, 20] {
            let found = at_least(count, 40, 0.3, 1e-9).unwrap();
            assert!((found - crate::binomial::at_least(count, 40, 0.3).unwrap()).abs() < 1e-6);
        }
    }

    #[test]
    fn summing_and_smoothing_meet() {
        for (mean, within) in [(0.2, 0.03), (0.9, 0.001), (0.5, 0.2)] {
            let shapes = Shapes::of(mean, within).unwrap();
            for share in [0.05, 0.2, 0.5, 0.85, 0.95] {
                let count = (share * SUMMED as f64) as u64;
                let summed = shapes.lower(count, SUMMED);
                assert!(
                    (summed - shapes.smooth(count, SUMMED)).abs() < 2e-4,
                    "{mean} {within} {share}"
                );
            }
        }
    }

    #[test]
    fn nonsense_is_refused() {
        assert_eq!(at_most(1, 2, 0.0, 0.1), None);
        assert_eq!(at_least(1, 2, 0.5, 0.0), None);
        assert_eq!(at_least(3, 2, 0.5, 0.1), Some(0.0));
        assert_eq!(at_most(2, 2, 0.5, 0.1), Some(1.0));
    }
}
