use cm_kernel::{Date, Id, Refusal, Timestamp};
use cm_store::Kept;
use serde::{Deserialize, Serialize};

use super::{Way, key_of};
use crate::{Deed, House, Member, Unable};

mod using;

pub use using::TokenBearer;

/// What every token begins with, so that one that leaked into a text can be found.
const PREFIX: &str = "cmt_";
/// How many tokens of a member may work at a time.
const MOST: usize = 20;
const DAY_MS: i64 = 86_400_000;
/// How long a token that is over is remembered, so that its owner hears when somebody tries it: thirty days.
const REMEMBERED_MS: i64 = 30 * DAY_MS;

/// What a token may do at most; what its member may do now is asked besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenScope {
    /// Read and ask.
    Read,
    /// Also bring evidence.
    Contribute,
}

impl TokenScope {
    /// Both, the narrower first.
    pub const ALL: [Self; 2] = [Self::Read, Self::Contribute];

    /// The word in inputs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Contribute => "contribute",
        }
    }

    /// What a person reads.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Contribute => "read and contribute",
        }
    }

    /// Whether a token with this scope may be used for the deed.
    #[must_use]
    pub fn allows(self, deed: Deed) -> bool {
        match deed {
            Deed::Read | Deed::Ask => true,
            Deed::Gather => self == Self::Contribute,
            _ => false,
        }
    }
}

/// What a member asks of a new token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenWanted {
    /// What it is for, in the member's words; 1 to 60 letters.
    pub name: String,
    /// What it may do at most.
    pub scope: TokenScope,
    /// The partnership.
    pub partnership: Id,
    /// The partner it acts for.
    pub partner: Id,
    /// For how many days, from 1 to 365.
    pub days: u16,
}

/// A token as its member sees it in the list. The secret is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// What names it in addresses; no secret.
    pub id: String,
    /// The member's words.
    pub name: String,
    /// What it may do at most.
    pub scope: TokenScope,
    /// The partnership.
    pub partnership: Id,
    /// The partner it acts for.
    pub partner: Id,
    /// When it was made.
    pub made: Timestamp,
    /// When it ends by itself.
    pub expires: Timestamp,
    /// The last day it was used.
    pub used: Option<Date>,
}

/// A token as it is kept, among the tokens of its member.
#[derive(Clone, Serialize, Deserialize)]
struct Record {
    name: String,
    scope: TokenScope,
    partnership: Id,
    partner: Id,
    /// Position of the entry that admitted the member, so that a later membership does not wake the token.
    membership: u64,
    made: Timestamp,
    expires: Timestamp,
    under: u32,
    #[serde(default)]
    revoked: bool,
}

/// The way from a secret's digest to the token.
#[derive(Serialize, Deserialize)]
struct Pointer {
    member: Id,
    id: String,
}

impl House {
    /// Makes a token for a member and gives its secret, which is kept only as a digest.
    ///
    /// # Errors
    /// `app/no-token-name`, `app/token-days`, `app/not-your-partner`, `app/too-many-tokens`; the machine failed.
    pub fn make_token(&self, member: &Member, wanted: &TokenWanted) -> Result<String, Unable> {
        let name = named(&wanted.name)?;
        if !(1..=365).contains(&wanted.days) {
            return Err(Refusal::new(
                "app/token-days",
                "A token works for 1 to 365 days.",
                "Choose a number of days between them; a new token is made in a minute.",
            )
            .into());
        }
        let partnerships = self.memberships(member)?;
        let mut standing = partnerships
            .iter()
            .filter(|(id, ..)| *id == wanted.partnership)
            .flat_map(|(.., standing)| standing);
        let Some(membership) = standing.find(|it| it.partner == wanted.partner) else {
            return Err(super::not_your_partner());
        };
        if self.tokens(member)?.len() >= MOST {
            return Err(Refusal::new(
                "app/too-many-tokens",
                format!("{MOST} of your tokens work at present, and that is the most."),
                "Revoke one that is no longer needed, then make the new one.",
            )
            .into());
        }
        let made = self.now();
        let record = Record {
            name,
            scope: wanted.scope,
            partnership: wanted.partnership.clone(),
            partner: wanted.partner.clone(),
            membership: membership.at,
            made,
            expires: Timestamp::from_ms(made.ms() + i64::from(wanted.days) * DAY_MS),
            under: member.sign_ins_ended,
            revoked: false,
        };
        self.keep_new_token(member, &record)
    }

    fn keep_new_token(&self, member: &Member, record: &Record) -> Result<String, Unable> {
        let (id, drawn) = (self.random::<8>()?, self.random::<32>()?);
        let secret = format!("{PREFIX}{drawn}");
        self.keep_token(&member.id, &id, record)?;
        let pointer = Pointer {
            member: member.id.clone(),
            id,
        };
        let kept = Kept {
            key: key_of(&secret),
            value: serde_json::to_string(&pointer)?,
            expires: Some(forgotten(record)),
        };
        self.store.keep("api-tokens", &kept)?;
        self.trace(member, Way::TokenMade)?;
        Ok(secret)
    }

    fn keep_token(&self, member: &Id, id: &str, record: &Record) -> Result<(), Unable> {
        let kept = Kept {
            key: id.to_owned(),
            value: serde_json::to_string(record)?,
            expires: Some(forgotten(record)),
        };
        Ok(self.store.keep(&drawer(member), &kept)?)
    }

    /// The tokens of a member that work now, newest first.
    ///
    /// # Errors
    /// The machine failed.
    pub fn tokens(&self, member: &Member) -> Result<Vec<ApiToken>, Unable> {
        let mut found = Vec::new();
        for kept in self.store.list(&drawer(&member.id), self.now())? {
            let Ok(record) = serde_json::from_str::<Record>(&kept.value) else {
                continue;
            };
            if self.works(&record, member)?.is_none() {
                continue;
            }
            found.push(ApiToken {
                used: self.token_used(&member.id, &kept.key)?,
                id: kept.key,
                name: record.name,
                scope: record.scope,
                partnership: record.partnership,
                partner: record.partner,
                made: record.made,
                expires: record.expires,
            });
        }
        found.sort_by_key(|it| std::cmp::Reverse(it.made));
        Ok(found)
    }

    /// Ends a token of the member's own.
    ///
    /// # Errors
    /// `app/no-such-token-of-yours` when it does not work any more or is another's; the machine failed.
    pub fn revoke_token(&self, member: &Member, id: &str) -> Result<(), Unable> {
        self.token(member, id)?;
        let drawer = drawer(&member.id);
        let kept = self.store.find(&drawer, id, self.now())?;
        let record = kept.and_then(|kept| serde_json::from_str::<Record>(&kept.value).ok());
        let mut record = record.ok_or_else(not_yours)?;
        record.revoked = true;
        self.keep_token(&member.id, id, &record)?;
        self.trace(member, Way::TokenRevoked)
    }

    /// One token of the member's own.
    ///
    /// # Errors
    /// As [`House::revoke_token`].
    pub fn token(&self, member: &Member, id: &str) -> Result<ApiToken, Unable> {
        let found = self.tokens(member)?.into_iter().find(|it| it.id == id);
        Ok(found.ok_or_else(not_yours)?)
    }
}

fn named(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    if (1..=60).contains(&name.chars().count()) {
        return Ok(name.to_owned());
    }
    Err(Refusal::new(
        "app/no-token-name",
        "A token has a name of 1 to 60 letters.",
        "Name what will use it, so that you know later which one to revoke.",
    ))
}

fn not_yours() -> Refusal {
    Refusal::new(
        "app/no-such-token-of-yours",
        "There is no such token of yours, or it no longer works.",
        "Look at the list of your tokens, where those that work stand.",
    )
}

fn forgotten(record: &Record) -> Timestamp {
    Timestamp::from_ms(record.expires.ms() + REMEMBERED_MS)
}

fn drawer(member: &Id) -> String {
    format!("api-tokens/{member}")
}
