use cm_kernel::Id;
use serde::{Deserialize, Serialize};

use crate::framework::{UseRefused, Withdrawal};
use crate::library::FrameworkText;
use crate::members::{Admitted, InvitationWithdrawn, Invited, MemberLeft, RecoveryIssued, RolesChanged};
use crate::negotiation::{AboutMeasure, Commented, LeftUnmeasured, LocalName, LocalNameEnded};
use crate::{Assessment, AssessmentSigned, Means, Measure, Motive, Outcome, Partner, PartnerLeft, Proposal};

/// Which agreement an act is about, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Position of the entry that proposed the agreement.
    pub agreement: u64,
    /// Why; may be empty for a signature, never for an objection.
    #[serde(default)]
    pub reason: String,
}

cm_kernel::acts! {
    /// Something that can be done in the framework; each becomes one entry.
    Act:
    /// A partner joins.
    PartnerJoined(Partner) = "framework/partner-joined",
    /// A partner leaves, and may name who follows it.
    PartnerLeft(PartnerLeft) = "framework/partner-left",
    /// The author's partner says what it lives on.
    MeansStated(Means) = "framework/means-stated",
    /// An outcome is put forward.
    OutcomeProposed(Outcome) = "framework/outcome-proposed",
    /// A measure is put forward; it may be gathered once an agreement about its use is in force.
    MeasureProposed(Measure) = "framework/measure-proposed",
    /// A published framework is brought in, to be cited.
    TextBroughtIn(FrameworkText) = "framework/text-brought-in",
    /// The author's partner says something of an outcome or a measure.
    Commented(Commented) = "framework/commented",
    /// The author's partner says no to a measure before it is agreed.
    MeasureVetoed(AboutMeasure) = "framework/measure-vetoed",
    /// The author's partner takes its veto back.
    VetoLifted(AboutMeasure) = "framework/veto-lifted",
    /// A measure is given up, on purpose.
    MeasureSetDown(AboutMeasure) = "framework/measure-set-down",
    /// A measure that was given up is looked at again.
    MeasureTakenUp(AboutMeasure) = "framework/measure-taken-up",
    /// Something that matters is left without a measure, on purpose.
    LeftUnmeasured(LeftUnmeasured) = "framework/left-unmeasured",
    /// The author's partner says what it calls a measure in its own work.
    LocalNameGiven(LocalName) = "framework/local-name-given",
    /// The author's partner no longer uses its own name for a measure.
    LocalNameEnded(LocalNameEnded) = "framework/local-name-ended",
    /// A target is assessed before it may be agreed.
    TargetAssessed(Assessment) = "framework/target-assessed",
    /// The author's partner signs an assessment.
    AssessmentSigned(AssessmentSigned) = "framework/assessment-signed",
    /// An agreement about use is put forward.
    AgreementProposed(Proposal) = "framework/agreement-proposed",
    /// The author's partner signs.
    AgreementSigned(Signed) = "framework/agreement-signed",
    /// The author's partner objects.
    AgreementObjected(Signed) = "framework/agreement-objected",
    /// The author's partner takes its objection back.
    ObjectionWithdrawn(Signed) = "framework/objection-withdrawn",
    /// A signatory stops one use of a measure, at once.
    UseWithdrawn(Withdrawal) = "framework/use-withdrawn",
    /// The author's partner lets a use reach back to what it contributed before that use was agreed.
    Reconsented(Withdrawal) = "framework/reconsented",
    /// A use was asked for and refused.
    UseRefused(UseRefused) = "framework/use-refused",
    /// Somebody is asked to act for a partner.
    MemberInvited(Invited) = "framework/member-invited",
    /// An invitation may no longer be taken up.
    InvitationWithdrawn(InvitationWithdrawn) = "framework/invitation-withdrawn",
    /// The author takes up an invitation, or founds the partnership.
    MemberAdmitted(Admitted) = "framework/member-admitted",
    /// What a member may be is changed.
    RolesChanged(RolesChanged) = "framework/roles-changed",
    /// A member no longer acts for a partner.
    MemberLeft(MemberLeft) = "framework/member-left",
    /// A convenor asked for a member's new way in.
    RecoveryIssued(RecoveryIssued) = "framework/recovery-issued",
}

/// What a withdrawal and a re-consent share: which use of which measure.
impl Withdrawal {
    /// One use of one measure, with the reason.
    #[must_use]
    pub fn new(measure: Id, motive: Motive, reason: impl Into<String>) -> Self {
        Self {
            measure,
            motive,
            reason: reason.into(),
        }
    }
}
