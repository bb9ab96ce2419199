//! One-time codes of a member: begun with a picture for the authenticator, turned on with a first code, turned off.

use askama::Template;
use axum::Router;
use axum::extract::{Form, State as Held};
use axum::routing::{get, post};
use cm_app::{Codes, House, Unable};
use qrcode::{Color, EcLevel, QrCode};

use super::bare;
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::problem::{Problem, Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

pub(super) fn routes() -> Router<State> {
    Router::new()
        .route("/me/codes", get(show))
        .route("/me/codes/begin", post(begin))
        .route("/me/codes/on", post(turn_on))
        .route("/me/codes/recovery", post(recovery))
        .route("/me/codes/off", post(turn_off))
}

/// The picture that an authenticator reads: how many squares wide, and the dark ones as one path.
struct Picture {
    wide: usize,
    path: String,
}

/// A secret that waits for its first code.
struct Begun {
    secret: String,
    address: String,
    picture: Option<Picture>,
}

#[derive(Template)]
#[template(path = "me_codes.html")]
struct CodesPage {
    page: Frame,
    fictional: bool,
    begun: Option<Begun>,
    /// How many recovery codes are left, where codes are on.
    on: Option<usize>,
    /// Recovery codes that were just made, shown this once.
    made: Vec<String>,
    code: Field,
    present: Field,
    faults: Faults,
}

fn codes_page(house: &House, who: &Who, made: Vec<String>, faults: Faults) -> Result<CodesPage, Unable> {
    let member = who.member()?;
    let codes = house.codes(member)?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    let nothing = Given::default();
    let field = |kind, name, label: &str, hint: &str| Field::new(kind, name, label, hint).filled(&nothing, &faults);
    Ok(CodesPage {
        page: bare(who, &format!("{error}One-time codes")),
        fictional: member.fictional,
        on: match &codes {
            Codes::On(left) => Some(*left),
            Codes::Off | Codes::Begun(_) => None,
        },
        begun: match codes {
            Codes::Begun(it) => Some(Begun {
                picture: picture(&it.address),
                secret: it.secret,
                address: it.address,
            }),
            Codes::Off | Codes::On(_) => None,
        },
        made,
        code: field(Kind::Short, "code", "The code it shows now", "Six digits."),
        present: field(Kind::Secret, "present", "Your password", ""),
        faults,
    })
}

/// The address as a QR code (ISO/IEC 18004), with the quiet zone of four squares that it asks for.
fn picture(address: &str) -> Option<Picture> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let wide = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % wide + 4, at / wide + 4));
        }
    }
    Some(Picture { wide: wide + 8, path })
}

async fn show(Held(state): Held<State>, who: Who) -> Shown {
    let shown = state
        .run(move |house| codes_page(house, &who, Vec::new(), Faults::new()))
        .await?;
    page(&shown)
}

/// Makes a secret.
async fn begin(Held(state): Held<State>, who: Who) -> Shown {
    state.run(move |house| house.begin_codes(who.member()?)).await?;
    Ok(done(&state, "/me/codes", "codes-begun"))
}

/// Turns codes on with a first code, and shows the recovery codes.
async fn turn_on(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    who.member()?;
    let mut reading = Reading::of(&given);
    let code = reading.line("code", "Enter the code that your authenticator shows");
    let present = reading.secret("present", "Enter your password");
    shown(&state, who, reading.faults, move |house, who| {
        house.turn_on_codes(who.member()?, &present, &code)
    })
    .await
}

/// Makes new recovery codes, and shows them.
async fn recovery(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    who.member()?;
    let mut reading = Reading::of(&given);
    let present = reading.secret("present", "Enter your password");
    shown(&state, who, reading.faults, move |house, who| {
        house.new_recovery_codes(who.member()?, &present)
    })
    .await
}

/// Turns codes off, or gives up a secret that waits.
async fn turn_off(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    who.member()?;
    let mut reading = Reading::of(&given);
    let present = reading.secret("present", "Enter your password");
    let mut faults = reading.faults;
    if faults.is_empty() {
        let asks = who.clone();
        match state
            .run(move |house| house.turn_off_codes(asks.member()?, &present))
            .await
        {
            Ok(()) => return Ok(done(&state, "/me", "codes-off")),
            Err(problem) => faults = beside(problem)?,
        }
    }
    let shown = state
        .run(move |house| codes_page(house, &who, Vec::new(), faults))
        .await?;
    unfinished(&shown)
}

/// Does what makes recovery codes and shows them, or shows what is wrong beside its field.
async fn shown(
    state: &State,
    who: Who,
    mut faults: Faults,
    make: impl FnOnce(&House, &Who) -> Result<Vec<String>, Unable> + Send + 'static,
) -> Shown {
    if faults.is_empty() {
        let asks = who.clone();
        let made = state
            .run(move |house| {
                let made = make(house, &asks)?;
                codes_page(house, &asks, made, Faults::new())
            })
            .await;
        match made {
            Ok(shown) => return page(&shown),
            Err(problem) => faults = beside(problem)?,
        }
    }
    let shown = state
        .run(move |house| codes_page(house, &who, Vec::new(), faults))
        .await?;
    unfinished(&shown)
}

/// A wrong code or password as a fault of its field.
fn beside(problem: Problem) -> Result<Faults, Problem> {
    let field = problem.refusal().and_then(|it| match it.code {
        "app/wrong-code" => Some("code"),
        "app/wrong-password" => Some("present"),
        _ => None,
    });
    match (field, problem.refusal()) {
        (Some(field), Some(refusal)) => Ok(vec![(field, format!("{} {}", refusal.reason, refusal.remedy))]),
        _ => Err(problem),
    }
}
