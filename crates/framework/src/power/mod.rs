use std::collections::BTreeSet;

use cm_kernel::{Date, Id, Length};

use crate::agreement::Agreement;
use crate::{DecisionRule, Framework, Means, MeasureRecord, Motive, UseState};

/// How a partner can keep a measure, or another agreement about it, from coming into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VetoBy {
    /// Any partner says no on the measure's page, because no agreement is in force yet.
    AnyPartner,
    /// Each signatory by not signing: the agreement in force was decided by all.
    NotSigning,
    /// Each signatory by objecting: the agreement in force was decided by a majority without objection.
    Objecting,
    /// Each steward by not signing: the agreement in force was decided by its stewards.
    Stewards,
}

/// Who has which power over one measure. Every set is of ids of partners.
///
/// Source: the register is of our own making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasurePower {
    /// The measure.
    pub measure: Id,
    /// The name people use.
    pub title: String,
    /// The partner that put it forward.
    pub proposed_by: Id,
    /// The partner whose definition holds: the one that put it forward, or the one that proposed the agreement which
    /// changed its definition last.
    pub defined_by: Id,
    /// Who signed the agreement in force; empty while there is none.
    pub signed: BTreeSet<Id>,
    /// Uses that stand today: learning lets members of all partners see it, publication the public.
    pub uses: Vec<Motive>,
    /// Who can veto it.
    pub can_veto: BTreeSet<Id>,
    /// How they can.
    pub veto_by: VetoBy,
    /// Who can stop a use at once: each signatory and steward; empty while no agreement is in force.
    pub can_stop: BTreeSet<Id>,
    /// Whose evidence it holds so far, partners that left too.
    pub contributors: BTreeSet<Id>,
    /// Who answers for that evidence now: contributors that take part, and those that follow the ones that left.
    pub returning: BTreeSet<Id>,
    /// Objections and vetoes that stand: partner and reason.
    pub objections: Vec<(Id, String)>,
    /// Minutes it costs each contributor in a year; 0 when nothing may be gathered.
    pub minutes_each: u64,
}

impl MeasurePower {
    /// Minutes it costs all that answer for its evidence together in a year.
    #[must_use]
    pub fn minutes(&self) -> u64 {
        self.minutes_each
            .saturating_mul(u64::try_from(self.returning.len()).unwrap_or(u64::MAX))
    }
}

/// What one partner can do, and what it gives, counted over the measures that are not set down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerPower {
    /// The partner.
    pub partner: Id,
    /// How many measures it put forward.
    pub proposed: usize,
    /// How many agreements in force it signed.
    pub signed: usize,
    /// How many measures it can veto.
    pub can_veto: usize,
    /// Of how many measures it can stop a use at once.
    pub can_stop: usize,
    /// To how many measures it gave evidence, or follows a partner that did.
    pub contributes: usize,
    /// Whether it gives evidence and can veto none of the measures it gives evidence to.
    pub without_veto: bool,
    /// Whether it signed for measures or gives evidence to some, and all of them were put forward by others.
    pub all_by_others: bool,
    /// Minutes its returns take in a year.
    pub minutes: u64,
    /// What it lives on, where it said so.
    pub means: Option<Means>,
}

/// Who has which power over what is measured, and what it costs whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Power {
    /// Measures that are not set down, in order of id.
    pub measures: Vec<MeasurePower>,
    /// Partners that take part, in the order they joined.
    pub partners: Vec<PartnerPower>,
}

impl Power {
    /// The line of a measure.
    #[must_use]
    pub fn measure(&self, id: &Id) -> Option<&MeasurePower> {
        self.measures.iter().find(|it| it.measure == *id)
    }

    /// Minutes everything costs everyone in a year.
    #[must_use]
    pub fn minutes(&self) -> u64 {
        self.measures
            .iter()
            .map(MeasurePower::minutes)
            .fold(0, u64::saturating_add)
    }
}

/// How many returns a year periods of this length ask for: one for each period, 365 for days and 52 for weeks.
#[must_use]
pub fn returns_a_year(period: Length) -> u32 {
    match period {
        Length::Day => 365,
        Length::Week => 52,
        Length::Month => 12,
        Length::Quarter => 4,
        Length::Year | Length::FinancialYear => 1,
    }
}

impl Framework {
    /// Who has which power over each measure on a day, and what it costs whom. Measures that were set down are left out.
    #[must_use]
    pub fn power(&self, today: Date) -> Power {
        let looked_at = self.measures.values().filter(|it| it.negotiation.set_down.is_none());
        let measures: Vec<_> = looked_at.map(|record| self.power_over(record, today)).collect();
        let partners = self
            .taking_part()
            .map(|it| power_of(&it.id, &measures, self.means_of(&it.id)))
            .collect();
        Power { measures, partners }
    }

    /// What a partner said last of its own means.
    #[must_use]
    pub fn means_of(&self, partner: &Id) -> Option<&Means> {
        self.means.get(partner).map(|it| &it.it)
    }

    fn power_over(&self, record: &MeasureRecord, today: Date) -> MeasurePower {
        let measure = &record.measure;
        let in_force = record.in_force();
        let (veto_by, can_veto) = self.vetoes_of(in_force);
        let contributors: BTreeSet<Id> = record.bindings.iter().map(|(_, it)| it.contributor.clone()).collect();
        let returns = u64::from(returns_a_year(measure.period));
        let minutes = u64::from(measure.burden_minutes).saturating_mul(returns);
        let granted = |motive: &Motive| self.use_state(&measure.id, *motive, today) == UseState::Granted;
        MeasurePower {
            measure: measure.id.clone(),
            title: measure.title.clone(),
            proposed_by: record.by.clone(),
            defined_by: defined_by(record).clone(),
            signed: in_force.map(signed).unwrap_or_default(),
            uses: Motive::ALL.into_iter().filter(granted).collect(),
            can_veto,
            veto_by,
            can_stop: in_force.map(can_stop).unwrap_or_default(),
            returning: contributors
                .iter()
                .filter_map(|it| self.stands_for(it))
                .cloned()
                .collect(),
            contributors,
            objections: objections(record),
            minutes_each: in_force.map_or(0, |_| minutes),
        }
    }

    fn vetoes_of(&self, in_force: Option<&Agreement>) -> (VetoBy, BTreeSet<Id>) {
        let Some(agreement) = in_force else {
            return (VetoBy::AnyPartner, self.taking_part().map(|it| it.id.clone()).collect());
        };
        let signatories = agreement.say.signatories.clone();
        match &agreement.say.rule {
            DecisionRule::All => (VetoBy::NotSigning, signatories),
            DecisionRule::MajorityWithoutObjection => (VetoBy::Objecting, signatories),
            DecisionRule::Stewards(stewards) => (VetoBy::Stewards, stewards.clone()),
        }
    }
}

/// Whose words the definition is in.
fn defined_by(record: &MeasureRecord) -> &Id {
    let last = record.negotiation.redefined.last();
    last.and_then(|it| record.agreement(it.agreement))
        .map_or(&record.by, |it| &it.by)
}

fn signed(agreement: &Agreement) -> BTreeSet<Id> {
    agreement.signatures.iter().map(|it| it.partner.clone()).collect()
}

/// Each signatory and steward, whatever the decision rule was.
fn can_stop(agreement: &Agreement) -> BTreeSet<Id> {
    agreement.say.everyone().into_iter().cloned().collect()
}

/// Objections to the agreement in force and to those that wait, each once, and vetoes.
fn objections(record: &MeasureRecord) -> Vec<(Id, String)> {
    let mut found: Vec<(Id, String)> = Vec::new();
    let agreements = record.in_force().into_iter().chain(record.open());
    let said = agreements
        .flat_map(|it| &it.objections)
        .map(|it| (&it.partner, &it.reason));
    let vetoes = record
        .negotiation
        .standing()
        .map(|it| (&it.said.by, &it.said.it.reason));
    for (partner, reason) in said.chain(vetoes) {
        if !found.iter().any(|(by, why)| by == partner && why == reason) {
            found.push((partner.clone(), reason.clone()));
        }
    }
    found
}

fn power_of(partner: &Id, measures: &[MeasurePower], means: Option<&Means>) -> PartnerPower {
    let count = |has: &dyn Fn(&MeasurePower) -> bool| measures.iter().filter(|it| has(it)).count();
    let gives = |it: &MeasurePower| it.returning.contains(partner);
    let taken_part = |it: &MeasurePower| gives(it) || it.signed.contains(partner);
    let contributes = count(&gives);
    let minutes = measures.iter().filter(|it| gives(it)).map(|it| it.minutes_each);
    PartnerPower {
        partner: partner.clone(),
        proposed: count(&|it| it.proposed_by == *partner),
        signed: count(&|it| it.signed.contains(partner)),
        can_veto: count(&|it| it.can_veto.contains(partner)),
        can_stop: count(&|it| it.can_stop.contains(partner)),
        contributes,
        without_veto: contributes > 0 && count(&|it| gives(it) && it.can_veto.contains(partner)) == 0,
        all_by_others: count(&taken_part) > 0 && count(&|it| taken_part(it) && it.proposed_by == *partner) == 0,
        minutes: minutes.fold(0, u64::saturating_add),
        means: means.cloned(),
    }
}
