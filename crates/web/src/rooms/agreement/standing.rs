use cm_app::{Caller, House, Unable, View};
use cm_framework::{Agreement, DecisionRule, MeasureRecord, Motive, Standing, UseState};
use cm_kernel::Date;

use super::{names, rule, uses};
use crate::rooms::assessment::why_stopped;
use crate::rooms::measure::{Badge, badges, capital_of};
use crate::words::date;

/// Where an agreement is in its life, in words.
pub(super) struct Stands {
    /// The last part of a mark's class.
    pub(super) mark: &'static str,
    pub(super) title: String,
    pub(super) text: String,
}

pub(super) fn stands(
    house: &House,
    caller: &Caller,
    view: &View,
    record: &MeasureRecord,
    it: &Agreement,
) -> Result<Stands, Unable> {
    let day = |at: u64| -> Result<String, Unable> {
        let entries = house.ledger(caller, &caller.partnership, at, 1)?;
        Ok(entries
            .first()
            .map_or_else(String::new, |entry| date(entry.received.date())))
    };
    let next = |until: u64| {
        let next = record.agreements.iter().find(|it| it.in_force_since() == Some(until));
        next.map_or_else(|| "a later version".to_owned(), |it| format!("version {}", it.version))
    };
    Ok(match it.standing {
        Standing::Proposed => proposed(view, record, it),
        Standing::InForce { since } => in_force(house, record, view, it, &day(since)?),
        Standing::Superseded { since, until } => Stands {
            mark: "not-agreed",
            title: format!("No longer in force: {} took its place", next(until)),
            text: format!("In force from {} until {}.", day(since)?, day(until)?),
        },
        Standing::Overtaken => Stands {
            mark: "not-agreed",
            title: "Never came into force".to_owned(),
            text: "A later version was signed before this one.".to_owned(),
        },
    })
}

fn proposed(view: &View, record: &MeasureRecord, it: &Agreement) -> Stands {
    let waits = it.waits_for();
    let assessed = record.ground_of(&it.proposal).filter(|it| !it.is_signed());
    if let Some(assessed) = assessed.filter(|_| it.is_decided()) {
        return Stands {
            mark: "waiting",
            title: "Waits for the assessment of its target".to_owned(),
            text: format!(
                "It is signed. It comes into force by itself when the assessment has been signed by {}.",
                names(&view.framework, assessed.waits_for())
            ),
        };
    }
    let majority = it.proposal.rule == DecisionRule::MajorityWithoutObjection;
    if majority && !it.objections.is_empty() {
        return Stands {
            mark: "attention",
            title: "An objection stands".to_owned(),
            text: "It comes into force when more than half have signed and the objection is taken back.".to_owned(),
        };
    }
    Stands {
        mark: "waiting",
        title: format!("Waits for {}", names(&view.framework, waits)),
        text: format!(
            "{}. Until then nothing changes.",
            rule(&view.framework, &it.proposal.rule)
        ),
    }
}

fn in_force(house: &House, record: &MeasureRecord, view: &View, it: &Agreement, since: &str) -> Stands {
    let suspended = |motive: &Motive| {
        let state = view.framework.use_state(&record.measure.id, *motive, house.today());
        state == UseState::Suspended
    };
    let stopped: Vec<_> = Motive::ALL.into_iter().filter(suspended).collect();
    let signed = format!(
        "Signed by {} of {} partners.",
        it.signatures.len(),
        it.proposal.signatories.len()
    );
    let title = format!("In force since {since}");
    if stopped.is_empty() {
        return Stands {
            mark: "granted",
            title,
            text: signed,
        };
    }
    let lapsed = it.has_lapsed(house.today());
    let why = match stopped.first() {
        Some(motive) if !lapsed => capital_of(why_stopped(&view.framework, &record.measure.id, *motive, house.today())),
        _ => format!("The review was due by {}", date(it.proposal.review_by)),
    };
    let text = format!(
        "{signed} {why}, so {} stopped by itself. A new version starts it again.",
        uses(stopped)
    );
    Stands {
        mark: "suspended",
        title,
        text,
    }
}

/// The uses an agreement names, as badges: where they stand when it is in force, else what became of them.
pub(super) fn badges_of(view: &View, it: &Agreement, today: Date) -> Vec<Badge> {
    let motives = &it.proposal.motives;
    if matches!(it.standing, Standing::InForce { .. }) {
        let all = badges(&view.framework, &it.proposal.measure, today);
        let named = all
            .into_iter()
            .zip(Motive::ALL)
            .filter(|(_, motive)| motives.contains(motive));
        return named.map(|(badge, _)| badge).collect();
    }
    let word = match it.standing {
        Standing::Proposed => "proposed",
        Standing::Superseded { .. } => "ended",
        Standing::Overtaken | Standing::InForce { .. } => "never agreed",
    };
    let badge = |motive: &Motive| Badge {
        motive: capital_of(motive.word()),
        state: "not-agreed",
        word,
    };
    motives.iter().map(badge).collect()
}
