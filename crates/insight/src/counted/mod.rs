//! Counts out of totals by place and population group, for methods of rates and gaps, and how they are said.

mod ages;
mod cells;
mod labels;
mod scale;
#[cfg(test)]
mod tests;

use cm_kernel::Length;

pub(crate) use ages::{Age, Ages};
pub(crate) use cells::{Cell, Cells};
pub(crate) use labels::{BASE, Base, apart_from_unknown, choose_base, numbered};
pub(crate) use scale::{INTERVAL, Kind, LEVEL, PER, Scale, level};

/// How many population groups or places are told one by one.
pub(crate) const TOLD: usize = 6;

/// `2 places left out (1 missing, 1 refused)`, or nothing.
pub(crate) fn left_out(reasons: &[(String, &'static str)], one: &str, several: &str) -> Option<crate::Finding> {
    if reasons.is_empty() {
        return None;
    }
    let mut kinds: Vec<(&'static str, Vec<String>)> = Vec::new();
    for (label, why) in reasons {
        match kinds.iter_mut().find(|(it, _)| it == why) {
            Some((_, labels)) => labels.push(format!("`{label}`")),
            None => kinds.push((why, vec![format!("`{label}`")])),
        }
    }
    let said: Vec<String> = kinds
        .iter()
        .map(|(why, labels)| match labels.len() <= TOLD {
            true => format!("{} {why}", crate::words::listed(labels)),
            false => format!("{} {why}", labels.len()),
        })
        .collect();
    let sentence = format!(
        "{} left out ({}); none of them counts as nought.",
        crate::words::count(reasons.len(), one, several),
        crate::words::listed(&said)
    );
    Some(crate::Finding::new(crate::Weight::Caution, "left-out", sentence))
}

/// When readings pooled to their last period end, as a subtitle says it.
pub(crate) fn until(readings: &crate::Readings) -> String {
    readings
        .span()
        .map_or_else(String::new, |(_, last)| format!("to {}", last.in_words()))
}

/// How many people are of unknown population group, in a sentence.
pub(crate) fn unknown(known: f64, unknown: f64, share: impl Fn(f64) -> String) -> String {
    let all = crate::question::thousands(known + unknown);
    if unknown > 0.0 {
        return format!(
            "The population group is unknown for {} of {all} ({}); they are in no figure, and could hide or make a gap.",
            crate::question::thousands(unknown),
            share(unknown / (known + unknown))
        );
    }
    format!(
        "None of {all} is marked as of unknown population group, so whom the evidence misses cannot be told from it."
    )
}

/// How long one period of these readings is, in years.
pub(crate) fn years(readings: &crate::Readings) -> f64 {
    match readings.span().map(|(_, last)| last.length()) {
        Some(Length::Day) => 1.0 / 365.25,
        Some(Length::Week) => 7.0 / 365.25,
        Some(Length::Month) => 1.0 / 12.0,
        Some(Length::Quarter) => 0.25,
        Some(Length::Year | Length::FinancialYear) | None => 1.0,
    }
}
