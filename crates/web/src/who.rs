use std::convert::Infallible;

use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use cm_app::{Acting, Caller, Deed, House, Member, Unable};
use cm_kernel::{Id, Refusal};

use crate::frame::Flash;
use crate::state::State;

/// The cookie of a sign-in.
pub const SIGN_IN_COOKIE: &str = "cm-sign-in";
/// The cookie of a right password that waits for its one-time code.
pub const WAITING_COOKIE: &str = "cm-waiting";
/// The cookie that says which browser left to sign in at an organisation.
pub const AWAY_COOKIE: &str = "cm-away";
/// The cookie that carries what was just done to the next page.
pub const FLASH_COOKIE: &str = "cm-flash";

/// Who asks, as far as their cookie says.
#[derive(Debug, Clone, Default)]
pub struct Who {
    /// The member, when signed in.
    pub member: Option<Member>,
    /// For whom they chose to act, by partnership.
    pub acting: Acting,
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
    pub fn caller(&self, house: &House, partnership: &Id) -> Result<Caller, Unable> {
        let caller = house.caller(self.member()?, partnership, &self.acting)?;
        caller.must(Deed::Read, partnership)?;
        Ok(caller)
    }

    /// The member who is signed in.
    ///
    /// # Errors
    /// `app/not-signed-in`.
    pub fn member(&self) -> Result<&Member, Refusal> {
        self.member.as_ref().ok_or_else(|| {
            Refusal::new(
                "app/not-signed-in",
                "This page is for members of the partnership.",
                "Sign in first; what is published can be read without.",
            )
        })
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
        let flash = cookie(&parts.headers, &cookie_name(&state, FLASH_COOKIE)).and_then(|text| read_flash(&text));
        let Some(secret) = cookie(&parts.headers, &cookie_name(&state, SIGN_IN_COOKIE)) else {
            return Ok(Self {
                flash,
                ..Self::default()
            });
        };
        let asked = secret.clone();
        let found = state.run(move |house| house.signed_in(&asked)).await.ok().flatten();
        let (member, acting) = found.map_or_else(Default::default, |(member, acting)| (Some(member), acting));
        Ok(Self {
            secret: member.is_some().then_some(secret),
            member,
            acting,
            flash,
        })
    }
}

/// The name of a cookie where it travels over TLS alone: browsers then take it from this host and nowhere else.
/// Source: RFC 6265bis, 4.1.3.2.
pub(crate) fn cookie_name(state: &State, name: &str) -> String {
    let host = if state.served.secure_cookies { "__Host-" } else { "" };
    format!("{host}{name}")
}

/// The value of a cookie.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
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
    (
        "passkey-made",
        "The passkey is made. You can sign in with it from now on.",
    ),
    (
        "passkey-dropped",
        "The passkey is taken away. Delete it on the device too.",
    ),
    ("connected", "Your sign-in at the organisation is connected."),
    ("disconnected", "Your sign-in at the organisation is disconnected."),
    (
        "letter-sent",
        "A letter is on its way. Open its link in this browser within two days.",
    ),
    ("letters-begun", "Letters go to your new address from now on."),
    ("letters-ended", "No more letters go out to you."),
    ("sign-in-ended", "That sign-in is ended."),
    ("saved", "That is on record now."),
    ("proposed", "It is put forward and on record."),
    ("said", "It is on record, under your partner's name."),
    ("brought-in", "The text is in the library, with its source."),
    (
        "left",
        "The partner has left, on record. What it brought, said and signed stays.",
    ),
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
    (
        "signed-out-everywhere",
        "Every other sign-in of yours has ended, and every token.",
    ),
    (
        "token-revoked",
        "The token is revoked; whatever used it is refused from now on.",
    ),
    (
        "password-changed",
        "Your password is changed, and every other sign-in of yours has ended.",
    ),
    (
        "codes-begun",
        "A secret is made. It counts once you have entered a first code.",
    ),
    (
        "codes-off",
        "One-time codes are off; the password alone opens your sign-in.",
    ),
    ("acting", "See at the top for whom you act from now on."),
    (
        "welcome",
        "Welcome. What you do here is on record under your partner’s name.",
    ),
    (
        "invitation-withdrawn",
        "The invitation is withdrawn; its link no longer works.",
    ),
    ("roles-changed", "The roles are changed, on record."),
    (
        "membership-ended",
        "The membership has ended. What was done under it stays on record.",
    ),
    (
        "left",
        "You no longer act for that partner. What you did stays on record.",
    ),
    (
        "partner-joined",
        "The partner is taken in. Invite somebody to act for it.",
    ),
];

fn read_flash(key: &str) -> Option<Flash> {
    let (_, text) = FLASHES.iter().find(|(name, _)| *name == key)?;
    Some(Flash {
        text: (*text).to_owned(),
        attention: false,
    })
}
