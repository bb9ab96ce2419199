use cm_app::{Caller, View};
use cm_framework::{Framework, MeasureRecord, Outcome, Subject};
use cm_kernel::{Date, Id};

use crate::figure::thousands;
use crate::rooms::measure::{Badge, badges, listed as in_a_row, partner_name};
use crate::words::date;

/// An outcome with its measures.
pub(super) struct Listed {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) why: String,
    pub(super) unmeasured: Vec<Unmeasured>,
    /// How many comments there are about it.
    pub(super) comments: usize,
    pub(super) measures: Vec<MeasureShown>,
}

/// Something that matters and nobody measures.
pub(crate) struct Unmeasured {
    pub(crate) what: String,
    /// Who left it so, when and why; empty when it was named with the outcome.
    pub(crate) says: String,
}

/// What an outcome leaves unmeasured: named with it, left so since, and measures that were set down.
pub(crate) fn unmeasured(framework: &Framework, outcome: &Outcome) -> Vec<Unmeasured> {
    let named = outcome.unmeasured.iter().map(|what| Unmeasured {
        what: what.clone(),
        says: String::new(),
    });
    let says = |by: &Id, on: Date, reason: &str| format!("{}, {}: “{reason}”", partner_name(framework, by), date(on));
    let left = framework
        .left_unmeasured
        .iter()
        .filter(|it| it.it.outcome == outcome.id);
    let left = left.map(|it| Unmeasured {
        what: it.it.what.clone(),
        says: says(&it.by, it.on, &it.it.reason),
    });
    let measures = framework
        .measures
        .values()
        .filter(|it| it.measure.outcome == outcome.id);
    let down = measures.filter_map(|record| {
        let it = record.negotiation.set_down.as_ref()?;
        Some(Unmeasured {
            what: format!("{} (set down)", record.measure.title),
            says: says(&it.by, it.on, &it.it.reason),
        })
    });
    named.chain(left).chain(down).collect()
}

/// How much was said about something.
pub(crate) fn said_of(framework: &Framework, about: &Subject) -> usize {
    framework.comments.iter().filter(|it| it.it.about == *about).count()
}

/// A measure as a card.
pub(super) struct MeasureShown {
    pub(super) id: Id,
    pub(super) title: String,
    pub(super) question: String,
    pub(super) badges: Vec<Badge>,
    pub(super) objections: Vec<(String, String)>,
    /// Vetoes that stand: partner and reason.
    pub(super) vetoes: Vec<(String, String)>,
    /// Why it was set down; empty while it is not.
    pub(super) set_down: String,
    /// How many comments there are about it.
    pub(super) comments: usize,
    pub(super) facts: Vec<(&'static str, String)>,
    /// Position and label of the agreement in force and of those that wait.
    pub(super) agreements: Vec<(u64, String)>,
}

/// A partner as a line of the list.
pub(super) struct PartnerShown {
    pub(super) id: Id,
    /// When it left; empty while it takes part.
    pub(super) left: String,
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
        unmeasured: unmeasured(framework, outcome),
        comments: said_of(framework, &Subject::Outcome(outcome.id.clone())),
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
        vetoes: vetoes(framework, record),
        set_down: record
            .negotiation
            .set_down
            .as_ref()
            .map(|it| it.it.reason.clone())
            .unwrap_or_default(),
        comments: said_of(framework, &Subject::Measure(measure.id.clone())),
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

/// Vetoes that stand: partner and reason.
pub(crate) fn vetoes(framework: &Framework, record: &MeasureRecord) -> Vec<(String, String)> {
    let standing = record.negotiation.standing();
    let veto = |it: &cm_framework::Veto| (partner_name(framework, &it.said.by), it.said.it.reason.clone());
    standing.map(veto).collect()
}

/// Each signatory and steward may withdraw a use at once, whatever the decision rule was.
fn who_can_stop(framework: &Framework, agreement: &cm_framework::Agreement) -> String {
    let able = agreement.say.everyone();
    let names: Vec<_> = able.iter().map(|id| partner_name(framework, id)).collect();
    in_a_row(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

pub(super) fn partners(framework: &Framework, caller: &Caller) -> Vec<PartnerShown> {
    let partners = framework.partners.iter().map(|it| PartnerShown {
        id: it.id.clone(),
        left: framework.left.get(&it.id).map(|left| date(left.on)).unwrap_or_default(),
        name: it.name.clone(),
        kind: it.kind.clone(),
        fictional: it.fictional,
        yours: it.id == caller.partner,
    });
    partners.collect()
}
