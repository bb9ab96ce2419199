use std::net::SocketAddr;

use askama::Template;
use axum::extract::{ConnectInfo, Form, State as Held};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use cm_app::{Entered, SIGN_IN_LASTS_MS, SignedIn, Unable};
use serde::Deserialize;

use crate::frame::Frame;
use crate::problem::{Problem, Shown, page, render};
use crate::rooms::measure::partner_name;
use crate::rooms::members::roles_in_words;
use crate::state::State;
use crate::who::{FLASH_COOKIE, SIGN_IN_COOKIE, Who, cookie_name};

mod code;
mod lost;
mod organisation;
mod passkey;

pub(crate) use organisation::hold_leaving;
pub(crate) use passkey::ProvePage;

/// Signing in and out.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/sign-in", get(show).post(sign_in))
        .route("/sign-in/code", get(code::show).post(code::enter_with_code))
        .route("/sign-in/demonstration", post(step_in))
        .route("/sign-in/lost", get(lost::show).post(lost::ask))
        .route("/sign-in/organisation", get(organisation::leave))
        .route("/sign-in/organisation/back", get(organisation::come_back))
        .route("/sign-in/passkey", post(passkey::enter_with_passkey))
        .route("/sign-in/passkey/ask", post(passkey::ask))
        .route("/sign-out", post(sign_out))
}

struct Offered {
    sign_in_name: String,
    name: String,
    says: String,
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Frame,
    offered: Vec<Offered>,
    /// Whether passkeys open sign-ins here.
    passkeys: bool,
    /// What people call the organisation whose sign-in counts here.
    organisation: Option<String>,
    problem: Option<String>,
    name: String,
}

impl SignInPage {
    async fn new(state: &State, problem: Option<String>, name: String) -> Result<Self, Problem> {
        let (passkeys, organisation) = state.doors();
        Ok(Self {
            page: Frame::bare("Sign in"),
            offered: offered(state).await?,
            passkeys,
            organisation,
            problem,
            name,
        })
    }
}

async fn show(Held(state): Held<State>) -> Shown {
    page(&SignInPage::new(&state, None, String::new()).await?)
}

async fn offered(state: &State) -> Result<Vec<Offered>, Problem> {
    state
        .run(|house| {
            let mut offered = Vec::new();
            for (id, profile) in house.partnerships()? {
                if !profile.demonstration {
                    continue;
                }
                let view = house.view(&id)?;
                for membership in view.framework.members.standing() {
                    let member = house.member_of_id(&membership.member)?;
                    let Some(member) = member.filter(|it| it.fictional) else {
                        continue;
                    };
                    let partner = partner_name(&view.framework, &membership.partner);
                    offered.push(Offered {
                        says: format!("{partner}. Role: {}", roles_in_words(&membership.roles)),
                        sign_in_name: member.sign_in_name,
                        name: member.name,
                    });
                }
            }
            Ok(offered)
        })
        .await
}

#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
}

async fn sign_in(
    Held(state): Held<State>,
    connection: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Shown {
    let address = came_from(&state, connection, &headers);
    let name = given.name.clone();
    match state
        .run(move |house| house.sign_in(&given.name, &given.password, &address))
        .await
    {
        Ok(Entered::In(signed_in)) => Ok(enter(&state, &signed_in, "/partnerships")),
        Ok(Entered::AsksForCode(waiting)) => Ok(code::ask(&state, &waiting)),
        Err(problem) => {
            let Some(refusal) = problem.refusal() else {
                return Err(problem);
            };
            let status = crate::problem::status(refusal);
            let status = if status == StatusCode::CONFLICT {
                StatusCode::UNPROCESSABLE_ENTITY
            } else {
                status
            };
            let problem = Some(format!("{} {}", refusal.reason, refusal.remedy));
            let shown = SignInPage::new(&state, problem, name).await?;
            Ok((status, render(&shown).map_err(|_| Problem::from(Unable::Faulty))?).into_response())
        }
    }
}

/// Where the network says a request came from.
fn came_from(state: &State, connection: Option<Extension<ConnectInfo<SocketAddr>>>, headers: &HeaderMap) -> String {
    connection.map_or_else(String::new, |Extension(ConnectInfo(address))| {
        state.served.came_from(address.ip(), headers).to_string()
    })
}

#[derive(Deserialize)]
struct StepIn {
    #[serde(rename = "as")]
    sign_in_name: String,
}

async fn step_in(Held(state): Held<State>, Form(given): Form<StepIn>) -> Shown {
    let signed_in = state
        .run(move |house| house.sign_in_to_demonstration(&given.sign_in_name))
        .await?;
    Ok(enter(&state, &signed_in, "/partnerships"))
}

/// A redirect with the cookie of a sign-in that was just opened.
pub(crate) fn enter(state: &State, signed_in: &SignedIn, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    set_cookie(
        &mut response,
        state,
        SIGN_IN_COOKIE,
        &signed_in.secret,
        SIGN_IN_LASTS_MS / 1000,
    );
    response
}

async fn sign_out(Held(state): Held<State>, who: Who) -> Shown {
    if let Some(secret) = who.secret {
        state.run(move |house| house.sign_out(&secret)).await?;
    }
    let mut response = Redirect::to("/").into_response();
    set_cookie(&mut response, &state, SIGN_IN_COOKIE, "", 0);
    let gone = HeaderValue::from_static("\"cache\", \"storage\"");
    response
        .headers_mut()
        .insert(HeaderName::from_static("clear-site-data"), gone);
    Ok(response)
}

/// A redirect to a page that says once what was just done; `flash` is a key of the fixed list.
pub(crate) fn done(state: &State, to: &str, flash: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    set_cookie(&mut response, state, FLASH_COOKIE, flash, 5);
    response
}

fn set_cookie(response: &mut Response, state: &State, name: &str, value: &str, seconds: i64) {
    let name = cookie_name(state, name);
    let secure = if state.served.secure_cookies { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}
