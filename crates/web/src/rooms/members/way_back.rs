use askama::Template;
use axum::extract::{Form, Path, State as Held};

use super::take_up::faults_of;
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::own::repeated;
use crate::rooms::sign_in::enter;
use crate::state::State;

#[derive(Template)]
#[template(path = "recovery.html")]
struct RecoveryPage {
    page: Frame,
    name: String,
    sign_in_name: String,
    fields: Vec<Field>,
    faults: Faults,
    secret: String,
}

async fn recovery_page(state: &State, secret: &str, faults: Faults) -> Result<RecoveryPage, crate::problem::Problem> {
    let asked = secret.to_owned();
    let member = state.run(move |house| house.recovering(&asked)).await?;
    let given = Given::default();
    let fields = [
        Field::new(
            Kind::Secret,
            "password",
            "New password",
            "At least 12 characters. A few words that belong together only for you are best.",
        ),
        Field::new(Kind::Secret, "again", "The new password once more", ""),
    ];
    let error = if faults.is_empty() { "" } else { "Error: " };
    Ok(RecoveryPage {
        page: Frame::bare(format!("{error}Set a new password")),
        name: member.name,
        sign_in_name: member.sign_in_name,
        fields: fields.into_iter().map(|it| it.filled(&given, &faults)).collect(),
        faults,
        secret: secret.to_owned(),
    })
}

/// Whose new password is to be set.
pub(super) async fn show(Held(state): Held<State>, Path(secret): Path<String>) -> Shown {
    page(&recovery_page(&state, &secret, Faults::new()).await?)
}

/// Sets it, and signs in.
pub(super) async fn set(Held(state): Held<State>, Path(secret): Path<String>, Form(given): Form<Given>) -> Shown {
    let mut reading = Reading::of(&given);
    let password = repeated(&mut reading);
    let faults = reading.faults;
    if !faults.is_empty() {
        return unfinished(&recovery_page(&state, &secret, faults).await?);
    }
    let asked = secret.clone();
    let made = state
        .run(move |house| {
            let member = house.set_anew(&asked, &password)?;
            house.sign_in_by_link(member)
        })
        .await;
    match made {
        Ok(signed_in) => Ok(enter(&state, &signed_in, "/partnerships")),
        Err(problem) => unfinished(&recovery_page(&state, &secret, faults_of(problem)?).await?),
    }
}
