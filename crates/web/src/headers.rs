use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Request};
use axum::middleware::Next;
use axum::response::Response;

use crate::who::FLASH_COOKIE;

/// Everything comes from this server; nothing is inline; nobody frames us. Source: OWASP ASVS 5.0, V3.4.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Puts the security headers on every response, and keeps pages out of shared caches.
pub(crate) async fn secure(request: Request<axum::body::Body>, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/assets/");
    let told = request
        .headers()
        .get_all(COOKIE)
        .iter()
        .any(|it| it.to_str().is_ok_and(|it| it.contains(FLASH_COOKIE)));
    let mut response = next.run(request).await;
    let shown = response.status().is_success() && !asset;
    let headers = response.headers_mut();
    if told
        && shown
        && let Ok(gone) = HeaderValue::from_str(&format!("{FLASH_COOKIE}=; Path=/; Max-Age=0"))
    {
        headers.append(SET_COOKIE, gone);
    }
    let fixed = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=()",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !asset {
        headers
            .entry(CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    response
}
