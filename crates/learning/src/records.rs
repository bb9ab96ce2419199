use std::collections::BTreeMap;

use cm_kernel::{Date, Digest, Id};
use serde::{Deserialize, Serialize};

use crate::Claim;

/// An insight as it was on the table: enough to compute it again and see that it is the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InsightRef {
    /// The measure.
    pub measure: Id,
    /// Name of the method.
    pub method: String,
    /// Version of the method.
    pub version: String,
    /// The use the evidence was read for.
    pub read_for: String,
    /// Settings by parameter.
    pub settings: BTreeMap<String, String>,
    /// The place it is about, or `all`.
    pub place: String,
    /// The population group it is about, or `all`.
    pub group: String,
    /// Only periods that begin on or after this day.
    #[serde(default)]
    pub from: Option<Date>,
    /// Only periods that begin on or before this day.
    #[serde(default)]
    pub to: Option<Date>,
    /// How long the ledger was when it was asked.
    pub known_at: u64,
    /// What it said, in one line.
    pub headline: String,
    /// SHA-256 of the whole insight (`Insight::digest`).
    pub digest: Digest,
    /// The measures that stood beside it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Id>,
}

/// A meeting at which partners read insights together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Name in addresses, unique in the partnership.
    pub id: Id,
    /// What people call it.
    pub title: String,
    /// The question it is about.
    pub question: String,
    /// The day it is held.
    pub held_on: Date,
    /// What is on the table, frozen as known then.
    pub looks_at: Vec<InsightRef>,
}

/// What one partner makes of an insight. Never merged with another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interpretation {
    /// The session.
    pub session: Id,
    /// What we think it means.
    pub text: String,
    /// What would change our mind.
    pub would_change_our_mind: String,
    /// How strong the claim is that one thing brought about another; absent in entries from before it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

/// A question that stays open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionRaised {
    /// The session.
    pub session: Id,
    /// The question.
    pub text: String,
}

/// What the deciders expect to happen, written before it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// What we expect, in words that can turn out wrong.
    pub expectation: String,
    /// By which day.
    pub by: Date,
    /// How sure, in per cent, 1 to 99.
    pub confidence: u8,
}

/// What the partnership will do, and what it expects of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The session it came out of.
    pub session: Id,
    /// The measure it concerns.
    pub measure: Id,
    /// What was decided.
    pub text: String,
    /// Why.
    pub why: String,
    /// How strong the claim is that one thing brought about another; absent in entries from before it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// What is expected of it.
    pub forecast: Forecast,
    /// The day it is looked at again.
    pub review_on: Date,
}

/// Something done differently from a day on; it appears as a mark on the charts of its measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adaptation {
    /// Position of the entry of the decision it carries out.
    pub decision: u64,
    /// From which day.
    pub from: Date,
    /// A few words for the mark on the chart, at most 40 characters.
    pub label: String,
    /// What is done differently.
    pub what: String,
}

/// How a forecast turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It happened as expected.
    Right,
    /// It did not.
    Wrong,
    /// The evidence does not say.
    CannotTell,
}

impl Verdict {
    /// Every verdict, in the order people are offered them.
    pub const ALL: [Self; 3] = [Self::Right, Self::Wrong, Self::CannotTell];

    /// The word in addresses and entries.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::CannotTell => "cannot-tell",
        }
    }

    /// What a person reads.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Right => "We were right",
            Self::Wrong => "We were wrong",
            Self::CannotTell => "We cannot tell",
        }
    }
}

/// A look back at a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Position of the entry of the decision.
    pub decision: u64,
    /// How the forecast turned out.
    pub verdict: Verdict,
    /// What we learned from it.
    pub learned: String,
    /// How strong the claim is that one thing brought about another; absent in entries from before it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

/// Limits begin afresh from a period on, because a person says the process changed then. Nothing that was computed
/// before moves: only charts asked for later carry it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rebased {
    /// The measure.
    pub measure: Id,
    /// The place whose chart it is, or `all`.
    pub place: String,
    /// The population group whose chart it is, or `all`.
    pub group: String,
    /// The period from which limits begin afresh, as tables write it: `2018-04`.
    pub from: String,
    /// What happened then.
    pub reason: String,
    /// The insight that proposed it; absent when a person knew of the change without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<InsightRef>,
}

/// A rebase is taken back; it stays in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebaseWithdrawn {
    /// Position of the entry of the rebase.
    pub rebase: u64,
    /// Why.
    pub reason: String,
}

/// A period is left out of a chart because a person knows its cause: it stays drawn, and nothing rests on it. Nothing
/// that was computed before moves: only charts asked for later carry it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The measure.
    pub measure: Id,
    /// The place whose chart it is, or `all`.
    pub place: String,
    /// The population group whose chart it is, or `all`.
    pub group: String,
    /// The period, as tables write it: `2020-04`.
    pub period: String,
    /// What happened then.
    pub reason: String,
}

/// A period that was left out counts after all; both stay in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBackIn {
    /// Position of the entry that left it out.
    pub left_out: u64,
    /// Why.
    pub reason: String,
}
