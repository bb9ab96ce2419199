//! Forms that other systems read and write.
//!
//! Bytes come in and values go out; no file is opened here.
//! A [`Table`] is an untidy file read as it stands, a [`Mapping`] says which of its columns mean what,
//! and [`read_batch`] makes evidence of the two, or says row by row why it cannot.

pub mod mapping;
pub mod standards;
pub mod table;

pub use mapping::{
    Complaint, Counts, Figure, Guess, Hint, MOST_COMPLAINTS, Mapping, Proposal, Read, Source, read_batch,
};
pub use standards::{STANDARDS, Standard, standard};
pub use table::{LongText, Table};
