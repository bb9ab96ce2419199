//! Signing in with a passkey.

use std::net::SocketAddr;

use askama::Template;
use axum::Extension;
use axum::extract::{ConnectInfo, Form, State as Held};
use axum::http::HeaderMap;

use super::{came_from, enter};
use crate::frame::Frame;
use crate::input::Given;
use crate::problem::{Shown, page};
use crate::state::State;

/// The page on which a browser is asked for a passkey, or to make one.
#[derive(Template)]
#[template(path = "passkey.html")]
pub(crate) struct ProvePage {
    pub(crate) page: Frame,
    pub(crate) makes: bool,
    pub(crate) options: String,
    pub(crate) waiting: String,
    pub(crate) send_to: &'static str,
    pub(crate) back_to: &'static str,
}

pub(super) async fn ask(Held(state): Held<State>) -> Shown {
    let asked = state.run(|house| house.ask_for_passkey()).await?;
    page(&ProvePage {
        page: Frame::bare("Sign in with a passkey"),
        makes: false,
        options: asked.options,
        waiting: asked.waiting,
        send_to: "/sign-in/passkey",
        back_to: "/sign-in",
    })
}

pub(super) async fn enter_with_passkey(
    Held(state): Held<State>,
    connection: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Shown {
    let address = came_from(&state, connection, &headers);
    let signed_in = state
        .run(move |house| house.sign_in_with_passkey(given.text("waiting"), given.text("answer"), &address))
        .await?;
    Ok(enter(&state, &signed_in, "/partnerships"))
}
