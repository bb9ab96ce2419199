use cm_app::{Caller, View};
use cm_framework::{DecisionRule, Framework, MeasureRecord};
use cm_kernel::{Date, Id};

use crate::figure::thousands;
use crate::rooms::measure::{Badge, badges, listed as in_a_row, partner_name};
use crate::words::date;

/// An outcome with its measures.
pub(super) struct Listed {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) why: String,
    pub(super) unmeasured: Vec<String>,
    pub(super) measures: Vec<MeasureShown>,
}

/// A measure as a card.
pub(super) struct MeasureShown {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) question: String,
    pub(super) badges: Vec<Badge>,
    pub(super) objections: Vec<(String, String)>,
    pub(super) facts: Vec<(&'static str, String)>,
    /// Position and label of the agreement in force and of those that wait.
    pub(super) agreements: Vec<(u64, String)>,
}

/// A partner as a line of the list.
pub(super) struct PartnerShown {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) fictional: bool,
    /// Whether the reader acts for it.
    pub(super) yours: bool,
}

pub(super) fn listed(view: &View, today: Date) -> Vec<Listed> {
    let framework = &view.framework;
    let outcomes = framework.outcomes.iter().map(|outcome| Listed {
        id: outcome.id.clone(),
        title: outcome.title.clone(),
        why: outcome.why.clone(),
        unmeasured: outcome.unmeasured.clone(),
        measures: framework
            .measures
            .values()
            .filter(|record| record.measure.outcome == outcome.id)
            .map(|record| shown(view, record, today))
            .collect(),
    });
    outcomes.collect()
}

fn shown(view: &View, record: &MeasureRecord, today: Date) -> MeasureShown {
    let framework = &view.framework;
    let measure = &record.measure;
    let in_force = record.in_force();
    let objections = in_force.map(|it| it.objections.as_slice()).unwrap_or_default();
    let current = in_force.map(|it| (it.at, format!("Version {} in force", it.version)));
    let open = record
        .open()
        .map(|it| (it.at, format!("Version {} waits for signatures", it.version)));
    MeasureShown {
        id: measure.id.clone(),
        title: measure.title.clone(),
        question: measure.question.clone(),
        badges: badges(framework, &measure.id, today),
        objections: objections
            .iter()
            .map(|it| (partner_name(framework, &it.partner), it.reason.clone()))
            .collect(),
        facts: facts(view, record, today),
        agreements: current.into_iter().chain(open).collect(),
    }
}

fn facts(view: &View, record: &MeasureRecord, today: Date) -> Vec<(&'static str, String)> {
    let framework = &view.framework;
    let measure = &record.measure;
    let readings: u64 = view.gatherings.of(&measure.id).map(|it| it.gathered.rows).sum();
    let proposed = format!("{}, {}", partner_name(framework, &record.by), date(record.on));
    let mut facts = vec![("Proposed by", proposed)];
    if let Some(agreement) = record.in_force() {
        facts.push(("Can stop it", who_can_stop(framework, agreement)));
        let late = if agreement.has_lapsed(today) { ", overdue" } else { "" };
        let review = format!("{}{late}", date(agreement.proposal.review_by));
        facts.push(("Next review", review));
    }
    let burden = format!(
        "{} minutes a return, every {}",
        measure.burden_minutes,
        measure.period.word()
    );
    facts.push(("Burden", burden));
    facts.push(("Readings", thousands(readings)));
    facts.push(("Could go wrong", measure.could_go_wrong.clone()));
    facts
}

/// Each signatory and steward may withdraw a use at once, whatever the decision rule was.
fn who_can_stop(framework: &Framework, agreement: &cm_framework::Agreement) -> String {
    let mut able = agreement.proposal.signatories.clone();
    if let DecisionRule::Stewards(stewards) = &agreement.proposal.rule {
        able.extend(stewards.iter().cloned());
    }
    let names: Vec<_> = able.iter().map(|id| partner_name(framework, id)).collect();
    in_a_row(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

pub(super) fn partners(framework: &Framework, caller: &Caller) -> Vec<PartnerShown> {
    let partners = framework.partners.iter().map(|it| PartnerShown {
        name: it.name.clone(),
        kind: it.kind.clone(),
        fictional: it.fictional,
        yours: it.id == caller.partner,
    });
    partners.collect()
}
