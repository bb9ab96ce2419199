use cm_evidence::EvidenceSet;
use cm_insight::{Mark, Method, Question};
use cm_kernel::Period;

use super::Asked;
use crate::house::View;

/// The setting of the methods whose limits may begin afresh.
const SETTING: &str = "rebase";
/// The longest label a chart can carry without collisions.
const LONGEST_LABEL: usize = 40;

/// A rebase that a person accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Accepted {
    from: Period,
    reason: String,
    at: u64,
}

/// The rebases of the chart that is asked for, as known then. None where limits cannot begin afresh.
pub(super) fn accepted(view: &View, asked: &Asked, method: &dyn Method, known_at: u64) -> Vec<Accepted> {
    if !method.parameters().iter().any(|it| it.name == SETTING) {
        return Vec::new();
    }
    let place = asked.scope.place.as_deref().unwrap_or("all");
    let group = asked.scope.group.as_deref().unwrap_or("all");
    let of_it = view.learning.rebases_of(&asked.measure, place, group, known_at);
    let mut found: Vec<Accepted> = of_it
        .filter_map(|it| {
            Some(Accepted {
                from: Period::parse(&it.it.from)?,
                reason: it.it.reason.clone(),
                at: it.at,
            })
        })
        .collect();
    found.sort_by_key(|it| (it.from, it.at));
    found
}

/// Sets the rebases that lie within the evidence, unless a person set others, and marks those that are set with their
/// reasons.
pub(super) fn carry(question: &mut Question, accepted: &[Accepted], evidence: &EvidenceSet) {
    let periods = || {
        evidence
            .series()
            .iter()
            .flat_map(|it| it.points.iter().map(|point| point.period))
    };
    let Some((first, last)) = periods().min().zip(periods().max()) else {
        return;
    };
    let within = |it: &&Accepted| it.from.length() == first.length() && (first..=last).contains(&it.from);
    let here: Vec<&Accepted> = accepted.iter().filter(within).collect();
    if here.is_empty() {
        return;
    }
    let all = here.iter().map(|it| it.from.to_string()).collect::<Vec<_>>().join(",");
    let set = question.settings.entry(SETTING.to_owned()).or_insert(all);
    let is_set = |it: &&Accepted| set.split(',').any(|one| Period::parse(one.trim()) == Some(it.from));
    let marks: Vec<Mark> = here.into_iter().filter(is_set).map(mark).collect();
    question.marks.extend(marks);
    question.marks.sort_by_key(|it| it.on);
}

fn mark(it: &Accepted) -> Mark {
    let label = format!("Limits afresh: {}", it.reason.trim());
    let label = match label.chars().count() > LONGEST_LABEL {
        true => label.chars().take(LONGEST_LABEL - 1).chain(['…']).collect(),
        false => label,
    };
    Mark {
        on: it.from.start(),
        label,
        href: format!("record/{}", it.at),
    }
}
