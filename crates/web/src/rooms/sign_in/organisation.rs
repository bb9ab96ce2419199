//! Signing in at one's organisation.

use axum::extract::{Query, State as Held};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use cm_app::{CameBack, Entered};
use cm_kernel::Refusal;
use serde::Deserialize;

use super::{code, done, enter, set_cookie};
use crate::problem::{Problem, Shown};
use crate::state::State;
use crate::who::{AWAY_COOKIE, Who, cookie, cookie_name};

/// How long the browser keeps the cookie; the server keeps the time itself.
const AWAY_SECONDS: i64 = 600;

pub(super) async fn leave(Held(state): Held<State>) -> Shown {
    let leaving = state.run(|house| house.leave_to_sign_in()).await?;
    let mut response = Redirect::to(&leaving.to).into_response();
    hold_leaving(&mut response, &state, &leaving.state);
    Ok(response)
}

/// Holds in a cookie what says that it was this browser that left.
pub(crate) fn hold_leaving(response: &mut Response, state: &State, leaving: &str) {
    set_cookie(response, state, AWAY_COOKIE, leaving, AWAY_SECONDS);
}

#[derive(Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

pub(super) async fn come_back(
    Held(state): Held<State>,
    who: Who,
    headers: HeaderMap,
    Query(said): Query<Said>,
) -> Shown {
    if said.code.is_empty() {
        return Err(Problem::from(cm_app::Unable::from(Refusal::new(
            "app/organisation-said-no",
            "Your organisation did not sign you in.",
            "Ask there, or sign in with your name and password.",
        ))));
    }
    let held = cookie(&headers, &cookie_name(&state, AWAY_COOKIE)).unwrap_or_default();
    let came = state
        .run(move |house| house.come_back(&held, &said.state, &said.code, who.member.as_ref()))
        .await?;
    let mut response = match came {
        CameBack::Entered(Entered::In(signed_in)) => enter(&state, &signed_in, "/partnerships"),
        CameBack::Entered(Entered::AsksForCode(waiting)) => code::ask(&state, &waiting),
        CameBack::Connected => done(&state, "/me/organisation", "connected"),
    };
    set_cookie(&mut response, &state, AWAY_COOKIE, "", 0);
    Ok(response)
}
