//! Words every room shares.
//!
//! Nothing here belongs to one room; a noun of a room (measure, story, ballot, account) is a sign that it is in the wrong place.

mod acts;
mod card;
mod date;
mod digest;
mod entry;
mod id;
mod period;
mod reading;
mod refusal;
mod row;
mod seed;
mod timestamp;

pub use card::{Card, check_card, section, title};
pub use date::Date;
pub use digest::{Digest, Digesting};
pub use entry::{Author, Draft, Entry, canonical};
pub use id::Id;
pub use period::{Length, Period};
pub use reading::{Absence, Reading};
pub use refusal::Refusal;
pub use row::{Batch, Key, Known, KnownRow, Row, same_reading};
pub use seed::Seed;
pub use timestamp::Timestamp;
