use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts, Request, State as Held};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use cm_app::Unable;
use cm_kernel::{Id, Refusal};

use crate::frame::Frame;
use crate::state::State;
use crate::who::Who;
use crate::words::prose;

/// Why a page cannot be shown, with the frame to say it in. The only place that knows status codes.
pub struct Problem {
    unable: Arc<Unable>,
    frame: Option<Box<Frame>>,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Frame,
    reason: String,
    remedy: String,
    code: String,
    recorded: bool,
    sign_in: bool,
}

impl Problem {
    fn within(unable: Arc<Unable>, frame: Frame) -> Self {
        Self {
            unable,
            frame: Some(Box::new(frame)),
        }
    }

    /// Why, without the frame.
    pub(crate) fn into_unable(self) -> Arc<Unable> {
        self.unable
    }

    /// The refusal, when it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.unable.refusal()
    }
}

impl From<Unable> for Problem {
    fn from(unable: Unable) -> Self {
        Self {
            unable: Arc::new(unable),
            frame: None,
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self {
            unable: Arc::new(refusal.into()),
            frame: None,
        }
    }
}

/// The status of a refusal, by its code.
pub(crate) fn status(refusal: &Refusal) -> StatusCode {
    match refusal.code {
        "app/not-signed-in" | "app/no-such-token" | "web/no-token" => StatusCode::UNAUTHORIZED,
        "app/not-your-role"
        | "deliberation/not-in-the-audience"
        | "app/beyond-token"
        | "app/not-a-demonstration"
        | "web/cross-site" => StatusCode::FORBIDDEN,
        "app/too-many-tries" | "app/too-many-letters" | "app/too-many-requests" | "app/too-many-waiting" => {
            StatusCode::TOO_MANY_REQUESTS
        }
        "app/busy" => StatusCode::SERVICE_UNAVAILABLE,
        "web/too-large" => StatusCode::PAYLOAD_TOO_LARGE,
        "web/not-a-form" | "web/not-csv-or-json" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "web/not-done-here" => StatusCode::METHOD_NOT_ALLOWED,
        "web/rows-not-read" => StatusCode::UNPROCESSABLE_ENTITY,
        "web/rows-differ" => StatusCode::CONFLICT,
        "kernel/not-an-id" => StatusCode::NOT_FOUND,
        code if code.contains("/no-such-") => StatusCode::NOT_FOUND,
        code if code.starts_with("exchange/") || code.starts_with("web/") => StatusCode::BAD_REQUEST,
        _ => StatusCode::CONFLICT,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let bare = self.frame.is_none().then(|| Bare(Arc::clone(&self.unable)));
        let mut page = self.frame.map_or_else(|| Frame::bare(""), |frame| *frame);
        let (status, shown) = match &*self.unable {
            Unable::Refused(refusal) => {
                let status = status(refusal);
                page.title = title(refusal.code, status).to_owned();
                let recorded = refusal.code.starts_with("framework/") && status == StatusCode::CONFLICT;
                let (reason, remedy) = (prose(&refusal.reason), prose(&refusal.remedy));
                let sign_in = status == StatusCode::UNAUTHORIZED;
                (
                    status,
                    ProblemPage {
                        page,
                        reason,
                        remedy,
                        code: refusal.code.to_owned(),
                        recorded,
                        sign_in,
                    },
                )
            }
            Unable::Faulty => {
                page.title = "Something went wrong here".to_owned();
                let reason = "The system failed while it did this. Nothing was half kept.".to_owned();
                let remedy = "Try again in a moment. If it happens again, tell the convenor when it was.".to_owned();
                let shown = ProblemPage {
                    page,
                    reason,
                    remedy,
                    code: String::new(),
                    recorded: false,
                    sign_in: false,
                };
                (StatusCode::INTERNAL_SERVER_ERROR, shown)
            }
        };
        let mut response =
            render(&shown).map_or_else(IntoResponse::into_response, |html| (status, html).into_response());
        if let Some(bare) = bare {
            response.extensions_mut().insert(bare);
        }
        response
    }
}

/// Marks a response that says a problem outside any partnership's frame.
#[derive(Clone)]
struct Bare(Arc<Unable>);

/// Shows a problem within the partnership's own pages, to those who may see that it exists.
pub(crate) async fn within_partnership(Held(state): Held<State>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let mut kept = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(Bare(unable)) = response.extensions().get::<Bare>().cloned() else {
        return response;
    };
    let path = kept.uri.path().to_owned();
    let mut parts = path
        .trim_start_matches('/')
        .split('/')
        .skip_while(|it| *it != "p")
        .skip(1);
    let Some(partnership) = parts.next().and_then(|it| Id::new(it).ok()) else {
        return response;
    };
    let room = room(parts.next().unwrap_or_default());
    let Ok(who) = Who::from_request_parts(&mut kept, &state).await;
    let frame = state.run(move |house| {
        who.caller(house, &partnership)?;
        Frame::of(house, &partnership, &who, room, "")
    });
    match frame.await {
        Ok(frame) => Problem::within(unable, frame).into_response(),
        Err(_) => response,
    }
}

/// The room an address stands in, by what follows the partnership in it.
fn room(part: &str) -> &'static str {
    match part {
        "" => "home",
        "evidence" => "evidence",
        "accounts" => "accounts",
        "record" => "record",
        "members" | "partners" => "members",
        "learning" | "sessions" | "decisions" => "learning",
        _ => "framework",
    }
}

fn title(code: &str, status: StatusCode) -> &'static str {
    match status {
        _ if code == "deliberation/not-in-the-audience" => "You are not in its audience",
        _ if code == "web/cross-site" => "This did not come from here",
        StatusCode::UNAUTHORIZED => "Sign in to read this",
        StatusCode::FORBIDDEN => "Your role does not include this",
        StatusCode::NOT_FOUND => "There is no such page",
        StatusCode::TOO_MANY_REQUESTS => "Wait a little",
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => "That could not be read",
        StatusCode::PAYLOAD_TOO_LARGE => "That is too large",
        _ => "This cannot be done as things stand",
    }
}

/// A page as HTML. A template that cannot be written is a fault.
pub(crate) fn render(template: &impl Template) -> Result<Html<String>, StatusCode> {
    template.render().map(Html).map_err(|error| {
        tracing::error!(fault = %error, "a page could not be written");
        StatusCode::INTERNAL_SERVER_ERROR
    })
}

/// What a handler gives: a page, a redirect, a file, or a problem.
pub(crate) type Shown = Result<Response, Problem>;

/// A page as a response.
pub(crate) fn page(template: &impl Template) -> Shown {
    Ok(render(template).map_or_else(IntoResponse::into_response, IntoResponse::into_response))
}
