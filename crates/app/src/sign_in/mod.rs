use cm_kernel::{Digest, Id, Refusal, Timestamp};
use cm_store::Kept;
use serde::{Deserialize, Serialize};

use crate::{Acting, House, Member, Unable};

mod codes;
mod organisation;
mod own;
mod passkey;
pub(crate) mod password;
mod standing;
mod token;
mod trace;

pub use codes::{Codes, CodesBegun};
pub use organisation::{CameBack, Leaving};
pub use passkey::{PasskeyAsked, PasskeyShown};
pub use standing::StandingSignIn;
pub use token::{ApiToken, TokenBearer, TokenScope, TokenWanted};
pub use trace::{SignInTrace, Way};

/// How long a sign-in lasts without being renewed: twelve hours, a working day with its evenings.
pub const SIGN_IN_LASTS_MS: i64 = 12 * 3_600_000;
/// How long a sign-in stands that nobody uses: two hours.
pub const IDLE_MS: i64 = 2 * 3_600_000;
/// How exactly the last use is kept, so that reading a page seldom writes.
const USE_STEP_MS: i64 = 10 * 60_000;
/// Failed tries after which a sign-in name rests, and after which an address rests.
const TRIES_PER_NAME: u32 = 10;
const TRIES_PER_ADDRESS: u32 = 30;
/// How long they rest: fifteen minutes.
const REST_MS: i64 = 15 * 60_000;

/// A sign-in that just happened: the secret for the cookie, which is kept only as a digest.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Sixty-four hexadecimal digits; goes into the cookie and nowhere else.
    pub secret: String,
    /// Who signed in.
    pub member: Member,
}

/// What a right password led to.
#[derive(Debug, Clone)]
pub enum Entered {
    /// A sign-in.
    In(SignedIn),
    /// A one-time code is asked for next: the secret for the cookie of the five minutes in which it is given.
    AsksForCode(String),
}

impl Entered {
    /// The sign-in, where no code is asked for.
    #[must_use]
    pub fn signed_in(self) -> Option<SignedIn> {
        match self {
            Self::In(signed_in) => Some(signed_in),
            Self::AsksForCode(_) => None,
        }
    }
}

#[derive(Serialize, Deserialize)]
struct SignInRecord {
    sign_in_name: String,
    opened: Timestamp,
    #[serde(default)]
    under: u32,
    #[serde(default)]
    acting: Acting,
    /// When it was last used, to ten minutes.
    #[serde(default)]
    used: Option<Timestamp>,
}

impl SignInRecord {
    fn used_last(&self) -> Timestamp {
        self.used.unwrap_or(self.opened)
    }
}

impl House {
    /// Signs a member in by password; one who turned one-time codes on is asked for a code next.
    ///
    /// # Errors
    /// `app/wrong-sign-in`, the same whether the name or the password is wrong; `app/too-many-tries`; the machine
    /// failed.
    pub fn sign_in(&self, sign_in_name: &str, secret: &str, address: &str) -> Result<Entered, Unable> {
        let name = sign_in_name.trim().to_lowercase();
        let name: String = name.chars().take(200).collect();
        let counters = [
            (format!("name {}", Digest::of(name.as_bytes())), TRIES_PER_NAME),
            (format!("address {address}"), TRIES_PER_ADDRESS),
        ];
        for (key, most) in &counters {
            if self.tries(key)? >= *most {
                return Err(too_many());
            }
        }
        let member = self.member(&name)?;
        let hash = member.as_ref().and_then(|member| member.password.as_deref());
        let right = password::matches(secret, hash);
        if let Some(member) = member.filter(|_| right) {
            let [(by_name, _), _] = &counters;
            self.store.discard("tries", by_name)?;
            return self.past_the_first(member, Way::Password);
        }
        self.trace_failed(self.member(&name)?.as_ref())?;
        for (key, _) in &counters {
            self.count_try(key)?;
        }
        tracing::info!("a sign-in failed");
        Err(Refusal::new(
            "app/wrong-sign-in",
            "The sign-in name or the password is not right.",
            "Try again; after several wrong tries the name rests for fifteen minutes.",
        )
        .into())
    }

    /// Signs a fictional member of a demonstration in with one click.
    ///
    /// # Errors
    /// `app/not-a-demonstration` for anybody else; the machine failed.
    pub fn sign_in_to_demonstration(&self, sign_in_name: &str) -> Result<SignedIn, Unable> {
        if let Some(member) = self.member(sign_in_name)?
            && member.fictional
            && member.password.is_none()
            && self.is_in_demonstrations_alone(&member)?
        {
            return self.open(member, Way::Demonstration);
        }
        Err(Refusal::new(
            "app/not-a-demonstration",
            "One-click sign-in is only for the fictional members of a demonstration.",
            "Sign in with your name and password.",
        )
        .into())
    }

    fn is_in_demonstrations_alone(&self, member: &Member) -> Result<bool, Unable> {
        for partnership in &member.partnerships {
            if !self.profile(partnership)?.demonstration {
                return Ok(false);
            }
        }
        Ok(!member.partnerships.is_empty())
    }

    /// Opens a sign-in for a member who has shown who they are.
    pub(crate) fn open(&self, member: Member, way: Way) -> Result<SignedIn, Unable> {
        let secret = self.random::<32>()?;
        let record = SignInRecord {
            sign_in_name: member.sign_in_name.clone(),
            opened: self.now(),
            under: member.sign_ins_ended,
            acting: Acting::new(),
            used: None,
        };
        self.keep_sign_in(&secret, &record)?;
        self.trace(&member, way)?;
        Ok(SignedIn { secret, member })
    }

    fn keep_sign_in(&self, secret: &str, record: &SignInRecord) -> Result<(), Unable> {
        let kept = Kept {
            key: key_of(secret),
            value: serde_json::to_string(record)?,
            expires: Some(Timestamp::from_ms(record.opened.ms() + SIGN_IN_LASTS_MS)),
        };
        Ok(self.store.keep("sign-ins", &kept)?)
    }

    fn sign_in_record(&self, secret: &str) -> Result<Option<(SignInRecord, Member)>, Unable> {
        if secret.len() != 64 {
            return Ok(None);
        }
        let kept = self.store.find("sign-ins", &key_of(secret), self.now())?;
        let Some(record) = kept.and_then(|kept| serde_json::from_str::<SignInRecord>(&kept.value).ok()) else {
            return Ok(None);
        };
        if self.now().ms() - record.used_last().ms() >= IDLE_MS {
            return Ok(None);
        }
        let member = self.member(&record.sign_in_name)?;
        let member = member.filter(|it| it.sign_ins_ended == record.under);
        Ok(member.map(|member| (record, member)))
    }

    /// Who is signed in with this secret, if anyone, and for whom they chose to act.
    ///
    /// # Errors
    /// The machine failed.
    pub fn signed_in(&self, secret: &str) -> Result<Option<(Member, Acting)>, Unable> {
        let Some((mut record, member)) = self.sign_in_record(secret)? else {
            return Ok(None);
        };
        let now = self.now();
        if now.ms() - record.used_last().ms() >= USE_STEP_MS {
            record.used = Some(now);
            self.keep_sign_in(secret, &record)?;
        }
        Ok(Some((member, record.acting)))
    }

    /// Chooses for which partner the member of a sign-in acts in a partnership.
    ///
    /// # Errors
    /// `app/not-your-partner` when they act for no such partner there; the machine failed.
    pub fn act_for(&self, secret: &str, partnership: &Id, partner: &Id) -> Result<(), Unable> {
        let view = self.view(partnership)?;
        let found = self.sign_in_record(secret)?;
        let standing = found.filter(|(_, member)| view.framework.members.find(&member.id, partner).is_some());
        let Some((mut record, _)) = standing else {
            return Err(not_your_partner());
        };
        record.acting.insert(partnership.clone(), partner.clone());
        self.keep_sign_in(secret, &record)
    }

    /// Ends a sign-in.
    ///
    /// # Errors
    /// The machine failed.
    pub fn sign_out(&self, secret: &str) -> Result<(), Unable> {
        Ok(self.store.discard("sign-ins", &key_of(secret))?)
    }

    pub(crate) fn tries(&self, key: &str) -> Result<u32, Unable> {
        let kept = self.store.find("tries", key, self.now())?;
        Ok(kept.and_then(|kept| kept.value.parse().ok()).unwrap_or(0))
    }

    pub(crate) fn count_try(&self, key: &str) -> Result<(), Unable> {
        let tries = self.tries(key)?.saturating_add(1);
        let expires = Some(Timestamp::from_ms(self.now().ms() + REST_MS));
        Ok(self.store.keep(
            "tries",
            &Kept {
                key: key.to_owned(),
                value: tries.to_string(),
                expires,
            },
        )?)
    }
}

fn key_of(secret: &str) -> String {
    Digest::of(secret.as_bytes()).to_string()
}

fn not_your_partner() -> Unable {
    Refusal::new(
        "app/not-your-partner",
        "You do not act for this partner here.",
        "Choose one of the partners that the page lists.",
    )
    .into()
}

fn too_many() -> Unable {
    Refusal::new(
        "app/too-many-tries",
        "There were too many wrong sign-ins.",
        "Wait fifteen minutes and try again, or ask a convenor.",
    )
    .into()
}
