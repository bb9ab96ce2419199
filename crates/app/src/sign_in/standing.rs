use cm_kernel::{Refusal, Timestamp};

use super::{IDLE_MS, SignInRecord, Way, key_of};
use crate::{House, Member, Unable};

/// How many digits of a sign-in's digest name it on a page; they open nothing.
const NAMED_BY: usize = 16;

/// A sign-in that stands, as its member reads of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingSignIn {
    /// Names it on the page.
    pub id: String,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it was last used, to ten minutes.
    pub used: Timestamp,
    /// Whether it is the one that asks.
    pub this: bool,
}

impl House {
    /// The sign-ins of a member that stand, newest first; `secret` is the one that asks.
    ///
    /// # Errors
    /// The machine failed.
    pub fn standing_sign_ins(&self, member: &Member, secret: &str) -> Result<Vec<StandingSignIn>, Unable> {
        let mine = key_of(secret);
        let found = self
            .records_of(member)?
            .into_iter()
            .map(|(key, record)| StandingSignIn {
                this: key == mine,
                id: key.chars().take(NAMED_BY).collect(),
                opened: record.opened,
                used: record.used_last(),
            });
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|it| std::cmp::Reverse(it.opened));
        Ok(found)
    }

    /// Ends one sign-in of a member.
    ///
    /// # Errors
    /// `app/no-such-sign-in`; the machine failed.
    pub fn end_sign_in(&self, member: &Member, id: &str) -> Result<(), Unable> {
        let mut keys = self.records_of(member)?.into_iter().map(|(key, _)| key);
        let found = keys.find(|key| id.len() == NAMED_BY && key.starts_with(id));
        let Some(key) = found else {
            return Err(Refusal::new(
                "app/no-such-sign-in",
                "There is no such sign-in of yours.",
                "It may have ended already; open the page of your sign-in again.",
            )
            .into());
        };
        self.store.discard("sign-ins", &key)?;
        self.trace(member, Way::SignInEnded)
    }

    fn records_of(&self, member: &Member) -> Result<Vec<(String, SignInRecord)>, Unable> {
        let now = self.now();
        let kept = self.store.list("sign-ins", now)?.into_iter();
        let read = kept.filter_map(|it| Some((it.key, serde_json::from_str::<SignInRecord>(&it.value).ok()?)));
        let standing = |record: &SignInRecord| {
            record.sign_in_name == member.sign_in_name
                && record.under == member.sign_ins_ended
                && now.ms() - record.used_last().ms() < IDLE_MS
        };
        Ok(read.filter(|(_, record)| standing(record)).collect())
    }
}
