//! Answers compared with those of other people's tools, and with the tables made here.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot read its answers has to fail"
)]

mod acro;
mod attribute;
mod attribute_edges;
mod bunching;
mod change;
mod density;
mod false_alarm;
mod fingertips;
mod funnel;
mod golden;
mod inputs;
mod interval;
mod life;
mod portions;
mod process;
mod protect;
mod ranks;
mod rare;
mod raters;
mod rebase;
mod slope;
mod standard;
mod summaries;
mod targets;
mod trend;
