//! A member's sign-in at their organisation: connected, disconnected.

use askama::Template;
use axum::Router;
use axum::extract::{Form, State as Held};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use cm_app::{House, Unable};

use super::{bare, password_faults};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::sign_in::{done, hold_leaving};
use crate::state::State;
use crate::who::Who;

/// A member's sign-in at their organisation.
pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/me/organisation", get(show).post(connect))
        .route("/me/organisation/disconnect", post(disconnect))
}

#[derive(Template)]
#[template(path = "me_organisation.html")]
struct OrganisationPage {
    page: Frame,
    fictional: bool,
    name: Option<String>,
    connected: bool,
    /// Where to go on to, once the password was right.
    onward: Option<String>,
    present: Field,
    faults: Faults,
}

fn organisation_page(house: &House, who: &Who, faults: Faults) -> Result<OrganisationPage, Unable> {
    let member = who.member()?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    Ok(OrganisationPage {
        page: bare(who, &format!("{error}Sign in at your organisation")),
        fictional: member.fictional,
        name: house.doors().provider.as_ref().map(|(name, _)| name.clone()),
        connected: house.is_connected(member)?,
        onward: None,
        present: Field::new(Kind::Secret, "present", "Your password", "").filled(&Given::default(), &faults),
        faults,
    })
}

async fn show(Held(state): Held<State>, who: Who) -> Shown {
    page(
        &state
            .run(move |house| organisation_page(house, &who, Faults::new()))
            .await?,
    )
}

/// After the right password, a page with the way on: a form may not lead to another site by itself.
async fn connect(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    let (shown, leaving) = state
        .run(move |house| {
            let mut reading = Reading::of(&given);
            let present = reading.secret("present", "Enter your password");
            let mut faults = reading.faults;
            if faults.is_empty() {
                match house.leave_to_connect(who.member()?, &present) {
                    Ok(leaving) => {
                        let mut shown = organisation_page(house, &who, Faults::new())?;
                        shown.onward = Some(leaving.to);
                        return Ok((shown, Some(leaving.state)));
                    }
                    Err(unable) => faults = password_faults(unable)?,
                }
            }
            Ok((organisation_page(house, &who, faults)?, None))
        })
        .await?;
    match leaving {
        None => unfinished(&shown),
        Some(leaving) => {
            let mut response = page(&shown)?.into_response();
            hold_leaving(&mut response, &state, &leaving);
            Ok(response)
        }
    }
}

async fn disconnect(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    let faulty = state
        .run(move |house| {
            let mut reading = Reading::of(&given);
            let present = reading.secret("present", "Enter your password");
            let mut faults = reading.faults;
            if faults.is_empty() {
                match house.disconnect(who.member()?, &present) {
                    Ok(()) => return Ok(None),
                    Err(unable) => faults = password_faults(unable)?,
                }
            }
            organisation_page(house, &who, faults).map(Some)
        })
        .await?;
    match faulty {
        Some(shown) => unfinished(&shown),
        None => Ok(done(&state, "/me/organisation", "disconnected")),
    }
}
