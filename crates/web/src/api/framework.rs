use axum::Json;
use axum::extract::Path;
use cm_app::{Deed, View};
use cm_framework::{Agreement, MeasureRecord, Motive, UseState};
use cm_kernel::{Date, Id, Refusal};
use serde_json::{Value, json};

use super::bearer::Bearer;
use super::described::ProblemDetails;
use super::said::Given;

/// The partnership of the token, and as whom it acts.
#[utoipa::path(get, path = "/api/v1/partnerships", responses((status = 200, description = "The partnership of the token", body = Object), (status = 400, description = "Not readable", body = ProblemDetails, content_type = "application/problem+json"), (status = 401, description = "No token that works", body = ProblemDetails, content_type = "application/problem+json"), (status = 403, description = "Not for this role or token", body = ProblemDetails, content_type = "application/problem+json"), (status = 404, description = "No such thing", body = ProblemDetails, content_type = "application/problem+json"), (status = 429, description = "Too many requests", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn partnerships(bearer: Bearer) -> Given<Value> {
    let scope = bearer.token().scope;
    let told = bearer
        .does(
            Deed::Read,
            bearer.token().caller.partnership.as_str(),
            move |house, caller| {
                let profile = house.profile(&caller.partnership)?;
                let roles: Vec<_> = caller.roles.iter().map(|it| it.word()).collect();
                Ok(json!({ "partnerships": [{
                    "id": caller.partnership,
                    "name": profile.name,
                    "about": profile.about,
                    "demonstration": profile.demonstration,
                    "acts-for": caller.partner,
                    "roles": roles,
                    "scope": scope.word(),
                }]}))
            },
        )
        .await?;
    Ok(Json(told))
}

/// Every measure, with its agreed uses and the objections that stand.
#[utoipa::path(get, path = "/api/v1/partnerships/{partnership}/measures", params(("partnership" = String, Path, description = "Name of the partnership")), responses((status = 200, description = "Every measure", body = Object), (status = 400, description = "Not readable", body = ProblemDetails, content_type = "application/problem+json"), (status = 401, description = "No token that works", body = ProblemDetails, content_type = "application/problem+json"), (status = 403, description = "Not for this role or token", body = ProblemDetails, content_type = "application/problem+json"), (status = 404, description = "No such thing", body = ProblemDetails, content_type = "application/problem+json"), (status = 429, description = "Too many requests", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn measures(bearer: Bearer, Path(partnership): Path<String>) -> Given<Value> {
    let told = bearer
        .does(Deed::Read, &partnership, |house, caller| {
            let view = house.view(&caller.partnership)?;
            let today = house.today();
            let told = |(id, record)| brief(&view, id, record, today);
            let measures: Vec<_> = view.framework.measures.iter().map(told).collect();
            Ok(json!({ "measures": measures }))
        })
        .await?;
    Ok(Json(told))
}

/// One measure: its definition, its agreements and where each use stands.
#[utoipa::path(get, path = "/api/v1/partnerships/{partnership}/measures/{measure}", params(("partnership" = String, Path, description = "Name of the partnership"), ("measure" = String, Path, description = "Name of the measure")), responses((status = 200, description = "One measure", body = Object), (status = 400, description = "Not readable", body = ProblemDetails, content_type = "application/problem+json"), (status = 401, description = "No token that works", body = ProblemDetails, content_type = "application/problem+json"), (status = 403, description = "Not for this role or token", body = ProblemDetails, content_type = "application/problem+json"), (status = 404, description = "No such thing", body = ProblemDetails, content_type = "application/problem+json"), (status = 429, description = "Too many requests", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn measure(bearer: Bearer, Path((partnership, measure)): Path<(String, String)>) -> Given<Value> {
    bearer.must(Deed::Read, &partnership)?;
    let id = Id::new(&measure)?;
    let told = bearer
        .does(Deed::Read, &partnership, move |house, caller| {
            let view = house.view(&caller.partnership)?;
            let record = view.framework.measure(&id).ok_or_else(|| no_such_measure(&id))?;
            let mut told = brief(&view, &id, record, house.today());
            if let Some(told) = told.as_object_mut() {
                told.insert("definition".to_owned(), serde_json::to_value(&record.measure)?);
                told.insert("proposed-by".to_owned(), json!(record.by));
                told.insert("proposed-on".to_owned(), json!(record.on));
                told.insert("agreement".to_owned(), json!(record.in_force().map(agreement)));
                let open: Vec<_> = record.open().map(agreement).collect();
                told.insert("waiting".to_owned(), json!(open));
            }
            Ok(told)
        })
        .await?;
    Ok(Json(told))
}

fn brief(view: &View, id: &Id, record: &MeasureRecord, today: Date) -> Value {
    let uses = Motive::ALL.iter().map(|motive| {
        let state = match view.framework.use_state(id, *motive, today) {
            UseState::Granted => "agreed",
            UseState::NotAgreed => "not-agreed",
            UseState::Withdrawn => "withdrawn",
            UseState::Suspended => "suspended",
        };
        (motive.word().to_owned(), json!(state))
    });
    let objections = record.in_force().into_iter().flat_map(|it| &it.objections);
    let objections =
        objections.map(|it| json!({ "partner": it.partner, "on": it.on, "reason": it.reason, "entry": it.at }));
    json!({
        "id": id,
        "title": record.measure.title,
        "outcome": record.measure.outcome,
        "question": record.measure.question,
        "uses": uses.collect::<serde_json::Map<_, _>>(),
        "objections": objections.collect::<Vec<_>>(),
    })
}

fn agreement(it: &Agreement) -> Value {
    let signed = it
        .signatures
        .iter()
        .map(|it| json!({ "partner": it.partner, "on": it.on }));
    json!({
        "entry": it.at,
        "version": it.version,
        "proposal": it.proposal,
        "signatures": signed.collect::<Vec<_>>(),
    })
}

pub(super) fn no_such_measure(id: &Id) -> Refusal {
    Refusal::new(
        "framework/no-such-measure",
        format!("There is no measure `{id}`."),
        "Choose a measure listed on the framework page.",
    )
}
