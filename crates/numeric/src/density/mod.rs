//! Whether the density of values jumps at a threshold, by local polynomials through the empirical distribution.
//!
//! The empirical distribution function on either side is fitted by a cubic with triangular weights; its slope at the
//! threshold is the density there. How far the fits reach is chosen for quadratics, so that the cubics' bias is small
//! beside their errors. Equal values count as one step of the distribution.
//!
//! Source: Cattaneo, Jansson and Ma (2020), Simple local polynomial density estimators, JASA 115, and (2018),
//! Manipulation testing based on density discontinuity, Stata Journal 18; the rules of their package rddensity with
//! nothing set: no restriction, jackknife errors, the `comb` reach.

mod fit;
mod reach;

#[cfg(test)]
mod tests;

use fit::fit;
pub use reach::{Reach, reach};

/// The degree of the polynomial that the jump is read from.
const DEGREE: usize = 3;

/// The density just short of a threshold and just past it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Jump {
    /// Share of all values by unit of value, coming from below; may come out below 0.
    pub below: f64,
    /// The same, coming from above; the threshold itself lies here.
    pub above: f64,
    /// Standard error of the difference.
    pub error: f64,
    /// The difference in standard errors: positive where more lie past the threshold.
    pub z: f64,
    /// Probability of so large a difference either way where there is no jump, 0 to 1.
    pub p: f64,
    /// How far the fits reach below and above, in the values' unit.
    pub reach: Reach,
    /// How many values they rest on, below and above.
    pub near: (usize, usize),
}

/// Values about a threshold, sorted, with the share of all that lies at or before each.
struct Values {
    /// Distance from the threshold, ascending; all negative, then none.
    below: Vec<Placed>,
    above: Vec<Placed>,
}

/// One value.
#[derive(Debug, Clone, Copy)]
struct Placed {
    /// Distance from the threshold.
    x: f64,
    /// How many of all values lie strictly before the last that equals it, as a share of all but one.
    share: f64,
}

impl Values {
    fn about(values: &[f64], threshold: f64) -> Option<Self> {
        if values.iter().any(|it| !it.is_finite()) || !threshold.is_finite() {
            return None;
        }
        let mut sorted: Vec<f64> = values.iter().map(|it| it - threshold).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let others = sorted.len().checked_sub(1).filter(|it| *it > 0)? as f64;
        let mut placed: Vec<Placed> = Vec::with_capacity(sorted.len());
        for (at, x) in sorted.iter().enumerate().rev() {
            let share = match placed.last() {
                Some(next) if next.x == *x => next.share,
                _ => at as f64 / others,
            };
            placed.push(Placed { x: *x, share });
        }
        placed.reverse();
        let above = placed.split_off(placed.partition_point(|it| it.x < 0.0));
        Some(Self { below: placed, above })
    }

    fn number(&self) -> f64 {
        (self.below.len() + self.above.len()) as f64
    }

    /// Those below within a distance.
    fn below(&self, reach: f64) -> &[Placed] {
        self.below
            .get(self.below.partition_point(|it| it.x < -reach)..)
            .unwrap_or_default()
    }

    /// Those above within a distance.
    fn above(&self, reach: f64) -> &[Placed] {
        self.above
            .get(..self.above.partition_point(|it| it.x <= reach))
            .unwrap_or_default()
    }
}

/// The jump at a threshold, with the reach that suits the values.
///
/// `None` when a value is not finite, when fewer than six different values lie on a side.
#[must_use]
pub fn jump(values: &[f64], threshold: f64) -> Option<Jump> {
    let values = Values::about(values, threshold)?;
    let reach = reach::suited(&values)?;
    read(&values, reach)
}

/// The jump at a threshold with fits that reach as far as told.
///
/// `None` when a value is not finite, and where a reach is not above 0 or holds fewer than five different values.
#[must_use]
pub fn jump_within(values: &[f64], threshold: f64, reach: Reach) -> Option<Jump> {
    read(&Values::about(values, threshold)?, reach)
}

fn read(values: &Values, reach: Reach) -> Option<Jump> {
    let (short, past) = (values.below(reach.below), values.above(reach.above));
    let below = fit(short, reach.below, DEGREE, values.number())?;
    let above = fit(past, reach.above, DEGREE, values.number())?;
    let error = libm::sqrt(below.variance + above.variance);
    let z = (above.density() - below.density()) / error;
    z.is_finite().then(|| Jump {
        below: below.density(),
        above: above.density(),
        error,
        z,
        p: libm::erfc(z.abs() * std::f64::consts::FRAC_1_SQRT_2),
        reach,
        near: (short.len(), past.len()),
    })
}
