//! Protecting people in tables of counts and of sums.
//!
//! A table is a list of published cells, each a sum of inner cells ([`Cells`]); margins, subtotals and several tables
//! about the same inner cells are all just further published cells, so linked tables need nothing of their own.
//! [`primary`] says which cells are unsafe by themselves, [`secondary`] which others must be hidden so that those
//! cannot be worked out, [`audit`] how far anyone can narrow a hidden cell down, and [`shelter`] hides more until that
//! is far enough. [`rounding`] and [`cell_key`] change numbers instead of hiding them.
//!
//! Source: Hundepool et al. (2012), Statistical Disclosure Control; Langsrud (2024), Secondary cell suppression by
//! Gaussian elimination, Privacy in Statistical Databases.

pub mod audit;
pub mod cell_key;
mod cells;
pub mod primary;
pub mod rounding;
pub mod secondary;
pub mod shelter;

pub use cells::Cells;

#[cfg(test)]
mod tests;
