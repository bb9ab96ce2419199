use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use cm_app::Unable;
use cm_kernel::Refusal;

use crate::frame::Frame;
use crate::words::quoted;

/// Why a page cannot be shown, with the frame to say it in. The only place that knows status codes.
pub struct Problem {
    unable: Unable,
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
    /// The same problem, shown within the partnership's pages.
    #[must_use]
    pub fn within(mut self, frame: Frame) -> Self {
        self.frame = Some(Box::new(frame));
        self
    }

    /// The refusal, when it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        self.unable.refusal()
    }
}

impl From<Unable> for Problem {
    fn from(unable: Unable) -> Self {
        Self { unable, frame: None }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self {
            unable: refusal.into(),
            frame: None,
        }
    }
}

/// The status of a refusal, by its code.
pub(crate) fn status(refusal: &Refusal) -> StatusCode {
    match refusal.code {
        "app/not-signed-in" => StatusCode::UNAUTHORIZED,
        "app/not-your-role" | "app/not-a-demonstration" => StatusCode::FORBIDDEN,
        "app/too-many-tries" => StatusCode::TOO_MANY_REQUESTS,
        "app/busy" => StatusCode::SERVICE_UNAVAILABLE,
        "web/too-large" => StatusCode::PAYLOAD_TOO_LARGE,
        "kernel/not-an-id" => StatusCode::NOT_FOUND,
        code if code.contains("/no-such-") => StatusCode::NOT_FOUND,
        code if code.starts_with("exchange/") || code.starts_with("web/") => StatusCode::BAD_REQUEST,
        _ => StatusCode::CONFLICT,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut page = self.frame.map_or_else(|| Frame::bare(""), |frame| *frame);
        let (status, shown) = match &self.unable {
            Unable::Refused(refusal) => {
                let status = status(refusal);
                page.title = title(status).to_owned();
                let recorded = refusal.code.starts_with("framework/") && status == StatusCode::CONFLICT;
                let (reason, remedy) = (quoted(&refusal.reason), quoted(&refusal.remedy));
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
        render(&shown).map_or_else(IntoResponse::into_response, |html| (status, html).into_response())
    }
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "Sign in to read this",
        StatusCode::FORBIDDEN => "Your role does not include this",
        StatusCode::NOT_FOUND => "There is no such page",
        StatusCode::TOO_MANY_REQUESTS => "Wait a little",
        StatusCode::BAD_REQUEST => "That could not be read",
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
