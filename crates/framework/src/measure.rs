use cm_kernel::{Id, Length};
use serde::{Deserialize, Serialize};

use crate::library::Cited;

/// A change in people's lives that partners want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Name in addresses and entries.
    pub id: Id,
    /// The change, in a few words.
    pub title: String,
    /// Why partners want it.
    pub why: String,
    /// What matters for this outcome and nobody measures.
    #[serde(default)]
    pub unmeasured: Vec<String>,
    /// The heading of a framework it was taken from, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Cited>,
}

/// Which way is an improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither; a change is only a change.
    Neither,
}

/// What one reading is counted in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A share: a numerator out of a denominator, shown as a percentage, never averaged but pooled.
    Share,
    /// A number of something, by its name in the plural: `visits`.
    Number(String),
}

/// One agreed way of telling whether an outcome is coming about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Name in addresses and entries, unique in the framework.
    pub id: Id,
    /// The name people use.
    pub title: String,
    /// The outcome it tells about.
    pub outcome: Id,
    /// The question it is meant to help answer.
    pub question: String,
    /// Name of the form of evidence it is met by.
    pub form: String,
    /// What is counted.
    pub numerator: String,
    /// What it is a share of; absent when [`Unit::Number`].
    pub denominator: Option<String>,
    /// What one reading is counted in.
    pub unit: Unit,
    /// Which way is an improvement.
    pub better: Better,
    /// Whom it is about, and as of when.
    pub population: String,
    /// How long a period is.
    pub period: Length,
    /// What a population group is here (`type of department`); absent when there is only everybody.
    pub groups_are: Option<String>,
    /// What a place is here: `organisation`, `ward`.
    pub places_are: String,
    /// Minutes one return takes.
    pub burden_minutes: u32,
    /// What could go wrong if it is used badly.
    pub could_go_wrong: String,
    /// Where the definition comes from.
    pub source: String,
}
