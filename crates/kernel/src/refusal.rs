use std::fmt;

/// A request the system understood and will not carry out, with the reason a person can act on.
///
/// A refusal is an answer, not a fault: faults (disk, network) never take this form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable name, `room/reason`, for translation, tests and the catalogue in `docs/refusals.md`.
    pub code: &'static str,
    /// One sentence: what was refused.
    pub reason: String,
    /// One sentence: what would make it possible.
    pub remedy: String,
}

impl Refusal {
    /// Says no, and what to do next.
    #[must_use]
    pub fn new(code: &'static str, reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            code,
            reason: reason.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} [{}]", self.reason, self.remedy, self.code)
    }
}

impl std::error::Error for Refusal {}
