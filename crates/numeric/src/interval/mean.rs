use super::Interval;
use crate::average::{self, finite};
use crate::student;

/// A mean with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// How many numbers it is of.
    pub n: usize,
    /// The mean, in the unit of the numbers.
    pub value: f64,
    /// Their standard deviation, with one less than their number beneath.
    pub deviation: f64,
    /// The interval of the mean.
    pub interval: Interval,
}

/// The mean of numbers and its interval by Student's t, wherever they were drawn independently from one population.
///
/// `None` with fewer than two numbers, one that is not finite, or a `level` not strictly between 0 and 1.
/// Source: Student (1908), The probable error of a mean.
#[must_use]
pub fn mean(values: &[f64], level: f64) -> Option<Mean> {
    let n = values.len();
    if n < 2 || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let value = average::mean(values.iter().copied())?;
    let squares: f64 = values.iter().map(|it| (it - value) * (it - value)).sum();
    let deviation = finite((squares / (n - 1) as f64).sqrt())?;
    let half = student::half_width(level, (n - 1) as f64)? * deviation / (n as f64).sqrt();
    let interval = Interval {
        lower: finite(value - half)?,
        upper: finite(value + half)?,
    };
    Some(Mean {
        n,
        value,
        deviation,
        interval,
    })
}
