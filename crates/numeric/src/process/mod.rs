//! Telling ordinary ups and downs of a process from a sign that it changed: the XmR chart.
//!
//! A series of readings, one per period, gets process limits from its own mean and average movement, and named rules
//! say which points are unlikely to be ordinary. The rules are an input with a name and a version ([`Rules`]), because
//! published tools disagree about them. [`attribute_chart`] judges counts, shares, rates and what passes between rare
//! events by limits made for them. Every chart carries its cautions, and [`false_alarm`] says how often the
//! rules fire when nothing changed.
//!
//! Source: plot-the-dots as in NHSRplotthedots 0.2.2; Wheeler and Chambers (1992), Understanding Statistical Process
//! Control.

mod attribute;
mod attribute_alarm;
mod attribute_alarm_table;
mod attribute_limits;
mod chart;
mod false_alarm;
mod false_alarm_table;
mod limits;
mod many;
mod rare;
mod reading;
mod rebase;
mod room;
mod rule;
mod rules;
mod runs;
mod steady;

pub use attribute::{AttributeChart, Kind, Span, Tallies, Tally, Withheld, attribute_chart};
pub use attribute_alarm::known_false_alarm_of_kind;
pub use chart::{Chart, Point, Series, Stretch, chart};
pub use false_alarm::{
    FalseAlarm, TABLE_DRAWS, TABLE_SEED, false_alarm, false_alarm_of, false_alarm_of_kind, known_false_alarm,
};
pub use limits::{Caution, Limits, Remark};
pub use many::{Many, Mark, Standing};
pub use rare::{EventGap, EventGaps, Watch, cases_between, times_between};
pub use reading::{Assurance, Better, Sense, Side, Signal, assurance};
pub use rebase::{Baseline, Decision, Proposal, StableShift, Step, propose_rebase};
pub use rule::{Fired, Rule};
pub use rules::{Centre, Gaps, NearRule, OnCentre, Rules, RunLength};
pub use runs::{RunCount, run_count};
pub use steady::Steady;

#[cfg(test)]
mod tests;
