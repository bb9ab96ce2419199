//! The passkeys of a member: made, named, taken away.

use askama::Template;
use axum::Router;
use axum::extract::{Form, State as Held};
use axum::routing::{get, post};
use cm_app::{House, PasskeyAsked, PasskeyShown, Unable};

use super::{bare, password_faults};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::sign_in::{ProvePage, done};
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// The passkeys of a member.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/me/passkeys", get(show).post(begin))
        .route("/me/passkeys/keep", post(keep))
        .route("/me/passkeys/drop", post(drop_one))
}

#[derive(Template)]
#[template(path = "me_passkeys.html")]
struct PasskeysPage {
    page: Frame,
    fictional: bool,
    shut: bool,
    keys: Vec<(String, String, String)>,
    name: Field,
    present: Field,
    faults: Faults,
}

fn told(key: PasskeyShown) -> (String, String, String) {
    let used = match key.used {
        Some(at) => format!("last used {}", date(at.date())),
        None => "not used yet".to_owned(),
    };
    (key.id, key.name, format!("Made {}, {used}.", date(key.made.date())))
}

fn passkeys_page(house: &House, who: &Who, given: &Given, faults: Faults) -> Result<PasskeysPage, Unable> {
    let member = who.member()?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    let hint = "Where it is kept, such as the telephone or the work laptop, so that you know later which to take away.";
    Ok(PasskeysPage {
        page: bare(who, &format!("{error}Passkeys")),
        fictional: member.fictional,
        shut: house.doors().passkeys.is_none(),
        keys: house.passkeys(member)?.into_iter().map(told).collect(),
        name: Field::new(Kind::Line, "name", "Name of the device", hint).filled(given, &faults),
        present: Field::new(Kind::Secret, "present", "Your password", "").filled(given, &faults),
        faults,
    })
}

async fn show(Held(state): Held<State>, who: Who) -> Shown {
    let asked = move |house: &House| passkeys_page(house, &who, &Given::default(), Faults::new());
    page(&state.run(asked).await?)
}

enum Begun {
    Asked(PasskeyAsked),
    Faulty(Box<PasskeysPage>),
}

async fn begin(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    let asks = who.clone();
    let begun = state
        .run(move |house| {
            let mut reading = Reading::of(&given);
            let name = reading.line("name", "Name the device that keeps the passkey");
            let present = reading.secret("present", "Enter your password");
            let mut faults = reading.faults;
            if faults.is_empty() {
                match house.begin_passkey(asks.member()?, &name, &present) {
                    Ok(asked) => return Ok(Begun::Asked(asked)),
                    Err(unable) => faults = password_faults(unable)?,
                }
            }
            Ok(Begun::Faulty(Box::new(passkeys_page(house, &asks, &given, faults)?)))
        })
        .await?;
    match begun {
        Begun::Faulty(shown) => unfinished(&*shown),
        Begun::Asked(asked) => page(&ProvePage {
            page: bare(&who, "Make a passkey"),
            makes: true,
            options: asked.options,
            waiting: asked.waiting,
            send_to: "/me/passkeys/keep",
            back_to: "/me/passkeys",
        }),
    }
}

async fn keep(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    state
        .run(move |house| house.keep_passkey(who.member()?, given.text("waiting"), given.text("answer")))
        .await?;
    Ok(done(&state, "/me/passkeys", "passkey-made"))
}

async fn drop_one(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    let faulty = state
        .run(move |house| {
            let mut reading = Reading::of(&given);
            let key = reading.line("key", "Choose the passkey to take away");
            let present = reading.secret("present", "Enter your password");
            let mut faults = reading.faults;
            if faults.is_empty() {
                match house.drop_passkey(who.member()?, &key, &present) {
                    Ok(()) => return Ok(None),
                    Err(unable) => faults = password_faults(unable)?,
                }
            }
            passkeys_page(house, &who, &given, faults).map(Some)
        })
        .await?;
    match faulty {
        Some(shown) => unfinished(&shown),
        None => Ok(done(&state, "/me/passkeys", "passkey-dropped")),
    }
}
