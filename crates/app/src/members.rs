use std::collections::BTreeSet;

use cm_kernel::{Id, Refusal};
use serde::{Deserialize, Serialize};

use crate::house::kept;
use crate::sign_in::password;
use crate::{Caller, House, Role, Unable};

/// A person who acts for a partner. Kept in the cabinet, never in the ledger: a ledger names members only by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Name in entries.
    pub id: Id,
    /// The partnership.
    pub partnership: Id,
    /// The name others read.
    pub name: String,
    /// The partner they act for.
    pub partner: Id,
    /// What they may be.
    pub roles: BTreeSet<Role>,
    /// Whether they exist only to show how the system works; only these have one-click sign-ins.
    #[serde(default)]
    pub fictional: bool,
    /// What they sign in with, unique on this server; lower case.
    pub sign_in_name: String,
    /// argon2id in PHC form; absent for one-click demonstration members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
}

impl Member {
    /// The member as one who acts.
    #[must_use]
    pub fn caller(&self) -> Caller {
        Caller {
            partnership: self.partnership.clone(),
            member: self.id.clone(),
            name: self.name.clone(),
            partner: self.partner.clone(),
            roles: self.roles.clone(),
        }
    }
}

impl House {
    /// Takes a member in. Nothing happens when the sign-in name is taken.
    ///
    /// # Errors
    /// `app/weak-password`, `app/sign-in-name-taken`; the machine failed.
    pub fn take_in(&self, mut member: Member, secret: Option<&str>) -> Result<(), Unable> {
        if let Some(secret) = secret {
            member.password = Some(password::hash(self, secret)?);
        }
        member.sign_in_name = member.sign_in_name.trim().to_lowercase();
        let value = serde_json::to_string(&member)?;
        if self.store.keep_new("members", &kept(&member.sign_in_name, value))? {
            return Ok(());
        }
        Err(Refusal::new(
            "app/sign-in-name-taken",
            format!("The sign-in name `{}` is taken.", member.sign_in_name),
            "Choose another.",
        )
        .into())
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

    /// Members of a partnership, by sign-in name.
    ///
    /// # Errors
    /// The machine failed.
    pub fn members(&self, partnership: &Id) -> Result<Vec<Member>, Unable> {
        let all = self.store.list("members", self.now())?;
        let read = all
            .iter()
            .filter_map(|kept| serde_json::from_str::<Member>(&kept.value).ok());
        Ok(read.filter(|member| member.partnership == *partnership).collect())
    }
}
