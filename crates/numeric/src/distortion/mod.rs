//! What a target, or careless reporting, does to numbers: questions about how they were made, never verdicts.
//!
//! [`last_digits`] and [`multiples`] look at the digits of counts; [`unchanged`] at counts that
//! repeat; [`period_end`] at the last month of a quarter or year; [`just_enough`] and [`target_follows`] at results
//! beside their target; [`together`], [`step`] and [`opposed`] at what moves while a result moves. Each has an honest
//! cause too. Probabilities by drawing depend on a seed and on nothing else.

mod digits;
mod ends;
mod enough;
mod opposed;
mod repeats;
mod step;
mod together;

pub use digits::{LastDigits, Multiples, last_digits, multiples};
pub use ends::{At, PeriodEnd, period_end};
pub use enough::{Attained, JustEnough, TargetRow, attained, just_enough, target_follows};
pub use opposed::{Opposed, opposed};
pub use repeats::{Unchanged, unchanged};
pub use step::{Step, step};
pub use together::{Judged, Together, Turned, together};

#[cfg(test)]
mod tests;

/// The fewest arrangements from which a rare one can be told: with fewer than 20, none is rarer than one in twenty.
const ARRANGEMENTS: usize = 20;
