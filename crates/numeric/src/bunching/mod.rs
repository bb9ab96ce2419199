//! More results than expected just past a line: how values lie around a threshold.
//!
//! Two views that do not lean on one another. [`battery`] counts values just below and at or just above the threshold
//! in several widths, does the same at thresholds that mean nothing, and adjusts for having asked so often.
//! [`excess_mass`] compares the bins around the threshold with a smooth curve through the others, and [`redrawn`] how far that could be
//! chance. Neither says why:
//! effort and gaming look alike.

mod mass;
mod window;

pub use mass::{Bin, ExcessMass, Redrawn, Zone, excess_mass, excess_mass_moved, redrawn};
pub use window::{Adjust, Window, battery};

#[cfg(test)]
mod tests;
