use cm_doors::Provider;
use cm_kernel::{Digest, Id, Refusal, Timestamp};
use cm_store::Kept;
use serde::{Deserialize, Serialize};

use super::{Entered, Way, key_of};
use crate::doors::shut;
use crate::house::kept;
use crate::{House, Member, Unable};

/// The drawer with those who are away to sign in.
const AWAY: &str = "away-to-sign-in";
/// The drawer that says which member somebody at an organisation is.
const LINKS: &str = "organisation-links";
/// The drawer that says the same by member.
const LINKED: &str = "organisation-linked";
/// How long somebody may be away: ten minutes.
const WAITS_MS: i64 = 10 * 60_000;

/// Somebody who leaves to sign in at their organisation.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// Where their browser goes.
    pub to: String,
    /// What their browser keeps in a cookie, so that nobody else's sign-in comes back to it.
    pub state: String,
}

/// What somebody came back to.
#[derive(Debug, Clone)]
pub enum CameBack {
    /// To sign in.
    Entered(Entered),
    /// To have their own sign-in connected.
    Connected,
}

#[derive(Serialize, Deserialize)]
struct Away {
    nonce: String,
    verifier: String,
    /// The member who connects their own sign-in; nobody when somebody signs in.
    member: Option<Id>,
}

impl House {
    /// Sends somebody to their organisation to sign in.
    ///
    /// # Errors
    /// `app/door-shut`, `app/organisation-away`; the machine failed.
    pub fn leave_to_sign_in(&self) -> Result<Leaving, Unable> {
        self.leave(None)
    }

    /// Sends a member who knows their password to their organisation, to connect the sign-in they have there.
    ///
    /// # Errors
    /// `app/door-shut`, `app/organisation-away`, `app/wrong-password`, `app/too-many-tries`, `app/demonstration-stays`;
    /// the machine failed.
    pub fn leave_to_connect(&self, member: &Member, present: &str) -> Result<Leaving, Unable> {
        self.shows_password(member, present)?;
        self.leave(Some(member.id.clone()))
    }

    fn leave(&self, member: Option<Id>) -> Result<Leaving, Unable> {
        let away = self.provider()?.begin().map_err(|why| unreached(&why))?;
        let (nonce, verifier) = (away.nonce, away.verifier);
        let kept = Kept {
            key: key_of(&away.state),
            value: serde_json::to_string(&Away {
                nonce,
                verifier,
                member,
            })?,
            expires: Some(Timestamp::from_ms(self.now().ms() + WAITS_MS)),
        };
        self.store.keep(AWAY, &kept)?;
        Ok(Leaving {
            to: away.to,
            state: away.state,
        })
    }

    /// Takes back somebody whom their organisation sends with a code: signs them in, or connects the sign-in of the
    /// member who left for that. `held` is what the browser kept, `said` what came in the address.
    ///
    /// # Errors
    /// `app/door-shut`, `app/organisation-away`, `app/not-who-left`, `app/not-connected`, `app/connected-elsewhere`; the
    /// machine failed.
    pub fn come_back(
        &self,
        held: &str,
        said: &str,
        code: &str,
        signed_in: Option<&Member>,
    ) -> Result<CameBack, Unable> {
        let provider = self.provider()?;
        let key = key_of(said);
        let found = self.store.find(AWAY, &key, self.now())?;
        let found = found.filter(|_| key_of(held) == key);
        let away: Away = found
            .and_then(|it| serde_json::from_str(&it.value).ok())
            .ok_or_else(not_who_left)?;
        self.store.discard(AWAY, &key)?;
        let proven = provider
            .finish(code, &away.nonce, &away.verifier)
            .map_err(|why| unreached(&why))?;
        let who = Digest::of(format!("{} {}", proven.issuer, proven.subject).as_bytes()).to_string();
        let linked = self.store.find(LINKS, &who, self.now())?;
        let linked = linked.and_then(|it| Id::new(it.value).ok());
        let Some(id) = away.member else {
            let member = match linked {
                Some(id) => self.member_of_id(&id)?,
                None => None,
            };
            let member = member.ok_or_else(not_connected)?;
            return self.past_the_first(member, Way::Organisation).map(CameBack::Entered);
        };
        // Whoever left has to be the one who is here, or a link in a letter could connect a stranger's sign-in.
        let member = signed_in.filter(|it| it.id == id).ok_or_else(not_who_left)?;
        if linked.is_some_and(|it| it != id) {
            return Err(Refusal::new(
                "app/connected-elsewhere",
                "This sign-in at the organisation belongs to another member here.",
                "Sign in as that member and disconnect it there, or use another one.",
            )
            .into());
        }
        self.drop_connection(member)?;
        self.store.keep(LINKS, &kept(&who, id.to_string()))?;
        self.store.keep(LINKED, &kept(id.as_str(), who))?;
        self.trace(member, Way::OrganisationConnected)?;
        Ok(CameBack::Connected)
    }

    /// Whether a member's sign-in at their organisation is connected.
    ///
    /// # Errors
    /// The machine failed.
    pub fn is_connected(&self, member: &Member) -> Result<bool, Unable> {
        Ok(self.store.find(LINKED, member.id.as_str(), self.now())?.is_some())
    }

    /// Disconnects it, for a member who knows their password.
    ///
    /// # Errors
    /// `app/wrong-password`, `app/too-many-tries`; the machine failed.
    pub fn disconnect(&self, member: &Member, present: &str) -> Result<(), Unable> {
        self.shows_password(member, present)?;
        if self.drop_connection(member)? {
            self.trace(member, Way::OrganisationDisconnected)?;
        }
        Ok(())
    }

    /// Takes the connection away, and says whether there was one.
    pub(crate) fn drop_connection(&self, member: &Member) -> Result<bool, Unable> {
        let Some(linked) = self.store.find(LINKED, member.id.as_str(), self.now())? else {
            return Ok(false);
        };
        self.store.discard(LINKS, &linked.value)?;
        self.store.discard(LINKED, member.id.as_str())?;
        Ok(true)
    }

    fn provider(&self) -> Result<&Provider, Unable> {
        let door = self.doors().provider.as_ref();
        door.map(|(_, provider)| provider)
            .ok_or_else(|| shut("Signing in by an organisation"))
    }
}

fn unreached(why: &cm_doors::NotOpened) -> Unable {
    tracing::warn!(%why, "an organisation's sign-in failed");
    Refusal::new(
        "app/organisation-away",
        "The organisation's sign-in did not answer as it should.",
        "Try again in a minute, or sign in with your name and password.",
    )
    .into()
}

fn not_who_left() -> Unable {
    Refusal::new(
        "app/not-who-left",
        "This is not the sign-in that was begun in this browser, or ten minutes have passed.",
        "Begin once more from the page where you sign in.",
    )
    .into()
}

fn not_connected() -> Unable {
    Refusal::new(
        "app/not-connected",
        "Nobody here is connected with this sign-in at the organisation.",
        "Sign in with your name and password once and connect it on the page of your own sign-in; who has none asks a \
         convenor for an invitation.",
    )
    .into()
}
