use std::convert::Infallible;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use cm_app::{Caller, Deed, Member};
use cm_kernel::{Id, Refusal};

use crate::frame::Flash;
use crate::state::State;

/// The cookie of a sign-in.
pub const SIGN_IN_COOKIE: &str = "cm-sign-in";
/// The cookie that carries what was just done to the next page.
pub const FLASH_COOKIE: &str = "cm-flash";

/// Who asks, as far as their cookie says.
#[derive(Debug, Clone, Default)]
pub struct Who {
    /// The member, when signed in.
    pub member: Option<Member>,
    /// The secret of their sign-in.
    pub secret: Option<String>,
    /// What was just done.
    pub flash: Option<Flash>,
}

impl Who {
    /// The member as one who acts in this partnership.
    ///
    /// # Errors
    /// `app/not-signed-in`; `app/no-such-partnership` for a member of another one.
    pub fn caller(&self, partnership: &Id) -> Result<Caller, Refusal> {
        let Some(member) = &self.member else {
            return Err(Refusal::new(
                "app/not-signed-in",
                "This page is for members of the partnership.",
                "Sign in first; what is published can be read without.",
            ));
        };
        let caller = member.caller();
        caller.must(Deed::Read, partnership)?;
        Ok(caller)
    }
}

impl<S> FromRequestParts<S> for Who
where
    State: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let state = State::from_ref(state);
        let flash = cookie(&parts.headers, FLASH_COOKIE).and_then(|text| read_flash(&text));
        let Some(secret) = cookie(&parts.headers, SIGN_IN_COOKIE) else {
            return Ok(Self {
                flash,
                ..Self::default()
            });
        };
        let asked = secret.clone();
        let member = state.run(move |house| house.signed_in(&asked)).await.ok().flatten();
        Ok(Self {
            secret: member.is_some().then_some(secret),
            member,
            flash,
        })
    }
}

/// The value of a cookie.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let pairs = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|it| it.split(';'));
    let mut pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// Flashes are one of a fixed list, so that nothing a stranger writes into a cookie is ever shown.
const FLASHES: &[(&str, &str)] = &[
    ("saved", "That is on record now."),
    ("proposed", "It is put forward and on record."),
    ("taken-back", "Your partner's objection is taken back, on record."),
    (
        "reconsented",
        "Your partner's earlier evidence may now be used for it, on record.",
    ),
    ("signed", "Your partner's signature is on record."),
    (
        "objected",
        "Your partner's objection is on record and travels with the measure.",
    ),
    (
        "withdrawn",
        "The use has stopped at once. Published editions stay and carry a notice.",
    ),
    ("imported", "The evidence is in."),
    (
        "drafted",
        "The edition is put together. Partners may respond before it is published.",
    ),
    ("published", "The edition is published and sealed."),
    ("answered", "Your partner's answer is on record beside the question."),
    ("responded", "Your partner's response stands beside the edition."),
    ("signed-out", "You are signed out."),
];

fn read_flash(key: &str) -> Option<Flash> {
    let (_, text) = FLASHES.iter().find(|(name, _)| *name == key)?;
    Some(Flash {
        text: (*text).to_owned(),
        attention: false,
    })
}
