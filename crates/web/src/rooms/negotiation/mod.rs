//! What partners say before and beside the agreements: comments, vetoes, what is left unmeasured, definitions, own names.

use axum::Router;
use axum::routing::{get, post};
use cm_app::{Caller, House, Unable};
use cm_framework::Act;

use crate::input::Given;
use crate::state::State;

mod comments;
mod definition;
mod differences;
mod discussion;
mod names;
mod outcome;

pub(crate) use differences::{Difference, differences};

/// The pages of outcomes, of what is said of a measure, and of another definition.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route(
            "/p/{partnership}/framework/outcomes/{outcome}",
            get(outcome::show).post(outcome::comment),
        )
        .route(
            "/p/{partnership}/framework/outcomes/{outcome}/leave",
            post(outcome::leave),
        )
        .route(
            "/p/{partnership}/measures/{measure}/discussion",
            get(discussion::show).post(discussion::comment),
        )
        .route(
            "/p/{partnership}/measures/{measure}/discussion/veto",
            post(discussion::veto),
        )
        .route(
            "/p/{partnership}/measures/{measure}/discussion/lift",
            post(discussion::lift),
        )
        .route(
            "/p/{partnership}/measures/{measure}/discussion/set-down",
            post(discussion::set_down_now),
        )
        .route(
            "/p/{partnership}/measures/{measure}/discussion/take-up",
            post(discussion::take_up),
        )
        .route(
            "/p/{partnership}/measures/{measure}/discussion/name",
            post(discussion::name),
        )
        .route(
            "/p/{partnership}/measures/{measure}/discussion/end-name",
            post(discussion::end_name),
        )
        .route(
            "/p/{partnership}/measures/{measure}/definition/new",
            get(definition::show).post(definition::propose),
        )
}

/// Writes an act once, however often its input is sent.
fn write(house: &House, caller: &Caller, given: &Given, act: &Act) -> Result<(), Unable> {
    house.first_post(caller, given.text("token"))?;
    house.agree(caller, act).map(|_| ())
}
