//! The rules of the agreement about use as a naive simulation: every batch carries, at every moment, the list of uses it
//! may be put to. Written from the rules, and never from the code it is compared with.
//!
//! 1. No use without an agreement in force that names it, signed under its decision rule. An agreement in force gives
//!    way only to one that asks everyone who signed it and everyone whose evidence it draws on, and that its own rule
//!    lets through. One that waited only for that comes into force once another agreement takes its place.
//! 2. Evidence may be put to the uses that stood when it was gathered. An agreement with more uses opens nothing that
//!    was gathered before; only the re-consent of its contributor does.
//! 3. A use that is withdrawn, or left out of the next agreement, is closed at once to everything gathered so far.
//! 4. On the day after the review was due, target, ranking and payment stop; nothing else does, and nothing is lost.
//! 5. An objection travels with the agreement, and with those that follow it, until it is taken back or the partner
//!    objects anew. It hinders no later agreement from coming into force.
//! 6. A target is proposed only with an assessment of this very measure and value whose last day is not over. The
//!    agreement waits until everyone who sets the target and everyone held to it has signed that; on the day after its
//!    last day the target stops. Agreements on record that name a target and no assessment hold but for their target.
//! 7. While a partner's veto stands, or a measure is set down, no agreement about it comes into force. The newest one
//!    that waited for nothing else does when the last veto is lifted or the measure is taken up again. A veto comes before
//!    the first agreement or not at all. An agreement may carry another definition of the same measure.
//! 8. When a partner leaves, its successor has its say in whatever is open or in force, or nobody has; its vetoes are
//!    lifted. What it gathered stays as it was, and only itself, once it is back, can re-consent.

use std::collections::{BTreeMap, BTreeSet};

use cm_framework::{Act, Binding, DecisionRule, Measure, Motive, Proposal};
use cm_kernel::{Date, Id};

#[path = "answer.rs"]
mod answer;
#[path = "brakes.rs"]
mod brakes;
#[path = "papers.rs"]
mod papers;

pub use answer::Answer;
use brakes::{Brakes, is_same_measure};
use papers::{Paper, Sheet, number, sound};

/// A batch of evidence with the uses it may be put to right now.
pub struct Lot {
    pub at: u64,
    pub contributor: Id,
    /// Who has a say in it now: whoever brought it in, or follows them.
    pub heir: Option<Id>,
    pub uses: BTreeSet<Motive>,
}

/// Everything about one measure.
#[derive(Default)]
pub struct Kept {
    pub sheets: Vec<Sheet>,
    pub papers: Vec<Paper>,
    /// Which of the papers is in force.
    pub in_force: Option<usize>,
    /// Uses of the agreement in force that a partner stopped.
    pub stopped: BTreeSet<Motive>,
    pub lots: Vec<Lot>,
    pub brakes: Brakes,
    /// The measure as it is defined now.
    pub measure: Option<Measure>,
}

#[derive(Default)]
pub struct Reference {
    pub partners: BTreeSet<Id>,
    /// Partners that left, and who follows them.
    pub left: BTreeMap<Id, Option<Id>>,
    pub measures: BTreeMap<Id, Kept>,
}

impl Kept {
    pub fn current(&self) -> Option<&Paper> {
        self.in_force.and_then(|which| self.papers.get(which))
    }

    /// Whether the agreement in force could give way to this proposal at all.
    fn may_be_followed_by(&self, proposal: &Proposal) -> bool {
        let Some(paper) = self.current() else { return true };
        let mut needed = paper.signatories.clone();
        needed.extend(self.lots.iter().filter_map(|lot| lot.heir.clone()));
        let same_rule = proposal.rule == paper.rule || proposal.rule == DecisionRule::All;
        needed.is_subset(&proposal.signatories) && same_rule
    }

    /// Uses that stand: named by the agreement in force, and not stopped.
    pub fn standing(&self) -> BTreeSet<Motive> {
        let named = self.current().map(|paper| paper.proposal.motives.clone());
        &named.unwrap_or_default() - &self.stopped
    }

    fn sheet(&self, at: u64) -> Option<&Sheet> {
        self.sheets.iter().find(|it| it.at == at)
    }

    /// The assessment that the target of a paper rests on.
    fn under(&self, paper: &Paper) -> Option<&Sheet> {
        let names_target = paper.proposal.motives.contains(&Motive::Target);
        let at = paper.proposal.assessment?;
        self.sheet(at).filter(|_| names_target)
    }

    /// Whether nothing but signatures under its assessment keeps a paper from coming into force.
    fn waits_for_assessment(&self, which: usize) -> bool {
        let paper = &self.papers[which];
        let followed = self
            .in_force
            .is_none_or(|before| paper.would_decide(&self.papers[before]));
        let unsigned = self.under(paper).is_some_and(|sheet| !sheet.unsigned().is_empty());
        paper.open && paper.decided() && followed && unsigned && self.brakes.are_off()
    }

    /// Takes in a signature under an assessment: of the papers that waited for it, the newest comes into force.
    fn sign_sheet(&mut self, at: u64, by: &Id) {
        let Some(sheet) = self.sheets.iter_mut().find(|sheet| sheet.at == at) else {
            return;
        };
        sheet.signed.insert(by.clone());
        let waited = |which: &usize| self.under(&self.papers[*which]).is_some_and(|it| it.at == at);
        let mut ready = (0..self.papers.len()).rev().filter(waited);
        if let Some(which) = ready.find(|which| self.is_ready(*which)) {
            self.settle(which);
        }
    }

    /// A brake is put on or taken off: of the papers that are ready then, the newest comes into force.
    fn brake(&mut self, act: &Act, by: &Id) {
        self.brakes.take_in(act, by);
        self.go_on();
    }

    fn go_on(&mut self) {
        if let Some(which) = (0..self.papers.len()).rev().find(|which| self.is_ready(*which)) {
            self.settle(which);
        }
    }

    fn close(&mut self, motive: Motive) {
        for lot in &mut self.lots {
            lot.uses.remove(&motive);
        }
    }

    /// Whether a paper could come into force now.
    fn is_ready(&self, which: usize) -> bool {
        let paper = &self.papers[which];
        let followed = self
            .in_force
            .is_none_or(|before| paper.would_decide(&self.papers[before]));
        let unsigned = self.under(paper).is_some_and(|sheet| !sheet.unsigned().is_empty());
        paper.open && paper.decided() && followed && !unsigned && self.brakes.are_off()
    }

    fn settle(&mut self, which: usize) {
        if !self.is_ready(which) {
            return;
        }
        let now = self.papers[which].proposal.motives.clone();
        if let Some(before) = self.in_force {
            let carried = self.papers[before].against.clone();
            let against = &mut self.papers[which].against;
            for (who, when) in carried {
                if against.iter().all(|(it, _)| *it != who) {
                    against.push((who, when));
                }
            }
            self.papers[before].over = true;
            let gone = &self.papers[before].proposal.motives - &now;
            gone.into_iter().for_each(|motive| self.close(motive));
        }
        for (at, paper) in self.papers.iter_mut().enumerate() {
            if at < which && paper.open {
                paper.open = false;
                paper.over = true;
            }
        }
        self.papers[which].open = false;
        self.in_force = Some(which);
        self.stopped.clear();
        if let Some(definition) = &self.papers[which].proposal.definition {
            self.measure = Some(definition.measure.clone());
        }
        self.go_on();
    }
}

impl Reference {
    fn paper(&self, at: u64) -> Option<&Paper> {
        self.measures
            .values()
            .flat_map(|kept| &kept.papers)
            .find(|it| it.at == at)
    }

    /// Whether an act of a partner is one that may be written on a day.
    pub fn accepts(&self, act: &Act, by: &Id, today: Date) -> bool {
        let grounded = match act {
            Act::AgreementProposed(it) if it.motives.contains(&Motive::Target) => self
                .measures
                .get(&it.measure)
                .and_then(|kept| kept.sheet(it.assessment?))
                .is_some_and(|sheet| {
                    number(&sheet.it.value) == it.target.as_deref().and_then(number) && today <= sheet.it.expires
                }),
            _ => true,
        };
        grounded && self.counts(act, by, today)
    }

    /// As [`Reference::accepts`], whatever assessment a proposal names.
    pub fn counts(&self, act: &Act, by: &Id, today: Date) -> bool {
        let here = self.partners.contains(by);
        match act {
            Act::TargetAssessed(it) => here && sound(it, today, &self.partners, &self.measures.keys().collect()),
            Act::AssessmentSigned(it) => {
                let sheet = self.measures.values().find_map(|kept| kept.sheet(it.assessment));
                sheet.is_some_and(|sheet| sheet.unsigned().contains(by) && today <= sheet.it.expires)
            }
            Act::AgreementProposed(it) => {
                let stewards = match &it.rule {
                    DecisionRule::Stewards(stewards) => stewards.clone(),
                    DecisionRule::All | DecisionRule::MajorityWithoutObjection => BTreeSet::new(),
                };
                let number = it
                    .target
                    .as_ref()
                    .map(|it| it.trim().parse::<f64>().is_ok_and(f64::is_finite));
                here && self.measures.contains_key(&it.measure)
                    && !it.reason.trim().is_empty()
                    && it.signatories.is_subset(&self.partners)
                    && stewards.is_subset(&self.partners)
                    && !it.motives.is_empty()
                    && !it.signatories.is_empty()
                    && number == it.motives.contains(&Motive::Target).then_some(true)
                    && self.measures[&it.measure].may_be_followed_by(it)
                    && !self.measures[&it.measure].brakes.down
                    && it
                        .definition
                        .as_ref()
                        .is_none_or(|next| is_same_measure(&self.measures[&it.measure], next))
            }
            Act::AgreementSigned(it) => self
                .paper(it.agreement)
                .is_some_and(|paper| paper.asked().contains(by) && !paper.signed.contains(by) && !paper.over),
            Act::AgreementObjected(it) => self.paper(it.agreement).is_some_and(|paper| {
                let said = paper.against.iter().any(|(who, when)| who == by && *when > paper.at);
                paper.asked().contains(by) && !said && !it.reason.trim().is_empty()
            }),
            Act::ObjectionWithdrawn(it) => self
                .paper(it.agreement)
                .is_some_and(|paper| paper.against.iter().any(|(who, _)| who == by)),
            Act::UseWithdrawn(it) => self.measures.get(&it.measure).is_some_and(|kept| {
                let signatory = kept.current().is_some_and(|paper| paper.asked().contains(by));
                signatory && kept.standing().contains(&it.motive) && !it.reason.trim().is_empty()
            }),
            Act::Reconsented(it) => self.measures.get(&it.measure).is_some_and(|kept| {
                let contributed = kept.lots.iter().any(|lot| lot.contributor == *by);
                here && contributed && kept.standing().contains(&it.motive)
            }),
            Act::UseRefused(it) => self.measures.contains_key(&it.measure),
            Act::PartnerJoined(it) => !self.partners.contains(&it.id),
            Act::MeansStated(it) => {
                let capital = it.currency.chars().filter(char::is_ascii_uppercase).count();
                self.partners.contains(by) && it.income > 0 && capital == 3 && !it.source.is_empty()
            }
            Act::PartnerLeft(it) => here && brakes::may_go(&self.partners, it),
            Act::OutcomeProposed(_) => here,
            Act::MeasureProposed(it) => here && !self.measures.contains_key(&it.id),
            Act::MeasureVetoed(_) | Act::VetoLifted(_) | Act::MeasureSetDown(_) | Act::MeasureTakenUp(_) => {
                here && brakes::may(&self.measures, act, by)
            }
            // Who acts for whom, what is said and how partners call things have no part in what a use may reach.
            _ => false,
        }
    }

    /// Takes in an act that counts.
    pub fn take_in(&mut self, at: u64, act: &Act, by: &Id) {
        match act {
            Act::PartnerJoined(it) => {
                self.partners.insert(it.id.clone());
                self.left.remove(&it.id);
                self.find_heirs();
            }
            Act::PartnerLeft(it) => {
                self.partners.remove(&it.partner);
                self.left.insert(it.partner.clone(), it.successor.clone());
                self.measures.values_mut().for_each(|kept| kept.goes(it));
                self.find_heirs();
            }
            Act::MeasureProposed(it) => {
                let mut kept = Kept::default();
                kept.brakes.proposed_by = Some(by.clone());
                kept.measure = Some(it.clone());
                self.measures.insert(it.id.clone(), kept);
            }
            Act::MeasureVetoed(it) | Act::VetoLifted(it) | Act::MeasureSetDown(it) | Act::MeasureTakenUp(it) => {
                let kept = self.measures.get_mut(&it.measure).unwrap();
                kept.brake(act, by);
            }
            Act::TargetAssessed(it) => {
                let (sheet, signed) = (it.clone(), BTreeSet::new());
                let sheets = &mut self.measures.get_mut(&it.measure).unwrap().sheets;
                sheets.push(Sheet { at, it: sheet, signed });
            }
            Act::AssessmentSigned(it) => {
                self.measures
                    .values_mut()
                    .for_each(|kept| kept.sign_sheet(it.assessment, by));
            }
            Act::AgreementProposed(it) => {
                let papers = &mut self.measures.get_mut(&it.measure).unwrap().papers;
                papers.push(Paper::put(at, it, papers.len()));
            }
            Act::AgreementSigned(it) => self.on_paper(it.agreement, |paper| {
                paper.signed.insert(by.clone());
            }),
            Act::AgreementObjected(it) => self.on_paper(it.agreement, |paper| {
                paper.against.retain(|(who, _)| who != by);
                paper.against.push((by.clone(), at));
            }),
            Act::ObjectionWithdrawn(it) => {
                let said = self
                    .paper(it.agreement)
                    .and_then(|paper| paper.against.iter().find(|(who, _)| who == by).map(|(_, when)| *when));
                for paper in self.measures.values_mut().flat_map(|kept| &mut kept.papers) {
                    paper.against.retain(|(_, when)| Some(*when) != said);
                }
                self.on_paper(it.agreement, |_| {});
            }
            Act::UseWithdrawn(it) => {
                let kept = self.measures.get_mut(&it.measure).unwrap();
                kept.stopped.insert(it.motive);
                kept.close(it.motive);
            }
            Act::Reconsented(it) => {
                let lots = &mut self.measures.get_mut(&it.measure).unwrap().lots;
                for lot in lots.iter_mut().filter(|lot| lot.contributor == *by) {
                    lot.uses.insert(it.motive);
                }
            }
            // Nothing else has a part in what a use may reach.
            _ => {}
        }
    }

    fn on_paper(&mut self, at: u64, what: impl FnOnce(&mut Paper)) {
        for kept in self.measures.values_mut() {
            if let Some(which) = kept.papers.iter().position(|paper| paper.at == at) {
                what(&mut kept.papers[which]);
                return kept.settle(which);
            }
        }
    }

    /// Whoever gathered has a say in it; who left, through whoever follows.
    fn find_heirs(&mut self) {
        for lot in self.measures.values_mut().flat_map(|kept| &mut kept.lots) {
            lot.heir = Some(lot.contributor.clone());
            while let Some(next) = lot.heir.as_ref().and_then(|it| self.left.get(it)) {
                lot.heir.clone_from(next);
            }
        }
    }

    /// A batch arrives that says which agreement it was gathered under.
    pub fn gather(&mut self, at: u64, binding: &Binding) {
        let Some(kept) = self.measures.get_mut(&binding.measure) else {
            return;
        };
        if kept.current().is_some_and(|paper| paper.at == binding.agreement) {
            let uses = kept.standing();
            let contributor = binding.contributor.clone();
            let heir = None;
            kept.lots.push(Lot {
                at,
                contributor,
                heir,
                uses,
            });
            self.find_heirs();
        }
    }
}
