use super::scale::Scale;
use crate::process::Side;
use crate::{beta_binomial, binomial, chi_square, normal};

/// The largest count that is looked up exactly; beyond it the normal distribution is as good.
pub(super) const LARGEST: f64 = 1e9;

/// How a count comes about when nothing sets its place apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Model {
    /// Out of this many, each with this probability.
    Binomial(u64, f64),
    /// Out of this many, with a probability that differs between places by this correlation within them.
    BetaBinomial(u64, f64, f64),
    /// Around this mean.
    Poisson(f64),
    /// Around this mean, which differs between places by this relative variance.
    GammaPoisson(f64, f64),
}

impl Model {
    /// Of a place of this size about a centre. `variance` is that between places on the scale, 0 for chance alone. For
    /// [`Scale::Counts`] the size is both counts together. `None` when too large to be worth it.
    pub(super) fn of(scale: Scale, centre: f64, size: f64, variance: f64) -> Option<Self> {
        // An exposure may be large, such as days; only its events are looked up.
        if (size > LARGEST && scale != Scale::Rate) || size * centre > LARGEST {
            return None;
        }
        // A small step on the scale, as a step of the share or as a relative step of the ratio.
        Some(match scale {
            Scale::Share => Self::shared(size, centre, 4.0 * variance),
            Scale::Counts => {
                let part = centre / (1.0 + centre);
                Self::shared(size, part, variance * part * (1.0 - part))
            }
            Scale::LogRatio | Scale::Rate => Self::counted(size * centre, variance),
            Scale::RootRatio => Self::counted(size * centre, 4.0 * variance / centre),
        })
    }

    fn shared(size: f64, share: f64, within: f64) -> Self {
        let trials = size.round().max(1.0) as u64;
        if within > 0.0 && share > 0.0 && share < 1.0 {
            Self::BetaBinomial(trials, share, within.min(0.99))
        } else {
            Self::Binomial(trials, share)
        }
    }

    fn counted(mean: f64, relative: f64) -> Self {
        if relative > 0.0 {
            Self::GammaPoisson(mean, relative)
        } else {
            Self::Poisson(mean)
        }
    }

    fn mean(self) -> f64 {
        match self {
            Self::Binomial(trials, share) | Self::BetaBinomial(trials, share, _) => trials as f64 * share,
            Self::Poisson(mean) | Self::GammaPoisson(mean, _) => mean,
        }
    }

    pub(super) fn most(self) -> u64 {
        match self {
            Self::Binomial(trials, _) | Self::BetaBinomial(trials, ..) => trials,
            Self::Poisson(_) | Self::GammaPoisson(..) => u64::MAX / 4,
        }
    }

    pub(super) fn at_most(self, count: u64) -> Option<f64> {
        let next = count as f64 + 1.0;
        match self {
            Self::Binomial(trials, share) => binomial::at_most(count, trials, share),
            Self::BetaBinomial(trials, share, within) => beta_binomial::at_most(count, trials, share, within),
            Self::Poisson(mean) => Some(chi_square::gamma_tails(next, mean).1),
            Self::GammaPoisson(mean, relative) => {
                let shape = 1.0 / relative;
                Some(binomial::beta_share(shape / (shape + mean), shape, next))
            }
        }
    }

    pub(super) fn at_least(self, count: u64) -> Option<f64> {
        let here = count as f64;
        match self {
            Self::Binomial(trials, share) => binomial::at_least(count, trials, share),
            Self::BetaBinomial(trials, share, within) => beta_binomial::at_least(count, trials, share, within),
            Self::Poisson(_) | Self::GammaPoisson(..) if count == 0 => Some(1.0),
            Self::Poisson(mean) => Some(chi_square::gamma_tails(here, mean).0),
            Self::GammaPoisson(mean, relative) => {
                let shape = 1.0 / relative;
                Some(binomial::beta_share(mean / (shape + mean), here, shape))
            }
        }
    }

    /// The side of the mean a count lies on, and the probability of one at least as far out on that side.
    pub(super) fn tail(self, count: f64) -> Option<(Side, f64)> {
        let whole = count.round().max(0.0);
        let count = (whole as u64).min(self.most());
        let side = if whole > self.mean() { Side::High } else { Side::Low };
        let probability = match (self, side) {
            (Self::Binomial(trials, share), _) if share > 0.0 && share < 1.0 => summed(count, trials, share, side)?,
            (_, Side::High) => self.at_least(count)?,
            (_, Side::Low) => self.at_most(count)?,
        };
        Some((side, probability))
    }

    /// The smallest and largest count whose tails both reach `tail`.
    pub(super) fn not_ruled_out(self, tail: f64) -> Option<(f64, f64)> {
        let z = normal::quantile(1.0 - tail)?;
        let (spread, lean) = self.shape();
        // Two terms of Cornish and Fisher's expansion: most often the count itself, or the one beside it.
        let about = |z: f64| self.mean() + z * spread + lean * (z * z - 1.0) / 6.0;
        let most = self.most();
        let start = |x: f64| (x.max(0.0) as u64).min(most);
        let upper = last(start(about(z) + 0.5), most, |count| Some(self.at_least(count)? >= tail))?;
        let lower = start((about(-z) - 0.5).ceil());
        let lower = last(lower.saturating_sub(1), most, |count| {
            Some(count == 0 || self.at_most(count - 1)? < tail)
        })?;
        Some((lower as f64, upper as f64))
    }

    /// The standard deviation, and it times the skewness; roughly where probabilities differ between places.
    fn shape(self) -> (f64, f64) {
        let binomial = |n: f64, p: f64, wider: f64| (libm::sqrt(n * p * (1.0 - p) * wider), 1.0 - 2.0 * p);
        match self {
            Self::Binomial(trials, share) => binomial(trials as f64, share, 1.0),
            Self::BetaBinomial(trials, share, within) => {
                let n = trials as f64;
                binomial(n, share, 1.0 + (n - 1.0) * within)
            }
            Self::Poisson(mean) => (libm::sqrt(mean), 1.0),
            Self::GammaPoisson(mean, relative) => {
                let wider = 1.0 + mean * relative;
                (libm::sqrt(mean * wider), 1.0 + 2.0 * mean * relative)
            }
        }
    }
}

/// The last whole number up to `most` that holds, when 0 does and every one before it: strides that double from `start`
/// until it lies between two, then halves.
fn last(start: u64, most: u64, holds: impl Fn(u64) -> Option<bool>) -> Option<u64> {
    let (mut low, mut high, mut stride) = (0, most, 1_u64);
    let mut here = start.min(most);
    if here == 0 || holds(here)? {
        low = here;
        while low < most {
            here = low.saturating_add(stride).min(most);
            if !holds(here)? {
                high = here - 1;
                break;
            }
            (low, stride) = (here, stride.saturating_mul(2));
        }
    } else {
        high = here - 1;
        while high > 0 {
            here = high.saturating_sub(stride - 1);
            if here == 0 || holds(here)? {
                low = here;
                break;
            }
            (high, stride) = (here - 1, stride.saturating_mul(2));
        }
    }
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if holds(middle)? {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    Some(low)
}

/// The binomial tail from a count outwards, by adding up: quicker than the general way where few are far out.
fn summed(count: u64, trials: u64, share: f64, side: Side) -> Option<f64> {
    let mut term = binomial::probability(count, trials, share)?;
    let (n, odds) = (trials as f64, share / (1.0 - share));
    let (mut sum, mut here) = (term, count as f64);
    while term > sum * 1e-17 {
        if side == Side::High {
            term *= (n - here) / (here + 1.0) * odds;
            here += 1.0;
        } else {
            term *= here / ((n - here + 1.0) * odds);
            here -= 1.0;
        }
        sum += term;
    }
    Some(sum.min(1.0))
}
