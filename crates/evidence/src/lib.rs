//! What was seen, heard and counted.
//!
//! Each form of evidence is one folder under `forms/`: its type, the fields a person fills in, its checks and its card.
//! An [`EvidenceSet`] is what a method reads: rows that a permit lets through, as known at an entry.

mod act;
pub mod forms;
mod set;

pub use act::{Act, Corrects, Gathered, Gathering, Gatherings, Honest, HonestReturn, Source};
pub use forms::{FORMS, Field, Form, form};
pub use set::{Basis, EvidenceSet, Point, Series, Taking};
