//! The rules of the house that the compiler cannot keep, and the tools that go with them.
//!
//! A rule is a function from files to complaints, each a sentence that names the file; no complaint means the rule holds.
//! `tests/house_rules.rs` runs them on the project, and the tests beside each rule run it on a small bad sample.

pub mod bench;
pub mod licences;
pub mod refusals;
pub mod rules;
pub mod source;
pub mod tree;
