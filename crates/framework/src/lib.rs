//! What partners agreed to look at, and what each measure may be used for.
//!
//! Holds no value: a [`Permit`] says which entries' evidence may reach a use, never what the evidence says.

mod act;
mod agreement;
mod assessment;
mod duties;
mod framework;
mod leaving;
mod library;
mod means;
mod measure;
mod members;
mod motive;
mod negotiation;
mod partner;
mod permit;
mod power;
mod role;

pub use act::{Act, Signed};
pub use agreement::{Agreement, DecisionRule, Objection, Proposal, Say, Signature, Standing};
pub use assessment::{AgainstLimits, Assessed, Assessment, AssessmentSigned, Baseline, CounterMeasure};
pub use duties::{
    Duties, Duty, DutyAccepted, DutyAct, DutyAnswered, DutyEnded, DutyPeriod, DutyRecord, DutyTakenUp, Escalated, Kept,
};
pub use framework::{Binding, Framework, MeasureRecord, RefusedUse, UseRefused, Withdrawal};
pub use library::{Cited, FrameworkText, TextItem, TextKind, starters};
pub use means::{AgainstIncome, Means};
pub use measure::{Better, Measure, Outcome, Unit};
pub use members::{
    Admitted, Invitation, InvitationWithdrawn, Invited, MemberLeft, Members, Membership, RecoveryIssued, RolesChanged,
    Waiting,
};
pub use motive::Motive;
pub use negotiation::{
    AboutMeasure, Bridge, Commented, Definition, LeftUnmeasured, LocalName, LocalNameEnded, Negotiation, Noted,
    Redefined, Relation, Subject, Veto,
};
pub use partner::{Partner, PartnerLeft};
pub use permit::{Permit, UseState};
pub use power::{MeasurePower, PartnerPower, Power, VetoBy, returns_a_year};
pub use role::Role;
