//! Use cases: load, decide, save.
//!
//! The only place where rooms and the store meet, and the only place that checks who may do what. Each use case is a
//! method of [`House`] named for what a person does; time and randomness enter here, by arguments of the house.

mod access;
mod agree;
mod ask;
mod assess;
mod attention;
mod candour;
mod demo;
mod doors;
mod duties;
mod evidence_entry;
mod gather;
mod house;
mod learn;
mod members;
mod posted;
mod power;
mod publish;
mod questions;
mod setup;
mod shelves;
mod sign_in;
mod unable;

pub use access::{ACCESS, Caller, Deed};
pub use ask::{Answer, Asked, Scope};
pub use assess::{Assessing, against_limits, number_in_words, read as read_baseline, with_line};
pub use attention::{Attention, Item};
pub use candour::CandidSaying;
pub use cm_doors::{Letter, Letters, NotCarried, NotOpened, Passkeys, Provider, ProviderSettings};
pub use cm_framework::Role;
pub use demo::Built;
pub use doors::Doors;
pub use duties::who_owes;
pub use gather::{Check, Conflict, Foreseen, Import, Job, JobState, Outcome as ImportOutcome, Preview, Upload};
pub use house::{Clock, Entropy, House, Profile, View};
pub use members::{Acting, Founding, Member, Offer};
pub use power::{Unused, time_in_words};
pub use publish::{Chosen, EditionPlan, Parts};
pub use questions::{Answered, Answering, QuestionState, TargetQuestion, TargetQuestions};
pub use setup::Step;
pub use shelves::{Shelf, shelves};
pub use sign_in::{
    ApiToken, CameBack, Codes, CodesBegun, Entered, IDLE_MS, Leaving, PasskeyAsked, PasskeyShown, SIGN_IN_LASTS_MS,
    SignInTrace, SignedIn, StandingSignIn, TokenBearer, TokenScope, TokenWanted, Way,
};
pub use unable::Unable;
