//! Who may act for whom: the members page, invitations, changed roles, ends of memberships, ways back in.

use std::collections::BTreeSet;

use axum::Router;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::routing::{get, post};
use cm_app::Role;

use crate::input::{Choice, Reading};
use crate::state::State;

mod change;
mod invite;
mod list;
mod partner;
mod take_up;
mod way_back;

/// Members of a partnership and the links that make them.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/members", get(list::show))
        .route("/p/{partnership}/members/invite", post(invite::invite))
        .route(
            "/p/{partnership}/members/invitations/{at}/withdraw",
            post(invite::withdraw),
        )
        .route("/p/{partnership}/members/{member}/{partner}", get(change::show))
        .route("/p/{partnership}/members/{member}/{partner}/roles", post(change::roles))
        .route("/p/{partnership}/members/{member}/{partner}/end", post(change::end))
        .route(
            "/p/{partnership}/members/{member}/{partner}/recover",
            post(change::recover),
        )
        .route("/p/{partnership}/partners/new", get(partner::show).post(partner::join))
        .route("/invitation/{secret}", get(take_up::show).post(take_up::anew))
        .route("/invitation/{secret}/accept", post(take_up::accept))
        .route("/recovery/{secret}", get(way_back::show).post(way_back::set))
}

/// `convenor, analyst`, in the order people are offered them.
pub(crate) fn roles_in_words(roles: &BTreeSet<Role>) -> String {
    let words: Vec<_> = roles.iter().map(|role| role.word()).collect();
    words.join(", ")
}

/// Every role with what it lets a member do.
fn role_choices() -> impl Iterator<Item = Choice> {
    let capital = crate::rooms::measure::capital_of;
    Role::ALL
        .into_iter()
        .map(move |role| Choice::new(role.word(), capital(role.word()), capital(role.says())))
}

/// The roles that were ticked.
fn ticked(reading: &mut Reading<'_>) -> BTreeSet<Role> {
    let roles: BTreeSet<_> = reading.given.all("roles").filter_map(Role::read).collect();
    if roles.is_empty() {
        reading.fault(
            "roles",
            "Tick at least one role; auditor reads everything and changes nothing",
        );
    }
    roles
}

/// The whole address of a page, as the browser that asks has it.
fn whole(state: &State, headers: &HeaderMap, path: &str) -> String {
    let host = headers.get(HOST).and_then(|it| it.to_str().ok());
    match host {
        Some(host) => {
            let scheme = if state.served.secure_cookies { "https" } else { "http" };
            format!("{scheme}://{host}{path}")
        }
        None => path.to_owned(),
    }
}
