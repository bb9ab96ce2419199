use std::collections::BTreeSet;

use cm_framework::{Act, Invited, Waiting};
use cm_kernel::{Digest, Id, Refusal, Timestamp};
use cm_store::Kept;
use serde::{Deserialize, Serialize};

use crate::{Caller, House, Member, Role, Unable};

/// How long an invitation's link works: fourteen days.
const LASTS_MS: i64 = 14 * 86_400_000;

#[derive(Serialize, Deserialize)]
struct Link {
    partnership: Id,
    at: u64,
}

/// What an invitation offers to whoever holds its link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The partnership.
    pub partnership: Id,
    /// Its name.
    pub name: String,
    /// Position of the invitation.
    pub at: u64,
    /// The partner to act for.
    pub partner: Id,
    /// Its name.
    pub partner_name: String,
    /// The partner that invites, by name.
    pub invited_by: String,
    /// What they may be.
    pub roles: BTreeSet<Role>,
}

impl House {
    /// Invites somebody to act for a partner. Gives the position and the secret of the link, which is kept only as a
    /// digest and works for fourteen days, once.
    ///
    /// # Errors
    /// `app/not-your-role`, `framework/no-such-partner`, `framework/no-role`; the machine failed.
    pub fn invite(&self, caller: &Caller, partner: &Id, roles: &BTreeSet<Role>) -> Result<(u64, String), Unable> {
        let (partner, roles) = (partner.clone(), roles.clone());
        let at = self.agree(caller, &Act::MemberInvited(Invited { partner, roles }))?;
        let secret = self.random::<24>()?;
        let partnership = caller.partnership.clone();
        let kept = Kept {
            key: digest(&secret),
            value: serde_json::to_string(&Link { partnership, at })?,
            expires: Some(Timestamp::from_ms(self.now().ms() + LASTS_MS)),
        };
        self.store.keep("invitations", &kept)?;
        Ok((at, secret))
    }

    /// What the invitation with this secret offers.
    ///
    /// # Errors
    /// `app/no-such-invitation` when the link is wrong or too old, `framework/invitation-over` when it was taken up or
    /// withdrawn; the machine failed.
    pub fn offer(&self, secret: &str) -> Result<Offer, Unable> {
        let kept = self.store.find("invitations", &digest(secret), self.now())?;
        let link = kept.and_then(|kept| serde_json::from_str::<Link>(&kept.value).ok());
        let link = link.ok_or_else(no_such_invitation)?;
        let view = self.view(&link.partnership)?;
        let framework = &view.framework;
        let invitation = framework.members.invitation(link.at).ok_or_else(no_such_invitation)?;
        if invitation.waiting != Waiting::Open {
            return Err(Refusal::new(
                "app/invitation-over",
                "This invitation was taken up or withdrawn.",
                "Sign in if it was you; else ask a convenor for a new one.",
            )
            .into());
        }
        let name = |id: &Id| {
            framework
                .partner(id)
                .map_or_else(|| id.to_string(), |it| it.name.clone())
        };
        Ok(Offer {
            name: self.profile(&link.partnership)?.name,
            partnership: link.partnership,
            at: link.at,
            partner: invitation.invited.partner.clone(),
            partner_name: name(&invitation.invited.partner),
            invited_by: name(&invitation.by.partner),
            roles: invitation.invited.roles.clone(),
        })
    }

    /// Takes an invitation up for a member.
    ///
    /// # Errors
    /// As [`House::offer`]; `framework/member-already`; the machine failed.
    pub fn take_up(&self, secret: &str, member: &Member) -> Result<Caller, Unable> {
        let offer = self.offer(secret)?;
        let caller = member.acting(&offer.partnership, &offer.partner, &offer.roles);
        self.admit(&caller, Some(offer.at))?;
        self.store.discard("invitations", &digest(secret))?;
        Ok(caller)
    }

    /// Takes an invitation up for somebody who is not on this server yet: takes them in with a password, then admits
    /// them.
    ///
    /// # Errors
    /// As [`House::take_up`] and [`House::take_in`].
    pub fn take_up_anew(&self, secret: &str, name: &str, sign_in_name: &str, password: &str) -> Result<Member, Unable> {
        self.offer(secret)?;
        let member = Member::new(self.member_id()?, name, sign_in_name);
        self.take_in(member.clone(), Some(password))?;
        self.take_up(secret, &member)?;
        Ok(self.member(&member.sign_in_name)?.unwrap_or(member))
    }
}

pub(super) fn digest(secret: &str) -> String {
    Digest::of(secret.as_bytes()).to_string()
}

pub(super) fn no_such_invitation() -> Refusal {
    Refusal::new(
        "app/no-such-invitation",
        "This invitation does not exist, or is older than fourteen days.",
        "Check that the whole link was copied, or ask a convenor for a new one.",
    )
}
