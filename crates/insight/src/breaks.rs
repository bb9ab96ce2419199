use cm_evidence::EvidenceSet;
use cm_kernel::{Date, Length, Period};

use crate::{Finding, Insight, Mark, Method, Question, Weight};

/// Longest label a mark can carry without collisions, in characters.
const LONGEST_LABEL: usize = 40;

/// A day on which the definition of the measure changed, within the evidence that is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The first day of the new definition.
    pub on: Date,
    /// What changed, and whether readings before and after compare, in whole sentences.
    pub says: String,
    /// A few words for the chart.
    pub label: String,
    /// Whether readings before and after may be read as one series.
    pub comparable: bool,
    /// Where to read more, within the partnership's pages.
    pub href: String,
}

impl Break {
    /// The break as a mark on a chart.
    #[must_use]
    pub fn mark(&self) -> Mark {
        let label = format!("Defined anew: {}", self.label.trim());
        let label = match label.chars().count() > LONGEST_LABEL {
            true => label.chars().take(LONGEST_LABEL - 1).chain(['…']).collect(),
            false => label,
        };
        Mark {
            on: self.on,
            label,
            href: self.href.clone(),
        }
    }
}

/// Says beside what a method found that the definition changed within the evidence, as it changes what may be concluded.
pub(crate) fn tell(insight: &mut Insight, method: &(impl Method + ?Sized), question: &Question) {
    let begins_afresh = method.parameters().iter().any(|it| it.name == "rebase");
    let told = question.breaks.iter().map(|it| {
        let so = match (it.comparable, begins_afresh) {
            (true, _) => "",
            (false, true) => " The limits begin afresh there.",
            (false, false) => " What is found here reads both as one.",
        };
        let sentence = format!("The definition changed on {}. {}{so}", day(it.on), it.says.trim());
        Finding::new(Weight::Caution, "definition-changed", sentence)
    });
    insight.findings.extend(told);
}

/// Leaves only the changes of definition that lie within some evidence, before its periods are pooled.
pub fn breaks_within(breaks: &mut Vec<Break>, evidence: &EvidenceSet) {
    if breaks.is_empty() {
        return;
    }
    let points = || evidence.series().iter().flat_map(|it| &it.points);
    let starts = || points().map(|point| point.period.start());
    match starts().min().zip(starts().max()) {
        Some((first, last)) => breaks.retain(|it| first < it.on && it.on <= last),
        None => breaks.clear(),
    }
}

fn day(on: Date) -> String {
    Period::containing(on, Length::Day).map_or_else(|| on.to_string(), Period::in_words)
}
