use axum::Json;
use axum::extract::{Path, Query};
use cm_app::{Deed, Scope};
use cm_kernel::{Id, Known, KnownRow, Reading};
use serde::Deserialize;
use serde_json::{Value, json};

use super::bearer::Bearer;
use super::described::ProblemDetails;
use super::framework::no_such_measure;
use super::said::{Count, Given};

/// How many readings come at a time unless the program asks for another number, and at most.
const PAGE: usize = 1000;
const MOST: usize = 10_000;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    group: Option<String>,
    #[serde(default)]
    offset: Count,
    #[serde(default)]
    limit: Option<Count>,
}

/// The readings of a measure that may be read for learning, a page at a time.
#[utoipa::path(get, path = "/api/v1/partnerships/{partnership}/measures/{measure}/readings", params(("partnership" = String, Path, description = "Name of the partnership"), ("measure" = String, Path, description = "Name of the measure"), ("place" = Option<String>, Query, description = "One place alone"), ("group" = Option<String>, Query, description = "One population group alone"), ("offset" = Option<u32>, Query, description = "How many to pass over"), ("limit" = Option<u32>, Query, description = "How many at most")), responses((status = 200, description = "Readings", body = Object), (status = 400, description = "Not readable", body = ProblemDetails, content_type = "application/problem+json"), (status = 401, description = "No token that works", body = ProblemDetails, content_type = "application/problem+json"), (status = 403, description = "Not for this role or token", body = ProblemDetails, content_type = "application/problem+json"), (status = 404, description = "No such thing", body = ProblemDetails, content_type = "application/problem+json"), (status = 429, description = "Too many requests", body = ProblemDetails, content_type = "application/problem+json"), (status = 409, description = "Not as things stand", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn readings(
    bearer: Bearer,
    Path((partnership, measure)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Given<Value> {
    bearer.must(Deed::Ask, &partnership)?;
    let id = Id::new(&measure)?;
    let told = bearer
        .does(Deed::Ask, &partnership, move |house, caller| {
            let view = house.view(&caller.partnership)?;
            view.framework.measure(&id).ok_or_else(|| no_such_measure(&id))?;
            let scope = Scope {
                place: asked.place,
                group: asked.group,
                ..Scope::default()
            };
            let (_, known) = house.rows(caller, &id, &scope)?;
            let limit = asked.limit.map_or(PAGE, Count::number).clamp(1, MOST);
            let offset = asked.offset.number();
            let rows = known.rows.iter().skip(offset).take(limit);
            let rows: Vec<_> = rows.filter_map(|row| told(&known, row)).collect();
            let next = offset.saturating_add(limit);
            Ok(json!({
                "measure": id,
                "readings": rows,
                "offset": offset,
                "of": known.rows.len(),
                "next": (next < known.rows.len()).then_some(next),
            }))
        })
        .await?;
    Ok(Json(told))
}

fn told(known: &Known, row: &KnownRow) -> Option<Value> {
    let (place, group, period) = known.key(row)?;
    let mut told = json!({ "period": period.to_string(), "place": place, "group": group, "entry": row.at });
    let fields = told.as_object_mut()?;
    match row.reading {
        Reading::Value(value) => {
            fields.insert("value".to_owned(), json!(value));
        }
        Reading::Ratio { numerator, denominator } => {
            fields.insert("numerator".to_owned(), json!(numerator));
            fields.insert("denominator".to_owned(), json!(denominator));
        }
        Reading::Absent(absence) => {
            fields.insert("absent".to_owned(), json!(absence.word()));
        }
    }
    Some(told)
}
