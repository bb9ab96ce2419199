use axum::Json;
use axum::extract::{Path, Query};
use cm_app::Deed;
use serde::Deserialize;
use serde_json::{Value, json};

use super::bearer::Bearer;
use super::described::ProblemDetails;
use super::said::{Count, Given};

/// How many entries come at a time unless the program asks for another number, and at most.
const PAGE: usize = 100;
const MOST: usize = 1000;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    from: Count,
    #[serde(default)]
    limit: Option<Count>,
}

/// The record, oldest entry first.
#[utoipa::path(get, path = "/api/v1/partnerships/{partnership}/record", params(("partnership" = String, Path, description = "Name of the partnership"), ("from" = Option<u32>, Query, description = "Position of the first entry"), ("limit" = Option<u32>, Query, description = "How many at most")), responses((status = 200, description = "Entries, oldest first", body = Object), (status = 400, description = "Not readable", body = ProblemDetails, content_type = "application/problem+json"), (status = 401, description = "No token that works", body = ProblemDetails, content_type = "application/problem+json"), (status = 403, description = "Not for this role or token", body = ProblemDetails, content_type = "application/problem+json"), (status = 404, description = "No such thing", body = ProblemDetails, content_type = "application/problem+json"), (status = 429, description = "Too many requests", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn record(
    bearer: Bearer,
    Path(partnership): Path<String>,
    Query(asked): Query<Asked>,
) -> Given<Value> {
    let told = bearer
        .does(Deed::Read, &partnership, move |house, caller| {
            let length = house.view(&caller.partnership)?.length;
            let limit = asked.limit.map_or(PAGE, Count::number).clamp(1, MOST);
            let from = asked.from.number() as u64;
            let entries = if from < length {
                house.ledger(caller, &caller.partnership, from, limit)?
            } else {
                Vec::new()
            };
            let next = entries.last().map(|it| it.at + 1).filter(|next| *next < length);
            Ok(json!({ "entries": entries, "length": length, "next": next }))
        })
        .await?;
    Ok(Json(told))
}

/// The published editions, newest first.
#[utoipa::path(get, path = "/api/v1/partnerships/{partnership}/editions", params(("partnership" = String, Path, description = "Name of the partnership")), responses((status = 200, description = "Published editions", body = Object), (status = 400, description = "Not readable", body = ProblemDetails, content_type = "application/problem+json"), (status = 401, description = "No token that works", body = ProblemDetails, content_type = "application/problem+json"), (status = 403, description = "Not for this role or token", body = ProblemDetails, content_type = "application/problem+json"), (status = 404, description = "No such thing", body = ProblemDetails, content_type = "application/problem+json"), (status = 429, description = "Too many requests", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn editions(bearer: Bearer, Path(partnership): Path<String>) -> Given<Value> {
    let told = bearer
        .does(Deed::Read, &partnership, |house, caller| {
            let view = house.view(&caller.partnership)?;
            let editions = view.accounts.editions.iter().rev().map(|it| {
                let published = &it.published;
                json!({
                    "id": published.edition,
                    "title": published.title,
                    "covers": published.covers,
                    "addressed-to": published.addressed_to,
                    "summary": published.summary,
                    "attribution": published.attribution,
                    "on": it.on,
                    "responses": view.accounts.responses(&published.edition).count(),
                    "page": format!("/p/{}/accounts/{}", caller.partnership, published.edition),
                    "folder": format!("/p/{}/accounts/{}/folder.zip", caller.partnership, published.edition),
                })
            });
            Ok(json!({ "editions": editions.collect::<Vec<_>>() }))
        })
        .await?;
    Ok(Json(told))
}
