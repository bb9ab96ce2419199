//! The use cases from outside: over every engine, through a year, and against a reference written from the rules alone.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod access;
mod accounting;
mod asking;
mod assessing;
mod at_work;
mod beside;
mod candour;
mod codes;
mod demonstration;
mod differencing;
mod doors;
mod duties;
mod engines;
mod founding;
mod gathering;
mod histories;
mod honest;
mod left_out;
mod members;
mod power;
mod questions;
#[path = "../../../framework/tests/it/random.rs"]
mod random;
mod rebases;
mod redefining;
#[path = "../../../framework/tests/it/reference.rs"]
mod reference;
mod refused;
mod registering;
mod sign_in;
mod stage;
mod tokens;
mod wayward;
mod year_in_the_life;
