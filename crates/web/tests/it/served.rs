use axum::body::Body;
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, Request};
use cm_web::{Served, State, router};
use tower::ServiceExt;

use crate::world::{PASSWORD, World};

/// A server behind TLS, or one that only this machine reaches.
async fn asked(world: &World, tls: bool, request: axum::http::request::Builder, body: String) -> HeaderMap {
    let served = Served {
        secure_cookies: tls,
        trusted_proxies: Vec::new(),
    };
    let app = router(State::new(std::sync::Arc::clone(&world.house), served));
    let request = request.header("host", "localhost").body(Body::from(body)).unwrap();
    let response = app.oneshot(request).await.unwrap();
    let mut headers = response.headers().clone();
    headers.insert("x-status", response.status().as_str().parse().unwrap());
    headers
}

fn sign_in() -> axum::http::request::Builder {
    Request::post("/sign-in").header("content-type", "application/x-www-form-urlencoded")
}

fn says(headers: &HeaderMap, name: &str) -> String {
    let found = headers.get(name).map(|it| it.to_str().unwrap());
    found.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn over_tls_a_cookie_belongs_to_this_host_alone_and_browsers_are_told_to_stay_on_tls() {
    let world = World::new();
    let input = || format!("name=anne&password={}", PASSWORD.replace(' ', "+"));
    let came = asked(&world, true, sign_in(), input()).await;
    let cookie = says(&came, SET_COOKIE.as_str());
    assert!(cookie.starts_with("__Host-cm-sign-in="), "{cookie}");
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/;"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Domain"));
    assert_eq!(says(&came, "strict-transport-security"), "max-age=31536000");
    let pair = cookie.split(';').next().unwrap().to_owned();
    let own = |cookie: &str| Request::get("/me").header(COOKIE, cookie);
    let status = async |cookie: &str| says(&asked(&world, true, own(cookie), String::new()).await, "x-status");
    assert_eq!(status(&pair).await, "200");
    assert_eq!(status(pair.trim_start_matches("__Host-")).await, "401");

    let plain = asked(&world, false, sign_in(), input()).await;
    assert!(says(&plain, SET_COOKIE.as_str()).starts_with("cm-sign-in="));
    assert_eq!(says(&plain, "strict-transport-security"), "");
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_hold_browsers_back() {
    let world = World::new();
    for path in [
        "/",
        "/sign-in",
        "/p/care/framework",
        "/nowhere",
        "/api/openapi.json",
        "/assets/common-measure.css",
    ] {
        let came = asked(&world, false, Request::get(path), String::new()).await;
        let policy = says(&came, "content-security-policy");
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "object-src 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(says(&came, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(says(&came, "referrer-policy"), "same-origin", "{path}");
        let kept = says(&came, "cache-control");
        assert_eq!(
            kept.contains("no-store"),
            !path.starts_with("/assets"),
            "{path}: {kept}"
        );
    }
    let out = asked(&world, false, Request::post("/sign-out"), String::new()).await;
    assert_eq!(says(&out, "clear-site-data"), "\"cache\", \"storage\"");
}
