use axum::extract::{Path, State as Held};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;

use crate::inside::{inside, position};
use crate::problem::Shown;
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;

/// The rows of a batch, byte for byte as the digest in its entry was taken of them.
pub(super) async fn rows(Held(state): Held<State>, who: Who, Path((partnership, at)): Path<(String, String)>) -> Shown {
    let (partnership, at) = (id(&partnership)?, position(&at)?);
    let file = inside(&state, &who, &partnership, move |house, caller| {
        house.evidence_file(caller, at)
    })
    .await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{partnership}-entry-{at}.csv\""),
        ),
    ];
    Ok((headers, file).into_response())
}
