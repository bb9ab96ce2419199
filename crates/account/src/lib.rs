//! What we publish, with the trail behind every figure and what was learned beside it.
//!
//! A [`Figure`] is made of a permit for publication and a disclosed insight, never of a bare number. A published
//! edition names every entry it consists of, so that one left out is missed.

mod accounts;
mod act;
mod records;
pub mod seal;
mod since;

pub use accounts::{Accounts, Drafted, Edition, Responded};
pub use act::Act;
pub use records::{About, Draft, Figure, Note, Part, Published, Response, Trail, Under};
pub use since::Since;
