use crate::{
    Adaptation, Decision, Interpretation, LeftOut, QuestionAnswered, QuestionRaised, RebaseWithdrawn, Rebased,
    Registration, Review, Session, TakenBackIn,
};

cm_kernel::acts! {
    /// Something that can be done in this room; each becomes one entry.
    Act:
    /// A session is opened on named insights.
    SessionOpened(Session) = "learning/session-opened",
    /// A partner says what it makes of them.
    Interpreted(Interpretation) = "learning/interpreted",
    /// A question is left open.
    QuestionRaised(QuestionRaised) = "learning/question-raised",
    /// The partnership decides, with a forecast.
    Decided(Decision) = "learning/decided",
    /// Something is done differently.
    Adapted(Adaptation) = "learning/adapted",
    /// A decision is looked at again.
    Reviewed(Review) = "learning/reviewed",
    /// A question is fixed before the readings it judges.
    Registered(Registration) = "learning/registered",
    /// Limits begin afresh from a period on.
    Rebased(Rebased) = "learning/rebased",
    /// They do not, after all.
    RebaseWithdrawn(RebaseWithdrawn) = "learning/rebase-withdrawn",
    /// A period is left out of a chart.
    LeftOut(LeftOut) = "learning/left-out",
    /// It counts after all.
    TakenBackIn(TakenBackIn) = "learning/taken-back-in",
    /// A partner says what lies behind a question that a method asks.
    QuestionAnswered(QuestionAnswered) = "learning/question-answered",
}
