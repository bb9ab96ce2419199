use cm_framework::Better;
use cm_kernel::Period;
use serde::{Deserialize, Serialize};

use crate::{Chart, Insight, Signal};

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

    /// A target against limits, lower and upper; not known without either, or where no direction is wanted.
    #[must_use]
    pub fn of(target: Option<f64>, limits: Option<(f64, f64)>, better: Better) -> Self {
        let (Some(target), Some((lower, upper))) = (target, limits) else {
            return Self::NotKnown;
        };
        match better {
            Better::Neither => Self::NotKnown,
            _ if (lower..=upper).contains(&target) => Self::HitOrMiss,
            Better::Higher if target > upper => Self::Misses,
            Better::Lower if target < lower => Self::Misses,
            Better::Higher | Better::Lower => Self::Meets,
        }
    }

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

/// The fewest readings whose limits a mark may rest on, as Making Data Count advises.
const FEWEST: f64 = 13.0;
/// How many of its last readings a line shows.
const RECENT: usize = 36;

impl SummaryRow {
    /// The line of a process chart, under a name; `None` for an insight with another chart or with no period.
    #[must_use]
    pub fn of(insight: &Insight, better: Better, name: &str) -> Option<Self> {
        let Chart::Process(chart) = &insight.chart else {
            return None;
        };
        let last = chart.points.last()?;
        let now = chart.segments.last();
        let limits = now.and_then(|it| it.lower.zip(it.upper));
        let readings = insight.figure("mean").and_then(|it| it.n).unwrap_or_default();
        let why_not = match (last.value, limits) {
            (None, _) => "The latest period has no reading.",
            (_, None) => "The readings are too few, or too still, for limits.",
            _ if readings < FEWEST => "The readings are too few for a mark.",
            _ => "",
        };
        let judged = why_not.is_empty();
        let from = chart.points.len().saturating_sub(RECENT);
        Some(Self {
            place: name.to_owned(),
            group: "all".to_owned(),
            period: Some(last.period),
            latest: last.value,
            mean: now.map(|it| it.centre),
            limits,
            readings: readings as usize,
            variation: if judged {
                Variation::of(last.signal)
            } else {
                Variation::NotKnown
            },
            rule: last.rule.clone(),
            assurance: AssuranceMark::of(chart.target, limits.filter(|_| judged), better),
            why_not: why_not.to_owned(),
            recent: chart.points.get(from..)?.iter().map(|it| it.value).collect(),
        })
    }
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
