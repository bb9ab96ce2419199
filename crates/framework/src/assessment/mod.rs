use std::collections::BTreeSet;

use cm_kernel::{Date, Id};
use serde::{Deserialize, Serialize};

use crate::Signature;

mod rules;
#[cfg(test)]
mod tests;

/// What partners look at before a target may exist, in the words of those who set it and those held to it.
///
/// Source: Davies, Atkins and Sodhi, *Using targets to improve public services*, Institute for Government, June 2021, for
/// setting targets with those who must meet them, for their burden and for reviewing or scrapping them; Hood, *Public
/// Administration* 85(1), 2007, for how people respond to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The measure.
    pub measure: Id,
    /// The proposed target, as text in the unit of the measure (`0.95`).
    pub value: String,
    /// Partners who set it. Never empty.
    pub setters: BTreeSet<Id>,
    /// Partners held to it. Never empty.
    pub held: BTreeSet<Id>,
    /// Other tools that were considered, each with why not. Never empty.
    pub rivals: Vec<String>,
    /// Where the measure stands without the target.
    pub baseline: Baseline,
    /// What of a change would be the doing of those held to it, and what would not.
    pub attribution: String,
    /// How people might respond, gaming included.
    pub gaming: String,
    /// What else is watched, so that hitting the target and missing the point can be seen.
    pub counter: CounterMeasure,
    /// Minutes one return takes because of the target.
    pub burden_minutes: u32,
    /// The last day the target may stand on this.
    pub expires: Date,
}

/// Where a measure stands before a target is set, as its process chart says for learning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Baseline {
    /// A process chart with natural limits was read.
    Read {
        /// What the chart said, in one sentence.
        sentence: String,
        /// The lower natural limit, as text in the unit of the measure.
        lower: String,
        /// The upper natural limit, as text in the unit of the measure.
        upper: String,
        /// The first and the last period it was read over, as text: `2016-04`.
        span: (String, String),
        /// Digest of the insight, by which anyone can find out whether it was this one.
        digest: String,
    },
    /// No natural limits are known yet.
    NotKnown {
        /// Why a target is set without them.
        reason: String,
    },
}

/// The measure watched beside a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CounterMeasure {
    /// A measure of this framework.
    Measure(Id),
    /// None, and why.
    None {
        /// Why there is none.
        reason: String,
    },
}

/// Which assessment the author's partner signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessmentSigned {
    /// Position of the entry that put the assessment forward.
    pub assessment: u64,
}

/// Where a proposed target lies against the natural limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgainstLimits {
    /// Inside: single periods will cross it by chance.
    Inside,
    /// Above the upper limit: reached only if something changes.
    Above,
    /// Below the lower limit.
    Below,
}

impl Assessment {
    /// The proposed target as a number. `None` when the text is none, or infinite.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        number(&self.value)
    }

    /// Where the proposed target lies against the natural limits, which count as inside. `None` when none are known.
    #[must_use]
    pub fn against_limits(&self) -> Option<AgainstLimits> {
        let (value, (lower, upper)) = (self.number()?, self.baseline.limits()?);
        Some(if value > upper {
            AgainstLimits::Above
        } else if value < lower {
            AgainstLimits::Below
        } else {
            AgainstLimits::Inside
        })
    }

    /// Partners asked to sign: everyone who sets it and everyone held to it.
    #[must_use]
    pub fn asked(&self) -> BTreeSet<&Id> {
        self.setters.union(&self.held).collect()
    }
}

impl Baseline {
    /// The natural limits, lower first. `None` when none are known, or they do not read as finite numbers in order.
    #[must_use]
    pub fn limits(&self) -> Option<(f64, f64)> {
        let Self::Read { lower, upper, .. } = self else {
            return None;
        };
        let limits = (number(lower)?, number(upper)?);
        (limits.0 <= limits.1).then_some(limits)
    }
}

/// An assessment with the signatures so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// Position of the entry that put it forward, which is its name.
    pub at: u64,
    /// The day it was put forward.
    pub on: Date,
    /// The partner that put it forward.
    pub by: Id,
    /// What it says.
    pub assessment: Assessment,
    /// Partners that signed, in order.
    pub signatures: Vec<Signature>,
}

impl Assessed {
    /// Partners asked that have not signed, in order of id.
    #[must_use]
    pub fn waits_for(&self) -> Vec<&Id> {
        let signed = |partner: &Id| self.signatures.iter().any(|it| it.partner == *partner);
        let asked = self.assessment.asked().into_iter();
        asked.filter(|partner| !signed(partner)).collect()
    }

    /// Whether everyone who sets the target and everyone held to it has signed.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.waits_for().is_empty()
    }

    /// Whether its last day is over.
    #[must_use]
    pub fn has_expired(&self, today: Date) -> bool {
        today > self.assessment.expires
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|it: &f64| it.is_finite())
}
