use std::collections::BTreeSet;

use cm_framework::{Partner, Role};
use cm_kernel::{Id, Refusal, Timestamp};
use cm_store::Kept;

use super::invitation::digest;
use crate::{Caller, House, Member, Profile, Unable};

/// How long a founding link works: fourteen days.
const LASTS_MS: i64 = 14 * 86_400_000;
/// The drawer with founding links.
const DRAWER: &str = "foundings";

/// What somebody says who starts a partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    /// The partnership's name.
    pub name: String,
    /// What it is about, in one sentence; may be empty.
    pub about: String,
    /// The founder's own organisation, which convenes.
    pub partner: String,
    /// What kind of organisation.
    pub kind: String,
}

impl Founding {
    /// The name in addresses.
    #[must_use]
    pub fn id(&self) -> Id {
        Id::slug(&self.name)
    }
}

impl House {
    /// A link by which somebody starts a partnership and becomes its first member: for whoever runs the server. Works
    /// once, for fourteen days. The earlier one no longer works.
    ///
    /// # Errors
    /// The machine failed.
    pub fn founding_link(&self) -> Result<String, Unable> {
        for earlier in self.store.list(DRAWER, self.now())? {
            self.store.discard(DRAWER, &earlier.key)?;
        }
        let secret = self.random::<24>()?;
        let kept = Kept {
            key: digest(&secret),
            value: String::new(),
            expires: Some(Timestamp::from_ms(self.now().ms() + LASTS_MS)),
        };
        self.store.keep(DRAWER, &kept)?;
        Ok(secret)
    }

    /// Passes only a founding link that works.
    ///
    /// # Errors
    /// `app/no-such-founding`; the machine failed.
    pub fn may_found(&self, secret: &str) -> Result<(), Unable> {
        match self.store.find(DRAWER, &digest(secret), self.now())? {
            Some(_) => Ok(()),
            None => Err(Refusal::new(
                "app/no-such-founding",
                "This link does not exist, was used, or is older than fourteen days.",
                "Ask whoever runs the server to make a new one.",
            )
            .into()),
        }
    }

    /// Starts a partnership by a link, as somebody who has no sign-in here yet. The link then no longer works.
    ///
    /// # Errors
    /// `app/no-such-founding`, `app/partnership-there`, `app/weak-password`, `app/no-sign-in-name`,
    /// `app/sign-in-name-taken`; the machine failed.
    pub fn found_by_link(
        &self,
        secret: &str,
        founding: &Founding,
        (name, sign_in_name, password): (&str, &str, &str),
    ) -> Result<Member, Unable> {
        self.may_found(secret)?;
        self.is_free(&founding.id())?;
        let member = Member::new(self.member_id()?, name, sign_in_name);
        self.take_in(member.clone(), Some(password))?;
        self.start(&member, founding)?;
        self.store.discard(DRAWER, &digest(secret))?;
        Ok(self.member(&member.sign_in_name)?.unwrap_or(member))
    }

    /// Whether a member may start another partnership: who convenes one that is no demonstration.
    ///
    /// # Errors
    /// The machine failed.
    pub fn may_found_another(&self, member: &Member) -> Result<bool, Unable> {
        let memberships = self.memberships(member)?;
        let convenes = memberships.iter().any(|(_, profile, standing)| {
            !profile.demonstration && standing.iter().any(|it| it.roles.contains(&Role::Convenor))
        });
        Ok(convenes && !member.fictional)
    }

    /// Starts another partnership as a member who convenes one already.
    ///
    /// # Errors
    /// `app/not-a-convenor`, `app/partnership-there`; the machine failed.
    pub fn found_another(&self, member: &Member, founding: &Founding) -> Result<Caller, Unable> {
        if !self.may_found_another(member)? {
            return Err(Refusal::new(
                "app/not-a-convenor",
                "Another partnership is started by somebody who convenes one here already.",
                "Ask a convenor, or whoever runs the server for a link.",
            )
            .into());
        }
        self.is_free(&founding.id())?;
        self.start(member, founding)
    }

    fn is_free(&self, id: &Id) -> Result<(), Unable> {
        let taken = self.partnerships()?.iter().any(|(it, _)| it == id)
            || self.store.find("profiles", id.as_str(), self.now())?.is_some();
        if taken {
            return Err(Refusal::new(
                "app/partnership-there",
                format!("There is a partnership `{id}` here already."),
                "Choose another name.",
            )
            .into());
        }
        Ok(())
    }

    fn start(&self, founder: &Member, founding: &Founding) -> Result<Caller, Unable> {
        let profile = Profile {
            name: founding.name.trim().to_owned(),
            about: founding.about.trim().to_owned(),
            demonstration: false,
        };
        let partner = Partner {
            id: Id::slug(&founding.partner),
            name: founding.partner.trim().to_owned(),
            kind: founding.kind.trim().to_owned(),
            identifier: None,
            fictional: false,
        };
        let roles = BTreeSet::from([Role::Convenor, Role::Contributor, Role::Analyst]);
        self.establish(founder, &founding.id(), &profile, &partner, &roles)
    }
}
