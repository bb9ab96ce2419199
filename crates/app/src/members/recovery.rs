use cm_framework::{Act, RecoveryIssued};
use cm_kernel::{Id, Refusal, Timestamp};
use cm_store::Kept;

use super::invitation::digest;
use crate::sign_in::password;
use crate::{Caller, Deed, House, Member, Unable};

/// How long a way back in works: two days.
const LASTS_MS: i64 = 2 * 86_400_000;

impl House {
    /// Makes a link by which a member sets a new password, because they lost theirs. Whoever holds the link becomes that
    /// member, so it is on record, and a convenor can make one only for members who are nowhere but where they convene.
    /// Gives the secret, which is kept only as a digest.
    ///
    /// # Errors
    /// `app/not-your-role`, `framework/no-such-member`, `framework/no-reason`, `app/member-elsewhere`; the machine
    /// failed.
    pub fn recover(&self, caller: &Caller, id: &Id, reason: &str) -> Result<String, Unable> {
        let act = Act::RecoveryIssued(RecoveryIssued {
            member: id.clone(),
            reason: reason.trim().to_owned(),
        });
        caller.must(Deed::Admit, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        view.framework.check(&act, &caller.partner, self.today())?;
        let member = self.member_of_id(id)?.ok_or(Unable::Faulty)?;
        password::may_change(&member)?;
        for (partnership, ..) in self.memberships(&member)? {
            if !self.convenes(&caller.member, &partnership)? {
                return Err(Refusal::new(
                    "app/member-elsewhere",
                    "This member is in another partnership too, where you are not a convenor.",
                    "Ask whoever runs the server; they can make a link with `measure recover`.",
                )
                .into());
            }
        }
        self.agree(caller, &act)?;
        self.recovery_link(&member)
    }

    /// As [`House::recover`], for whoever runs the server: nothing is asked and nothing stands on record.
    ///
    /// # Errors
    /// `app/demonstration-stays`; the machine failed.
    pub fn recovery_link(&self, member: &Member) -> Result<String, Unable> {
        password::may_change(member)?;
        let secret = self.random::<24>()?;
        let kept = Kept {
            key: digest(&secret),
            value: member.sign_in_name.clone(),
            expires: Some(Timestamp::from_ms(self.now().ms() + LASTS_MS)),
        };
        self.store.keep("recoveries", &kept)?;
        Ok(secret)
    }

    /// The member that a way back in belongs to.
    ///
    /// # Errors
    /// `app/no-such-recovery`; the machine failed.
    pub fn recovering(&self, secret: &str) -> Result<Member, Unable> {
        let kept = self.store.find("recoveries", &digest(secret), self.now())?;
        let member = match kept {
            Some(kept) => self.member(&kept.value)?,
            None => None,
        };
        member.ok_or_else(|| {
            Refusal::new(
                "app/no-such-recovery",
                "This link does not exist, was used, or is older than two days.",
                "Ask a convenor for a new one.",
            )
            .into()
        })
    }

    /// Sets a new password by a way back in, which then no longer works, ends every sign-in of the
    /// member, turns one-time codes off, takes passkeys away and disconnects the organisation's sign-in: who lost the
    /// telephone comes back this way too.
    ///
    /// # Errors
    /// `app/no-such-recovery`, `app/weak-password`; the machine failed.
    pub fn set_anew(&self, secret: &str, new: &str) -> Result<Member, Unable> {
        let mut member = self.recovering(secret)?;
        member.password = Some(password::hash(self, new, &member.sign_in_name)?);
        member.sign_ins_ended = member.sign_ins_ended.saturating_add(1);
        self.keep_member(&member)?;
        self.drop_codes(&member)?;
        self.drop_passkeys(&member)?;
        self.drop_connection(&member)?;
        self.store.discard("recoveries", &digest(secret))?;
        Ok(member)
    }

    fn convenes(&self, member: &Id, partnership: &Id) -> Result<bool, Unable> {
        let view = self.view(partnership)?;
        let mut roles = view.framework.members.of(member).map(|it| &it.roles);
        Ok(roles.any(|it| it.contains(&crate::Role::Convenor)))
    }
}
