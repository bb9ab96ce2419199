use axum::Router;
use axum::routing::{get, post};
use cm_app::{View, against_limits, number_in_words};
use cm_framework::{AgainstLimits, Assessed, Assessment, Baseline, CounterMeasure, Framework, Measure, MeasureRecord};
use cm_framework::{Motive, UseState};
use cm_kernel::{Date, Id, Period, Refusal};

use crate::rooms::measure::{count_of, listed, partner_name, target_words};
use crate::state::State;
use crate::words::date;

mod fields;
mod list;
mod put;
mod show;

/// Assessments of a measure's targets: listing, putting forward, reading, signing.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/measures/{measure}/assessments", get(list::show))
        .route(
            "/p/{partnership}/measures/{measure}/assessments/new",
            get(put::show).post(put::put),
        )
        .route("/p/{partnership}/measures/{measure}/assessments/{at}", get(show::show))
        .route(
            "/p/{partnership}/measures/{measure}/assessments/{at}/sign",
            post(show::sign),
        )
}

/// The record of a measure, or the refusal that says there is none.
fn record_of<'v>(view: &'v View, measure: &Id) -> Result<&'v MeasureRecord, Refusal> {
    view.framework.measure(measure).ok_or_else(|| {
        Refusal::new(
            "framework/no-such-measure",
            format!("There is no measure `{measure}`."),
            "Choose a measure listed on the framework page.",
        )
    })
}

/// An assessment of this very measure, by its position.
fn assessment_of<'v>(view: &'v View, measure: &Id, at: u64) -> Result<(&'v MeasureRecord, &'v Assessed), Refusal> {
    let record = record_of(view, measure)?;
    let found = record.assessment(at).ok_or_else(|| {
        Refusal::new(
            "framework/no-such-assessment",
            format!("No target of this measure was assessed at entry {at}."),
            "Open the assessment from the measure's page.",
        )
    })?;
    Ok((record, found))
}

/// Where an assessment is in its life: the last part of a mark's class, and a few words.
pub(crate) fn standing(framework: &Framework, it: &Assessed, today: Date) -> (&'static str, String) {
    let last = date(it.assessment.expires);
    if it.has_expired(today) {
        return ("suspended", format!("Held until {last}"));
    }
    if it.is_signed() {
        return ("granted", format!("Signed by all, holds until {last}"));
    }
    let names: Vec<_> = it
        .waits_for()
        .into_iter()
        .map(|id| partner_name(framework, id))
        .collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    ("waiting", format!("Waits for {}", listed(&names)))
}

/// The mark and the sentence of what natural limits say of an assessed target, or of there being none.
fn limits_said(measure: &Measure, it: &Assessment) -> (&'static str, String) {
    let said = against_limits(measure, it);
    match (it.against_limits(), said) {
        (Some(AgainstLimits::Inside), Some(said)) => ("attention", said),
        (Some(AgainstLimits::Above | AgainstLimits::Below), Some(said)) => ("not-agreed", said),
        _ => (
            "attention",
            "No natural limits are known, so nobody can tell whether single periods will cross this by chance."
                .to_owned(),
        ),
    }
}

/// The parts of an assessment that are short, by name.
fn facts(framework: &Framework, measure: &Measure, it: &Assessment) -> Vec<(&'static str, String)> {
    let names = |ids: &std::collections::BTreeSet<Id>| {
        let names: Vec<_> = ids.iter().map(|id| partner_name(framework, id)).collect();
        listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let minutes = match it.burden_minutes {
        0 => "Nothing more than is gathered anyway".to_owned(),
        1 => "1 minute a return".to_owned(),
        some => format!("{} minutes a return", count_of(&u64::from(some))),
    };
    vec![
        ("Target", target_words(&it.value, measure)),
        ("Set by", names(&it.setters)),
        ("Held to it", names(&it.held)),
        ("Burden of it", minutes),
        ("Holds until", date(it.expires)),
    ]
}

/// The baseline as text: what the chart said, and over which periods; or why there is none.
fn baseline_text(measure: &Measure, it: &Baseline) -> String {
    match it {
        Baseline::Read { sentence, span, .. } => {
            let period = |text: &String| Period::parse(text).map_or_else(|| text.clone(), Period::in_words);
            let limits = it.limits().map(|(lower, upper)| {
                let words = |number| number_in_words(measure, number);
                format!(" Natural limits {} to {},", words(lower), words(upper))
            });
            format!(
                "{sentence}.{} from {} to {}.",
                limits.unwrap_or_default(),
                period(&span.0),
                period(&span.1)
            )
        }
        Baseline::NotKnown { reason } => format!("No natural limits are known. {reason}"),
    }
}

/// What is watched beside a target: words, and the measure where there is one.
fn counter_text(framework: &Framework, it: &CounterMeasure) -> (String, Option<Id>) {
    match it {
        CounterMeasure::Measure(id) => {
            let title = framework.measure(id).map(|it| it.measure.title.clone());
            (title.unwrap_or_else(|| id.to_string()), Some(id.clone()))
        }
        CounterMeasure::None { reason } => (format!("Nothing. {reason}"), None),
    }
}

/// Why an agreed use stopped by itself, in a few words; empty where it did not.
pub(crate) fn why_stopped(framework: &Framework, measure: &Id, motive: Motive, today: Date) -> &'static str {
    if framework.use_state(measure, motive, today) != UseState::Suspended {
        return "";
    }
    match framework.why_suspended(measure, motive, today).map(|it| it.code) {
        Some("framework/assessment-expired") => "the assessment of the target is over",
        Some("framework/target-not-assessed") => "the target was never assessed",
        _ => "the review is overdue",
    }
}

/// The address of an assessment.
fn address(partnership: &Id, measure: &Id, at: u64) -> String {
    format!("/p/{partnership}/measures/{measure}/assessments/{at}")
}
