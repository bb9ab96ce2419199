use cm_kernel::Period;
use serde::{Deserialize, Serialize};

use crate::Signal;

/// How the latest reading of a series stands against the ordinary variation of that series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variation {
    /// A rule fired, against the direction partners want.
    Concern,
    /// A rule fired, in the direction partners want.
    Improvement,
    /// A rule fired upward, where no direction is wanted.
    High,
    /// A rule fired downward, where no direction is wanted.
    Low,
    /// No rule fired.
    Ordinary,
    /// The latest period has no number, or no limits can honestly be drawn.
    NotKnown,
}

impl Variation {
    /// Every mark, in the order of how much it asks of a reader.
    pub const ALL: [Self; 6] = [
        Self::Concern,
        Self::Improvement,
        Self::High,
        Self::Low,
        Self::Ordinary,
        Self::NotKnown,
    ];

    /// From a signal; `None` for an ordinary reading.
    #[must_use]
    pub fn of(signal: Option<Signal>) -> Self {
        match signal {
            Some(Signal::Concern) => Self::Concern,
            Some(Signal::Improvement) => Self::Improvement,
            Some(Signal::High) => Self::High,
            Some(Signal::Low) => Self::Low,
            None => Self::Ordinary,
        }
    }

    /// The signal, when a rule fired.
    #[must_use]
    pub fn signal(self) -> Option<Signal> {
        match self {
            Self::Concern => Some(Signal::Concern),
            Self::Improvement => Some(Signal::Improvement),
            Self::High => Some(Signal::High),
            Self::Low => Some(Signal::Low),
            Self::Ordinary | Self::NotKnown => None,
        }
    }

    /// What it says, in a word or two.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Concern => "concern",
            Self::Improvement => "improvement",
            Self::High => "unusually high",
            Self::Low => "unusually low",
            Self::Ordinary => "ordinary",
            Self::NotKnown => "not known",
        }
    }
}

/// What the limits that hold now say of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AssuranceMark {
    /// Expect it to be missed unless something changes.
    Misses,
    /// Ordinary ups and downs meet it and miss it.
    HitOrMiss,
    /// Expect it to be met.
    Meets,
    /// There is no target, or there are no limits.
    NotKnown,
}

impl AssuranceMark {
    /// Every mark, in the order of how much it asks of a reader.
    pub const ALL: [Self; 4] = [Self::Misses, Self::HitOrMiss, Self::Meets, Self::NotKnown];

    /// What it says, in a few words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Misses => "expect to miss",
            Self::HitOrMiss => "hit or miss",
            Self::Meets => "expect to meet",
            Self::NotKnown => "not known",
        }
    }
}

/// A series of many, on one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryRow {
    /// The place by its code.
    pub place: String,
    /// The population group; `all` when groups are pooled.
    pub group: String,
    /// The latest period of the series.
    pub period: Option<Period>,
    /// The reading of that period.
    pub latest: Option<f64>,
    /// The mean since the limits that hold now began.
    pub mean: Option<f64>,
    /// The process limits that hold now, lower and upper, not cut off where a count or share ends.
    pub limits: Option<(f64, f64)>,
    /// How many readings they rest on.
    pub readings: usize,
    /// The latest reading against ordinary variation.
    pub variation: Variation,
    /// The rule behind it, in words; empty when none fired.
    pub rule: String,
    /// The target against the limits.
    pub assurance: AssuranceMark,
    /// Why nothing can be said, when nothing can; empty otherwise.
    pub why_not: String,
    /// The last readings, in order of period, for a small picture.
    pub recent: Vec<Option<f64>>,
}

/// Many series, a line each, by place and group. Their order is not a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SummaryChart {
    /// `share` (draw as percentages) or what is counted.
    pub unit: String,
    /// What a place is: `organisation`.
    pub places_are: String,
    /// A line each.
    pub rows: Vec<SummaryRow>,
    /// The agreed target, only when the evidence was read for that use.
    pub target: Option<f64>,
}
