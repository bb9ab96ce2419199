//! Starting a partnership: by a link of whoever runs the server, or as a convenor of another one.

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, State as Held};
use axum::routing::get;
use cm_app::Founding;

use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::problem::{Problem, Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::own::repeated;
use crate::rooms::sign_in::{done, enter};
use crate::state::State;
use crate::who::Who;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/found/{secret}", get(show).post(found))
        .route("/partnerships/new", get(show_another).post(another))
}

#[derive(Template)]
#[template(path = "found.html")]
struct FoundPage {
    page: Frame,
    to: String,
    /// Whether the founder has a sign-in here already.
    known: bool,
    fields: Vec<Field>,
    faults: Faults,
}

fn found_page(to: String, known: bool, given: &Given, faults: Faults) -> FoundPage {
    let error = if faults.is_empty() { "" } else { "Error: " };
    let mut fields = vec![
        Field::new(
            Kind::Line,
            "name",
            "What the partnership is called",
            "For example, “Warm homes in Leith”.",
        ),
        Field::new(
            Kind::Line,
            "about",
            "What it is about, in one sentence (optional)",
            "The public reads it, with the name and what you publish.",
        ),
        Field::new(
            Kind::Line,
            "partner",
            "Your organisation or group",
            "It becomes the first partner. You can take in the others afterwards.",
        ),
        Field::new(
            Kind::Line,
            "kind",
            "What kind it is",
            "For example, council, charity, funder or residents’ group.",
        ),
    ];
    if !known {
        fields.extend([
            Field::new(
                Kind::Line,
                "your-name",
                "Your name",
                "As others here will read it beside what you do.",
            ),
            Field::new(
                Kind::Line,
                "sign-in-name",
                "Sign-in name",
                "What you will sign in with. An e-mail address is a good one; nothing is sent to it.",
            ),
            Field::new(
                Kind::Secret,
                "password",
                "Password",
                "At least 12 characters. A few words that belong together only for you are best.",
            ),
            Field::new(Kind::Secret, "again", "The password once more", ""),
        ]);
    }
    FoundPage {
        page: Frame::bare(format!("{error}Start a partnership")),
        to,
        known,
        fields: fields.into_iter().map(|it| it.filled(given, &faults)).collect(),
        faults,
    }
}

fn read(reading: &mut Reading<'_>) -> Founding {
    Founding {
        name: reading.line("name", "Enter what the partnership is called"),
        about: reading.optional("about").unwrap_or_default(),
        partner: reading.line("partner", "Enter your organisation or group"),
        kind: reading.line("kind", "Enter what kind of organisation it is"),
    }
}

/// What is refused, beside the field it is about.
fn beside(problem: Problem) -> Result<Faults, Problem> {
    let field = problem.refusal().and_then(|it| match it.code {
        "app/partnership-there" => Some("name"),
        "app/weak-password" => Some("password"),
        "app/no-sign-in-name" | "app/sign-in-name-taken" => Some("sign-in-name"),
        _ => None,
    });
    match (field, problem.refusal()) {
        (Some(field), Some(refusal)) => Ok(vec![(field, format!("{} {}", refusal.reason, refusal.remedy))]),
        _ => Err(problem),
    }
}

async fn show(Held(state): Held<State>, Path(secret): Path<String>) -> Shown {
    let to = format!("/found/{secret}");
    state.run(move |house| house.may_found(&secret)).await?;
    page(&found_page(to, false, &Given::default(), Faults::new()))
}

/// Starts the partnership, and signs its founder in.
async fn found(Held(state): Held<State>, Path(secret): Path<String>, Form(given): Form<Given>) -> Shown {
    let to = format!("/found/{secret}");
    let asked = secret.clone();
    state.run(move |house| house.may_found(&asked)).await?;
    let mut reading = Reading::of(&given);
    let founding = read(&mut reading);
    let name = reading.line("your-name", "Enter your name");
    let sign_in_name = reading.line("sign-in-name", "Choose what you will sign in with");
    let password = repeated(&mut reading);
    let mut faults = reading.faults;
    if faults.is_empty() {
        let home = format!("/p/{}", founding.id());
        let came = state
            .run(move |house| {
                let whose = (name.as_str(), sign_in_name.as_str(), password.as_str());
                let member = house.found_by_link(&secret, &founding, whose)?;
                house.sign_in_by_link(member)
            })
            .await;
        match came {
            Ok(signed_in) => return Ok(enter(&state, &signed_in, &home)),
            Err(problem) => faults = beside(problem)?,
        }
    }
    unfinished(&found_page(to, false, &given, faults))
}

async fn show_another(Held(state): Held<State>, who: Who) -> Shown {
    may_found_another(&state, &who).await?;
    page(&found_page(
        "/partnerships/new".to_owned(),
        true,
        &Given::default(),
        Faults::new(),
    ))
}

/// Starts another partnership.
async fn another(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    may_found_another(&state, &who).await?;
    let mut reading = Reading::of(&given);
    let founding = read(&mut reading);
    let mut faults = reading.faults;
    if faults.is_empty() {
        let home = format!("/p/{}", founding.id());
        let came = state
            .run(move |house| house.found_another(who.member()?, &founding))
            .await;
        match came {
            Ok(_) => return Ok(done(&state, &home, "saved")),
            Err(problem) => faults = beside(problem)?,
        }
    }
    unfinished(&found_page("/partnerships/new".to_owned(), true, &given, faults))
}

async fn may_found_another(state: &State, who: &Who) -> Result<(), Problem> {
    let asks = who.clone();
    let may = state.run(move |house| house.may_found_another(asks.member()?)).await?;
    match may {
        true => Ok(()),
        false => Err(cm_kernel::Refusal::new(
            "app/not-a-convenor",
            "Another partnership is started by somebody who convenes one here already.",
            "Ask a convenor, or whoever runs the server for a link.",
        )
        .into()),
    }
}
