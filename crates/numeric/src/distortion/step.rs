use crate::average::{finite, mean};

/// How far a series steps at a date, beside how far it steps at others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The mean of the readings from the date on less that of as many before it.
    pub change: f64,
    /// Readings on either side.
    pub width: usize,
    /// The largest step at another date, by distance from nought, with its sign.
    pub largest_elsewhere: f64,
    /// The share of dates, this one included, with a step at least as far from nought.
    pub p: f64,
    /// Dates looked at, this one included.
    pub dates: usize,
}

/// The step of a series at the reading `at`, over `width` readings either side, against the same at every other date that
/// has as many either side.
///
/// Take a whole year either side of monthly readings and the season drops out. Dates near the one asked about share its
/// readings, so the probability errs towards saying nothing. `None` when a reading is not finite, there are not `width` of
/// them on both sides, or fewer than 20 dates to compare.
/// Source: placebo in time; Abadie, Diamond and Hainmueller (2015), Comparative politics and the synthetic control method.
#[must_use]
pub fn step(series: &[f64], at: usize, width: usize) -> Option<Step> {
    if width == 0 || series.iter().any(|it| !it.is_finite()) {
        return None;
    }
    let change = |at: usize| {
        let before = series.get(at.checked_sub(width)?..at)?;
        let after = series.get(at..at + width)?;
        finite(mean(after.iter().copied())? - mean(before.iter().copied())?)
    };
    let told = change(at)?;
    let (mut dates, mut far, mut largest) = (0_usize, 0_usize, 0.0_f64);
    for other in width..=series.len().saturating_sub(width) {
        let Some(found) = change(other) else { continue };
        dates += 1;
        far += usize::from(found.abs() >= told.abs() * (1.0 - 1e-12));
        if other != at && found.abs() > largest.abs() {
            largest = found;
        }
    }
    (dates >= super::ARRANGEMENTS).then_some(Step {
        change: told,
        width,
        largest_elsewhere: largest,
        p: far as f64 / dates as f64,
        dates,
    })
}
