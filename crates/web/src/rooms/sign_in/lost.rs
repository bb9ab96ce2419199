//! A way back in by letter, for whoever lost their password.

use std::net::SocketAddr;

use askama::Template;
use axum::Extension;
use axum::extract::{ConnectInfo, Form, State as Held};
use axum::http::HeaderMap;

use super::came_from;
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::state::State;

#[derive(Template)]
#[template(path = "sign_in_lost.html")]
struct LostPage {
    page: Frame,
    by_letter: bool,
    sent: bool,
    name: Field,
    faults: Faults,
}

fn lost_page(state: &State, faults: Faults, sent: bool) -> LostPage {
    let error = if faults.is_empty() { "" } else { "Error: " };
    LostPage {
        page: Frame::bare(format!("{error}I cannot get in")),
        by_letter: state.by_letter(),
        sent,
        name: Field::new(Kind::Line, "name", "Sign-in name", "").filled(&Given::default(), &faults),
        faults,
    }
}

pub(super) async fn show(Held(state): Held<State>) -> Shown {
    page(&lost_page(&state, Faults::new(), false))
}

pub(super) async fn ask(
    Held(state): Held<State>,
    connection: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Shown {
    let mut reading = Reading::of(&given);
    let name = reading.line("name", "Enter what you sign in with");
    if !reading.faults.is_empty() {
        return unfinished(&lost_page(&state, reading.faults, false));
    }
    let address = came_from(&state, connection, &headers);
    state.run(move |house| house.recover_by_letter(&name, &address)).await?;
    page(&lost_page(&state, Faults::new(), true))
}
