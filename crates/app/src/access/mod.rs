use std::collections::BTreeSet;

use cm_framework::Role;
use cm_kernel::{Author, Id, Refusal};

#[cfg(test)]
mod tests;

/// Something a person may want to do in a partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deed {
    /// Read the framework, sessions, decisions, drafts and the ledger.
    Read,
    /// Ask a method about evidence.
    Ask,
    /// Invite members, change their roles, end a membership, make a way back in.
    Admit,
    /// Put forward outcomes, measures and agreements.
    Propose,
    /// Sign, object or veto for a partner, withdraw a use, re-consent.
    Sign,
    /// Bring or correct evidence.
    Gather,
    /// Say what one makes of an insight, an outcome or a measure, or raise a question.
    Interpret,
    /// Open sessions, decide, adapt, review.
    Decide,
    /// Put together an edition and publish it.
    Publish,
    /// Respond to an edition.
    Respond,
}

impl Deed {
    /// Whether a member with this role may do it.
    #[must_use]
    pub fn is_for(self, role: Role) -> bool {
        ACCESS.iter().any(|(it, roles)| *it == self && roles.contains(&role))
    }
}

use Role::{AccountHolder, Analyst, Auditor, Contributor, Convenor, Resident};

/// Who may do what. The one place that says so; `SECURITY.md` shows the same table.
pub static ACCESS: &[(Deed, &[Role])] = &[
    (
        Deed::Read,
        &[Convenor, Contributor, Analyst, AccountHolder, Resident, Auditor],
    ),
    (
        Deed::Ask,
        &[Convenor, Contributor, Analyst, AccountHolder, Resident, Auditor],
    ),
    (Deed::Admit, &[Convenor]),
    (Deed::Propose, &[Convenor, Contributor, Analyst]),
    (Deed::Sign, &[Convenor, Contributor, AccountHolder, Resident]),
    (Deed::Gather, &[Contributor, Analyst]),
    (
        Deed::Interpret,
        &[Convenor, Contributor, Analyst, AccountHolder, Resident],
    ),
    (Deed::Decide, &[Convenor, Analyst]),
    (Deed::Publish, &[Convenor, Analyst]),
    (Deed::Respond, &[Convenor, Contributor, AccountHolder, Resident]),
];

/// A member acting in one partnership for one partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The partnership.
    pub partnership: Id,
    /// The member.
    pub member: Id,
    /// The name others read.
    pub name: String,
    /// The partner they act for.
    pub partner: Id,
    /// What they may be here.
    pub roles: BTreeSet<Role>,
}

impl Caller {
    /// Who writes an entry.
    #[must_use]
    pub fn author(&self) -> Author {
        Author {
            member: self.member.clone(),
            partner: self.partner.clone(),
        }
    }

    /// Whether one of the member's roles allows the deed.
    #[must_use]
    pub fn may(&self, deed: Deed) -> bool {
        self.roles.iter().any(|role| deed.is_for(*role))
    }

    /// Passes only who may do this in this partnership.
    ///
    /// # Errors
    /// `app/no-such-partnership` for a member of another one, so that ids are never confirmed;
    /// `app/not-your-role` otherwise.
    pub fn must(&self, deed: Deed, partnership: &Id) -> Result<(), Refusal> {
        if self.partnership != *partnership {
            return Err(no_such_partnership());
        }
        if self.may(deed) {
            return Ok(());
        }
        let able: Vec<_> = ACCESS
            .iter()
            .filter(|(it, _)| *it == deed)
            .flat_map(|(_, roles)| *roles)
            .collect();
        let able: Vec<_> = able.into_iter().map(|role| role.word()).collect();
        Err(Refusal::new(
            "app/not-your-role",
            "Your role in this partnership does not include this.",
            format!("It can be done by a member who is {}.", able.join(", ")),
        ))
    }
}

/// What anyone hears who asks for a partnership they are not in, whether or not it exists.
pub(crate) fn no_such_partnership() -> Refusal {
    Refusal::new(
        "app/no-such-partnership",
        "There is no such partnership here, or you are not a member of it.",
        "Check the address, or sign in as a member.",
    )
}
