use cm_kernel::{Date, Id, Refusal};

use super::{Assessed, Assessment, AssessmentSigned, Baseline, CounterMeasure, number};
use crate::framework::{Framework, MeasureRecord, settle};
use crate::{Agreement, Motive, Proposal, Signature, Standing};

impl Framework {
    /// The assessment put forward at this position, with the record of its measure.
    #[must_use]
    pub fn assessment(&self, at: u64) -> Option<(&MeasureRecord, &Assessed)> {
        let of_record = |record| MeasureRecord::assessment(record, at).map(|it| (record, it));
        self.measures.values().find_map(of_record)
    }

    pub(crate) fn may_assess(&self, it: &Assessment, by: &Id, today: Date) -> Result<(), Refusal> {
        self.is_partner(by)?;
        self.has_measure(&it.measure)?;
        for partner in it.asked() {
            self.is_partner(partner)?;
        }
        if it.number().is_none() {
            return Err(Refusal::new(
                "framework/assessment-without-value",
                "The target that is assessed is not a number.",
                "Give the value in the unit of the measure, such as 0.95 for 95%.",
            ));
        }
        if let Some(missing) = missing(it) {
            return Err(Refusal::new(
                "framework/assessment-unfinished",
                format!("The assessment does not say {missing}."),
                "Fill it in; everyone who sets the target and everyone held to it reads it before they sign.",
            ));
        }
        if let CounterMeasure::Measure(id) = &it.counter {
            self.has_measure(id)?;
            if *id == it.measure {
                return Err(Refusal::new(
                    "framework/counter-measure-is-itself",
                    "A measure cannot be its own counter-measure.",
                    "Choose another measure that would show what the target leaves out, or say why there is none.",
                ));
            }
        }
        match it.expires > today {
            true => Ok(()),
            false => Err(over(it.expires, "the assessment would be over before it began")),
        }
    }

    pub(crate) fn may_sign_assessment(&self, it: &AssessmentSigned, by: &Id, today: Date) -> Result<(), Refusal> {
        let (_, found) = self
            .assessment(it.assessment)
            .ok_or_else(|| no_assessment(it.assessment))?;
        if !found.assessment.asked().contains(by) {
            return Err(Refusal::new(
                "framework/not-asked-to-sign",
                "Your partner neither sets this target nor is held to it.",
                "Ask for an assessment that names your partner, if it should sign.",
            ));
        }
        if !found.waits_for().contains(&by) {
            return Err(Refusal::new(
                "framework/already-signed",
                "Your partner has signed this assessment.",
                "Nothing more is needed; open the assessment's page to see whom it waits for.",
            ));
        }
        match found.has_expired(today) {
            true => Err(over(found.assessment.expires, "the assessment can no longer be signed")),
            false => Ok(()),
        }
    }

    /// Whether the target of a proposal rests on an assessment of this very measure and value that stands today. Whether
    /// it is signed is asked when the agreement comes into force.
    pub(crate) fn rests_on_assessment(&self, proposal: &Proposal, today: Date) -> Result<(), Refusal> {
        if !proposal.motives.contains(&Motive::Target) {
            return Ok(());
        }
        let record = self.has_measure(&proposal.measure)?;
        let at = proposal.assessment.ok_or_else(|| not_assessed(record))?;
        let (of, found) = self.assessment(at).ok_or_else(|| no_assessment(at))?;
        if of.at != record.at || found.assessment.number() != proposal.target.as_deref().and_then(number) {
            return Err(Refusal::new(
                "framework/assessment-of-another-target",
                format!("The assessment at entry {at} is of another measure or another value."),
                "Choose an assessment of this measure and of this value, or put one forward.",
            ));
        }
        match found.has_expired(today) {
            true => Err(expired(record, found)),
            false => Ok(()),
        }
    }

    pub(crate) fn assess(&mut self, at: u64, on: Date, by: &Id, assessment: Assessment) {
        if let Some(record) = self.measures.get_mut(&assessment.measure) {
            record.assessments.push(Assessed {
                at,
                on,
                by: by.clone(),
                assessment,
                signatures: Vec::new(),
            });
        }
    }

    /// Takes a signature in. When it was the last, the newest agreement that waited for it alone comes into force.
    pub(crate) fn sign_assessment(&mut self, at: u64, on: Date, by: &Id, signed: u64) {
        let mut records = self.measures.values_mut();
        let Some(record) = records.find(|it| it.assessment(signed).is_some()) else {
            return;
        };
        if let Some(found) = record.assessments.iter_mut().find(|it| it.at == signed) {
            found.signatures.push(Signature {
                partner: by.clone(),
                at,
                on,
            });
        }
        let rests_on_it = |it: &&Agreement| record.ground_of(&it.proposal).is_some_and(|under| under.at == signed);
        let waiting: Vec<u64> = record.open().filter(rests_on_it).map(|it| it.at).collect();
        for agreement in waiting.into_iter().rev() {
            settle(record, agreement, at);
            if record.in_force().is_some_and(|it| it.at == agreement) {
                return;
            }
        }
    }
}

impl MeasureRecord {
    /// The assessment of this measure that was put forward at this position.
    #[must_use]
    pub fn assessment(&self, at: u64) -> Option<&Assessed> {
        self.assessments.iter().find(|it| it.at == at)
    }

    /// The assessment a proposal names, where it names the use target.
    #[must_use]
    pub fn ground_of(&self, proposal: &Proposal) -> Option<&Assessed> {
        let named = proposal
            .assessment
            .filter(|_| proposal.motives.contains(&Motive::Target));
        named.and_then(|at| self.assessment(at))
    }

    /// The day an agreement came into force: that of the signature which completed it, under the agreement or under the
    /// assessment of its target, or of the lifting of a veto. `None` when it never did, or when an objection taken back
    /// completed it.
    #[must_use]
    pub fn in_force_on(&self, agreement: &Agreement) -> Option<Date> {
        let since = agreement.in_force_since()?;
        let under = self.ground_of(&agreement.proposal).into_iter();
        let signatures = agreement.signatures.iter().chain(under.flat_map(|it| &it.signatures));
        let lifted = self.negotiation.vetoes.iter().filter_map(|it| it.lifted.as_ref());
        let mut days = signatures
            .map(|it| (it.at, it.on))
            .chain(lifted.map(|it| (it.at, it.on)));
        days.find(|(at, _)| *at == since).map(|(_, on)| on)
    }

    /// Whether an agreement need not wait for an assessment: it names no target, or everyone has signed. Agreements from
    /// before there were assessments name none and come into force, but their target does not stand.
    pub(crate) fn is_grounded(&self, proposal: &Proposal) -> bool {
        self.ground_of(proposal).is_none_or(Assessed::is_signed)
    }

    /// Why the agreed target does not stand today for want of an assessment. `None` when it does, for all of that.
    pub(crate) fn ungrounded(&self, agreement: &Agreement, today: Date) -> Option<Refusal> {
        match self.ground_of(&agreement.proposal) {
            None => Some(not_assessed(self)),
            Some(it) if it.has_expired(today) => Some(expired(self, it)),
            Some(_) => None,
        }
    }

    /// The refusal for a use that a proposal names which waits for nothing but the signatures under its assessment.
    pub(crate) fn held_up(&self, motive: Motive) -> Option<Refusal> {
        let decided = |it: &&Agreement| {
            let may_follow = self.in_force().is_none_or(|before| it.may_follow(before));
            it.standing == Standing::Proposed && it.is_decided() && may_follow && it.proposal.motives.contains(&motive)
        };
        let agreement = self
            .agreements
            .iter()
            .rev()
            .find(decided)
            .filter(|_| self.negotiation.lets_through())?;
        let waits = self.ground_of(&agreement.proposal)?.waits_for();
        let names: Vec<_> = waits.into_iter().map(Id::as_str).collect();
        (!names.is_empty()).then(|| {
            Refusal::new(
                "framework/assessment-unsigned",
                format!(
                    "The agreement on `{}` is signed, but the assessment of its target waits for the signature of {}.",
                    self.measure.title,
                    names.join(", ")
                ),
                "Ask them to read the assessment and sign it; the agreement then comes into force by itself.",
            )
        })
    }
}

/// The first part that is empty, as it follows "does not say".
fn missing(it: &Assessment) -> Option<&'static str> {
    let blank = |text: &String| text.trim().is_empty();
    let baseline = match &it.baseline {
        Baseline::Read { sentence, digest, .. } => blank(sentence) || blank(digest) || it.baseline.limits().is_none(),
        Baseline::NotKnown { reason } => blank(reason),
    };
    let counter = matches!(&it.counter, CounterMeasure::None { reason } if blank(reason));
    let parts = [
        (it.setters.is_empty(), "who sets the target"),
        (it.held.is_empty(), "who is held to it"),
        (
            it.rivals.is_empty() || it.rivals.iter().any(blank),
            "which other tools were considered, and why not those",
        ),
        (
            baseline,
            "where the measure stands now, or why a target is set without knowing",
        ),
        (
            blank(&it.attribution),
            "what of a change would be the doing of those held to it",
        ),
        (blank(&it.gaming), "how people might respond, gaming included"),
        (counter, "what is watched beside the target, or why nothing is"),
    ];
    parts.into_iter().find(|(empty, _)| *empty).map(|(_, part)| part)
}

fn no_assessment(at: u64) -> Refusal {
    Refusal::new(
        "framework/no-such-assessment",
        format!("No target was assessed at entry {at}."),
        "Open the assessment from the measure's page and try again.",
    )
}

fn not_assessed(record: &MeasureRecord) -> Refusal {
    Refusal::new(
        "framework/target-not-assessed",
        format!("The target of `{}` rests on no assessment.", record.measure.title),
        "Put an assessment forward on the measure's page, and name it in a new agreement.",
    )
}

fn expired(record: &MeasureRecord, it: &Assessed) -> Refusal {
    Refusal::new(
        "framework/assessment-expired",
        format!(
            "The assessment of the target of `{}` held until {}, so the target has stopped.",
            record.measure.title, it.assessment.expires
        ),
        "Assess the target afresh, have it signed, and name the new assessment in a new agreement.",
    )
}

fn over(expires: Date, so: &str) -> Refusal {
    Refusal::new(
        "framework/assessment-expired",
        format!("It holds until {expires}, so {so}."),
        "Put an assessment forward that ends on a later day.",
    )
}
