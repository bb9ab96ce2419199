use std::sync::PoisonError;

use cm_kernel::{Date, Id, Refusal, Timestamp};
use cm_store::Kept;

use super::{Pointer, REMEMBERED_MS, Record, TokenScope, drawer};
use crate::sign_in::{TRIES_PER_ADDRESS, key_of};
use crate::{Acting, Caller, Deed, House, Member, Unable};

/// How many requests a token may make in a minute.
const A_MINUTE: u32 = 600;
const MINUTE_MS: i64 = 60_000;
/// How many tokens are counted before those of past minutes are forgotten.
const COUNTED: usize = 4096;

/// Who asks by a token: the member as they may act now, and what the token may do at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenBearer {
    /// What names the token in its member's list; no secret.
    pub id: String,
    /// The member, acting for the token's partner.
    pub caller: Caller,
    /// What the token may do at most.
    pub scope: TokenScope,
}

impl TokenBearer {
    /// Passes only what the member may do in this partnership and the token may be used for.
    ///
    /// # Errors
    /// `app/no-such-partnership` for any but the token's own; `app/not-your-role`; `app/beyond-token`.
    pub fn must(&self, deed: Deed, partnership: &Id) -> Result<&Caller, Refusal> {
        self.caller.must(deed, partnership)?;
        if self.scope.allows(deed) {
            return Ok(&self.caller);
        }
        Err(Refusal::new(
            "app/beyond-token",
            "This token does not reach as far as this.",
            "Bringing evidence takes a token that reads and contributes; everything else is done on the pages.",
        ))
    }
}

impl House {
    /// Who asks with this secret. The roles and the membership are those of this moment.
    ///
    /// # Errors
    /// `app/no-such-token`, the same whatever is wrong with it; `app/too-many-tries` from an address that sent many
    /// wrong ones; `app/too-many-requests`; the machine failed.
    pub fn by_token(&self, secret: &str, address: &str) -> Result<TokenBearer, Unable> {
        let counter = format!("token address {address}");
        if self.tries(&counter)? >= TRIES_PER_ADDRESS {
            return Err(super::super::too_many());
        }
        let Some(bearer) = self.bearer(secret)? else {
            self.count_try(&counter)?;
            tracing::info!("a token was refused");
            return Err(Refusal::new(
                "app/no-such-token",
                "This token is not one of ours, has ended, or was revoked.",
                "Send `Authorization: Bearer` with a token that works; a member makes one on the page of their tokens.",
            )
            .into());
        };
        self.pace(&bearer.id)?;
        self.token_is_used(&bearer)?;
        Ok(bearer)
    }

    fn bearer(&self, secret: &str) -> Result<Option<TokenBearer>, Unable> {
        let kept = self.store.find("api-tokens", &key_of(secret), self.now())?;
        let Some(pointer) = kept.and_then(|kept| serde_json::from_str::<Pointer>(&kept.value).ok()) else {
            return Ok(None);
        };
        let kept = self.store.find(&drawer(&pointer.member), &pointer.id, self.now())?;
        let record = kept.and_then(|kept| serde_json::from_str::<Record>(&kept.value).ok());
        let (Some(record), Some(member)) = (record, self.member_of_id(&pointer.member)?) else {
            return Ok(None);
        };
        let Some(caller) = self.works(&record, &member)? else {
            self.trace_token_refused(&member)?;
            return Ok(None);
        };
        Ok(Some(TokenBearer {
            id: pointer.id,
            caller,
            scope: record.scope,
        }))
    }

    /// As whom a token acts, while it works: until it ends or is revoked, every sign-in is ended, or the membership under
    /// which it was made is over.
    pub(super) fn works(&self, record: &Record, member: &Member) -> Result<Option<Caller>, Unable> {
        if record.revoked || record.under != member.sign_ins_ended || record.expires <= self.now() {
            return Ok(None);
        }
        let view = self.view(&record.partnership)?;
        let membership = view.framework.members.find(&member.id, &record.partner);
        if membership.is_none_or(|it| it.at != record.membership) {
            return Ok(None);
        }
        let acting = Acting::from([(record.partnership.clone(), record.partner.clone())]);
        self.caller(member, &record.partnership, &acting).map(Some)
    }

    /// Counts a request of a token in the present minute, on this server alone.
    fn pace(&self, id: &str) -> Result<(), Refusal> {
        let minute = self.now().ms() / MINUTE_MS;
        let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
        if paces.len() >= COUNTED {
            paces.retain(|_, (at, _)| *at == minute);
        }
        let (at, count) = paces.entry(id.to_owned()).or_default();
        if *at != minute {
            (*at, *count) = (minute, 0);
        }
        *count = count.saturating_add(1);
        if *count <= A_MINUTE {
            return Ok(());
        }
        Err(Refusal::new(
            "app/too-many-requests",
            format!("This token asked more than {A_MINUTE} times in a minute."),
            "Wait a minute, then ask more slowly.",
        ))
    }

    fn token_is_used(&self, bearer: &TokenBearer) -> Result<(), Unable> {
        let today = self.today();
        if self.token_used(&bearer.caller.member, &bearer.id)? == Some(today) {
            return Ok(());
        }
        let kept = Kept {
            key: bearer.id.clone(),
            value: today.to_string(),
            expires: Some(Timestamp::from_ms(self.now().ms() + 13 * REMEMBERED_MS)),
        };
        Ok(self.store.keep(&days_of(&bearer.caller.member), &kept)?)
    }

    pub(super) fn token_used(&self, member: &Id, id: &str) -> Result<Option<Date>, Unable> {
        let kept = self.store.find(&days_of(member), id, self.now())?;
        Ok(kept.and_then(|kept| Date::parse(&kept.value)))
    }
}

/// Where the last days of use are kept: apart from the tokens, so that a use never brings back one that is revoked at
/// the same moment.
fn days_of(member: &Id) -> String {
    format!("api-tokens-used/{member}")
}
