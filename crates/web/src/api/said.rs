use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use cm_app::Unable;
use cm_kernel::Refusal;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::problem::{Problem, status};

/// Why a program does not get what it asked for, as problem details. Source: RFC 9457.
pub(crate) struct Said {
    unable: Arc<Unable>,
    more: Map<String, Value>,
}

/// What a handler for programs gives.
pub(super) type Given<T> = Result<Json<T>, Said>;

impl Said {
    /// A refusal with places beside it.
    pub(super) fn with(refusal: Refusal, more: Value) -> Self {
        let mut said = Self::from(refusal);
        if let Value::Object(more) = more {
            said.more = more;
        }
        said
    }
}

impl From<Refusal> for Said {
    fn from(refusal: Refusal) -> Self {
        Self::from(Problem::from(refusal))
    }
}

impl From<Problem> for Said {
    fn from(problem: Problem) -> Self {
        Self {
            unable: problem.into_unable(),
            more: Map::new(),
        }
    }
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "A token that works is needed",
        StatusCode::FORBIDDEN => "The role or the token does not include this",
        StatusCode::NOT_FOUND => "There is no such thing",
        StatusCode::TOO_MANY_REQUESTS => "Wait a little",
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => "That could not be read",
        StatusCode::PAYLOAD_TOO_LARGE => "That is too large",
        StatusCode::METHOD_NOT_ALLOWED => "Not done here in this way",
        StatusCode::UNPROCESSABLE_ENTITY => "Some rows cannot be read",
        _ => "This cannot be done as things stand",
    }
}

impl IntoResponse for Said {
    fn into_response(self) -> Response {
        let (status, mut told) = match &*self.unable {
            Unable::Refused(refusal) => {
                let status = status(refusal);
                let told = json!({
                    "title": title(status),
                    "code": refusal.code,
                    "detail": refusal.reason,
                    "remedy": refusal.remedy,
                });
                (status, told)
            }
            Unable::Faulty => {
                let told = json!({
                    "title": "Something went wrong here",
                    "code": "fault",
                    "detail": "The system failed while it did this. Nothing was half kept.",
                    "remedy": "Try again in a moment. If it happens again, tell the convenor when it was.",
                });
                (StatusCode::INTERNAL_SERVER_ERROR, told)
            }
        };
        if let Some(told) = told.as_object_mut() {
            told.insert("status".to_owned(), json!(status.as_u16()));
            told.extend(self.more);
        }
        let mut response = (status, Json(told)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// How many, or from where, as a program says it: 0 to 2,147,483,647, which is what the description allows.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(try_from = "u32")]
pub(super) struct Count(u32);

impl Count {
    pub(super) fn number(self) -> usize {
        self.0 as usize
    }
}

impl TryFrom<u32> for Count {
    type Error = &'static str;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        match i32::try_from(number) {
            Ok(_) => Ok(Self(number)),
            Err(_) => Err("it is more than 2147483647"),
        }
    }
}
