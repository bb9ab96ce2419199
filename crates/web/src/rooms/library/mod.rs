//! The library: frameworks that others published and starters of our own, to be cited when an outcome is put forward.

use axum::Router;
use axum::routing::get;

use crate::state::State;

mod bring;
mod list;
mod text;

/// The library of a partnership.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/framework/library", get(list::show))
        .route(
            "/p/{partnership}/framework/library/new",
            get(bring::show).post(bring::bring_in),
        )
        .route(
            "/p/{partnership}/framework/library/{text}",
            get(text::show).post(text::put_forward),
        )
}
