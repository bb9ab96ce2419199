use axum::Json;
use axum::extract::{Path, Query};
use cm_app::Deed;
use serde::Deserialize;
use serde_json::{Value, json};

use super::bearer::Bearer;
use super::said::Given;

/// How many entries come at a time unless the program asks for another number, and at most.
const PAGE: usize = 100;
const MOST: usize = 1000;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    from: u64,
    #[serde(default)]
    limit: Option<usize>,
}

/// The record, oldest entry first.
pub(super) async fn record(
    bearer: Bearer,
    Path(partnership): Path<String>,
    Query(asked): Query<Asked>,
) -> Given<Value> {
    let told = bearer
        .does(Deed::Read, &partnership, move |house, caller| {
            let length = house.view(&caller.partnership)?.length;
            let limit = asked.limit.unwrap_or(PAGE).clamp(1, MOST);
            let entries = if asked.from < length {
                house.ledger(caller, &caller.partnership, asked.from, limit)?
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
