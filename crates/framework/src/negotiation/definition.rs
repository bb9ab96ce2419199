use cm_kernel::{Date, Id, Refusal};
use serde::{Deserialize, Serialize};

use crate::Measure;
use crate::framework::MeasureRecord;

/// How readings under a new definition compare with those under the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bridge {
    /// They may be read as one series.
    Comparable,
    /// They may not.
    NotComparable,
    /// Nobody has looked; taken as not comparable.
    Unknown,
}

impl Bridge {
    /// Every bridge, in the order people are offered them.
    pub const ALL: [Self; 3] = [Self::NotComparable, Self::Unknown, Self::Comparable];

    /// The word in inputs and entries.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Comparable => "comparable",
            Self::NotComparable => "not-comparable",
            Self::Unknown => "unknown",
        }
    }

    /// What it says of the readings before and after.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Comparable => "readings before and after may be read as one series",
            Self::NotComparable => "readings before and after may not be compared",
            Self::Unknown => "nobody has looked at whether readings before and after compare",
        }
    }

    /// Whether the series breaks there.
    #[must_use]
    pub fn breaks(self) -> bool {
        self != Self::Comparable
    }
}

/// A definition that takes the place of another when the agreement that carries it comes into force.
///
/// What one reading is may not change: unit, form of evidence, length of a period, what a place is, which way is better
/// and the outcome stay, for a change of those makes another measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The measure as it is to be.
    pub measure: Measure,
    /// The first day it holds for.
    pub from: Date,
    /// How readings before and after compare.
    pub bridge: Bridge,
    /// What changes, and how partners know how the two compare. Never empty.
    pub compares: String,
}

/// A definition that gave way to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redefined {
    /// Position at which the new one came into force.
    pub at: u64,
    /// Position of the agreement that carried it.
    pub agreement: u64,
    /// The measure as it was.
    pub before: Measure,
    /// The measure as it has been since.
    pub after: Measure,
    /// The first day the new one holds for.
    pub from: Date,
    /// How readings before and after compare.
    pub bridge: Bridge,
    /// What changed, and how partners know how the two compare.
    pub compares: String,
}

impl Redefined {
    /// The break in one sentence, without the day.
    #[must_use]
    pub fn in_words(&self) -> String {
        let compares = self.compares.trim();
        let end = if compares.ends_with(['.', '!', '?']) { "" } else { "." };
        format!("{} {compares}{end}", sentence(self.bridge.in_words()))
    }
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().map(|it| it.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// Whether a definition could take the place of the one that holds.
///
/// # Errors
/// `framework/another-measure`, `framework/same-definition`, `framework/no-reason`.
pub(super) fn may_follow(now: &Measure, it: &Definition) -> Result<(), Refusal> {
    let next = &it.measure;
    let parts = [
        (now.id == next.id, "its name in addresses"),
        (now.outcome == next.outcome, "the outcome it tells about"),
        (now.form == next.form, "its form of evidence"),
        (now.unit == next.unit, "its unit"),
        (now.denominator.is_some() == next.denominator.is_some(), "its unit"),
        (now.better == next.better, "which way is better"),
        (now.period == next.period, "the length of its periods"),
        (now.places_are == next.places_are, "what a place is"),
    ];
    if let Some((_, what)) = parts.into_iter().find(|(same, _)| !same) {
        return Err(Refusal::new(
            "framework/another-measure",
            format!("A change of {what} makes another measure of it."),
            "Put a new measure forward beside this one, and set this one down when the new one is agreed.",
        ));
    }
    if now == next {
        return Err(Refusal::new(
            "framework/same-definition",
            "The definition says the same as the one that holds.",
            "Change what is to change, or propose the uses alone.",
        ));
    }
    super::rules::reasoned(&it.compares)
}

impl MeasureRecord {
    /// Puts the definition an agreement carries in the place of the one that holds.
    pub(crate) fn redefine(&mut self, agreement: u64, at: u64) {
        let carried = self.agreement(agreement).and_then(|it| it.proposal.definition.clone());
        let Some(it) = carried.filter(|it| it.measure != self.measure) else {
            return;
        };
        let before = std::mem::replace(&mut self.measure, it.measure.clone());
        self.negotiation.redefined.push(Redefined {
            at,
            agreement,
            before,
            after: it.measure,
            from: it.from,
            bridge: it.bridge,
            compares: it.compares,
        });
    }

    /// Definitions that gave way to others before the ledger was this long, oldest first.
    pub fn redefined_by(&self, known_at: u64) -> impl Iterator<Item = &Redefined> {
        self.negotiation.redefined.iter().filter(move |it| it.at < known_at)
    }

    /// The partners whose standing veto keeps agreements from coming into force.
    pub fn vetoed_by(&self) -> impl Iterator<Item = &Id> {
        self.negotiation.standing().map(|it| &it.said.by)
    }
}
