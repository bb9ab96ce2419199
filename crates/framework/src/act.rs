use cm_kernel::{Entry, Id};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::framework::{UseRefused, Withdrawal};
use crate::{Measure, Motive, Outcome, Partner, Proposal};

/// Which agreement an act is about, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Position of the entry that proposed the agreement.
    pub agreement: u64,
    /// Why; may be empty for a signature, never for an objection.
    #[serde(default)]
    pub reason: String,
}

/// Something that can be done in the framework; each becomes one entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// A partner joins.
    PartnerJoined(Partner),
    /// An outcome is put forward.
    OutcomeProposed(Outcome),
    /// A measure is put forward; it may be gathered once an agreement about its use is in force.
    MeasureProposed(Measure),
    /// An agreement about use is put forward.
    AgreementProposed(Proposal),
    /// The author's partner signs.
    AgreementSigned(Signed),
    /// The author's partner objects.
    AgreementObjected(Signed),
    /// The author's partner takes its objection back.
    ObjectionWithdrawn(Signed),
    /// A signatory stops one use of a measure, at once.
    UseWithdrawn(Withdrawal),
    /// The author's partner lets a use reach back to what it contributed before that use was agreed.
    Reconsented(Withdrawal),
    /// A use was asked for and refused.
    UseRefused(UseRefused),
}

impl Act {
    /// The entry's kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::PartnerJoined(_) => "framework/partner-joined",
            Self::OutcomeProposed(_) => "framework/outcome-proposed",
            Self::MeasureProposed(_) => "framework/measure-proposed",
            Self::AgreementProposed(_) => "framework/agreement-proposed",
            Self::AgreementSigned(_) => "framework/agreement-signed",
            Self::AgreementObjected(_) => "framework/agreement-objected",
            Self::ObjectionWithdrawn(_) => "framework/objection-withdrawn",
            Self::UseWithdrawn(_) => "framework/use-withdrawn",
            Self::Reconsented(_) => "framework/reconsented",
            Self::UseRefused(_) => "framework/use-refused",
        }
    }

    /// The entry's body.
    ///
    /// # Errors
    /// Only if a record had no JSON form, which none of these has.
    pub fn body(&self) -> Result<Value, serde_json::Error> {
        match self {
            Self::PartnerJoined(it) => serde_json::to_value(it),
            Self::OutcomeProposed(it) => serde_json::to_value(it),
            Self::MeasureProposed(it) => serde_json::to_value(it),
            Self::AgreementProposed(it) => serde_json::to_value(it),
            Self::AgreementSigned(it) | Self::AgreementObjected(it) | Self::ObjectionWithdrawn(it) => {
                serde_json::to_value(it)
            }
            Self::UseWithdrawn(it) | Self::Reconsented(it) => serde_json::to_value(it),
            Self::UseRefused(it) => serde_json::to_value(it),
        }
    }

    /// Reads an entry of this room. `None` when it belongs to another room or does not read.
    #[must_use]
    pub fn read(entry: &Entry) -> Option<Self> {
        fn body<T: serde::de::DeserializeOwned>(entry: &Entry) -> Option<T> {
            T::deserialize(&entry.body).ok()
        }
        match entry.kind.as_str() {
            "framework/partner-joined" => body(entry).map(Self::PartnerJoined),
            "framework/outcome-proposed" => body(entry).map(Self::OutcomeProposed),
            "framework/measure-proposed" => body(entry).map(Self::MeasureProposed),
            "framework/agreement-proposed" => body(entry).map(Self::AgreementProposed),
            "framework/agreement-signed" => body(entry).map(Self::AgreementSigned),
            "framework/agreement-objected" => body(entry).map(Self::AgreementObjected),
            "framework/objection-withdrawn" => body(entry).map(Self::ObjectionWithdrawn),
            "framework/use-withdrawn" => body(entry).map(Self::UseWithdrawn),
            "framework/reconsented" => body(entry).map(Self::Reconsented),
            "framework/use-refused" => body(entry).map(Self::UseRefused),
            _ => None,
        }
    }
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
