use axum::Router;
use axum::routing::{get, post};
use cm_app::View;
use cm_framework::{Agreement, DecisionRule, Framework, MeasureRecord, Motive};
use cm_kernel::{Id, Refusal};

use crate::rooms::measure::{listed, partner_name};
use crate::state::State;

mod act;
mod changes;
mod proposal;
mod propose;
mod show;
mod standing;
mod withdraw;

/// Agreements about the use of a measure: proposing, reading, signing, objecting, withdrawing.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route(
            "/p/{partnership}/measures/{measure}/agreements/new",
            get(propose::show).post(propose::propose),
        )
        .route("/p/{partnership}/measures/{measure}/agreements/{at}", get(show::show))
        .route(
            "/p/{partnership}/measures/{measure}/agreements/{at}/sign",
            post(act::sign),
        )
        .route(
            "/p/{partnership}/measures/{measure}/agreements/{at}/object",
            post(act::object),
        )
        .route(
            "/p/{partnership}/measures/{measure}/agreements/{at}/take-back",
            post(act::take_back),
        )
        .route(
            "/p/{partnership}/measures/{measure}/agreements/{at}/withdraw",
            post(withdraw::withdraw),
        )
        .route(
            "/p/{partnership}/measures/{measure}/agreements/{at}/reconsent",
            post(act::reconsent),
        )
}

/// The record of a measure, or the refusal that says there is none.
pub(crate) fn record_of<'v>(view: &'v View, measure: &Id) -> Result<&'v MeasureRecord, Refusal> {
    view.framework.measure(measure).ok_or_else(|| {
        Refusal::new(
            "framework/no-such-measure",
            format!("There is no measure `{measure}`."),
            "Choose a measure listed on the framework page.",
        )
    })
}

/// An agreement about this very measure, by its position.
fn agreement_of<'v>(view: &'v View, measure: &Id, at: u64) -> Result<(&'v MeasureRecord, &'v Agreement), Refusal> {
    let record = record_of(view, measure)?;
    let found = record.agreement(at).ok_or_else(|| {
        Refusal::new(
            "framework/no-such-agreement",
            format!("No agreement about this measure was proposed at entry {at}."),
            "Open the agreement from the measure's page.",
        )
    })?;
    Ok((record, found))
}

/// Uses in words: `learning, target and payment`.
fn uses(motives: impl IntoIterator<Item = Motive>) -> String {
    let words: Vec<_> = motives.into_iter().map(Motive::word).collect();
    listed(&words)
}

/// Partners in words.
fn names<'i>(framework: &Framework, partners: impl IntoIterator<Item = &'i Id>) -> String {
    let names: Vec<_> = partners.into_iter().map(|id| partner_name(framework, id)).collect();
    listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A decision rule in words.
fn rule(framework: &Framework, rule: &DecisionRule) -> String {
    match rule {
        DecisionRule::All => "Every signatory signs".to_owned(),
        DecisionRule::MajorityWithoutObjection => "More than half sign and no objection stands".to_owned(),
        DecisionRule::Stewards(stewards) => format!("Decided by the signatures of {}", names(framework, stewards)),
    }
}
