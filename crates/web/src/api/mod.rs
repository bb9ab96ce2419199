//! The same use cases for programs: JSON over Bearer tokens, under `/api/v1`.
//!
//! Nothing here reads a cookie, so no page of another site can ask in somebody's name. Each handler goes through the door of
//! the page that shows the same, so no permit and no role is asked less.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::state::State;

mod ask;
mod bearer;
mod bring;
mod described;
mod framework;
mod honest;
mod readings;
mod record;
mod said;

pub(crate) use said::Said;

/// Whether an address is one of a program's.
pub(crate) fn is_for_programs(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

/// Every route for programs.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/api/openapi.json", get(described::openapi))
        .route("/api/v1/partnerships", get(framework::partnerships))
        .route("/api/v1/partnerships/{partnership}/measures", get(framework::measures))
        .route(
            "/api/v1/partnerships/{partnership}/measures/{measure}",
            get(framework::measure),
        )
        .route(
            "/api/v1/partnerships/{partnership}/measures/{measure}/readings",
            get(readings::readings),
        )
        .route(
            "/api/v1/partnerships/{partnership}/measures/{measure}/insight",
            get(ask::insight),
        )
        .route(
            "/api/v1/partnerships/{partnership}/measures/{measure}/evidence",
            post(bring::evidence).layer(DefaultBodyLimit::disable()),
        )
        .route(
            "/api/v1/partnerships/{partnership}/measures/{measure}/honest-returns",
            post(honest::return_honestly),
        )
        .route("/api/v1/partnerships/{partnership}/record", get(record::record))
        .route("/api/v1/partnerships/{partnership}/editions", get(record::editions))
}
