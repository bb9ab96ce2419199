use std::fmt;

use cm_kernel::Refusal;
use cm_store::Fault;

/// Why a use case did not happen.
#[derive(Debug)]
pub enum Unable {
    /// The answer is no; the person can do something about it.
    Refused(Refusal),
    /// The machine failed; the operator can do something about it. Logged where it happened.
    Faulty,
}

impl Unable {
    /// The refusal, when it is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Faulty => None,
        }
    }
}

impl fmt::Display for Unable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Faulty => f.write_str("The system failed and kept nothing of this; the operator's log says why."),
        }
    }
}

impl From<Refusal> for Unable {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Fault> for Unable {
    fn from(fault: Fault) -> Self {
        tracing::error!(fault = %fault, "store failed");
        Self::Faulty
    }
}

impl From<serde_json::Error> for Unable {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(fault = %error, "a record could not be written as JSON");
        Self::Faulty
    }
}
