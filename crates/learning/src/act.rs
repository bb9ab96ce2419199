use cm_kernel::Entry;
use serde_json::Value;

use crate::{
    Adaptation, Decision, Interpretation, LeftOut, QuestionAnswered, QuestionRaised, RebaseWithdrawn, Rebased,
    Registration, Review, Session, TakenBackIn,
};

/// Something that can be done in this room; each becomes one entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// A session is opened on named insights.
    SessionOpened(Session),
    /// A partner says what it makes of them.
    Interpreted(Interpretation),
    /// A question is left open.
    QuestionRaised(QuestionRaised),
    /// The partnership decides, with a forecast.
    Decided(Decision),
    /// Something is done differently.
    Adapted(Adaptation),
    /// A decision is looked at again.
    Reviewed(Review),
    /// A question is fixed before the readings it judges.
    Registered(Registration),
    /// Limits begin afresh from a period on.
    Rebased(Rebased),
    /// They do not, after all.
    RebaseWithdrawn(RebaseWithdrawn),
    /// A period is left out of a chart.
    LeftOut(LeftOut),
    /// It counts after all.
    TakenBackIn(TakenBackIn),
    /// A partner says what lies behind a question that a method asks.
    QuestionAnswered(QuestionAnswered),
}

impl Act {
    /// The entry's kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SessionOpened(_) => "learning/session-opened",
            Self::Interpreted(_) => "learning/interpreted",
            Self::QuestionRaised(_) => "learning/question-raised",
            Self::Decided(_) => "learning/decided",
            Self::Adapted(_) => "learning/adapted",
            Self::Reviewed(_) => "learning/reviewed",
            Self::Registered(_) => "learning/registered",
            Self::Rebased(_) => "learning/rebased",
            Self::RebaseWithdrawn(_) => "learning/rebase-withdrawn",
            Self::LeftOut(_) => "learning/left-out",
            Self::TakenBackIn(_) => "learning/taken-back-in",
            Self::QuestionAnswered(_) => "learning/question-answered",
        }
    }

    /// The entry's body.
    ///
    /// # Errors
    /// Only if a record had no JSON form, which none of these has.
    pub fn body(&self) -> Result<Value, serde_json::Error> {
        match self {
            Self::SessionOpened(it) => serde_json::to_value(it),
            Self::Interpreted(it) => serde_json::to_value(it),
            Self::QuestionRaised(it) => serde_json::to_value(it),
            Self::Decided(it) => serde_json::to_value(it),
            Self::Adapted(it) => serde_json::to_value(it),
            Self::Reviewed(it) => serde_json::to_value(it),
            Self::Registered(it) => serde_json::to_value(it),
            Self::Rebased(it) => serde_json::to_value(it),
            Self::RebaseWithdrawn(it) => serde_json::to_value(it),
            Self::LeftOut(it) => serde_json::to_value(it),
            Self::TakenBackIn(it) => serde_json::to_value(it),
            Self::QuestionAnswered(it) => serde_json::to_value(it),
        }
    }

    /// Reads an entry of this room. `None` when it belongs to another room or does not read.
    #[must_use]
    pub fn read(entry: &Entry) -> Option<Self> {
        fn body<T: serde::de::DeserializeOwned>(entry: &Entry) -> Option<T> {
            T::deserialize(&entry.body).ok()
        }
        match entry.kind.as_str() {
            "learning/session-opened" => body(entry).map(Self::SessionOpened),
            "learning/interpreted" => body(entry).map(Self::Interpreted),
            "learning/question-raised" => body(entry).map(Self::QuestionRaised),
            "learning/decided" => body(entry).map(Self::Decided),
            "learning/adapted" => body(entry).map(Self::Adapted),
            "learning/reviewed" => body(entry).map(Self::Reviewed),
            "learning/registered" => body(entry).map(Self::Registered),
            "learning/rebased" => body(entry).map(Self::Rebased),
            "learning/rebase-withdrawn" => body(entry).map(Self::RebaseWithdrawn),
            "learning/left-out" => body(entry).map(Self::LeftOut),
            "learning/taken-back-in" => body(entry).map(Self::TakenBackIn),
            "learning/question-answered" => body(entry).map(Self::QuestionAnswered),
            _ => None,
        }
    }
}
