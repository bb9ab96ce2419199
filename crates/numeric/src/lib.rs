//! Pure arithmetic on slices: no nouns, no randomness without a seed.
//!
//! Slices of numbers go in, numbers come out. Too little to say anything is `None`; a result never holds NaN.
//! Logarithms, exponentials and their kin come from one pure library, so the same input and seed give the same
//! answer on every machine, to the last bit.

pub mod adjust;
pub mod average;
pub mod beta_binomial;
pub mod binomial;
pub mod bunching;
pub mod change;
pub mod chi_square;
pub mod comparison;
pub mod density;
pub mod did;
pub mod distortion;
pub mod funnel;
pub mod gap;
pub mod interval;
pub mod life;
pub mod linear;
pub mod normal;
pub mod portions;
pub mod process;
pub mod protect;
pub mod random;
pub mod raters;

pub mod ranks;
pub mod regression;
pub mod shrinkage;
pub mod slope;
pub mod standard;
pub mod student;
pub mod trend;
pub mod variance_ratio;
