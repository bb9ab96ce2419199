use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::trace::TraceLayer;

use crate::in_words::in_words;
use crate::problem::within_partnership;
use crate::state::State;
use crate::{api, assets, headers, rooms};

/// The most a form may hold; uploads have their own limit on their own route.
const FORM_BYTES: usize = 256 * 1024;

/// A path as a log may tell it: without the secret of a link, which would let its reader in.
fn told(path: &str) -> &str {
    let links = ["/invitation/", "/recovery/", "/found/", "/me/letters/"];
    links.into_iter().find(|it| path.starts_with(it)).unwrap_or(path)
}

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
        .merge(rooms::library::routes())
        .merge(rooms::found::routes())
        .merge(rooms::candour::routes())
        .merge(rooms::duties::routes())
        .merge(rooms::negotiation::routes())
        .merge(rooms::partners::routes())
        .merge(rooms::assessment::routes())
        .merge(rooms::evidence::routes())
        .merge(rooms::learning::routes())
        .merge(rooms::record::routes())
        .merge(rooms::accounts::routes())
        .merge(rooms::help::routes())
        .merge(api::routes())
        .route("/assets/{name}", get(assets::asset))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(nowhere)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(CsrfLayer::new())
        .layer(from_fn(in_words))
        .layer(from_fn_with_state(state.clone(), within_partnership))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http().make_span_with(
            |request: &Request| tracing::debug_span!(target: "tower_http::trace", "request", method = %request.method(), path = %told(request.uri().path())),
        ))
        .with_state(state)
}

/// An address that leads nowhere, said to a program in its way.
async fn nowhere(request: Request) -> Response {
    let problem = rooms::front::no_such_page().await;
    if api::is_for_programs(request.uri().path()) {
        return api::Said::from(problem).into_response();
    }
    problem.into_response()
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn a_log_never_tells_the_secret_of_a_link() {
        assert_eq!(told("/invitation/0123456789abcdef"), "/invitation/");
        assert_eq!(told("/invitation/0123456789abcdef/accept"), "/invitation/");
        assert_eq!(told("/recovery/0123456789abcdef"), "/recovery/");
        assert_eq!(told("/found/0123456789abcdef"), "/found/");
        assert_eq!(told("/p/care/members"), "/p/care/members");
    }
}
