use axum::Json;
use axum::extract::{Path, Query};
use cm_app::Deed;
use cm_framework::Motive;
use cm_insight::method;
use cm_kernel::{Date, Id, Refusal};
use serde_json::{Value, json};

use super::bearer::Bearer;
use super::described::ProblemDetails;
use super::framework::no_such_measure;
use super::said::Given;
use crate::input;
use crate::rooms::measure::{Chosen, no_such_method, recent};

/// What a method says about a measure, for a use that partners agreed. A use that is refused stands in the record, once a
/// day for the same question of the same member.
#[utoipa::path(get, path = "/api/v1/partnerships/{partnership}/measures/{measure}/insight", params(("partnership" = String, Path, description = "Name of the partnership"), ("measure" = String, Path, description = "Name of the measure"), ("method" = Option<String>, Query, description = "Name of the method; xmr when absent"), ("for" = Option<String>, Query, description = "The use it is for"), ("place" = Option<String>, Query, description = "One place alone"), ("group" = Option<String>, Query, description = "One population group alone"), ("from" = Option<String>, Query, format = Date, description = "First day"), ("to" = Option<String>, Query, format = Date, description = "Last day")), responses((status = 200, description = "What the method found", body = Object), (status = 400, description = "Not readable", body = ProblemDetails, content_type = "application/problem+json"), (status = 401, description = "No token that works", body = ProblemDetails, content_type = "application/problem+json"), (status = 403, description = "Not for this role or token", body = ProblemDetails, content_type = "application/problem+json"), (status = 404, description = "No such thing", body = ProblemDetails, content_type = "application/problem+json"), (status = 429, description = "Too many requests", body = ProblemDetails, content_type = "application/problem+json"), (status = 409, description = "Not as things stand", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn insight(
    bearer: Bearer,
    Path((partnership, measure)): Path<(String, String)>,
    Query(given): Query<input::Given>,
) -> Given<Value> {
    bearer.must(Deed::Ask, &partnership)?;
    let id = Id::new(&measure)?;
    let named = Some(given.text("method")).filter(|it| !it.is_empty());
    let method = method(named.unwrap_or("xmr")).ok_or_else(no_such_method)?;
    let motive = motive(given.text("for"))?.unwrap_or_else(|| method.motive());
    for name in ["from", "to"] {
        given.all(name).try_for_each(is_a_date)?;
    }
    let mut asked = Chosen::of(&given).asked(&id, method)?;
    asked.motive = motive;
    let told = bearer
        .run(move |house, token| {
            let view = house.view(&token.caller.partnership)?;
            view.framework.measure(&id).ok_or_else(|| no_such_measure(&id))?;
            recent(house, &token.caller, method, &mut asked);
            let answer = house.ask_by_token(token, &asked)?;
            Ok(json!({
                "measure": id,
                "for": asked.motive.word(),
                "insight": *answer.insight,
            }))
        })
        .await?;
    Ok(Json(told))
}

/// Programs write dates in one way, and leave out what they do not ask.
fn is_a_date(text: &str) -> Result<(), Refusal> {
    Date::parse(text).map(|_| ()).ok_or_else(|| {
        let shown: String = text.chars().take(20).collect();
        Refusal::new(
            "web/not-a-date",
            format!("`{shown}` is not a date."),
            "Write it as 2018-04-01, or leave it out.",
        )
    })
}

fn motive(text: &str) -> Result<Option<Motive>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let found = Motive::ALL.into_iter().find(|it| it.word() == text);
    found.map(Some).ok_or_else(|| {
        let words: Vec<_> = Motive::ALL.iter().map(|it| it.word()).collect();
        Refusal::new(
            "web/not-a-use",
            "What follows `for` is no use of a measure.",
            format!("Write one of {}.", words.join(", ")),
        )
    })
}
