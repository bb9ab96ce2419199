//! Which ranks each place could have, given how sure we are of its value.
//!
//! Rank 1 is the highest value; give the negatives of values of which the lowest is best. A rank on its own claims
//! more than the numbers carry, so what comes back is always a set: from the best to the worst rank that the data do
//! not rule out.
//!
//! Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for ranks with applications to mobility across
//! neighbourhoods and academic achievement across countries, Review of Economic Studies.

mod counts;
mod critical;
mod sets;

pub use counts::from_counts;
pub use sets::{Confidence, Plan, RankSet, rank_sets};

#[cfg(test)]
mod tests;
