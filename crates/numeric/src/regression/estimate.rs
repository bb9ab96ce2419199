use super::Square;
use crate::average::finite;
use crate::interval::Interval;
use crate::student;

/// A number found with how far chance could have moved it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// In the unit of what was explained, per unit of what explains it.
    pub value: f64,
    /// Its standard error, in the same unit.
    pub error: f64,
    /// Chance of one at least this far from nought if there were nothing to find.
    pub p: f64,
    /// What holds the true value at the level asked for, going by Student's t.
    pub interval: Interval,
}

impl Estimate {
    /// A value with its standard error, judged on these degrees of freedom at this level, such as 0.95.
    ///
    /// `None` when either is not finite, the error is not above 0, or there are no degrees of freedom.
    #[must_use]
    pub fn of(value: f64, error: f64, freedom: f64, level: f64) -> Option<Self> {
        if !(error > 0.0 && error.is_finite() && value.is_finite()) {
            return None;
        }
        let reach = student::half_width(level, freedom)? * error;
        Some(Self {
            value,
            error,
            p: student::two_sided(value / error, freedom)?,
            interval: Interval {
                lower: finite(value - reach)?,
                upper: finite(value + reach)?,
            },
        })
    }

    /// The sum of coefficients with these weights.
    pub(crate) fn sum(
        coefficients: &[f64],
        covariance: &Square,
        weights: &[f64],
        freedom: f64,
        level: f64,
    ) -> Option<Self> {
        let value = coefficients.iter().zip(weights).map(|(b, weight)| b * weight).sum();
        Self::of(value, covariance.error_of(weights)?, freedom, level)
    }

    /// Whether the interval leaves nought out.
    #[must_use]
    pub fn apart_from_nought(&self) -> bool {
        self.interval.lower > 0.0 || self.interval.upper < 0.0
    }

    /// Whether the whole interval lies beyond a threshold, on its side of nought; at nought, whether it leaves it out.
    #[must_use]
    pub fn beyond(&self, threshold: f64) -> bool {
        if threshold > 0.0 {
            self.interval.lower >= threshold
        } else if threshold < 0.0 {
            self.interval.upper <= threshold
        } else {
            self.apart_from_nought()
        }
    }
}
