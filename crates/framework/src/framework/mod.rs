use std::collections::{BTreeMap, BTreeSet};

use cm_kernel::{Date, Entry, Id};
use serde::{Deserialize, Serialize};

use crate::agreement::{Agreement, Objection, Proposal, Signature, Standing};
use crate::library::FrameworkText;
use crate::negotiation::{Commented, LeftUnmeasured, Negotiation, Noted};
use crate::{Act, Assessed, Means, Measure, Members, Motive, Outcome, Partner, PartnerLeft, Signed};

mod check;

/// One use of one measure, stopped or let reach back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// The measure.
    pub measure: Id,
    /// The use.
    pub motive: Motive,
    /// Why.
    pub reason: String,
}

/// A use that was asked for and refused, as both sides can read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseRefused {
    /// The measure.
    pub measure: Id,
    /// The use.
    pub motive: Motive,
    /// What was asked, in words.
    pub asked: String,
    /// Stable code of the refusal.
    pub code: String,
    /// Why.
    pub reason: String,
    /// What would make it possible.
    pub remedy: String,
}

/// A refused use in its place in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedUse {
    /// Position of the entry.
    pub at: u64,
    /// The day.
    pub on: Date,
    /// The partner that asked.
    pub by: Id,
    /// What was refused.
    pub refused: UseRefused,
}

/// The agreement a batch of evidence was gathered under, and whose evidence it is. Carried in the field `binding` of
/// the entry that announces the batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The measure.
    pub measure: Id,
    /// Position of the entry that proposed the agreement.
    pub agreement: u64,
    /// The partner whose evidence it is.
    pub contributor: Id,
}

/// Everything partners have agreed, refused and changed about one measure, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureRecord {
    /// Position of the entry that proposed it.
    pub at: u64,
    /// The day it was proposed.
    pub on: Date,
    /// The partner that proposed it.
    pub by: Id,
    /// The measure as it is defined now.
    pub measure: Measure,
    /// Vetoes, definitions before this one, and partners' own names for it.
    pub negotiation: Negotiation,
    /// Assessments of targets for it, oldest first.
    pub assessments: Vec<Assessed>,
    /// Agreements about its use, oldest first.
    pub agreements: Vec<Agreement>,
    /// Uses that stopped, and where: by a withdrawal, or by an agreement that no longer named them.
    pub narrowed: Vec<(Motive, u64)>,
    /// Withdrawals with their reasons: position, day, partner.
    pub withdrawals: Vec<(u64, Date, Id, Withdrawal)>,
    /// Re-consents: position, partner, use.
    pub reconsents: Vec<(u64, Id, Motive)>,
    /// Batches of evidence: position, and what they are bound to. Only those whose agreement was in force there.
    pub bindings: Vec<(u64, Binding)>,
    /// Refused uses, oldest first.
    pub refused: Vec<RefusedUse>,
}

impl MeasureRecord {
    /// The agreement in force.
    #[must_use]
    pub fn in_force(&self) -> Option<&Agreement> {
        self.agreements
            .iter()
            .rev()
            .find(|it| matches!(it.standing, Standing::InForce { .. }))
    }

    /// The agreement proposed at this position.
    #[must_use]
    pub fn agreement(&self, at: u64) -> Option<&Agreement> {
        self.agreements.iter().find(|it| it.at == at)
    }

    /// Proposals still waiting for signatures.
    pub fn open(&self) -> impl Iterator<Item = &Agreement> {
        self.agreements.iter().filter(|it| it.standing == Standing::Proposed)
    }
}

/// The framework of a partnership, as its ledger tells it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Framework {
    /// Partners, in the order they joined.
    pub partners: Vec<Partner>,
    /// Partners that left and have not come back, with who follows each.
    pub left: BTreeMap<Id, Noted<PartnerLeft>>,
    /// Outcomes, in the order they were put forward.
    pub outcomes: Vec<Outcome>,
    /// Measures by id.
    pub measures: BTreeMap<Id, MeasureRecord>,
    /// Frameworks of others that partners brought in, oldest first.
    pub texts: Vec<Noted<FrameworkText>>,
    /// What partners said of outcomes and measures, oldest first.
    pub comments: Vec<Noted<Commented>>,
    /// What partners left without a measure on purpose, oldest first.
    pub left_unmeasured: Vec<Noted<LeftUnmeasured>>,
    /// What partners said last of their own means.
    pub means: BTreeMap<Id, Noted<Means>>,
    /// Who may act for whom.
    pub members: Members,
}

impl Framework {
    /// The partner with this id.
    #[must_use]
    pub fn partner(&self, id: &Id) -> Option<&Partner> {
        self.partners.iter().find(|it| it.id == *id)
    }

    /// The measure with this id.
    #[must_use]
    pub fn measure(&self, id: &Id) -> Option<&MeasureRecord> {
        self.measures.get(id)
    }

    /// Takes in the next entry of the ledger. Entries of other rooms matter only for the `binding` they carry.
    ///
    /// An entry that [`Framework::check`] would refuse changes nothing, so a ledger written by anyone folds safely. Only
    /// agreements from before there were assessments are taken in all the same; their target does not stand.
    pub fn apply(&mut self, entry: &Entry) {
        if let Some(binding) = entry.body.get("binding").and_then(|it| Binding::deserialize(it).ok()) {
            self.bind(entry.at, binding);
        }
        let Some(act) = Act::read(entry) else { return };
        let (at, on, by) = (entry.at, entry.received.date(), &entry.author.partner);
        if !self.takes(&act, by, on) {
            return;
        }
        match act {
            Act::PartnerJoined(partner) => self.join(partner),
            Act::PartnerLeft(it) => self.part(&Noted {
                at,
                on,
                by: by.clone(),
                it,
            }),
            Act::MeansStated(it) => self.state_means((at, on), by, it),
            Act::OutcomeProposed(outcome) => self.outcomes.push(outcome),
            Act::MeasureProposed(measure) => self.put_forward(at, on, by, measure),
            Act::TextBroughtIn(it) => self.bring_in(Noted {
                at,
                on,
                by: by.clone(),
                it,
            }),
            Act::TargetAssessed(assessment) => self.assess(at, on, by, assessment),
            Act::AssessmentSigned(it) => self.sign_assessment(at, on, by, it.assessment),
            Act::AgreementProposed(proposal) => self.propose(at, on, by, proposal),
            Act::AgreementSigned(signed) => self.sign(at, on, by, &signed),
            Act::AgreementObjected(said) => self.object(at, on, by, said),
            Act::ObjectionWithdrawn(said) => self.take_back(at, by, &said),
            Act::UseWithdrawn(it) => {
                if let Some(record) = self.measures.get_mut(&it.measure) {
                    record.narrowed.push((it.motive, at));
                    record.withdrawals.push((at, on, by.clone(), it));
                }
            }
            Act::Reconsented(it) => {
                if let Some(record) = self.measures.get_mut(&it.measure) {
                    record.reconsents.push((at, by.clone(), it.motive));
                }
            }
            Act::MemberInvited(it) => self.members.invite(at, on, &entry.author, it),
            Act::MemberAdmitted(it) if it.member == entry.author.member => self.members.admit(at, on, it),
            Act::InvitationWithdrawn(it) => self.members.withdraw(at, it.invitation),
            Act::RolesChanged(it) => self.members.change(it),
            Act::MemberLeft(it) => self.members.leave(on, it),
            Act::MemberAdmitted(_) | Act::RecoveryIssued(_) => {}
            said @ (Act::Commented(_)
            | Act::MeasureVetoed(_)
            | Act::VetoLifted(_)
            | Act::MeasureSetDown(_)
            | Act::MeasureTakenUp(_)
            | Act::LeftUnmeasured(_)
            | Act::LocalNameGiven(_)
            | Act::LocalNameEnded(_)) => self.negotiate((at, on), by, said),
            Act::UseRefused(refused) => {
                if let Some(record) = self.measures.get_mut(&refused.measure) {
                    record.refused.push(RefusedUse {
                        at,
                        on,
                        by: by.clone(),
                        refused,
                    });
                }
            }
        }
    }

    fn bind(&mut self, at: u64, binding: Binding) {
        if let Some(record) = self.measures.get_mut(&binding.measure)
            && record
                .agreement(binding.agreement)
                .is_some_and(|it| it.was_in_force_at(at))
        {
            record.bindings.push((at, binding));
        }
    }

    fn put_forward(&mut self, at: u64, on: Date, by: &Id, measure: Measure) {
        let record = MeasureRecord {
            at,
            on,
            by: by.clone(),
            measure,
            negotiation: Negotiation::default(),
            assessments: Vec::new(),
            agreements: Vec::new(),
            narrowed: Vec::new(),
            withdrawals: Vec::new(),
            reconsents: Vec::new(),
            bindings: Vec::new(),
            refused: Vec::new(),
        };
        self.measures.insert(record.measure.id.clone(), record);
    }

    fn propose(&mut self, at: u64, on: Date, by: &Id, proposal: Proposal) {
        let Some(record) = self.measures.get_mut(&proposal.measure) else {
            return;
        };
        let version = u32::try_from(record.agreements.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        record.agreements.push(Agreement::put((at, on), version, by, proposal));
    }

    fn sign(&mut self, at: u64, on: Date, by: &Id, signed: &Signed) {
        let Some(record) = self.record_of(signed.agreement) else {
            return;
        };
        if let Some(agreement) = record.agreements.iter_mut().find(|it| it.at == signed.agreement) {
            agreement.signatures.push(Signature {
                partner: by.clone(),
                at,
                on,
            });
        }
        settle(record, signed.agreement, at);
    }

    fn object(&mut self, at: u64, on: Date, by: &Id, said: Signed) {
        let Some(record) = self.record_of(said.agreement) else {
            return;
        };
        if let Some(agreement) = record.agreements.iter_mut().find(|it| it.at == said.agreement) {
            // What the partner says of this agreement takes the place of what it said of an earlier one.
            agreement.objections.retain(|it| it.partner != *by);
            agreement.objections.push(Objection {
                partner: by.clone(),
                at,
                on,
                reason: said.reason,
            });
        }
    }

    fn take_back(&mut self, at: u64, by: &Id, said: &Signed) {
        let Some(record) = self.record_of(said.agreement) else {
            return;
        };
        let standing = record.agreement(said.agreement).and_then(|it| it.objection_of(by));
        let Some(taken_back) = standing.map(|it| it.at) else {
            return;
        };
        // An objection that was carried on stands under several agreements.
        for agreement in &mut record.agreements {
            agreement.objections.retain(|it| it.at != taken_back);
        }
        settle(record, said.agreement, at);
    }

    fn record_of(&mut self, agreement: u64) -> Option<&mut MeasureRecord> {
        self.measures
            .values_mut()
            .find(|record| record.agreement(agreement).is_some())
    }
}

/// Brings an agreement into force when it is decided, its target, if any, is assessed, and no veto stands; ends the one
/// before it, carries its objections on, notes what that narrows, and puts the definition it carries in place.
pub(crate) fn settle(record: &mut MeasureRecord, agreement: u64, at: u64) {
    let lets_through = |it: &Agreement| record.in_force().is_none_or(|before| it.may_follow(before));
    let decided = record
        .agreement(agreement)
        .is_some_and(|it| it.standing == Standing::Proposed && it.is_decided() && lets_through(it))
        && record
            .agreement(agreement)
            .is_some_and(|it| record.is_grounded(&it.proposal));
    if !decided || !record.negotiation.lets_through() {
        return;
    }
    let objections = record.in_force().map(|it| it.objections.clone()).unwrap_or_default();
    let mut before = BTreeSet::new();
    let mut now = BTreeSet::new();
    for it in &mut record.agreements {
        match it.standing {
            _ if it.at == agreement => {
                it.standing = Standing::InForce { since: at };
                now.clone_from(&it.proposal.motives);
                it.carry_on(&objections);
            }
            Standing::InForce { since } => {
                it.standing = Standing::Superseded { since, until: at };
                before.clone_from(&it.proposal.motives);
            }
            Standing::Proposed if it.at < agreement => it.standing = Standing::Overtaken,
            Standing::Proposed | Standing::Superseded { .. } | Standing::Overtaken => {}
        }
    }
    record
        .narrowed
        .extend(before.difference(&now).map(|motive| (*motive, at)));
    record.redefine(agreement, at);
    // A newer one may have waited only because the agreement before would not have let it through.
    record.settle_waiting(at);
}
