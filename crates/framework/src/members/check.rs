use std::collections::BTreeSet;

use cm_kernel::{Id, Refusal};

use super::{Admitted, InvitationWithdrawn, Invited, MemberLeft, Members, RecoveryIssued, RolesChanged, Waiting};
use crate::Role;

impl Members {
    pub(crate) fn may_invite(invited: &Invited) -> Result<(), Refusal> {
        some_role(&invited.roles)
    }

    pub(crate) fn may_admit(&self, admitted: &Admitted) -> Result<(), Refusal> {
        some_role(&admitted.roles)?;
        if self.find(&admitted.member, &admitted.partner).is_some() {
            return Err(Refusal::new(
                "framework/member-already",
                "You already act for this partner here.",
                "Open the partnership; a convenor can change your roles on the members page.",
            ));
        }
        let Some(at) = admitted.invitation else {
            // Only the one who founds a partnership needs no invitation, and the founder keeps it running.
            return match self.memberships.is_empty() && admitted.roles.contains(&Role::Convenor) {
                true => Ok(()),
                false => Err(no_such_invitation()),
            };
        };
        let invitation = self.invitation(at).ok_or_else(no_such_invitation)?;
        let invited = &invitation.invited;
        if invited.partner != admitted.partner || invited.roles != admitted.roles {
            return Err(no_such_invitation());
        }
        open(invitation.waiting)
    }

    pub(crate) fn may_withdraw_invitation(&self, it: &InvitationWithdrawn) -> Result<(), Refusal> {
        let invitation = self.invitation(it.invitation).ok_or_else(no_such_invitation)?;
        open(invitation.waiting)
    }

    pub(crate) fn may_change(&self, changed: &RolesChanged) -> Result<(), Refusal> {
        some_role(&changed.roles)?;
        self.acts_for(&changed.member, &changed.partner)?;
        match changed.roles.contains(&Role::Convenor) {
            true => Ok(()),
            false => self.leaves_a_convenor(&changed.member, &changed.partner),
        }
    }

    pub(crate) fn may_leave(&self, left: &MemberLeft) -> Result<(), Refusal> {
        self.acts_for(&left.member, &left.partner)?;
        self.leaves_a_convenor(&left.member, &left.partner)
    }

    pub(crate) fn may_recover(&self, issued: &RecoveryIssued) -> Result<(), Refusal> {
        if self.of(&issued.member).next().is_none() {
            return Err(no_such_member());
        }
        if issued.reason.trim().is_empty() {
            return Err(Refusal::new(
                "framework/no-reason",
                "A reason is needed, because whoever holds the link becomes that member.",
                "Write how you made sure that it is them, such as `met at the office`.",
            ));
        }
        Ok(())
    }

    fn acts_for(&self, member: &Id, partner: &Id) -> Result<(), Refusal> {
        self.find(member, partner).map(|_| ()).ok_or_else(no_such_member)
    }

    fn leaves_a_convenor(&self, member: &Id, partner: &Id) -> Result<(), Refusal> {
        let another = self
            .standing()
            .any(|it| it.roles.contains(&Role::Convenor) && (it.member != *member || it.partner != *partner));
        let convenor = self
            .find(member, partner)
            .is_some_and(|it| it.roles.contains(&Role::Convenor));
        match another || !convenor {
            true => Ok(()),
            false => Err(Refusal::new(
                "framework/last-convenor",
                "This is the only convenor, and without one nobody could invite members again.",
                "Invite another convenor or give a member that role first.",
            )),
        }
    }
}

fn open(waiting: Waiting) -> Result<(), Refusal> {
    let why = match waiting {
        Waiting::Open => return Ok(()),
        Waiting::TakenUp(_) => "This invitation was already taken up.",
        Waiting::Withdrawn(_) => "This invitation was withdrawn.",
    };
    Err(Refusal::new(
        "framework/invitation-over",
        why,
        "Sign in if it was you; else ask a convenor for a new one.",
    ))
}

fn some_role(roles: &BTreeSet<Role>) -> Result<(), Refusal> {
    if roles.is_empty() {
        return Err(Refusal::new(
            "framework/no-role",
            "A member needs at least one role.",
            "Tick what they may be; auditor reads everything and changes nothing.",
        ));
    }
    Ok(())
}

fn no_such_invitation() -> Refusal {
    Refusal::new(
        "framework/no-such-invitation",
        "There is no such invitation.",
        "Ask a convenor of the partnership for a new link.",
    )
}

fn no_such_member() -> Refusal {
    Refusal::new(
        "framework/no-such-member",
        "There is no such member for this partner.",
        "Choose a member listed on the members page.",
    )
}
