use cm_kernel::Refusal;

use super::Cell;
use crate::{Parameter, Question};

/// Names of population groups that say nobody knows which one.
const UNKNOWN: &[&str] = &[
    "unknown",
    "not known",
    "not stated",
    "not recorded",
    "not given",
    "not collected",
    "missing",
    "refused",
    "undisclosed",
    "declined",
    "prefer not to say",
];

pub(crate) const BASE: Parameter = Parameter {
    name: "base",
    does: "The population group that others are compared with: its name, or `largest`.",
    default: "largest",
    choices: &[],
};

/// The population group that others are compared with, and why that one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Base {
    pub group: String,
    pub why: &'static str,
}

/// The base a person asked for among these population groups with their sizes; the first of the largest by default.
pub(crate) fn choose_base(question: &Question, groups: &[(String, f64)]) -> Result<Base, Refusal> {
    let asked = question.setting(&BASE);
    if let Some((group, _)) = groups.iter().find(|(group, _)| group == asked) {
        return Ok(Base {
            group: group.clone(),
            why: "the one chosen",
        });
    }
    if asked == BASE.default {
        let mut largest: Option<&(String, f64)> = None;
        for it in groups {
            if largest.is_none_or(|so_far| it.1 > so_far.1) {
                largest = Some(it);
            }
        }
        if let Some((group, _)) = largest {
            return Ok(Base {
                group: group.clone(),
                why: "the largest",
            });
        }
    }
    let shown: String = asked.chars().take(40).collect();
    let names: Vec<String> = groups.iter().take(30).map(|(group, _)| format!("`{group}`")).collect();
    Err(Refusal::new(
        "insight/not-a-setting",
        format!("There is no population group `{shown}` with a number to compare with."),
        format!("Choose `largest`, or one of: {}.", crate::words::listed(&names)),
    ))
}

/// Cells of a population group, and those whose population group nobody knows. A group `all` beside others is everybody
/// and belongs to neither.
pub(crate) fn apart_from_unknown(cells: Vec<Cell>) -> (Vec<Cell>, Vec<Cell>) {
    let several = cells.iter().any(|it| it.group != "all");
    let kept = cells.into_iter().filter(|it| !several || it.group != "all");
    kept.partition(|it| {
        let plain = it.group.trim().to_lowercase().replace(['-', '_'], " ");
        !UNKNOWN.contains(&plain.as_str())
    })
}

/// The only whole number in a name: 3 of `3`, `decile 3` or `Q3`; `None` when there is none or more than one.
pub(crate) fn numbered(name: &str) -> Option<u32> {
    let mut numbers = name
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|it| !it.is_empty());
    match (numbers.next(), numbers.next()) {
        (Some(one), None) => one.parse().ok(),
        _ => None,
    }
}
