use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use cm_kernel::Refusal;

use crate::api;
use crate::problem::Problem;

/// Says in words, with a code and a remedy, what a layer or an extractor refused before any page of ours was asked.
pub(crate) async fn in_words(request: Request, next: Next) -> Response {
    let asset = request.uri().path().starts_with("/assets/");
    let program = api::is_for_programs(request.uri().path());
    let response = next.run(request).await;
    if asset || in_our_words(&response) {
        return response;
    }
    let Some(refusal) = refusal(response.status()) else {
        return response;
    };
    let mut said = if program {
        api::Said::from(refusal).into_response()
    } else {
        Problem::from(refusal).into_response()
    };
    if let Some(allowed) = response.headers().get(ALLOW) {
        said.headers_mut().insert(ALLOW, allowed.clone());
    }
    said
}

fn in_our_words(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    kind.is_some_and(|it| it.starts_with("text/html") || it == "application/problem+json")
}

fn refusal(status: StatusCode) -> Option<Refusal> {
    let refusal = match status {
        StatusCode::FORBIDDEN => Refusal::new(
            "web/cross-site",
            "This was sent from a page of another site, so nothing was done.",
            "Open the page here and send it from there. If this happens here too, the proxy in front of this server \
             must hand on Host and Origin unchanged.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => Refusal::new(
            "web/not-done-here",
            "Nothing can be done at this address in this way.",
            "Open the page and use its own buttons.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(
            "web/too-large",
            "This holds more than 256 KB, so it was not read.",
            "Go back and shorten the longest text; what is longer belongs in a document of its own.",
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Refusal::new(
            "web/not-a-form",
            "This did not arrive as one of our forms.",
            "Open the page and send it from there.",
        ),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Refusal::new(
            "web/not-readable",
            "The address or what was sent with it could not be read.",
            "Check the address letter by letter, or go back, load the page anew and send it once more.",
        ),
        _ => return None,
    };
    Some(refusal)
}
