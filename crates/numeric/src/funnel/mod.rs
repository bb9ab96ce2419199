//! Are these places more different than chance alone makes places of their size? The funnel.
//!
//! [`compare`] takes counts and sizes: counts out of totals, observed against expected counts, or one count against
//! another. Each place is compared with a centre, first as if chance were the only difference and then allowing for the
//! ordinary differences between places that chance does not explain. Both verdicts can always be had, at any level,
//! with `phi`: how many times more the places scatter than chance would have them. When `phi` is large the first
//! verdict is about the model, not about the places.
//!
//! ```
//! use cm_numeric::funnel::{Allowance, Plan, Scale, compare};
//! let counts = [9.0, 80.0, 850.0, 4_000.0];
//! let totals = [10.0, 100.0, 1_000.0, 10_000.0];
//! let found = compare(&counts, &totals, &Plan::of(Scale::Share)).unwrap();
//! assert_eq!(found.outside(0.998, Allowance::Chance), 4);
//! assert_eq!(found.outside(0.998, Allowance::Spread), 0);
//! ```
//!
//! Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance, and Handling over-dispersion of
//! performance indicators; FunnelPlotR 0.6.0 for the choices left open.

mod compare;
mod exact;
mod limits;
mod plan;
mod scale;
mod spread;

pub use compare::{Funnel, Unit, compare};
pub use limits::limits_at_events;
pub use plan::{Allowance, Centre, Limits, Outliers, Plan};
pub use scale::Scale;

#[cfg(test)]
mod tests;
