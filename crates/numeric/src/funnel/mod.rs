//! Are these places more different than chance alone makes places of their size? The funnel.
//!
//! [`shares`] is for counts out of totals, [`ratios`] for observed against expected counts. Each place is compared
//! with what all of them share, first as if chance were the only difference and then allowing for the ordinary
//! differences between places that chance does not explain. Both verdicts are always given, with `phi`: how many times
//! more the places scatter than chance would have them. When `phi` is large the first verdict is about the model, not
//! about the places.
//!
//! Source: Spiegelhalter (2005), Handling over-dispersion of performance indicators; FunnelPlotR 0.6.0 for the choices
//! left open.

mod compare;
mod scale;
mod spread;

pub use compare::{Band, Bands, Centre, Funnel, Unit, ratios, shares};
pub use scale::Scale;

#[cfg(test)]
mod tests;
