//! What methods find in the evidence.
//!
//! Each method is one folder under `methods/`: its arithmetic, its card, its worked example and its tests. A method
//! takes an `EvidenceSet` and gives an [`Insight`]: what it found in words and figures, a chart as data, and what it
//! rests on, so that anyone can compute it again.

mod attribute;
mod breaks;
mod change;
mod chart;
mod choose;
mod counted;
mod disclosure;
mod false_alarm;
mod headline;
mod insight;
mod laid;
mod left_out;
mod looks;
pub mod methods;
mod question;
mod readings;
mod shape;
mod shares;
mod summary_chart;
mod targets;
mod words;

pub use breaks::{Break, breaks_within};
pub use chart::{
    Centre, Chart, FunnelChart, FunnelCurve, FunnelPoint, IntervalChart, IntervalRow, Line, LineKind, LinesChart, Mark,
    ProcessChart, ProcessPoint, RankChart, RankRow, Reference, Segment, Signal, TargetStep, ThresholdChart,
};
pub use choose::{Choice, choose};
pub use disclosure::{
    Crosstab, Disclosed, Exposed, Limits, Over, Preset, ProtectedCell, ProtectedTable, Published, Rules, Teller,
    disclose, few_tellers, protect_table,
};
pub use headline::asserts_change;
pub use insight::{Figure, Finding, HiddenReading, Insight, Protection, RestsOn, Table, Weight};
pub use looks::{Look, Looks};
pub use methods::summary::{SummaryInParts, SummaryJudge, SummaryPart};
pub use methods::{METHODS, Method, entitled, method};
pub use question::{Companion, Parameter, Question, Worked};
pub use readings::Readings;
pub use shape::{Shape, Topic};
pub use summary_chart::{AssuranceMark, SummaryChart, SummaryRow, Variation};

#[cfg(test)]
extern crate self as cm_insight;
#[cfg(test)]
#[path = "../tests/it/made.rs"]
mod made;
