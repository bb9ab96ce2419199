use cm_kernel::Refusal;

use super::{SignedIn, Way, password};
use crate::{House, Member, Unable};

impl House {
    /// Opens a sign-in for a member who just set a password by a link.
    ///
    /// # Errors
    /// The machine failed.
    pub fn sign_in_by_link(&self, member: Member) -> Result<SignedIn, Unable> {
        self.open(member, Way::Link)
    }

    /// Changes a member's own password, ends every sign-in and opens a new one.
    ///
    /// # Errors
    /// `app/wrong-password`, `app/weak-password`, `app/demonstration-stays`, `app/too-many-tries`; the machine failed.
    pub fn change_password(&self, member: &Member, old: &str, new: &str) -> Result<SignedIn, Unable> {
        self.shows_password(member, old)?;
        let mut member = member.clone();
        member.password = Some(password::hash(self, new, &member.sign_in_name)?);
        self.end_all(member, Way::PasswordChanged)
    }

    /// Passes only a member who knows their present password; wrong tries are counted.
    pub(crate) fn shows_password(&self, member: &Member, present: &str) -> Result<(), Unable> {
        password::may_change(member)?;
        let counter = format!("member {}", member.id);
        if self.tries(&counter)? >= super::TRIES_PER_NAME {
            return Err(super::too_many());
        }
        if password::matches(present, member.password.as_deref()) {
            return Ok(self.store.discard("tries", &counter)?);
        }
        self.count_try(&counter)?;
        Err(Refusal::new(
            "app/wrong-password",
            "The present password is not right.",
            "Type it once more; who has lost it asks a convenor for a way back in.",
        )
        .into())
    }

    /// Ends every sign-in of a member, then opens a new one for the browser they are at.
    ///
    /// # Errors
    /// The machine failed.
    pub fn sign_out_everywhere(&self, member: &Member) -> Result<SignedIn, Unable> {
        self.end_all(member.clone(), Way::SignedOutEverywhere)
    }

    fn end_all(&self, mut member: Member, way: Way) -> Result<SignedIn, Unable> {
        member.sign_ins_ended = member.sign_ins_ended.saturating_add(1);
        self.keep_member(&member)?;
        self.open(member, way)
    }
}
