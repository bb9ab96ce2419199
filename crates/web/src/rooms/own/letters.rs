//! Where a member's letters go: asked for, confirmed by a link, ended.

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, State as Held};
use axum::routing::{get, post};
use cm_app::{House, Member, Unable};

use super::{bare, password_faults};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

/// Where a member's letters go.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/me/letters", get(show).post(ask))
        .route("/me/letters/end", post(end))
        .route("/me/letters/{secret}", get(opened).post(confirm))
}

#[derive(Template)]
#[template(path = "me_letters.html")]
struct LettersPage {
    page: Frame,
    fictional: bool,
    shut: bool,
    goes_to: Option<String>,
    address: Field,
    present: Field,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "me_letters_confirm.html")]
struct ConfirmPage {
    page: Frame,
    secret: String,
}

fn letters_page(house: &House, who: &Who, given: &Given, faults: Faults) -> Result<LettersPage, Unable> {
    let member = who.member()?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    let hint = "A letter with a link goes there first.";
    Ok(LettersPage {
        page: bare(who, &format!("{error}Letters to you")),
        fictional: member.fictional,
        shut: !house.doors().letters,
        goes_to: member.letters.clone(),
        address: Field::new(Kind::Line, "address", "E-mail address", hint).filled(given, &faults),
        present: Field::new(Kind::Secret, "present", "Your password", "").filled(given, &faults),
        faults,
    })
}

async fn show(Held(state): Held<State>, who: Who) -> Shown {
    let asked = move |house: &House| letters_page(house, &who, &Given::default(), Faults::new());
    page(&state.run(asked).await?)
}

/// Does what a form asks for with a password, or shows the form again with what was wrong.
async fn with_password(
    state: State,
    who: Who,
    given: Given,
    flash: &'static str,
    act: impl FnOnce(&House, &Member, &str, &str) -> Result<(), Unable> + Send + 'static,
    asks_address: bool,
) -> Shown {
    let faulty = state
        .run(move |house| {
            let mut reading = Reading::of(&given);
            let address = match asks_address {
                true => reading.line("address", "Enter the e-mail address"),
                false => String::new(),
            };
            let present = reading.secret("present", "Enter your password");
            let mut faults = reading.faults;
            if faults.is_empty() {
                match act(house, who.member()?, &address, &present) {
                    Ok(()) => return Ok(None),
                    Err(unable) => faults = password_faults(unable)?,
                }
            }
            letters_page(house, &who, &given, faults).map(Some)
        })
        .await?;
    match faulty {
        Some(shown) => unfinished(&shown),
        None => Ok(done(&state, "/me/letters", flash)),
    }
}

async fn ask(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    let act =
        |house: &House, member: &Member, address: &str, present: &str| house.ask_for_letters(member, address, present);
    with_password(state, who, given, "letter-sent", act, true).await
}

async fn end(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    let act = |house: &House, member: &Member, _: &str, present: &str| house.end_letters(member, present);
    with_password(state, who, given, "letters-ended", act, false).await
}

/// The link of a letter. It only asks: programs that check mail open links too.
async fn opened(who: Who, Path(secret): Path<String>) -> Shown {
    who.member()?;
    page(&ConfirmPage {
        page: bare(&who, "Is this your address?"),
        secret: secret.chars().filter(char::is_ascii_hexdigit).take(64).collect(),
    })
}

async fn confirm(Held(state): Held<State>, who: Who, Path(secret): Path<String>) -> Shown {
    state
        .run(move |house| house.confirm_letters(who.member()?, &secret))
        .await?;
    Ok(done(&state, "/me/letters", "letters-begun"))
}
