use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use cm_app::{Deed, Import, ImportOutcome};
use cm_exchange::Mapping;
use cm_kernel::{Id, Refusal};
use serde::Deserialize;
use serde_json::{Value, json};

use super::bearer::Bearer;
use super::said::{Given, Said};
use crate::api::described::ProblemDetails;

mod rows;

pub(super) use rows::Rows;

/// The most a program may send at a time.
const MOST_BYTES: usize = 16 << 20;
/// How many places of faults are told.
const TOLD: usize = 100;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Beside {
    /// Where it comes from and under which licence.
    #[serde(default)]
    attribution: String,
    /// Why earlier readings were wrong.
    #[serde(default)]
    corrects: Option<String>,
    /// Which column says what, as JSON; proposed from the columns when absent.
    #[serde(default)]
    mapping: Option<String>,
}

/// What arrived: a table, and which of its columns says what.
struct Sent {
    file: &'static str,
    bytes: Vec<u8>,
    mapping: Option<Mapping>,
    attribution: String,
    corrects: Option<String>,
}

/// Brings evidence in, all or nothing, through the door of the upload page.
#[utoipa::path(post, path = "/api/v1/partnerships/{partnership}/measures/{measure}/evidence", params(("partnership" = String, Path, description = "Name of the partnership"), ("measure" = String, Path, description = "Name of the measure"), ("attribution" = Option<String>, Query, description = "Where it comes from"), ("corrects" = Option<String>, Query, description = "Why earlier readings were wrong"), ("mapping" = Option<String>, Query, description = "Which column says what, as JSON")), request_body(content((String = "text/csv"), (Rows = "application/json"))), responses((status = 200, description = "What came of it", body = Object), (status = 400, description = "Not readable", body = ProblemDetails, content_type = "application/problem+json"), (status = 401, description = "No token that works", body = ProblemDetails, content_type = "application/problem+json"), (status = 403, description = "Not for this role or token", body = ProblemDetails, content_type = "application/problem+json"), (status = 404, description = "No such thing", body = ProblemDetails, content_type = "application/problem+json"), (status = 429, description = "Too many requests", body = ProblemDetails, content_type = "application/problem+json"), (status = 409, description = "Not as things stand", body = ProblemDetails, content_type = "application/problem+json"), (status = 413, description = "Too large", body = ProblemDetails, content_type = "application/problem+json"), (status = 415, description = "Neither CSV nor JSON", body = ProblemDetails, content_type = "application/problem+json"), (status = 422, description = "Rows that cannot be read", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn evidence(
    bearer: Bearer,
    Path((partnership, measure)): Path<(String, String)>,
    Query(beside): Query<Beside>,
    headers: HeaderMap,
    body: Body,
) -> Given<Value> {
    // Nothing is read from a program that may not bring it.
    bearer.must(Deed::Gather, &partnership)?;
    let id = Id::new(&measure)?;
    let bytes = to_bytes(body, MOST_BYTES).await.map_err(|_| too_large())?;
    let kind = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let kind = kind.and_then(|it| it.split(';').next()).unwrap_or_default().trim();
    let sent = match kind.to_ascii_lowercase().as_str() {
        "text/csv" => table(bytes.to_vec(), beside)?,
        "application/json" => rows::read(&bytes)?,
        _ => return Err(not_csv_or_json().into()),
    };
    let outcome = bearer
        .does(Deed::Gather, &partnership, move |house, caller| {
            let mapping = match sent.mapping {
                Some(mapping) => Some(mapping),
                None if sent.file == rows::FILE => Some(rows::mapping(house, caller, &id)?),
                None => None,
            };
            let import = Import {
                measure: id,
                file: sent.file,
                bytes: &sent.bytes,
                mapping,
                attribution: sent.attribution,
                corrects: sent.corrects,
            };
            house.import(caller, &import, &mut |_, _| {})
        })
        .await?;
    came(outcome).map(Json)
}

fn table(bytes: Vec<u8>, beside: Beside) -> Result<Sent, Refusal> {
    let mapping = beside.mapping.map(|text| {
        serde_json::from_str(&text).map_err(|_| {
            Refusal::new(
                "web/not-a-mapping",
                "The mapping is not JSON that says which column is read as what.",
                "Leave it out, or copy its form from an entry of evidence in the record.",
            )
        })
    });
    Ok(Sent {
        file: "api.csv",
        bytes,
        mapping: mapping.transpose()?,
        attribution: short(&beside.attribution),
        corrects: beside.corrects.map(|it| short(&it)),
    })
}

fn short(text: &str) -> String {
    text.trim().chars().take(1000).collect()
}

fn came(outcome: ImportOutcome) -> Result<Value, Said> {
    match outcome {
        ImportOutcome::Added {
            at,
            new,
            corrected,
            known,
            digest,
        } => Ok(json!({
            "outcome": "added",
            "entry": at,
            "new": new,
            "corrected": corrected,
            "known": known,
            "digest": digest,
        })),
        ImportOutcome::NothingNew { known } => Ok(json!({ "outcome": "nothing-new", "known": known })),
        ImportOutcome::Complaints { complaints, more, rows } => {
            let left_out = complaints.len().saturating_sub(TOLD) as u64;
            let places = complaints.iter().take(TOLD).map(|it| {
                json!({
                    "line": it.line,
                    "column": it.column,
                    "found": it.found,
                    "code": it.code,
                    "detail": it.reason,
                    "remedy": it.remedy,
                })
            });
            let places: Vec<_> = places.collect();
            Err(Said::with(
                rows_not_read(),
                json!({ "places": places, "more": more + left_out, "rows": rows }),
            ))
        }
        ImportOutcome::Conflicts { conflicts, count } => {
            let places: Vec<_> = conflicts.iter().take(TOLD).map(ToString::to_string).collect();
            Err(Said::with(rows_differ(), json!({ "places": places, "count": count })))
        }
    }
}

fn rows_not_read() -> Refusal {
    Refusal::new(
        "web/rows-not-read",
        "Some rows cannot be read, so nothing was kept.",
        "Mend the rows named under `places` and send everything again.",
    )
}

fn rows_differ() -> Refusal {
    Refusal::new(
        "web/rows-differ",
        "Some rows differ from what is known, so nothing was kept.",
        "If the new ones are right, send everything again and say under `corrects` why the earlier ones were wrong.",
    )
}

fn too_large() -> Refusal {
    Refusal::new(
        "web/too-large",
        "This holds more than 16 MB, or did not arrive whole, so it was not read.",
        "Send it in parts, by year or by place, or use the page for evidence.",
    )
}

fn not_csv_or_json() -> Refusal {
    Refusal::new(
        "web/not-csv-or-json",
        "Evidence comes as `text/csv` or as `application/json`.",
        "Say which of the two it is in the header `Content-Type`.",
    )
}

pub(super) fn not_rows(why: &str) -> Refusal {
    Refusal::new(
        "web/not-rows",
        format!("The JSON does not hold rows of evidence: {why}"),
        "Send an object with `rows`, each with `period`, `place`, and `value` or `numerator` and `denominator`.",
    )
}
