use std::collections::BTreeSet;

use cm_kernel::{Author, Date, Id};
use serde::{Deserialize, Serialize};

use crate::PartnerLeft;
use crate::Role;
use crate::negotiation::Noted;

mod check;

#[cfg(test)]
mod tests;

/// Somebody is asked to act for a partner. Whom the link went to is nobody's business but theirs, so no name stands here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// The partner to act for.
    pub partner: Id,
    /// What they may be. Never empty.
    pub roles: BTreeSet<Role>,
}

/// A member takes up an invitation; the author is that member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admitted {
    /// The member.
    pub member: Id,
    /// The partner they act for.
    pub partner: Id,
    /// What they may be.
    pub roles: BTreeSet<Role>,
    /// Position of the invitation; absent for the member who founds the partnership.
    pub invitation: Option<u64>,
}

/// An invitation that may no longer be taken up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationWithdrawn {
    /// Position of the invitation.
    pub invitation: u64,
}

/// What a member may be is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RolesChanged {
    /// The member.
    pub member: Id,
    /// The partner they act for.
    pub partner: Id,
    /// What they may be from now on. Never empty.
    pub roles: BTreeSet<Role>,
    /// Why.
    pub reason: String,
}

/// A member no longer acts for a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberLeft {
    /// The member.
    pub member: Id,
    /// The partner they acted for.
    pub partner: Id,
    /// Why, and who takes over; for a member who leaves by themselves it may be empty.
    pub reason: String,
}

/// A member's new way in was asked for by a convenor; on record, because whoever holds the link becomes that member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryIssued {
    /// The member.
    pub member: Id,
    /// How the convenor made sure of them.
    pub reason: String,
}

/// A member acting for a partner, from one entry to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The member.
    pub member: Id,
    /// The partner they act for.
    pub partner: Id,
    /// What they may be, as last changed.
    pub roles: BTreeSet<Role>,
    /// Position of the entry that admitted them.
    pub at: u64,
    /// The day.
    pub on: Date,
    /// Who invited them; absent for the founder.
    pub invited_by: Option<Author>,
    /// The day it ended and why; absent while it stands.
    pub ended: Option<(Date, String)>,
}

/// Where an invitation is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// It may be taken up.
    Open,
    /// It was taken up by the entry at this position.
    TakenUp(u64),
    /// It was withdrawn by the entry at this position.
    Withdrawn(u64),
}

/// An invitation in its place in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Position of the entry, which is its name.
    pub at: u64,
    /// The day.
    pub on: Date,
    /// Who invited.
    pub by: Author,
    /// To what.
    pub invited: Invited,
    /// Whether it may still be taken up.
    pub waiting: Waiting,
}

/// Who may act for whom in a partnership, and who could once, by ids alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Members {
    /// Every membership there ever was, oldest first.
    pub memberships: Vec<Membership>,
    /// Every invitation there ever was, oldest first.
    pub invitations: Vec<Invitation>,
}

impl Members {
    /// Memberships that stand, oldest first.
    pub fn standing(&self) -> impl Iterator<Item = &Membership> {
        self.memberships.iter().filter(|it| it.ended.is_none())
    }

    /// Memberships of one member that stand, oldest first.
    pub fn of<'m>(&'m self, member: &'m Id) -> impl Iterator<Item = &'m Membership> {
        self.standing().filter(move |it| it.member == *member)
    }

    /// The membership of a member for a partner, if it stands.
    #[must_use]
    pub fn find(&self, member: &Id, partner: &Id) -> Option<&Membership> {
        self.standing()
            .find(|it| it.member == *member && it.partner == *partner)
    }

    /// Invitations that may be taken up.
    pub fn open(&self) -> impl Iterator<Item = &Invitation> {
        self.invitations.iter().filter(|it| it.waiting == Waiting::Open)
    }

    /// The invitation at this position.
    #[must_use]
    pub fn invitation(&self, at: u64) -> Option<&Invitation> {
        self.invitations.iter().find(|it| it.at == at)
    }

    pub(crate) fn invite(&mut self, at: u64, on: Date, by: &Author, invited: Invited) {
        self.invitations.push(Invitation {
            at,
            on,
            by: by.clone(),
            invited,
            waiting: Waiting::Open,
        });
    }

    pub(crate) fn admit(&mut self, at: u64, on: Date, admitted: Admitted) {
        let invitation = self
            .invitations
            .iter_mut()
            .find(|it| Some(it.at) == admitted.invitation);
        let invited_by = invitation.map(|it| {
            it.waiting = Waiting::TakenUp(at);
            it.by.clone()
        });
        self.memberships.push(Membership {
            member: admitted.member,
            partner: admitted.partner,
            roles: admitted.roles,
            at,
            on,
            invited_by,
            ended: None,
        });
    }

    pub(crate) fn withdraw(&mut self, at: u64, invitation: u64) {
        if let Some(it) = self.invitations.iter_mut().find(|it| it.at == invitation) {
            it.waiting = Waiting::Withdrawn(at);
        }
    }

    pub(crate) fn change(&mut self, changed: RolesChanged) {
        if let Some(it) = self.standing_mut(&changed.member, &changed.partner) {
            it.roles = changed.roles;
        }
    }

    pub(crate) fn leave(&mut self, on: Date, left: MemberLeft) {
        if let Some(it) = self.standing_mut(&left.member, &left.partner) {
            it.ended = Some((on, left.reason));
        }
    }

    /// Ends every membership of a partner that leaves.
    pub(crate) fn end_all(&mut self, left: &Noted<PartnerLeft>) {
        for it in &mut self.memberships {
            if it.ended.is_none() && it.partner == left.it.partner {
                it.ended = Some((left.on, left.it.reason.clone()));
            }
        }
        for it in &mut self.invitations {
            if it.waiting == Waiting::Open && it.invited.partner == left.it.partner {
                it.waiting = Waiting::Withdrawn(left.at);
            }
        }
    }

    fn standing_mut(&mut self, member: &Id, partner: &Id) -> Option<&mut Membership> {
        let mut all = self.memberships.iter_mut();
        all.find(|it| it.ended.is_none() && it.member == *member && it.partner == *partner)
    }
}
