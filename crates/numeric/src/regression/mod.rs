//! Least squares with standard errors that do not pretend readings are unrelated.
//!
//! A design is a slice of columns, one a coefficient, each as long as what they explain. Too few rows, columns that
//! say the same thing twice, and numbers that are not finite give `None`.

mod ar1;
mod counts;
mod covariance;
mod estimate;
mod least_squares;
mod square;

#[cfg(test)]
mod tests;

pub use ar1::{Ar1, Likelihood, ar1};
pub use counts::{CountFit, quasi_poisson};
pub use covariance::{Clusters, Heteroskedastic, newey_west_lag};
pub use estimate::Estimate;
pub use least_squares::{Fit, least_squares, weighted};
pub use square::Square;
