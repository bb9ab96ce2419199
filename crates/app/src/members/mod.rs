use std::collections::{BTreeMap, BTreeSet};

use cm_framework::{Act, Admitted, Invited, Membership, Partner};
use cm_kernel::{Id, Refusal};
use serde::{Deserialize, Serialize};

use crate::access::no_such_partnership;
use crate::house::kept;
use crate::sign_in::password;
use crate::{Caller, Deed, House, Profile, Role, Unable};

mod founding;
mod invitation;
mod letters;
mod recovery;

pub use founding::Founding;
pub use invitation::Offer;

/// A person. Kept in the cabinet, never in a ledger: ledgers name members only by id, and say for whom they may act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Name in entries.
    pub id: Id,
    /// The name others read.
    pub name: String,
    /// What they sign in with, unique on this server; lower case.
    pub sign_in_name: String,
    /// Whether they exist only to show how the system works; only these have one-click sign-ins.
    #[serde(default)]
    pub fictional: bool,
    /// argon2id in PHC form; absent for one-click demonstration members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Partnerships whose ledger has admitted them at some time; whether they still may act there, the ledger says.
    #[serde(default)]
    pub partnerships: BTreeSet<Id>,
    /// How often every sign-in was ended at once; a sign-in counts while it was opened under this number.
    #[serde(default)]
    pub sign_ins_ended: u32,
    /// The e-mail address their letters go to, once it was shown to be theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters: Option<String>,
}

/// For which partner a member chose to act, by partnership.
pub type Acting = BTreeMap<Id, Id>;

impl Member {
    /// Somebody who is in no partnership yet and has no password.
    #[must_use]
    pub fn new(id: Id, name: &str, sign_in_name: &str) -> Self {
        Self {
            id,
            name: name.trim().to_owned(),
            sign_in_name: sign_in_name.trim().to_lowercase(),
            fictional: false,
            password: None,
            partnerships: BTreeSet::new(),
            sign_ins_ended: 0,
            letters: None,
        }
    }

    fn acting(&self, partnership: &Id, partner: &Id, roles: &BTreeSet<Role>) -> Caller {
        Caller {
            partnership: partnership.clone(),
            member: self.id.clone(),
            name: self.name.clone(),
            partner: partner.clone(),
            roles: roles.clone(),
        }
    }
}

impl House {
    /// Takes a member in. Nothing happens when the sign-in name is taken.
    ///
    /// # Errors
    /// `app/weak-password`, `app/no-sign-in-name`, `app/sign-in-name-taken`; the machine failed.
    pub fn take_in(&self, mut member: Member, secret: Option<&str>) -> Result<(), Unable> {
        member.sign_in_name = member.sign_in_name.trim().to_lowercase();
        let letters = member.sign_in_name.chars().count();
        if letters == 0 || letters > 200 {
            return Err(Refusal::new(
                "app/no-sign-in-name",
                "A sign-in name has between 1 and 200 letters.",
                "An e-mail address is a good one, because you will remember it.",
            )
            .into());
        }
        if let Some(secret) = secret {
            member.password = Some(password::hash(self, secret, &member.sign_in_name)?);
        }
        let value = serde_json::to_string(&member)?;
        // The way from id to name comes first: without the member it leads nowhere, and the member is never without it.
        let index = kept(member.id.as_str(), member.sign_in_name.clone());
        self.store.keep("member-names", &index)?;
        if !self.store.keep_new("members", &kept(&member.sign_in_name, value))? {
            return Err(Refusal::new(
                "app/sign-in-name-taken",
                format!("The sign-in name `{}` is taken.", member.sign_in_name),
                "Choose another; if it is yours, sign in instead.",
            )
            .into());
        }
        Ok(())
    }

    /// The member with this sign-in name.
    ///
    /// # Errors
    /// The machine failed.
    pub fn member(&self, sign_in_name: &str) -> Result<Option<Member>, Unable> {
        let kept = self
            .store
            .find("members", &sign_in_name.trim().to_lowercase(), self.now())?;
        Ok(kept.and_then(|kept| serde_json::from_str(&kept.value).ok()))
    }

    /// The member with this id.
    ///
    /// # Errors
    /// The machine failed.
    pub fn member_of_id(&self, id: &Id) -> Result<Option<Member>, Unable> {
        match self.store.find("member-names", id.as_str(), self.now())? {
            Some(kept) => Ok(self.member(&kept.value)?.filter(|it| it.id == *id)),
            None => Ok(None),
        }
    }

    /// Members who act or acted for partners of a partnership, by id.
    ///
    /// # Errors
    /// The machine failed.
    pub fn members(&self, partnership: &Id) -> Result<BTreeMap<Id, Member>, Unable> {
        let view = self.view(partnership)?;
        let mut found = BTreeMap::new();
        for membership in &view.framework.members.memberships {
            if !found.contains_key(&membership.member)
                && let Some(member) = self.member_of_id(&membership.member)?
            {
                found.insert(member.id.clone(), member);
            }
        }
        Ok(found)
    }

    /// The member as one who acts in a partnership, for the partner they chose, else the one they have acted for longest.
    ///
    /// # Errors
    /// `app/no-such-partnership` when they act for nobody there, so that ids are never confirmed; the machine failed.
    pub fn caller(&self, member: &Member, partnership: &Id, acting: &Acting) -> Result<Caller, Unable> {
        let view = self.view(partnership)?;
        let members = &view.framework.members;
        let chosen = acting
            .get(partnership)
            .and_then(|partner| members.find(&member.id, partner));
        let membership = chosen.or_else(|| members.of(&member.id).next());
        let membership = membership.ok_or_else(no_such_partnership)?;
        Ok(member.acting(partnership, &membership.partner, &membership.roles))
    }

    /// For whom a member may act, by partnership, in order of id.
    ///
    /// # Errors
    /// The machine failed.
    pub fn memberships(&self, member: &Member) -> Result<Vec<(Id, Profile, Vec<Membership>)>, Unable> {
        let mut found = Vec::new();
        for partnership in &member.partnerships {
            let view = self.view(partnership)?;
            let standing: Vec<_> = view.framework.members.of(&member.id).cloned().collect();
            if !standing.is_empty() {
                found.push((partnership.clone(), self.profile(partnership)?, standing));
            }
        }
        Ok(found)
    }

    /// Founds a partnership with its first partner and the member who keeps it running. Goes on where it broke off.
    ///
    /// # Errors
    /// `framework/no-such-invitation` when others are in it already; the machine failed.
    pub fn establish(
        &self,
        founder: &Member,
        partnership: &Id,
        profile: &Profile,
        partner: &Partner,
        roles: &BTreeSet<Role>,
    ) -> Result<Caller, Unable> {
        self.found(partnership, profile)?;
        let caller = founder.acting(partnership, &partner.id, roles);
        let view = self.view(partnership)?;
        if view.framework.partner(&partner.id).is_none() {
            self.agree(&caller, &Act::PartnerJoined(partner.clone()))?;
        }
        if view.framework.members.find(&founder.id, &partner.id).is_none() {
            self.admit(&caller, None)?;
        }
        Ok(caller)
    }

    /// Invites a member and takes the invitation up for them at once: for the operator of the server, and where members
    /// are made up. Nothing happens when they act for the partner already.
    ///
    /// # Errors
    /// `app/not-your-role`, `framework/no-such-partner`, `framework/no-role`; the machine failed.
    pub fn seat(
        &self,
        convenor: &Caller,
        member: &Member,
        partner: &Id,
        roles: &BTreeSet<Role>,
    ) -> Result<Caller, Unable> {
        convenor.must(Deed::Admit, &convenor.partnership)?;
        let caller = member.acting(&convenor.partnership, partner, roles);
        let invited = Act::MemberInvited(Invited {
            partner: partner.clone(),
            roles: roles.clone(),
        });
        self.remember_partnership(&caller)?;
        // Both entries or none, so that a break between them leaves no invitation that nobody holds.
        self.in_turn(&convenor.partnership, || {
            let view = self.view(&convenor.partnership)?;
            if view.framework.members.find(&member.id, partner).is_some() {
                return Ok(Some(()));
            }
            view.framework.check(&invited, &convenor.partner, self.today())?;
            let admitted = admission(&caller, Some(view.length));
            let drafts = vec![
                self.draft(convenor, invited.kind(), invited.body()?)?,
                self.draft(&caller, admitted.kind(), admitted.body()?)?,
            ];
            let appended = self.store.append(&convenor.partnership, view.length, drafts, &[])?;
            Ok(appended.at().map(|_| ()))
        })?;
        Ok(caller)
    }

    /// Writes that a member acts for a partner, then remembers the partnership with the member.
    pub(crate) fn admit(&self, caller: &Caller, invitation: Option<u64>) -> Result<u64, Unable> {
        let act = admission(caller, invitation);
        self.remember_partnership(caller)?;
        self.write(caller, |view| {
            view.framework.check(&act, &caller.partner, self.today())?;
            Ok(vec![(act.kind(), act.body()?)])
        })
    }

    /// Remembers with the member where to look for memberships. It comes before the entry: a partnership whose ledger does
    /// not know the member is no way in.
    fn remember_partnership(&self, caller: &Caller) -> Result<(), Unable> {
        if let Some(mut member) = self.member_of_id(&caller.member)?
            && member.partnerships.insert(caller.partnership.clone())
        {
            self.keep_member(&member)?;
        }
        Ok(())
    }

    pub(crate) fn keep_member(&self, member: &Member) -> Result<(), Unable> {
        let value = serde_json::to_string(member)?;
        Ok(self.store.keep("members", &kept(&member.sign_in_name, value))?)
    }

    /// A fresh id for a member: drawn, so that no name stands in a ledger.
    ///
    /// # Errors
    /// The machine gives no randomness.
    pub fn member_id(&self) -> Result<Id, Unable> {
        Ok(Id::new(format!("member-{}", self.random::<6>()?))?)
    }
}

fn admission(caller: &Caller, invitation: Option<u64>) -> Act {
    Act::MemberAdmitted(Admitted {
        member: caller.member.clone(),
        partner: caller.partner.clone(),
        roles: caller.roles.clone(),
        invitation,
    })
}
