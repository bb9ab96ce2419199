use std::collections::BTreeSet;

use cm_app::View;
use cm_framework::{Agreement, MeasureRecord, Motive, Proposal, UseState};
use cm_kernel::{Date, Id};

use super::{names, rule, uses};
use crate::figure::thousands;
use crate::rooms::measure::{capital_of, target_words};
use crate::rooms::negotiation::{Difference, differences};
use crate::words::date;

/// One thing a proposal would change, in words.
pub(super) struct Change {
    /// The last part of a mark's class.
    pub(super) mark: &'static str,
    pub(super) title: String,
    /// More, in a sentence; may be empty.
    pub(super) text: String,
}

impl Change {
    fn new(mark: &'static str, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            mark,
            title: title.into(),
            text: text.into(),
        }
    }
}

/// What a proposal would change against the agreement in force: wider uses first, then narrower ones, then the rest.
pub(super) fn changes(view: &View, record: &MeasureRecord, proposal: &Proposal, today: Date) -> Vec<Change> {
    let Some(before) = record.in_force() else {
        return std::iter::once(first(proposal))
            .chain(defining(record, proposal))
            .collect();
    };
    let framework = &view.framework;
    let measure = &record.measure;
    let stands = |motive: &Motive| {
        let state = framework.use_state(&measure.id, *motive, today);
        matches!(state, UseState::Granted | UseState::Suspended)
    };
    let now: BTreeSet<Motive> = Motive::ALL.into_iter().filter(stands).collect();
    let mut changes: Vec<Change> = defining(record, proposal).collect();
    let wider: Vec<Motive> = proposal.motives.difference(&now).copied().collect();
    if !wider.is_empty() {
        changes.push(widening(view, &measure.id, &wider));
    }
    let narrower: Vec<Motive> = now.difference(&proposal.motives).copied().collect();
    if !narrower.is_empty() {
        changes.push(Change::new(
            "suspended",
            format!("Ends {}", uses(narrower)),
            "This acts at once on all later use. Published editions stay and carry a notice.",
        ));
    }
    if let (Some(old), Some(new)) = (&before.proposal.target, &proposal.target)
        && old != new
    {
        let (old, new) = (target_words(old, measure), target_words(new, measure));
        changes.push(Change::new(
            "waiting",
            format!("Moves the target from {old} to {new}"),
            "",
        ));
    }
    changes.extend(terms(view, before, proposal));
    changes.extend(unasked(view, &measure.id, proposal));
    if changes.is_empty() {
        changes.push(Change::new(
            "not-agreed",
            "Changes nothing",
            "It says the same as the agreement in force.",
        ));
    }
    changes
}

/// Where the definition a proposal carries differs from the one that holds.
fn defining<'a>(record: &'a MeasureRecord, proposal: &'a Proposal) -> impl Iterator<Item = Change> + 'a {
    proposal.definition.iter().flat_map(|it| {
        let title = format!("Defines the measure anew from {}", date(it.from));
        let says = format!("{}. {}", capital_of(it.bridge.in_words()), it.compares);
        let parts = differences(&record.measure, &it.measure).into_iter();
        let part = |it: Difference| {
            Change::new(
                "waiting",
                it.part,
                format!("Now: {} Then: {}", ended(&it.before), it.after),
            )
        };
        std::iter::once(Change::new("attention", title, says)).chain(parts.map(part))
    })
}

/// A text with an end, so that another sentence may follow.
fn ended(text: &str) -> String {
    let end = if text.ends_with(['.', '!', '?', '”']) {
        ""
    } else {
        "."
    };
    format!("{text}{end}")
}

fn first(proposal: &Proposal) -> Change {
    Change::new(
        "waiting",
        format!("First agreement: {}", uses(proposal.motives.iter().copied())),
        "Evidence can be gathered from the day it is in force, and may reach these uses and no others.",
    )
}

fn widening(view: &View, measure: &Id, wider: &[Motive]) -> Change {
    let readings: u64 = view.gatherings.of(measure).map(|it| it.gathered.rows).sum();
    let title = format!("Adds {}", uses(wider.iter().copied()));
    let holds = "Holds for evidence gathered from the day all have signed";
    let text = match readings {
        0 => format!("{holds}."),
        1 => format!("{holds}; the 1 reading gathered so far stays out unless its contributor re-consents."),
        _ => format!(
            "{holds}; {} readings gathered so far stay out unless contributors re-consent.",
            thousands(readings)
        ),
    };
    Change::new("attention", title, text)
}

/// Changes of who signs, how it is decided and when it is reviewed.
fn terms(view: &View, before: &Agreement, proposal: &Proposal) -> Vec<Change> {
    let framework = &view.framework;
    let old = &before.proposal;
    let mut changes = Vec::new();
    let joining: Vec<_> = proposal.signatories.difference(&before.say.signatories).collect();
    if !joining.is_empty() {
        changes.push(Change::new(
            "waiting",
            format!("Asks {} to sign too", names(framework, joining)),
            "",
        ));
    }
    let leaving: Vec<_> = before.say.signatories.difference(&proposal.signatories).collect();
    if !leaving.is_empty() {
        changes.push(Change::new(
            "attention",
            format!("No longer asks {} to sign", names(framework, leaving)),
            "",
        ));
    }
    if before.say.rule != proposal.rule {
        changes.push(Change::new(
            "waiting",
            "Changes how it is decided",
            rule(framework, &proposal.rule),
        ));
    }
    if old.review_by != proposal.review_by {
        let title = format!(
            "Moves the review from {} to {}",
            date(old.review_by),
            date(proposal.review_by)
        );
        changes.push(Change::new("waiting", title, ""));
    }
    changes
}

/// Partners whose evidence the measure already draws on and who are not asked.
fn unasked(view: &View, measure: &Id, proposal: &Proposal) -> Option<Change> {
    let contributors: BTreeSet<&Id> = view
        .gatherings
        .of(measure)
        .map(|it| &it.gathered.binding.contributor)
        .filter_map(|id| view.framework.stands_for(id))
        .filter(|id| !proposal.signatories.contains(id))
        .collect();
    (!contributors.is_empty()).then(|| {
        let who = capital_of(&names(&view.framework, contributors));
        Change::new(
            "attention",
            format!("{who} contributed evidence and is not asked to sign"),
            "Those whose evidence it draws on should be among the signatories.",
        )
    })
}
