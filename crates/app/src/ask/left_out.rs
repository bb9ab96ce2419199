use cm_evidence::EvidenceSet;
use cm_insight::{Method, Question};
use cm_kernel::Period;

use super::Asked;
use crate::house::View;

/// The setting of the methods that periods may be left out of.
const SETTING: &str = "exclude";

/// A period that a person left out, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LeftOut {
    period: Period,
    reason: String,
}

/// What is left out of the chart that is asked for, as known then. None where nothing can be.
pub(super) fn known(view: &View, asked: &Asked, method: &dyn Method, known_at: u64) -> Vec<LeftOut> {
    if !method.parameters().iter().any(|it| it.name == SETTING) {
        return Vec::new();
    }
    let place = asked.scope.place.as_deref().unwrap_or("all");
    let group = asked.scope.group.as_deref().unwrap_or("all");
    let of_it = view.learning.left_out_of(&asked.measure, place, group, known_at);
    let mut found: Vec<LeftOut> = of_it
        .filter_map(|it| {
            Some(LeftOut {
                period: Period::parse(&it.it.period)?,
                reason: it.it.reason.clone(),
            })
        })
        .collect();
    found.sort_by_key(|it| it.period);
    found
}

/// Sets what lies within the evidence, unless a person set something else.
pub(super) fn carry(question: &mut Question, left_out: &[LeftOut], evidence: &EvidenceSet) {
    let points = || evidence.series().iter().flat_map(|it| &it.points);
    let Some((first, last)) = points()
        .map(|it| it.period)
        .min()
        .zip(points().map(|it| it.period).max())
    else {
        return;
    };
    let within = |it: &&LeftOut| it.period.length() == first.length() && (first..=last).contains(&it.period);
    let here: Vec<String> = left_out.iter().filter(within).map(setting).collect();
    if !here.is_empty() {
        question.settings.entry(SETTING.to_owned()).or_insert(here.join(","));
    }
}

/// As the setting writes it, on one line: there a comma before a digit begins another period, so that none stands so in
/// a reason.
fn setting(it: &LeftOut) -> String {
    let words: Vec<&str> = it.reason.split_whitespace().collect();
    let mut reason = String::with_capacity(it.reason.len());
    for (at, piece) in words.join(" ").split(',').enumerate() {
        let digit = piece.trim_start().starts_with(|it: char| it.is_ascii_digit());
        reason.push_str(match (at, digit) {
            (0, _) => "",
            (_, true) => ";",
            (_, false) => ",",
        });
        reason.push_str(piece);
    }
    format!("{}:{}", it.period, reason.trim_end_matches('.'))
}
