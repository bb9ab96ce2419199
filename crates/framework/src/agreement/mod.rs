use std::collections::BTreeSet;

use cm_kernel::{Date, Id};
use serde::{Deserialize, Serialize};

use crate::{Definition, Motive};

#[cfg(test)]
mod tests;

/// How the partnership decides that an agreement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionRule {
    /// Every signatory signs.
    All,
    /// More than half sign and no objection stands.
    MajorityWithoutObjection,
    /// The named stewards sign; others may.
    Stewards(BTreeSet<Id>),
}

/// What partners are asked to agree about the use of one measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The measure.
    pub measure: Id,
    /// Uses to be agreed. Never empty.
    pub motives: BTreeSet<Motive>,
    /// Partners whose evidence it draws on, and who therefore sign.
    pub signatories: BTreeSet<Id>,
    /// How it is decided.
    pub rule: DecisionRule,
    /// The value to compare with, as text in the unit of the measure (`0.95`), when `target` is among the motives.
    pub target: Option<String>,
    /// Position of the assessment the target rests on, when `target` is among the motives. Agreements from before there
    /// were assessments name none, and their target does not stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<u64>,
    /// What the measure is to be from the day this comes into force, when that changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub definition: Option<Definition>,
    /// The last day it stands without a review; then target, ranking and payment stop.
    pub review_by: Date,
    /// Why these uses, and why not the others.
    pub reason: String,
}

/// A partner's yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Who signed.
    pub partner: Id,
    /// Position of the entry.
    pub at: u64,
    /// The day.
    pub on: Date,
}

/// A partner's reasoned no. It travels with the measure onto every chart until the partner takes it back, and stands on
/// under the agreements that follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Who objects.
    pub partner: Id,
    /// Position of the entry.
    pub at: u64,
    /// The day.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// Where an agreement is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Waiting for signatures.
    Proposed,
    /// In force since the entry at this position.
    InForce {
        /// Position of the entry that completed it.
        since: u64,
    },
    /// A later agreement took its place at this position.
    Superseded {
        /// Position of the entry that brought it into force.
        since: u64,
        /// Position of the entry that ended it.
        until: u64,
    },
    /// A later agreement came into force before this one did.
    Overtaken,
}

/// Who has a say in an agreement now, and how it is decided: what was proposed, but for partners that left since, in
/// whose place stands their successor, or nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    /// Partners who sign.
    pub signatories: BTreeSet<Id>,
    /// How it is decided.
    pub rule: DecisionRule,
}

impl Say {
    fn of(proposal: &Proposal) -> Self {
        Self {
            signatories: proposal.signatories.clone(),
            rule: proposal.rule.clone(),
        }
    }

    /// Signatories and stewards.
    #[must_use]
    pub fn everyone(&self) -> BTreeSet<&Id> {
        let stewards = match &self.rule {
            DecisionRule::Stewards(stewards) => Some(stewards),
            DecisionRule::All | DecisionRule::MajorityWithoutObjection => None,
        };
        self.signatories.iter().chain(stewards.into_iter().flatten()).collect()
    }

    /// Puts the successor in the place of a partner that leaves. When no steward is left, every signatory signs.
    fn hand_over(&mut self, partner: &Id, successor: Option<&Id>) {
        let hand = |set: &mut BTreeSet<Id>| {
            if set.remove(partner) {
                set.extend(successor.cloned());
            }
        };
        hand(&mut self.signatories);
        if let DecisionRule::Stewards(stewards) = &mut self.rule {
            hand(stewards);
            if stewards.is_empty() {
                self.rule = DecisionRule::All;
            }
        }
    }
}

/// A proposal with what partners have said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Position of the entry that proposed it, which is its name.
    pub at: u64,
    /// The day it was proposed.
    pub on: Date,
    /// Which agreement about this measure it is, from 1.
    pub version: u32,
    /// The partner that proposed it.
    pub by: Id,
    /// What is agreed.
    pub proposal: Proposal,
    /// Who has a say in it now.
    pub say: Say,
    /// Partners that signed, in order.
    pub signatures: Vec<Signature>,
    /// Objections that stand: to this agreement, and once it is in force those carried on from the one before.
    pub objections: Vec<Objection>,
    /// Where it is in its life.
    pub standing: Standing,
}

impl Agreement {
    /// An agreement nobody has signed yet.
    pub(crate) fn put((at, on): (u64, Date), version: u32, by: &Id, proposal: Proposal) -> Self {
        Self {
            at,
            on,
            version,
            by: by.clone(),
            say: Say::of(&proposal),
            proposal,
            signatures: Vec::new(),
            objections: Vec::new(),
            standing: Standing::Proposed,
        }
    }

    /// Puts the successor in the place of a partner that leaves.
    pub(crate) fn hand_over(&mut self, partner: &Id, successor: Option<&Id>) {
        self.say.hand_over(partner, successor);
    }

    /// Whether the decision rule is met by the signatures and objections so far. Where every signatory left and nobody
    /// follows them, stewards decide nothing any more.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        !self.say.signatories.is_empty() && self.meets(&self.say)
    }

    /// Whether these signatures and objections would also decide another agreement, under its rule and for those who
    /// have a say in it.
    fn meets(&self, say: &Say) -> bool {
        let signed = |partner: &Id| self.signatures.iter().any(|it| it.partner == *partner);
        let signatories = &say.signatories;
        match &say.rule {
            DecisionRule::All => !signatories.is_empty() && signatories.iter().all(signed),
            DecisionRule::MajorityWithoutObjection => {
                let yes = signatories.iter().filter(|partner| signed(partner)).count();
                self.objections.is_empty() && yes * 2 > signatories.len()
            }
            DecisionRule::Stewards(stewards) => !stewards.is_empty() && stewards.iter().all(signed),
        }
    }

    /// Whether this may take the place of an agreement in force: only what that one's own rule lets through does, unless
    /// nobody is left who has a say in it.
    #[must_use]
    pub fn may_follow(&self, before: &Agreement) -> bool {
        before.say.signatories.is_empty() || self.meets(&before.say)
    }

    /// The objection of a partner, if one stands.
    #[must_use]
    pub fn objection_of(&self, partner: &Id) -> Option<&Objection> {
        self.objections.iter().find(|it| it.partner == *partner)
    }

    /// Whether an objection that stands here was raised to an earlier agreement.
    #[must_use]
    pub fn was_carried_on(&self, objection: &Objection) -> bool {
        objection.at < self.at
    }

    /// Takes over the objections of the agreement before, but for those of partners that objected to this one themselves.
    pub(crate) fn carry_on(&mut self, objections: &[Objection]) {
        for objection in objections {
            if self.objection_of(&objection.partner).is_none() {
                self.objections.push(objection.clone());
            }
        }
    }

    /// Signatories that have not signed, in order of id.
    #[must_use]
    pub fn waits_for(&self) -> Vec<&Id> {
        let signed: BTreeSet<&Id> = self.signatures.iter().map(|it| &it.partner).collect();
        let asked = match &self.say.rule {
            DecisionRule::Stewards(stewards) => stewards,
            DecisionRule::All | DecisionRule::MajorityWithoutObjection => &self.say.signatories,
        };
        asked.iter().filter(|partner| !signed.contains(partner)).collect()
    }

    /// The position at which it came into force, whether or not it still is.
    #[must_use]
    pub fn in_force_since(&self) -> Option<u64> {
        match self.standing {
            Standing::InForce { since } | Standing::Superseded { since, .. } => Some(since),
            Standing::Proposed | Standing::Overtaken => None,
        }
    }

    /// Whether it was in force when the entry at `position` was written.
    #[must_use]
    pub fn was_in_force_at(&self, position: u64) -> bool {
        match self.standing {
            Standing::InForce { since } => since < position,
            Standing::Superseded { since, until } => since < position && position <= until,
            Standing::Proposed | Standing::Overtaken => false,
        }
    }

    /// Whether its review is overdue on this day.
    #[must_use]
    pub fn has_lapsed(&self, today: Date) -> bool {
        today > self.proposal.review_by
    }
}
