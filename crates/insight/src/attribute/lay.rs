//! Readings laid out as the tallies of each kind of chart.

use cm_framework::Unit;
use cm_kernel::{Absence, Refusal};
use cm_numeric::process::{Kind, Tally};

use super::Series;
use crate::laid::{Laid, Place};
use crate::shares::not_a_share;
use crate::words::count;
use crate::{Finding, Question, Readings, Weight};

fn series(readings: &Readings, question: &Question, kind: Kind) -> Result<Series, Refusal> {
    Ok(Series {
        kind,
        laid: Laid::out(readings.one_series()?, &question.unit)?,
        tallies: Vec::new(),
        question: question.clone(),
        cautions: Vec::new(),
        open: None,
    })
}

fn ratio(place: &Place) -> Option<Tally> {
    let (count, size) = place.numerator.zip(place.denominator)?;
    Some(Tally { count, size })
}

/// Whatever was read, a number a period.
pub(crate) fn measured(readings: &Readings, question: &Question, kind: Kind) -> Result<Series, Refusal> {
    let mut laid = series(readings, question, kind)?;
    laid.tallies = laid.laid.places.iter().map(|it| it.value.map(Tally::of)).collect();
    Ok(laid)
}

/// How far each number lies from the one before.
pub(crate) fn moved(readings: &Readings, question: &Question) -> Result<Series, Refusal> {
    let mut laid = measured(readings, question, Kind::Movement)?;
    let mut last = None;
    for place in &mut laid.laid.places {
        let here = place.value;
        if here.is_some() && last.is_none() {
            place.absent = Some(Absence::NotApplicable);
        }
        place.value = here.zip(last).map(|(here, last): (f64, f64)| (here - last).abs());
        last = here;
    }
    // How far readings move is neither good nor bad by itself.
    laid.question.better = cm_framework::Better::Neither;
    Ok(laid)
}

/// Counts out of totals, none above its total.
pub(crate) fn shares(readings: &Readings, question: &Question, kind: Kind) -> Result<Series, Refusal> {
    let mut laid = series(readings, question, kind)?;
    if laid
        .laid
        .places
        .iter()
        .any(|it| it.value.is_some() && ratio(it).is_none())
    {
        return Err(not_a_share());
    }
    let fits = |it: &Tally| it.size > 0.0 && (0.0..=it.size).contains(&it.count);
    leave_out(&mut laid, fits, "count less than nothing, or more than all");
    Ok(laid)
}

/// Numbers out of sizes that differ, shown as so many a `per`. `whole` says whether the numbers must be counts.
pub(crate) fn rates(
    readings: &Readings,
    question: &Question,
    kind: Kind,
    (per, whole): (f64, bool),
) -> Result<Series, Refusal> {
    let mut laid = series(readings, question, kind)?;
    if laid
        .laid
        .places
        .iter()
        .any(|it| it.value.is_some() && ratio(it).is_none())
    {
        return Err(no_sizes());
    }
    leave_out(
        &mut laid,
        |it| it.size > 0.0 && (!whole || it.count >= 0.0),
        "count less than nothing, or are out of less than nothing",
    );
    for tally in laid.tallies.iter_mut().flatten() {
        tally.size /= per;
    }
    laid.question.unit = match (&laid.question.unit, kind) {
        (unit, Kind::Weighted) => unit.clone(),
        (Unit::Number(name), _) if per == 1.0 => Unit::Number(name.clone()),
        (unit, _) => {
            let size = laid
                .question
                .size_is
                .clone()
                .unwrap_or_else(|| "of their size".to_owned());
            let per = format!("per {} {size}", crate::question::thousands(per));
            Unit::Number(match unit {
                Unit::Share => per,
                Unit::Number(name) => format!("{name} {per}"),
            })
        }
    };
    for (place, tally) in laid.laid.places.iter_mut().zip(&laid.tallies) {
        place.value = tally.map(|it| it.count / it.size).filter(|it| it.is_finite());
    }
    Ok(laid)
}

/// Counts that are out of nothing.
pub(crate) fn counts(readings: &Readings, question: &Question) -> Result<Series, Refusal> {
    let mut laid = measured(readings, question, Kind::Count)?;
    let is_count = |it: &Place| it.denominator.is_none() && it.value.is_none_or(|it| it >= 0.0 && it.fract() == 0.0);
    if !laid.laid.places.iter().all(is_count) {
        return Err(not_counts());
    }
    laid.cautions.clear();
    Ok(laid)
}

fn leave_out(laid: &mut Series, fits: impl Fn(&Tally) -> bool, why: &str) {
    laid.tallies = laid
        .laid
        .places
        .iter()
        .map(|it| ratio(it).filter(|tally| it.value.is_some() && fits(tally)))
        .collect();
    let tallies = laid.laid.places.iter().zip(&laid.tallies);
    let left = tallies
        .filter(|(place, tally)| place.value.is_some() && tally.is_none())
        .count();
    if left > 0 {
        let sentence = format!(
            "{} left out, because they {why}.",
            count(left, "reading is", "readings are")
        );
        laid.cautions.push(Finding::new(Weight::Caution, "left-out", sentence));
    }
}

pub(super) fn not_counts() -> Refusal {
    Refusal::new(
        "insight/not-counts",
        "These readings are not counts: whole numbers of events that are out of nothing.",
        "Use a chart of shares or rates where readings are out of a total, and an XmR chart for measurements.",
    )
}

fn no_sizes() -> Refusal {
    Refusal::new(
        "insight/no-sizes",
        "These readings are not out of anything, so nothing says how much each should weigh.",
        "Bring the total or the exposure beside each count, or use an XmR chart of the numbers.",
    )
}
