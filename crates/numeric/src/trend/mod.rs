//! Whether the latest readings go one way, as England's public health profiles mark it.
//!
//! The last five readings are tested for a straight line; a line counts when chi-squared passes 9.5495 (p 0.002, as for
//! 99.8% limits) and its slope keeps its sign whichever reading is left out.
//! Source: Office for Health Improvement and Disparities, Public health technical guidance: Trend markers.

#[cfg(test)]
mod tests;

use crate::average::finite;
use crate::normal;

/// How many readings are looked at.
pub const READINGS: usize = 5;
/// What chi-squared has to pass.
pub const BAR: f64 = 9.5495;

/// What the last readings do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The line rises.
    Rising,
    /// The line falls.
    Falling,
    /// No line that chance does not explain.
    Level,
    /// There is a line, but leaving one reading out turns it round.
    OneReading,
}

/// A recent trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recent {
    /// What is said of it.
    pub direction: Direction,
    /// The test statistic, to be held against [`BAR`].
    pub chi_square: f64,
    /// Slope per period: in the unit of the readings, or of log odds for shares.
    pub slope: f64,
}

/// The recent trend of numbers with intervals of this level: a regression weighted by their variances.
///
/// `times` is when each reading was, rising; the slices are as long as each other and only the last five readings
/// count. `None` with fewer than five, an interval that is not open, or a number that is not finite.
#[must_use]
pub fn of_numbers(times: &[f64], values: &[f64], lower: &[f64], upper: &[f64], level: f64) -> Option<Recent> {
    let z = normal::half_width(level)?;
    let [times, values, lower, upper] = last([times, values, lower, upper])?;
    let weights: Vec<f64> = lower
        .iter()
        .zip(upper)
        .map(|(lower, upper)| {
            let sigma = (upper - lower) / (2.0 * z);
            (sigma > 0.0).then(|| 1.0 / (sigma * sigma)).and_then(finite)
        })
        .collect::<Option<_>>()?;
    let (slope, spread) = line(times, values, &weights)?;
    judge(times, values, &weights, slope, finite(slope * slope * spread)?)
}

/// The recent trend of shares: chi-squared for a trend in shares, and a line through the log odds for its direction.
///
/// A share of 0 or 1 has no log odds; one half is then added to the counts on both sides of every reading. `None` with
/// fewer than five readings, a total not above 0, a count outside 0 to its total, or all counts nought or whole.
/// Source: Cochran (1954); Armitage (1955), Tests for linear trends in proportions and frequencies.
#[must_use]
pub fn of_shares(times: &[f64], counts: &[f64], totals: &[f64]) -> Option<Recent> {
    let [times, counts, totals] = last([times, counts, totals])?;
    if counts
        .iter()
        .zip(totals)
        .any(|(count, total)| !(*total > 0.0 && (0.0..=*total).contains(count)))
    {
        return None;
    }
    // Times are counted from their middle, so that years keep their digits.
    let middle = crate::average::mean(times.iter().copied())?;
    let total: f64 = totals.iter().sum();
    let count: f64 = counts.iter().sum();
    let with = |values: &[f64], power: i32| -> f64 {
        values
            .iter()
            .zip(times)
            .map(|(value, time)| value * libm::pow(time - middle, f64::from(power)))
            .sum()
    };
    let apart = total * with(counts, 1) - count * with(totals, 1);
    let spread = total * with(totals, 2) - with(totals, 1) * with(totals, 1);
    let chi_square = finite(total * apart * apart / (count * (total - count) * spread))?;
    let edge = counts
        .iter()
        .zip(totals)
        .any(|(count, total)| *count == 0.0 || count == total);
    let half = if edge { 0.5 } else { 0.0 };
    let odds: Vec<f64> = counts
        .iter()
        .zip(totals)
        .map(|(count, total)| libm::log((count + half) / (total - count + half)))
        .collect();
    let alike = [1.0; READINGS];
    let (slope, _) = line(times, &odds, &alike)?;
    judge(times, &odds, &alike, slope, chi_square)
}

fn last<const N: usize>(columns: [&[f64]; N]) -> Option<[&[f64]; N]> {
    let rows = columns.first()?.len();
    let from = rows.checked_sub(READINGS)?;
    let sound = |column: &&[f64]| column.len() == rows && column.iter().skip(from).all(|it| it.is_finite());
    let times = columns.first()?.get(from..)?;
    let rises = times.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
    (columns.iter().all(sound) && rises).then(|| columns.map(|column| column.get(from..).unwrap_or_default()))
}

/// Slope of the weighted line, and the weighted scatter of times.
fn line(times: &[f64], values: &[f64], weights: &[f64]) -> Option<(f64, f64)> {
    let whole: f64 = weights.iter().sum();
    let mean = |of: &[f64]| {
        of.iter()
            .zip(weights)
            .map(|(value, weight)| value * weight)
            .sum::<f64>()
            / whole
    };
    let (time, value) = (mean(times), mean(values));
    let (mut along, mut spread) = (0.0, 0.0);
    for ((t, v), weight) in times.iter().zip(values).zip(weights) {
        along += weight * (t - time) * (v - value);
        spread += weight * (t - time) * (t - time);
    }
    Some((finite(along / spread)?, finite(spread)?))
}

fn judge(times: &[f64], values: &[f64], weights: &[f64], slope: f64, chi_square: f64) -> Option<Recent> {
    let without = |column: &[f64], at: usize| -> Vec<f64> {
        let kept = column.iter().enumerate().filter(|(place, _)| *place != at);
        kept.map(|(_, value)| *value).collect()
    };
    let sign = |slope: f64| (slope > 0.0, slope < 0.0);
    let mut steady = true;
    for at in 0..times.len() {
        let (other, _) = line(&without(times, at), &without(values, at), &without(weights, at))?;
        steady &= sign(other) == sign(slope);
    }
    let direction = match (chi_square > BAR, steady) {
        (false, _) => Direction::Level,
        (true, false) => Direction::OneReading,
        (true, true) if slope > 0.0 => Direction::Rising,
        (true, true) => Direction::Falling,
    };
    Some(Recent {
        direction,
        chi_square,
        slope,
    })
}
