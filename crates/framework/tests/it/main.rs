//! The agreement about use: example by example in sentences, and against a reference written from its rules alone.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod assessing;
mod assessments;
mod books;
mod changing;
mod histories;
mod negotiation;
mod objections;
mod power;
mod random;
mod reference;
mod rules;
mod run;
