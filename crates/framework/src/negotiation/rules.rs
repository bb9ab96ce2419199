use cm_kernel::{Date, Id, Refusal};

use super::{
    AboutMeasure, Commented, Definition, LeftUnmeasured, LocalName, LocalNameEnded, Noted, Subject, Veto, definition,
};
use crate::framework::{Framework, MeasureRecord, settle};
use crate::{Act, Motive};

impl Framework {
    /// Whether something may be said in the negotiation of a measure. Acts of other kinds pass.
    pub(crate) fn may_negotiate(&self, act: &Act, by: &Id) -> Result<(), Refusal> {
        self.is_partner(by)?;
        match act {
            Act::Commented(it) => self.may_comment(it),
            Act::MeasureVetoed(it) => self.may_veto(it, by),
            Act::VetoLifted(it) => {
                reasoned(&it.reason)?;
                match self.has_measure(&it.measure)?.negotiation.veto_of(by) {
                    Some(_) => Ok(()),
                    None => Err(Refusal::new(
                        "framework/no-veto",
                        "Your partner has no veto on this measure.",
                        "There is nothing to lift; the measure's page shows who has.",
                    )),
                }
            }
            Act::MeasureSetDown(it) => self.may_set_down(it, by),
            Act::MeasureTakenUp(it) => {
                reasoned(&it.reason)?;
                match self.has_measure(&it.measure)?.negotiation.set_down {
                    Some(_) => Ok(()),
                    None => Err(Refusal::new(
                        "framework/not-set-down",
                        "This measure was not set down.",
                        "There is nothing to take up again; propose its uses on its page.",
                    )),
                }
            }
            Act::LeftUnmeasured(it) => self.may_leave_unmeasured(it),
            Act::LocalNameGiven(it) => self.may_name(it, by),
            Act::LocalNameEnded(it) => self.may_end_name(it, by),
            _ => Ok(()),
        }
    }

    fn may_comment(&self, it: &Commented) -> Result<(), Refusal> {
        said(&it.text)?;
        match &it.about {
            Subject::Measure(measure) => self.has_measure(measure).map(|_| ())?,
            Subject::Outcome(outcome) => self.has_outcome(outcome)?,
        }
        let there = |at| {
            self.comments
                .iter()
                .any(|other| other.at == at && other.it.about == it.about)
        };
        match it.answers.is_none_or(there) {
            true => Ok(()),
            false => Err(Refusal::new(
                "framework/no-such-comment",
                "The comment this answers is not there.",
                "Open the page again and answer the comment from there.",
            )),
        }
    }

    fn may_veto(&self, it: &AboutMeasure, by: &Id) -> Result<(), Refusal> {
        reasoned(&it.reason)?;
        let record = self.has_measure(&it.measure)?;
        not_set_down(record)?;
        if record.negotiation.veto_of(by).is_some() {
            return Err(Refusal::new(
                "framework/already-vetoed",
                "Your partner's veto stands already.",
                "Lift it first when its reason has changed.",
            ));
        }
        match record.in_force() {
            None => Ok(()),
            Some(agreement) => Err(Refusal::new(
                "framework/agreed-already",
                format!(
                    "Version {} of the agreement is in force, so it is too late for a veto.",
                    agreement.version
                ),
                "Object to the agreement so that your reason travels with it, or stop a use.",
            )),
        }
    }

    fn may_set_down(&self, it: &AboutMeasure, by: &Id) -> Result<(), Refusal> {
        reasoned(&it.reason)?;
        let record = self.has_measure(&it.measure)?;
        not_set_down(record)?;
        if let Some(motive) = Motive::ALL.into_iter().find(|motive| record.stands(*motive)) {
            return Err(Refusal::new(
                "framework/still-in-use",
                format!("Partners agreed to use `{}` for {motive}.", record.measure.title),
                "Stop each of its uses first, on the page of the agreement in force; then set it down.",
            ));
        }
        let signs = record.in_force().is_some_and(|it| it.say.signatories.contains(by));
        let vetoed = record.negotiation.standing().next().is_some();
        match record.by == *by || signs || vetoed {
            true => Ok(()),
            false => Err(Refusal::new(
                "framework/not-yours-to-set-down",
                "Your partner neither put this measure forward nor signed its agreement, and nobody has vetoed it.",
                "Say what you think in a comment, or veto it; then it can be set down.",
            )),
        }
    }

    fn may_leave_unmeasured(&self, it: &LeftUnmeasured) -> Result<(), Refusal> {
        self.has_outcome(&it.outcome)?;
        said(&it.what)?;
        reasoned(&it.reason)?;
        let same = |text: &str| text.trim().eq_ignore_ascii_case(it.what.trim());
        let outcome = self.outcomes.iter().filter(|known| known.id == it.outcome);
        let listed = outcome.flat_map(|known| &known.unmeasured).any(|text| same(text));
        let known = |left: &Noted<LeftUnmeasured>| left.it.outcome == it.outcome && same(&left.it.what);
        match listed || self.left_unmeasured.iter().any(known) {
            false => Ok(()),
            true => Err(Refusal::new(
                "framework/already-unmeasured",
                "This stands among what is not measured already.",
                "Add what is new about it as a comment on the outcome.",
            )),
        }
    }

    fn may_name(&self, it: &LocalName, by: &Id) -> Result<(), Refusal> {
        let record = self.has_measure(&it.measure)?;
        said(&it.name)?;
        said(&it.lost)?;
        let same = |known: &Noted<LocalName>| known.by == *by && known.it.name.trim() == it.name.trim();
        match record.negotiation.local_names.iter().any(same) {
            false => Ok(()),
            true => Err(Refusal::new(
                "framework/already-named",
                "Your partner has this name for the measure already.",
                "End it first, with the reason, when what is lost has changed.",
            )),
        }
    }

    fn may_end_name(&self, it: &LocalNameEnded, by: &Id) -> Result<(), Refusal> {
        reasoned(&it.reason)?;
        let mut names = self
            .measures
            .values()
            .flat_map(|record| &record.negotiation.local_names);
        match names.any(|known| known.at == it.name && known.by == *by) {
            true => Ok(()),
            false => Err(Refusal::new(
                "framework/no-such-name",
                "Your partner has no such name for a measure.",
                "Each partner ends its own; open the measure's page to see them.",
            )),
        }
    }

    /// Whether the definition a proposal carries may take the place of the one that holds.
    pub(crate) fn may_redefine(record: &MeasureRecord, definition: &Definition) -> Result<(), Refusal> {
        definition::may_follow(&record.measure, definition)
    }

    fn has_outcome(&self, id: &Id) -> Result<(), Refusal> {
        match self.outcomes.iter().any(|it| it.id == *id) {
            true => Ok(()),
            false => Err(Refusal::new(
                "framework/no-such-outcome",
                format!("There is no outcome `{id}`."),
                "Choose an outcome listed on the framework page.",
            )),
        }
    }

    /// Takes in what was said in a negotiation; it was checked before.
    pub(crate) fn negotiate(&mut self, (at, on): (u64, Date), by: &Id, act: Act) {
        match act {
            Act::Commented(it) => self.comments.push(noted(at, on, by, it)),
            Act::LeftUnmeasured(it) => self.left_unmeasured.push(noted(at, on, by, it)),
            Act::MeasureVetoed(it) => {
                if let Some(record) = self.measures.get_mut(&it.measure) {
                    let said = noted(at, on, by, it);
                    record.negotiation.vetoes.push(Veto { said, lifted: None });
                }
            }
            Act::VetoLifted(it) => self.lift(noted(at, on, by, it)),
            Act::MeasureSetDown(it) => {
                if let Some(record) = self.measures.get_mut(&it.measure) {
                    record.negotiation.set_down = Some(noted(at, on, by, it));
                }
            }
            Act::MeasureTakenUp(it) => {
                if let Some(record) = self.measures.get_mut(&it.measure) {
                    record.negotiation.set_down = None;
                    record.settle_waiting(at);
                }
            }
            Act::LocalNameGiven(it) => {
                if let Some(record) = self.measures.get_mut(&it.measure) {
                    record.negotiation.local_names.push(noted(at, on, by, it));
                }
            }
            Act::LocalNameEnded(it) => {
                for record in self.measures.values_mut() {
                    record.negotiation.local_names.retain(|known| known.at != it.name);
                }
            }
            _ => {}
        }
    }

    fn lift(&mut self, lifted: Noted<AboutMeasure>) {
        let Some(record) = self.measures.get_mut(&lifted.it.measure) else {
            return;
        };
        let at = lifted.at;
        let mut vetoes = record.negotiation.vetoes.iter_mut();
        if let Some(veto) = vetoes.find(|it| it.lifted.is_none() && it.said.by == lifted.by) {
            veto.lifted = Some(lifted);
        }
        record.settle_waiting(at);
    }
}

impl MeasureRecord {
    /// Whether the agreement in force names a use that nobody has stopped since.
    fn stands(&self, motive: Motive) -> bool {
        self.in_force().is_some_and(|agreement| {
            let since = agreement.in_force_since().unwrap_or_default();
            let stopped = self.narrowed.iter().any(|(it, at)| *it == motive && *at > since);
            agreement.proposal.motives.contains(&motive) && !stopped
        })
    }

    /// Brings the newest proposal into force that waited for nothing else.
    pub(crate) fn settle_waiting(&mut self, at: u64) {
        let waiting: Vec<u64> = self.open().map(|it| it.at).collect();
        for agreement in waiting.into_iter().rev() {
            settle(self, agreement, at);
            if self.in_force().is_some_and(|it| it.at == agreement) {
                return;
            }
        }
    }
}

pub(crate) fn noted<T>(at: u64, on: Date, by: &Id, it: T) -> Noted<T> {
    Noted {
        at,
        on,
        by: by.clone(),
        it,
    }
}

/// Refuses what needs a measure that is not set down.
pub(crate) fn not_set_down(record: &MeasureRecord) -> Result<(), Refusal> {
    match &record.negotiation.set_down {
        None => Ok(()),
        Some(it) => Err(Refusal::new(
            "framework/set-down",
            format!("`{}` was set down on {}: {}", record.measure.title, it.on, it.it.reason),
            "Take it up again on its page, with the reason, or put another measure forward.",
        )),
    }
}

/// Refuses an empty reason.
pub(crate) fn reasoned(reason: &str) -> Result<(), Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "framework/no-reason",
            "A reason is needed, because it will be read beside the decision for years.",
            "Write one sentence that says why.",
        ));
    }
    Ok(())
}

fn said(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::new(
            "framework/nothing-said",
            "There is nothing in it yet.",
            "Write a sentence, then send it.",
        ));
    }
    Ok(())
}
