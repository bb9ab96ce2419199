use cm_framework::Act;
use cm_kernel::{Entry, Id};

use crate::{Caller, Deed, House, Unable};

impl House {
    /// Does something in the framework: puts forward, signs, objects, withdraws, re-consents. Returns its position.
    ///
    /// # Errors
    /// `app/not-your-role`; what [`cm_framework::Framework::check`] refuses; the machine failed.
    pub fn agree(&self, caller: &Caller, act: &Act) -> Result<u64, Unable> {
        caller.must(deed(act, caller), &caller.partnership)?;
        let today = self.today();
        self.write(caller, |view| {
            view.framework.check(act, &caller.partner, today)?;
            Ok(vec![(act.kind(), act.body()?)])
        })
    }

    /// Up to `limit` entries of the ledger from a position on, for the record page.
    ///
    /// # Errors
    /// `app/not-your-role`; the machine failed.
    pub fn ledger(&self, caller: &Caller, partnership: &Id, from: u64, limit: usize) -> Result<Vec<Entry>, Unable> {
        caller.must(Deed::Read, partnership)?;
        Ok(self.store.entries(partnership, from, limit)?)
    }
}

fn deed(act: &Act, caller: &Caller) -> Deed {
    match act {
        Act::PartnerJoined(_)
        | Act::OutcomeProposed(_)
        | Act::MeasureProposed(_)
        | Act::TargetAssessed(_)
        | Act::TextBroughtIn(_)
        | Act::MeasureSetDown(_)
        | Act::MeasureTakenUp(_)
        | Act::LeftUnmeasured(_)
        | Act::AgreementProposed(_) => Deed::Propose,
        Act::Commented(_) => Deed::Interpret,
        Act::AgreementSigned(_)
        | Act::MeasureVetoed(_)
        | Act::VetoLifted(_)
        | Act::LocalNameGiven(_)
        | Act::MeansStated(_)
        | Act::LocalNameEnded(_)
        | Act::AssessmentSigned(_)
        | Act::AgreementObjected(_)
        | Act::ObjectionWithdrawn(_)
        | Act::UseWithdrawn(_)
        | Act::Reconsented(_) => Deed::Sign,
        Act::UseRefused(_) => Deed::Ask,
        // A partner lets itself go, or a convenor does. Anyone may leave by themselves; that an invitation is taken up by the one who was invited is checked where it is.
        Act::PartnerLeft(left) if left.partner == caller.partner => Deed::Sign,
        Act::PartnerLeft(_) => Deed::Admit,
        Act::MemberLeft(left) if left.member == caller.member => Deed::Read,
        Act::MemberInvited(_)
        | Act::InvitationWithdrawn(_)
        | Act::MemberAdmitted(_)
        | Act::RolesChanged(_)
        | Act::MemberLeft(_)
        | Act::RecoveryIssued(_) => Deed::Admit,
    }
}
