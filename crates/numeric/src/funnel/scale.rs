use std::f64::consts::FRAC_PI_2;

use crate::interval::Interval;
use crate::{binomial, chi_square};

/// The scale on which places of any size scatter alike, and how far outliers are pulled in before spread is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// The angle whose sine squared is the share; the highest and lowest tenth are pulled in to the next.
    Share,
    /// The logarithm of observed over expected; the highest and lowest tenth are left out (as NHS England's SHMI).
    LogRatio,
    /// The square root of observed over expected; the highest and lowest tenth are pulled in (as the CQC).
    RootRatio,
}

impl Scale {
    /// A count on this scale. A count of nought has no logarithm and is taken as half a one.
    pub(super) fn place(self, count: f64, size: f64) -> f64 {
        match self {
            Self::Share => libm::asin((count / size).min(1.0).sqrt()),
            Self::LogRatio => libm::log(count.max(0.5) / size),
            Self::RootRatio => (count / size).sqrt(),
        }
    }

    /// A share or ratio on this scale.
    pub(super) fn place_value(self, value: f64) -> f64 {
        self.place(value, 1.0)
    }

    /// The standard error of a place of this size by chance alone.
    pub(super) fn error(self, size: f64) -> f64 {
        match self {
            Self::Share | Self::RootRatio => 1.0 / (2.0 * size.sqrt()),
            Self::LogRatio => 1.0 / size.sqrt(),
        }
    }

    /// The share or ratio at a place on the scale; beyond the ends of the scale is the end.
    pub(super) fn back(self, place: f64) -> f64 {
        match self {
            Self::Share => {
                let sine = libm::sin(place.clamp(0.0, FRAC_PI_2));
                sine * sine
            }
            Self::LogRatio => libm::exp(place),
            Self::RootRatio => place.max(0.0) * place.max(0.0),
        }
    }

    /// Limits by chance alone: on the scale for shares, exact Poisson for ratios around 1.
    pub(super) fn chance(self, target: f64, size: f64, level: f64, z: f64) -> Option<Interval> {
        let exact = target == 1.0 && self != Self::Share;
        if !exact {
            return Some(self.around(self.place_value(target), z * self.error(size)));
        }
        let tail = (1.0 - level) / 2.0;
        Some(Interval {
            lower: chi_square::quantile(tail, 2.0 * size)? / 2.0 / size,
            upper: chi_square::quantile(1.0 - tail, 2.0 * (size + 1.0))? / 2.0 / size,
        })
    }

    /// Limits this far either side of a place on the scale.
    pub(super) fn around(self, middle: f64, reach: f64) -> Interval {
        Interval {
            lower: self.back(middle - reach),
            upper: self.back(middle + reach),
        }
    }

    /// Twice the smaller exact tail of a count when chance is all there is, at most 1.
    pub(super) fn chance_of(self, count: f64, size: f64, target: f64) -> Option<f64> {
        let whole = count.round() as u64;
        let (low, high) = if self == Self::Share {
            let trials = size.round() as u64;
            (
                binomial::at_most(whole, trials, target)?,
                binomial::at_least(whole, trials, target)?,
            )
        } else {
            let expected = 2.0 * size * target;
            let reached = if whole == 0 {
                1.0
            } else {
                chi_square::cdf(expected, 2.0 * whole as f64)?
            };
            (1.0 - chi_square::cdf(expected, 2.0 * (whole as f64 + 1.0))?, reached)
        };
        Some((2.0 * low.min(high)).clamp(0.0, 1.0))
    }
}
