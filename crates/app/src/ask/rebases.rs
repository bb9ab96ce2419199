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
    if !begins_afresh(method) {
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

/// Whether the limits of a method may begin afresh.
fn begins_afresh(method: &dyn Method) -> bool {
    method.parameters().iter().any(|it| it.name == SETTING)
}

/// Sets the rebases that lie within the evidence, unless a person set others, and marks those that are set with their
/// reasons.
pub(super) fn carry(method: &dyn Method, question: &mut Question, accepted: &[Accepted], evidence: &EvidenceSet) {
    if !begins_afresh(method) {
        return;
    }
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
    let broken = broken(question, (first, last));
    if here.is_empty() && broken.is_empty() {
        return;
    }
    let all = here.iter().map(|it| it.from.to_string()).collect::<Vec<_>>().join(",");
    let set = question.settings.entry(SETTING.to_owned()).or_insert(all);
    with_breaks(set, &broken);
    let is_set = |it: &&Accepted| set.split(',').any(|one| Period::parse(one.trim()) == Some(it.from));
    let marks: Vec<Mark> = here.into_iter().filter(is_set).map(mark).collect();
    question.marks.extend(marks);
    question.marks.sort_by_key(|it| it.on);
}

/// Periods within the evidence from which a new definition holds that does not compare with the one before.
fn broken(question: &Question, (first, last): (Period, Period)) -> Vec<Period> {
    let breaks = question.breaks.iter().filter(|it| !it.comparable);
    let periods = breaks.filter_map(|it| Period::containing(it.on, first.length()));
    periods.filter(|it| first < *it && *it <= last).collect()
}

/// Adds periods to a setting, whoever set the rest: limits never span readings that do not compare.
fn with_breaks(set: &mut String, broken: &[Period]) {
    let mut periods: Vec<String> = set.split(',').map(|it| it.trim().to_owned()).collect();
    periods.retain(|it| !it.is_empty() && (it != "none" || broken.is_empty()));
    for period in broken {
        if !periods.iter().any(|it| Period::parse(it) == Some(*period)) {
            periods.push(period.to_string());
        }
    }
    periods.sort_by_key(|it| Period::parse(it));
    *set = periods.join(",");
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
