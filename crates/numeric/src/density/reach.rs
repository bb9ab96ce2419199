use super::fit::{Fit, fit};
use super::{Placed, Values};

/// The degree the reach is chosen for.
const DEGREE: usize = 2;
/// Where the slope of a quadratic by triangular weights misses, in units of the cubic's coefficient: the slope's row of
/// the inverse of their moments from 0 to 1, times the third moments.
const LEAN: f64 = -3.0 / 7.0;
/// Variance over squared bias, at an edge with even weights, of a slope read from a quadratic, and of the third
/// derivative read from a fourth-degree polynomial: what the first, rough reaches rest on.
const ROUGH_SLOPE: f64 = 3_840.0 / 7.0;
const ROUGH_THIRD: f64 = 37_739_520.0 / 11.0;
/// The fewest values and the fewest different values within any reach, where a side has as many.
const FEWEST: usize = 20 + DEGREE + 1;

/// How far from the threshold a fit reaches, in the values' unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Downwards, above 0.
    pub below: f64,
    /// Upwards, above 0.
    pub above: f64,
}

/// The reach that suits the values: on each side the middle one of those best for its own density, for the difference
/// and for the sum of both.
///
/// `None` as for [`super::jump`].
#[must_use]
pub fn reach(values: &[f64], threshold: f64) -> Option<Reach> {
    suited(&Values::about(values, threshold)?)
}

pub(super) fn suited(values: &Values) -> Option<Reach> {
    let sides = [Side::of(&values.below), Side::of(&values.above)];
    let [below, above] = &sides;
    let furthest = below.furthest()?.max(above.furthest()?);
    let within = |reach: f64, fewest: usize| -> Option<f64> {
        let least = below.holding(fewest)?.max(above.holding(fewest)?);
        Some(reach.min(furthest).max(least))
    };
    let (slope, third) = rough(values)?;
    let (slope, third) = (within(slope, FEWEST)?, within(third, FEWEST + 2)?);
    let number = values.number();
    let densities = [
        fit(values.below(slope), slope, DEGREE, number)?,
        fit(values.above(slope), slope, DEGREE, number)?,
    ];
    let bends = [
        fit(values.below(third), third, DEGREE + 2, number)?,
        fit(values.above(third), third, DEGREE + 2, number)?,
    ];
    let miss = |it: &Fit| it.coefficient(DEGREE + 1) * LEAN;
    let (low, high) = (miss(&bends[0]), miss(&bends[1]));
    let both = densities[0].variance + densities[1].variance;
    let best = |variance: f64, miss: f64| {
        let power = 2.0 * DEGREE as f64;
        let it = libm::pow(slope * variance / (power * miss * miss), 1.0 / (power + 1.0));
        if it.is_nan() { 0.0 } else { it }
    };
    let (difference, sum) = (
        within(best(both, high - low), FEWEST)?,
        within(best(both, high + low), FEWEST)?,
    );
    let own = |side: &Side, density: &Fit, miss: f64| -> Option<f64> {
        let it = best(density.variance, miss).min(side.furthest()?);
        Some(middle(it.max(side.holding(FEWEST)?), difference, sum))
    };
    Some(Reach {
        below: own(below, &densities[0], low)?,
        above: own(above, &densities[1], high)?,
    })
}

/// First guesses of the reach for the density and for its second derivative, as if the values were normal.
fn rough(values: &Values) -> Option<(f64, f64)> {
    let all = || values.below.iter().chain(&values.above).map(|it| it.x);
    let n = values.number();
    let mean = all().sum::<f64>() / n;
    let spread = libm::sqrt(all().map(|it| (it - mean) * (it - mean)).sum::<f64>() / (n - 1.0));
    let z = mean / spread;
    let normal = libm::exp(-z * z / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI);
    let (second, fourth) = (z * z - 1.0, z * z * (z * z - 6.0) + 3.0);
    let degree = DEGREE as f64;
    let guess = |weight: f64, hermite: f64, rough: f64, power: f64| {
        spread * libm::pow(weight * rough / (hermite * hermite * normal) / n, 1.0 / power)
    };
    let slope = guess(1.0 / (2.0 * degree), second, ROUGH_SLOPE, 2.0 * degree + 1.0);
    let third = guess((2.0 * degree + 1.0) / 4.0, fourth, ROUGH_THIRD, 2.0 * degree + 5.0);
    (spread > 0.0 && !slope.is_nan() && !third.is_nan()).then_some((slope, third))
}

/// The distances of one side, ascending, and those that differ.
struct Side {
    distances: Vec<f64>,
    different: Vec<f64>,
}

impl Side {
    fn of(side: &[Placed]) -> Self {
        let mut distances: Vec<f64> = side.iter().map(|it| it.x.abs()).collect();
        distances.sort_unstable_by(f64::total_cmp);
        let mut different = distances.clone();
        different.dedup();
        Self { distances, different }
    }

    fn furthest(&self) -> Option<f64> {
        self.distances.last().copied()
    }

    /// The distance within which lie as many values, and as many different ones, or all there are.
    fn holding(&self, fewest: usize) -> Option<f64> {
        let nth = |of: &[f64]| of.get(fewest.min(of.len()).checked_sub(1)?).copied();
        Some(nth(&self.distances)?.max(nth(&self.different)?))
    }
}

fn middle(a: f64, b: f64, c: f64) -> f64 {
    a.min(b).max(a.max(b).min(c))
}
