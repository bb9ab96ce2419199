//! A member's own pages: where they act and for whom, their password, their sign-ins.

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, State as Held};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use cm_app::{House, Unable};
use cm_kernel::Timestamp;

use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::problem::{Problem, Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::{capital_of, partner_name};
use crate::rooms::members::roles_in_words;
use crate::rooms::sign_in::{done, enter};
use crate::state::State;
use crate::who::Who;
use crate::words::date;

mod codes;
mod letters;
mod organisation;
mod passkeys;
mod tokens;

/// A member's own pages.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/partnerships", get(partnerships))
        .route("/p/{partnership}/act-for", post(act_for))
        .route("/me", get(me))
        .route("/me/password", post(password))
        .route("/me/sign-out-everywhere", post(sign_out_everywhere))
        .route("/me/sign-ins/{sign_in}/end", post(end_sign_in))
        .merge(codes::routes())
        .merge(letters::routes())
        .merge(organisation::routes())
        .merge(passkeys::routes())
        .merge(tokens::routes())
}

/// Where a member acts: name, path, what about, and for each partner its name and the roles.
struct Acts {
    name: String,
    path: String,
    about: String,
    demonstration: bool,
    partners: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "partnerships.html")]
struct PartnershipsPage {
    page: Frame,
    acts: Vec<Acts>,
    may_found: bool,
}

/// A sign-in that stands.
struct Standing {
    id: String,
    says: String,
    this: bool,
}

#[derive(Template)]
#[template(path = "me.html")]
struct MePage {
    page: Frame,
    name: String,
    sign_in_name: String,
    fictional: bool,
    codes_on: bool,
    passkeys: Option<usize>,
    organisation: Option<(String, bool)>,
    letters: Option<Option<String>>,
    standing: Vec<Standing>,
    may_found: bool,
    acts: Vec<Acts>,
    traces: Vec<(String, &'static str, bool)>,
    fields: Vec<Field>,
    faults: Faults,
}

fn acts(house: &House, who: &Who) -> Result<Vec<Acts>, Unable> {
    let found = house.memberships(who.member()?)?.into_iter();
    found
        .map(|(id, profile, memberships)| {
            let view = house.view(&id)?;
            let partners = memberships.iter().map(|it| {
                let roles = capital_of(&roles_in_words(&it.roles));
                (partner_name(&view.framework, &it.partner), roles)
            });
            Ok(Acts {
                name: profile.name,
                path: format!("/p/{id}"),
                about: profile.about,
                demonstration: profile.demonstration,
                partners: partners.collect(),
            })
        })
        .collect()
}

/// A frame outside any partnership that still tells what was just done.
fn bare(who: &Who, title: &str) -> Frame {
    Frame {
        flash: who.flash.clone(),
        ..Frame::bare(title)
    }
}

async fn partnerships(Held(state): Held<State>, who: Who) -> Shown {
    let asks = who.clone();
    let (acts, may_found) = state
        .run(move |house| Ok((acts(house, &asks)?, house.may_found_another(asks.member()?)?)))
        .await?;
    match acts.as_slice() {
        [only] if who.flash.is_none() => Ok(Redirect::to(&only.path).into_response()),
        _ => page(&PartnershipsPage {
            page: bare(&who, "Your partnerships"),
            acts,
            may_found,
        }),
    }
}

/// Chooses for which partner the member acts from now on.
async fn act_for(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Form(given): Form<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let to = format!("/p/{partnership}");
    state
        .run(move |house| {
            who.caller(house, &partnership)?;
            let partner = cm_kernel::Id::new(given.text("partner"))?;
            house.act_for(who.secret.as_deref().unwrap_or_default(), &partnership, &partner)
        })
        .await?;
    Ok(done(&state, &to, "acting"))
}

fn me_page(house: &House, who: &Who, faults: Faults) -> Result<MePage, Unable> {
    let member = who.member()?;
    let given = Given::default();
    let fields = [
        Field::new(Kind::Secret, "present", "Present password", ""),
        Field::new(
            Kind::Secret,
            "password",
            "New password",
            "At least 12 characters. A few words that belong together only for you are best.",
        ),
        Field::new(Kind::Secret, "again", "The new password once more", ""),
    ];
    let traces = house.sign_in_traces(member)?.into_iter().take(50);
    let error = if faults.is_empty() { "" } else { "Error: " };
    Ok(MePage {
        page: bare(who, &format!("{error}Your sign-in")),
        name: member.name.clone(),
        sign_in_name: member.sign_in_name.clone(),
        fictional: member.fictional,
        may_found: house.may_found_another(member)?,
        codes_on: matches!(house.codes(member)?, cm_app::Codes::On(_)),
        passkeys: match house.doors().passkeys {
            Some(_) => Some(house.passkeys(member)?.len()),
            None => None,
        },
        organisation: match &house.doors().provider {
            Some((name, _)) => Some((name.clone(), house.is_connected(member)?)),
            None => None,
        },
        letters: house.doors().letters.then(|| member.letters.clone()),
        standing: standing(house, who)?,
        acts: acts(house, who)?,
        traces: traces
            .map(|it| {
                (
                    moment(it.at),
                    it.way.words(),
                    matches!(it.way, cm_app::Way::Failed | cm_app::Way::CodeFailed),
                )
            })
            .collect(),
        fields: fields.into_iter().map(|it| it.filled(&given, &faults)).collect(),
        faults,
    })
}

fn standing(house: &House, who: &Who) -> Result<Vec<Standing>, Unable> {
    let found = house.standing_sign_ins(who.member()?, who.secret.as_deref().unwrap_or_default())?;
    let told = found.into_iter().map(|it| Standing {
        says: format!("Opened {}, last used {}.", moment(it.opened), moment(it.used)),
        id: it.id,
        this: it.this,
    });
    Ok(told.collect())
}

/// `3 April 2017, 09:00 UTC`.
fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    format!("{}, {} UTC", date(at.date()), text.get(11..16).unwrap_or_default())
}

async fn me(Held(state): Held<State>, who: Who) -> Shown {
    let shown = state.run(move |house| me_page(house, &who, Faults::new())).await?;
    page(&shown)
}

async fn password(Held(state): Held<State>, who: Who, Form(given): Form<Given>) -> Shown {
    who.member()?;
    let mut reading = Reading::of(&given);
    let present = reading.secret("present", "Enter your present password");
    let new = repeated(&mut reading);
    let mut faults = reading.faults;
    if faults.is_empty() {
        let asks = who.clone();
        let changed = state
            .run(move |house| house.change_password(asks.member()?, &present, &new))
            .await;
        match changed {
            Ok(signed_in) => return Ok(with_flash(&state, enter(&state, &signed_in, "/me"), "password-changed")),
            Err(problem) => faults = about_password(problem)?,
        }
    }
    let shown = state.run(move |house| me_page(house, &who, faults)).await?;
    unfinished(&shown)
}

/// What a form with a password, a name or an address was refused for, beside the field.
fn password_faults(unable: Unable) -> Result<Faults, Unable> {
    let Some(refusal) = unable.refusal() else {
        return Err(unable);
    };
    let field = match refusal.code {
        "app/wrong-password" | "app/too-many-tries" => "present",
        "app/no-passkey-name" | "app/too-many-passkeys" => "name",
        "app/no-letter-address" | "app/too-many-letters" => "address",
        _ => return Err(unable),
    };
    Ok(vec![(field, format!("{} {}", refusal.reason, refusal.remedy))])
}

async fn end_sign_in(Held(state): Held<State>, who: Who, Path(sign_in): Path<String>) -> Shown {
    state
        .run(move |house| house.end_sign_in(who.member()?, &sign_in))
        .await?;
    Ok(done(&state, "/me", "sign-in-ended"))
}

fn about_password(problem: Problem) -> Result<Faults, Problem> {
    let Some(refusal) = problem.refusal() else {
        return Err(Problem::from(Unable::Faulty));
    };
    let field = match refusal.code {
        "app/weak-password" => "password",
        "app/wrong-password" => "present",
        _ => return Err(problem),
    };
    Ok(vec![(field, format!("{} {}", refusal.reason, refusal.remedy))])
}

async fn sign_out_everywhere(Held(state): Held<State>, who: Who) -> Shown {
    let signed_in = state.run(move |house| house.sign_out_everywhere(who.member()?)).await?;
    Ok(with_flash(
        &state,
        enter(&state, &signed_in, "/me"),
        "signed-out-everywhere",
    ))
}

fn with_flash(state: &State, mut response: axum::response::Response, flash: &str) -> axum::response::Response {
    let told = done(state, "/me", flash);
    for cookie in told.headers().get_all(axum::http::header::SET_COOKIE) {
        response
            .headers_mut()
            .append(axum::http::header::SET_COOKIE, cookie.clone());
    }
    response
}

/// A new password that was typed twice.
pub(crate) fn repeated(reading: &mut Reading<'_>) -> String {
    let password = reading.secret("password", "Choose a password");
    if !password.is_empty() && reading.given.raw("again") != password {
        reading.fault("again", "The two passwords differ; type the same one twice");
    }
    password
}
