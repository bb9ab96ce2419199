use cm_kernel::{Date, Id, Refusal};

use super::{Framework, MeasureRecord};
use crate::agreement::{Agreement, DecisionRule, Proposal, Standing};
use crate::negotiation::{not_set_down, reasoned};
use crate::{Act, Measure, Members, Motive, Signed, Withdrawal};

impl Framework {
    /// Whether an act may be written on this day by this partner.
    ///
    /// # Errors
    /// `framework/already-there`, `framework/no-such-partner`, `framework/no-such-measure`,
    /// `framework/no-such-outcome`, `framework/no-such-agreement`, `framework/nothing-agreed`,
    /// `framework/not-a-signatory`, `framework/already-signed`, `framework/not-open`, `framework/no-reason`,
    /// `framework/target-without-value`, `framework/use-not-in-force`, `framework/assessment-without-value`,
    /// `framework/assessment-unfinished`, `framework/counter-measure-is-itself`, `framework/no-such-assessment`,
    /// `framework/not-asked-to-sign`, `framework/target-not-assessed`, `framework/assessment-of-another-target`,
    /// `framework/assessment-expired`, `framework/no-role`, `framework/member-already`,
    /// `framework/no-such-invitation`, `framework/invitation-over`, `framework/no-such-member`,
    /// `framework/last-convenor`, `framework/another-measure`, `framework/same-definition`, `framework/set-down`,
    /// `framework/not-set-down`, `framework/still-in-use`, `framework/not-yours-to-set-down`, `framework/no-veto`,
    /// `framework/already-vetoed`, `framework/agreed-already`, `framework/nothing-said`,
    /// `framework/no-such-comment`, `framework/already-unmeasured`, `framework/already-named`,
    /// `framework/no-such-name`, `framework/text-there`, `framework/text-not-cited`,
    /// `framework/text-without-items`, `framework/no-such-text`,
    /// `framework/partner-left`, `framework/own-successor`, `framework/no-income`, `framework/no-currency`,
    /// `framework/means-without-source`.
    pub fn check(&self, act: &Act, by: &Id, today: Date) -> Result<(), Refusal> {
        match act {
            Act::PartnerJoined(partner) => match self.is_partner(&partner.id) {
                Ok(()) => Err(already(&partner.id)),
                Err(_) => Ok(()),
            },
            Act::PartnerLeft(it) => self.may_part(it, by),
            Act::MeansStated(it) => self.may_state_means(it, by),
            Act::OutcomeProposed(outcome) => {
                self.is_partner(by)?;
                self.is_cited(outcome.from.as_ref())?;
                let there = self.outcomes.iter().any(|it| it.id == outcome.id);
                if there { Err(already(&outcome.id)) } else { Ok(()) }
            }
            Act::MeasureProposed(measure) => self.may_put_forward(measure, by),
            Act::TextBroughtIn(it) => self.may_bring_in(it, by),
            Act::TargetAssessed(it) => self.may_assess(it, by, today),
            Act::AssessmentSigned(it) => self.may_sign_assessment(it, by, today),
            Act::AgreementProposed(proposal) => {
                self.may_propose(proposal, by)?;
                self.rests_on_assessment(proposal, today)
            }
            Act::AgreementSigned(signed) => self.may_sign(signed, by),
            Act::AgreementObjected(said) => {
                let agreement = self.agreement(said.agreement)?;
                signatory(agreement, by)?;
                reasoned(&said.reason)?;
                if agreement
                    .objection_of(by)
                    .is_some_and(|it| !agreement.was_carried_on(it))
                {
                    return Err(already_said("objected to"));
                }
                Ok(())
            }
            Act::ObjectionWithdrawn(said) => match self.agreement(said.agreement)?.objection_of(by).is_some() {
                true => Ok(()),
                false => Err(Refusal::new(
                    "framework/no-objection",
                    "Your partner has no objection to this agreement.",
                    "There is nothing to take back.",
                )),
            },
            Act::UseWithdrawn(it) => self.may_withdraw(it, by),
            Act::Reconsented(it) => self.may_reconsent(it, by),
            Act::UseRefused(it) => self.has_measure(&it.measure).map(|_| ()),
            Act::MemberInvited(it) => self.is_partner(&it.partner).and_then(|()| Members::may_invite(it)),
            Act::MemberAdmitted(it) => {
                self.is_partner(&it.partner)?;
                self.members.may_admit(it)
            }
            Act::InvitationWithdrawn(it) => self.members.may_withdraw_invitation(it),
            Act::RolesChanged(it) => {
                reasoned(&it.reason)?;
                self.members.may_change(it)
            }
            Act::MemberLeft(it) => self.members.may_leave(it),
            Act::RecoveryIssued(it) => self.members.may_recover(it),
            Act::Commented(_)
            | Act::MeasureVetoed(_)
            | Act::VetoLifted(_)
            | Act::MeasureSetDown(_)
            | Act::MeasureTakenUp(_)
            | Act::LeftUnmeasured(_)
            | Act::LocalNameGiven(_)
            | Act::LocalNameEnded(_) => self.may_negotiate(act, by),
        }
    }

    fn may_put_forward(&self, measure: &Measure, by: &Id) -> Result<(), Refusal> {
        self.is_partner(by)?;
        if self.measures.contains_key(&measure.id) {
            return Err(already(&measure.id));
        }
        match self.outcomes.iter().any(|it| it.id == measure.outcome) {
            true => Ok(()),
            false => Err(Refusal::new(
                "framework/no-such-outcome",
                format!("There is no outcome `{}`.", measure.outcome),
                "Put the outcome forward first, then the measure.",
            )),
        }
    }

    /// Whether an entry is taken in: what may be written, and agreements from before there were assessments.
    pub(super) fn takes(&self, act: &Act, by: &Id, on: Date) -> bool {
        match act {
            Act::AgreementProposed(it) if it.assessment.is_none() => self.may_propose(it, by).is_ok(),
            _ => self.check(act, by, on).is_ok(),
        }
    }

    fn may_propose(&self, proposal: &Proposal, by: &Id) -> Result<(), Refusal> {
        self.is_partner(by)?;
        let record = self.has_measure(&proposal.measure)?;
        not_set_down(record)?;
        reasoned(&proposal.reason)?;
        if let Some(definition) = &proposal.definition {
            Self::may_redefine(record, definition)?;
        }
        let mut named = proposal.signatories.clone();
        if let DecisionRule::Stewards(stewards) = &proposal.rule {
            named.extend(stewards.iter().cloned());
        }
        for partner in &named {
            self.is_partner(partner)?;
        }
        if proposal.motives.is_empty() || proposal.signatories.is_empty() {
            return Err(Refusal::new(
                "framework/nothing-agreed",
                "An agreement needs at least one use and one signatory.",
                "Tick a use, such as learning, and at least one partner who signs.",
            ));
        }
        let value = proposal
            .target
            .as_deref()
            .and_then(|it| it.trim().parse::<f64>().ok())
            .filter(|it| it.is_finite());
        if proposal.motives.contains(&Motive::Target) != proposal.target.is_some()
            || (proposal.target.is_some() && value.is_none())
        {
            return Err(Refusal::new(
                "framework/target-without-value",
                "A target needs the use `target` and a value that is a number.",
                "Give the value in the unit of the measure, such as 0.95 for 95%, or leave target out.",
            ));
        }
        self.may_follow(proposal)
    }

    /// Whether a proposal could take the place of the agreement in force: nobody who signed that one, and nobody whose
    /// evidence is at stake, may be left out, and the rule may not be made easier.
    fn may_follow(&self, proposal: &Proposal) -> Result<(), Refusal> {
        let record = self.has_measure(&proposal.measure)?;
        let Some(before) = record.in_force() else { return Ok(()) };
        let contributors = record.bindings.iter().map(|(_, binding)| &binding.contributor);
        let contributors = contributors.filter_map(|it| self.stands_for(it));
        let mut needed = before.say.signatories.iter().chain(contributors);
        if let Some(missing) = needed.find(|partner| !proposal.signatories.contains(partner)) {
            return Err(Refusal::new(
                "framework/signatory-left-out",
                format!("`{missing}` signed the agreement in force or contributed evidence, and is not asked to sign."),
                "Ask everyone who signed the agreement in force and everyone whose evidence it draws on.",
            ));
        }
        if proposal.rule != before.say.rule && proposal.rule != DecisionRule::All {
            return Err(Refusal::new(
                "framework/easier-rule",
                "The agreement in force was decided under another rule.",
                "Keep its decision rule, or ask that all sign.",
            ));
        }
        Ok(())
    }

    fn may_sign(&self, signed: &Signed, by: &Id) -> Result<(), Refusal> {
        let agreement = self.agreement(signed.agreement)?;
        signatory(agreement, by)?;
        if agreement.signatures.iter().any(|it| it.partner == *by) {
            return Err(already_said("signed"));
        }
        match agreement.standing {
            Standing::Proposed | Standing::InForce { .. } => Ok(()),
            Standing::Superseded { .. } | Standing::Overtaken => Err(Refusal::new(
                "framework/not-open",
                format!(
                    "Version {} of this agreement is no longer open to sign.",
                    agreement.version
                ),
                "Read the version in force, or propose a new one.",
            )),
        }
    }

    fn may_withdraw(&self, it: &Withdrawal, by: &Id) -> Result<(), Refusal> {
        reasoned(&it.reason)?;
        let record = self.has_measure(&it.measure)?;
        let agreement = record
            .in_force()
            .filter(|found| found.proposal.motives.contains(&it.motive));
        match agreement {
            Some(found) if stopped(record, found, it.motive) => Err(already_said("withdrawn")),
            Some(found) => signatory(found, by),
            None => Err(Refusal::new(
                "framework/use-not-in-force",
                format!(
                    "{} is not an agreed use of `{}`, so there is nothing to withdraw.",
                    it.motive, it.measure
                ),
                "The framework page lists the uses in force.",
            )),
        }
    }

    fn may_reconsent(&self, it: &Withdrawal, by: &Id) -> Result<(), Refusal> {
        self.is_partner(by)?;
        let record = self.has_measure(&it.measure)?;
        if record
            .in_force()
            .is_none_or(|found| !found.proposal.motives.contains(&it.motive) || stopped(record, found, it.motive))
        {
            return Err(Refusal::new(
                "framework/use-not-in-force",
                format!(
                    "{} is not an agreed use of `{}`, so earlier evidence cannot be let into it.",
                    it.motive, it.measure
                ),
                "Propose an agreement that names the use and have it signed first.",
            ));
        }
        match record.bindings.iter().any(|(_, binding)| binding.contributor == *by) {
            true => Ok(()),
            false => Err(Refusal::new(
                "framework/nothing-contributed",
                "Your partner has contributed no evidence to this measure.",
                "Only those who contributed evidence can let it reach a new use.",
            )),
        }
    }

    pub(crate) fn has_measure(&self, id: &Id) -> Result<&MeasureRecord, Refusal> {
        self.measure(id).ok_or_else(|| {
            Refusal::new(
                "framework/no-such-measure",
                format!("There is no measure `{id}`."),
                "Choose a measure listed on the framework page.",
            )
        })
    }

    fn agreement(&self, at: u64) -> Result<&Agreement, Refusal> {
        self.measures
            .values()
            .find_map(|record| record.agreement(at))
            .ok_or_else(|| {
                Refusal::new(
                    "framework/no-such-agreement",
                    format!("No agreement was proposed at entry {at}."),
                    "Open the agreement from the measure's page and try again.",
                )
            })
    }
}

/// Whether a use that an agreement names was withdrawn since it came into force.
fn stopped(record: &MeasureRecord, agreement: &Agreement, motive: Motive) -> bool {
    let since = agreement.in_force_since().unwrap_or_default();
    record.narrowed.iter().any(|(it, at)| *it == motive && *at > since)
}

fn signatory(agreement: &Agreement, by: &Id) -> Result<(), Refusal> {
    if agreement.say.everyone().contains(by) {
        return Ok(());
    }
    Err(Refusal::new(
        "framework/not-a-signatory",
        "Your partner is not a signatory of this agreement.",
        "Ask a signatory, or have an agreement proposed that names your partner.",
    ))
}

fn already(id: &Id) -> Refusal {
    Refusal::new(
        "framework/already-there",
        format!("`{id}` is already there."),
        "Choose another name, or open the one that exists.",
    )
}

fn already_said(what: &str) -> Refusal {
    Refusal::new(
        "framework/already-signed",
        format!("This was already {what}."),
        "Nothing more is needed; open the measure's page to see where it stands.",
    )
}
