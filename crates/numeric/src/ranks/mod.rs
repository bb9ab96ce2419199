//! Which ranks each place could have, given how sure we are of its value.
//!
//! Rank 1 is the highest value; give the negatives of values of which the lowest is best. A rank on its own claims
//! more than the numbers carry, so what comes back is always a set: from the best to the worst rank that the data do
//! not rule out.
//!
//! ```
//! use cm_numeric::ranks::{Plan, rank_sets};
//! let sets = rank_sets(&[0.92, 0.55, 0.51], &[0.01, 0.03, 0.03], &Plan::simultaneous(1)).unwrap();
//! assert_eq!((sets[0].best, sets[0].worst), (1, 1));
//! assert_eq!((sets[1].best, sets[1].worst), (2, 3));
//! ```
//!
//! Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for ranks with applications to mobility across
//! neighbourhoods and academic achievement across countries, Review of Economic Studies.

mod chances;
mod counts;
mod critical;
mod draws;
mod ordinary;
mod sets;

pub use chances::{Chance, chances};
pub use counts::{Correction, CountPlan, from_counts};
pub use ordinary::{fractional, ordinary};
pub use sets::{Confidence, Ends, Plan, RankSet, rank_sets, rank_sets_of};

#[cfg(test)]
mod tests;
