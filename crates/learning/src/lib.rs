//! What we made of it and what we changed.
//!
//! A session looks at insights as they were known then; interpretations stand side by side and are never merged; a
//! decision carries a forecast and a review date, so that the partnership finds out whether it was right.

mod act;
mod answers;
mod claim;
mod learning;
mod left_out;
mod rebases;
mod records;
mod registration;

pub use act::Act;
pub use answers::{AnswerOf, Behind, QuestionAnswered, Since};
pub use claim::{Claim, Strength};
pub use learning::{Decided, Held, Learning, Said};
pub use left_out::LeftOutOf;
pub use rebases::RebaseOf;
pub use records::{
    Adaptation, Decision, Forecast, InsightRef, Interpretation, LeftOut, QuestionRaised, RebaseWithdrawn, Rebased,
    Review, Session, TakenBackIn, Verdict,
};
pub use registration::Registration;
