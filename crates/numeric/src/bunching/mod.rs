//! More results than expected just past a line: how values lie around a threshold.
//!
//! Two views that do not lean on one another. [`battery`] counts values just below and at or just above the threshold
//! in several widths, does the same at thresholds that mean nothing, and adjusts for having asked so often.
//! [`excess_mass`] compares the bins around the threshold with a smooth curve through the others. Neither says why:
//! effort and gaming look alike.

mod mass;
mod window;

pub use mass::{Bin, ExcessMass, Zone, excess_mass};
pub use window::{Adjust, Window, battery};

#[cfg(test)]
mod tests;
