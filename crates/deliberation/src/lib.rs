//! How people weigh a question together.
//!
//! Built so far: [`Candour`], rooms in which a named audience speaks until a day, and whose words are cited nowhere.

mod candour;

pub use candour::{
    Candour, CandourAct, CandourRoom, CandourSaid, CitationRefused, Reviewed, RoomRecord, Saying, TakenBack, quoted,
    words_of,
};
