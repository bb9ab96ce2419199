//! Sparse vectors over exact numbers, and the least and most that sums can be under linear equations.
//!
//! Exact means whole numbers modulo the prime 2⁶¹ - 1: nothing is rounded, so a sum that follows from others is found
//! to follow, however many steps it takes.

pub(crate) mod field;
mod ranges;
mod sparse;

pub use ranges::Ranges;
pub(crate) use sparse::{Scratch, Sparse, entry, proportional};

#[cfg(test)]
mod tests;
