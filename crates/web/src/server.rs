use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::trace::TraceLayer;

use crate::in_words::in_words;
use crate::problem::within_partnership;
use crate::state::State;
use crate::{assets, headers, rooms};

/// The most a form may hold; uploads have their own limit on their own route.
const FORM_BYTES: usize = 256 * 1024;

/// Every page and the layers around them.
///
/// Cross-site posts are refused by `Sec-Fetch-Site` and `Origin`, so a reverse proxy must hand on `Host` and `Origin`
/// unchanged.
pub fn router(state: State) -> Router {
    Router::new()
        .merge(rooms::front::routes())
        .merge(rooms::sign_in::routes())
        .merge(rooms::own::routes())
        .merge(rooms::members::routes())
        .merge(rooms::home::routes())
        .merge(rooms::measure::routes())
        .merge(rooms::framework::routes())
        .merge(rooms::across::routes())
        .merge(rooms::agreement::routes())
        .merge(rooms::assessment::routes())
        .merge(rooms::evidence::routes())
        .merge(rooms::learning::routes())
        .merge(rooms::record::routes())
        .merge(rooms::accounts::routes())
        .merge(rooms::help::routes())
        .route("/assets/{name}", get(assets::asset))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(rooms::front::no_such_page)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(CsrfLayer::new())
        .layer(from_fn(in_words))
        .layer(from_fn_with_state(state.clone(), within_partnership))
        .layer(from_fn(headers::secure))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http())
        .with_state(state)
}
