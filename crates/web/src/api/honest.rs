use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::Path;
use cm_app::Deed;
use cm_evidence::HonestReturn;
use cm_kernel::{Id, Refusal};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::bearer::Bearer;
use super::described::ProblemDetails;
use super::said::Given;

/// The most a program may send: a reason has at most 4,000 characters.
const MOST_BYTES: usize = 64 << 10;

/// A return without a number, with its reason.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct HonestReturnSent {
    /// The period, as the measure's readings write it, such as `2018-04`.
    period: String,
    /// The place by its code, or `all`.
    place: String,
    /// The population group, or `all`.
    #[serde(default = "everybody")]
    group: String,
    /// Why the figure cannot honestly be given; every partner reads it as it is written.
    why: String,
}

fn everybody() -> String {
    "all".to_owned()
}

/// Returns that a figure cannot honestly be given, and why. It counts as neither success nor failure.
#[utoipa::path(post, path = "/api/v1/partnerships/{partnership}/measures/{measure}/honest-returns", params(("partnership" = String, Path, description = "Name of the partnership"), ("measure" = String, Path, description = "Name of the measure")), request_body(content((HonestReturnSent = "application/json"))), responses((status = 200, description = "It is on record", body = Object), (status = 400, description = "Not readable", body = ProblemDetails, content_type = "application/problem+json"), (status = 401, description = "No token that works", body = ProblemDetails, content_type = "application/problem+json"), (status = 403, description = "Not for this role or token", body = ProblemDetails, content_type = "application/problem+json"), (status = 404, description = "No such thing", body = ProblemDetails, content_type = "application/problem+json"), (status = 429, description = "Too many requests", body = ProblemDetails, content_type = "application/problem+json"), (status = 409, description = "Not as things stand", body = ProblemDetails, content_type = "application/problem+json")))]
pub(super) async fn return_honestly(
    bearer: Bearer,
    Path((partnership, measure)): Path<(String, String)>,
    body: Body,
) -> Given<Value> {
    bearer.must(Deed::Gather, &partnership)?;
    let measure = Id::new(&measure)?;
    let bytes = to_bytes(body, MOST_BYTES).await;
    let bytes = bytes.map_err(|_| not_a_return("it is longer than 64 KiB, or did not arrive whole"))?;
    let sent: HonestReturnSent = serde_json::from_slice(&bytes).map_err(|error| {
        // Where, and never what: the text is somebody's.
        not_a_return(&format!("line {}, column {}", error.line(), error.column()))
    })?;
    let at = bearer
        .does(Deed::Gather, &partnership, move |house, caller| {
            let returned = HonestReturn {
                measure,
                place: sent.place,
                group: sent.group,
                period: sent.period,
                why: sent.why,
            };
            house.return_honestly(caller, &returned)
        })
        .await?;
    Ok(Json(json!({ "outcome": "returned", "entry": at })))
}

fn not_a_return(place: &str) -> Refusal {
    Refusal::new(
        "web/not-a-return",
        format!("The JSON does not hold a return without a number ({place})."),
        "Send an object with `period`, `place`, `why`, and `group` where it is not of everybody.",
    )
}
