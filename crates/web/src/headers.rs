use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, REFERRER_POLICY, SET_COOKIE, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Request};
use axum::middleware::Next;
use axum::response::Response;

use crate::who::{FLASH_COOKIE, cookie_name};

/// Everything comes from this server; nothing is inline; nobody frames us. Source: OWASP ASVS 5.0, V3.4.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Puts the security headers on every response, and keeps pages out of shared caches.
pub(crate) async fn secure(State(state): State<crate::state::State>, request: Request<Body>, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/assets/");
    let told = request
        .headers()
        .get_all(COOKIE)
        .iter()
        .any(|it| it.to_str().is_ok_and(|it| it.contains(FLASH_COOKIE)));
    let (name, tls) = (cookie_name(&state, FLASH_COOKIE), state.served.secure_cookies);
    let secure = if tls { "; Secure" } else { "" };
    let gone = format!("{name}=; Path=/; Max-Age=0{secure}");
    let mut response = next.run(request).await;
    let shown = response.status().is_success() && !asset;
    let headers = response.headers_mut();
    if told
        && shown
        && let Ok(gone) = HeaderValue::from_str(&gone)
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
    // Where cookies travel over TLS alone, browsers are told to use nothing else for a year.
    if tls {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if !asset {
        headers
            .entry(CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    response
}
