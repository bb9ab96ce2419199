//! The second step of signing in, for members who turned one-time codes on.

use std::net::SocketAddr;

use askama::Template;
use axum::Extension;
use axum::extract::{ConnectInfo, Form, State as Held};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::{came_from, enter, set_cookie};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::state::State;
use crate::who::{WAITING_COOKIE, cookie, cookie_name};

/// How long the browser keeps the cookie; the server keeps the time itself.
const WAITS_SECONDS: i64 = 300;

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    page: Frame,
    code: Field,
    faults: Faults,
}

fn code_page(faults: Faults) -> CodePage {
    let error = if faults.is_empty() { "" } else { "Error: " };
    let hint = "Six digits from your authenticator, or one of your recovery codes.";
    CodePage {
        page: Frame::bare(format!("{error}Sign in")),
        code: Field::new(Kind::Short, "code", "One-time code", hint).filled(&Given::default(), &faults),
        faults,
    }
}

/// On to the page of the code, with the cookie that says whose password was right.
pub(super) fn ask(state: &State, waiting: &str) -> Response {
    let mut response = Redirect::to("/sign-in/code").into_response();
    set_cookie(&mut response, state, WAITING_COOKIE, waiting, WAITS_SECONDS);
    response
}

pub(super) async fn show(Held(state): Held<State>, headers: HeaderMap) -> Shown {
    let waiting = cookie(&headers, &cookie_name(&state, WAITING_COOKIE)).unwrap_or_default();
    match state.run(move |house| house.waits_for_code(&waiting)).await? {
        true => page(&code_page(Faults::new())),
        false => Ok(Redirect::to("/sign-in").into_response()),
    }
}

pub(super) async fn enter_with_code(
    Held(state): Held<State>,
    connection: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Shown {
    let mut reading = Reading::of(&given);
    let code = reading.line("code", "Enter the code");
    let mut faults = reading.faults;
    if faults.is_empty() {
        let address = came_from(&state, connection, &headers);
        let waiting = cookie(&headers, &cookie_name(&state, WAITING_COOKIE)).unwrap_or_default();
        let came = state
            .run(move |house| house.sign_in_with_code(&waiting, &code, &address))
            .await;
        match came {
            Ok(signed_in) => {
                let mut response = enter(&state, &signed_in, "/partnerships");
                set_cookie(&mut response, &state, WAITING_COOKIE, "", 0);
                return Ok(response);
            }
            Err(problem) => match problem.refusal() {
                Some(refusal) if refusal.code == "app/wrong-code" => {
                    faults = vec![("code", format!("{} {}", refusal.reason, refusal.remedy))];
                }
                _ => return Err(problem),
            },
        }
    }
    unfinished(&code_page(faults))
}
