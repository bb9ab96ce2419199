use cm_kernel::{Date, Id};
use serde::{Deserialize, Serialize};

mod definition;
mod rules;
#[cfg(test)]
mod tests;

pub use definition::{Bridge, Definition, Redefined};
pub(crate) use rules::{not_set_down, reasoned};

/// What a comment is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// An outcome.
    Outcome(Id),
    /// A measure.
    Measure(Id),
}

/// Something a partner says of an outcome or a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commented {
    /// What it is about.
    pub about: Subject,
    /// What is said.
    pub text: String,
    /// Position of the comment it answers, about the same thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<u64>,
}

/// One measure and why: of a veto, of lifting it, of setting a measure down and of taking it up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutMeasure {
    /// The measure.
    pub measure: Id,
    /// Why; never empty.
    pub reason: String,
}

/// Something that matters for an outcome, looked at and left without a measure on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftUnmeasured {
    /// The outcome.
    pub outcome: Id,
    /// What is not measured.
    pub what: String,
    /// Why not.
    pub reason: String,
}

/// What a partner calls a shared measure in its own work, and what is lost between the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalName {
    /// The shared measure.
    pub measure: Id,
    /// The partner's own name for it.
    pub name: String,
    /// How the two relate.
    pub relation: Relation,
    /// What the one says and the other does not.
    pub lost: String,
}

/// How a partner's own measure relates to the shared one. Source: the mapping properties of SKOS, W3C 2009, section 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same, under another name.
    Same,
    /// The partner's own counts less.
    Narrower,
    /// The partner's own counts more.
    Broader,
    /// Each counts something the other does not.
    Overlapping,
}

impl Relation {
    /// Every relation, in the order people are offered them.
    pub const ALL: [Self; 4] = [Self::Same, Self::Narrower, Self::Broader, Self::Overlapping];

    /// The word in inputs and entries.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Narrower => "narrower",
            Self::Broader => "broader",
            Self::Overlapping => "overlapping",
        }
    }

    /// How the partner's own measure relates, in words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Same => "the same under another name",
            Self::Narrower => "counts less than the shared measure",
            Self::Broader => "counts more than the shared measure",
            Self::Overlapping => "each counts something the other does not",
        }
    }
}

/// A local name that no longer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalNameEnded {
    /// Position of the entry that gave it.
    pub name: u64,
    /// Why.
    pub reason: String,
}

/// What somebody said, in its place in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted<T> {
    /// Position of the entry.
    pub at: u64,
    /// The day.
    pub on: Date,
    /// The partner.
    pub by: Id,
    /// What was said.
    pub it: T,
}

/// A veto, and where it was lifted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Veto {
    /// The veto with its reason.
    pub said: Noted<AboutMeasure>,
    /// What lifted it.
    pub lifted: Option<Noted<AboutMeasure>>,
}

/// What partners have said about one measure before and beside the agreements on its use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Negotiation {
    /// Vetoes, oldest first, those that were lifted too.
    pub vetoes: Vec<Veto>,
    /// Where the measure was set down, while it is.
    pub set_down: Option<Noted<AboutMeasure>>,
    /// Definitions that gave way to others, oldest first.
    pub redefined: Vec<Redefined>,
    /// What partners call it in their own work, oldest first; those that ended are gone.
    pub local_names: Vec<Noted<LocalName>>,
}

impl Negotiation {
    /// Vetoes that stand.
    pub fn standing(&self) -> impl Iterator<Item = &Veto> {
        self.vetoes.iter().filter(|it| it.lifted.is_none())
    }

    /// The veto of a partner, if one stands.
    #[must_use]
    pub fn veto_of(&self, partner: &Id) -> Option<&Veto> {
        self.standing().find(|it| it.said.by == *partner)
    }

    /// Whether an agreement may come into force.
    pub(crate) fn lets_through(&self) -> bool {
        self.set_down.is_none() && self.standing().next().is_none()
    }
}
