use super::plan::{Allowance, Centre, Limits, Plan};
use super::scale::Scale;
use super::spread::spread;
use crate::adjust::benjamini_hochberg;
use crate::average::finite;
use crate::process::Side;
use crate::{chi_square, normal};

/// One place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// The count of interest: numerator, or observed.
    pub count: f64,
    /// Its size: denominator, or expected.
    pub size: f64,
    /// Its share or ratio.
    pub value: f64,
    /// How many standard errors it lies from the centre by chance alone, on the scale.
    pub z: f64,
    /// Where it lies on the scale.
    place: f64,
}

/// Every place compared with the centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// What the figures are, and the scale the comparison was made on.
    pub scale: Scale,
    /// The limits of chance.
    pub limits: Limits,
    /// The share or ratio places are compared with.
    pub centre: f64,
    /// The mean squared distance of places from what they have together in standard errors, outliers pulled in or left
    /// out: 1 when chance explains all.
    pub phi: f64,
    /// The variance between places, on the scale, that explains what chance does not; 0 when none is needed.
    pub tau_squared: f64,
    /// One per place given, in that order; `None` where there is nothing to compare.
    pub units: Vec<Option<Unit>>,
    /// The centre on the scale.
    pub(super) middle: f64,
}

/// Compares places: `counts[i]` out of, or against, `sizes[i]`.
///
/// A place without a size above 0, with a negative count, or with a share above 1 is passed over. `None` when the slices
/// differ in length, fewer than two places remain, the parts of the plan do not go together or are out of range, or
/// numbers are too large to hold.
#[must_use]
pub fn compare(counts: &[f64], sizes: &[f64], plan: &Plan) -> Option<Funnel> {
    let scale = plan.scale;
    if counts.len() != sizes.len() || !plan.sound() {
        return None;
    }
    let pairs = || counts.iter().copied().zip(sizes.iter().copied());
    let together = together(scale, pairs())?;
    let centre = match plan.centre {
        Centre::Given(centre) => centre,
        Centre::Pooled => together,
    };
    let (common, middle) = (scale.place_value(together), finite(scale.place_value(centre))?);
    let mut units = Vec::with_capacity(counts.len());
    let (mut distances, mut errors) = (Vec::with_capacity(counts.len()), Vec::with_capacity(counts.len()));
    for (count, size) in pairs() {
        if !scale.usable(count, size) {
            units.push(None);
            continue;
        }
        let (place, error) = (scale.place(count, size), scale.error(count, size, together));
        distances.push((place - common) / error);
        errors.push(error);
        let error = if centre == together {
            error
        } else {
            scale.error(count, size, centre)
        };
        units.push(Some(Unit {
            count,
            size,
            value: count / size,
            z: finite((place - middle) / error)?,
            place,
        }));
    }
    if distances.len() < 2 {
        return None;
    }
    let spread = spread(plan.outliers, &distances, &errors)?;
    Some(Funnel {
        scale,
        limits: plan.limits,
        centre,
        phi: spread.phi,
        tau_squared: spread.tau_squared,
        units,
        middle,
    })
}

/// What all places have together; `None` when that has no place on the scale.
fn together(scale: Scale, pairs: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    if matches!(scale, Scale::LogRatio | Scale::RootRatio) {
        return Some(1.0);
    }
    let usable = pairs.filter(|&(count, size)| scale.usable(count, size));
    let (count, size) = usable.fold((0.0, 0.0), |(a, b), (count, size)| (a + count, b + size));
    // Where nothing at all was counted, half a one was, so that the ratio has a logarithm.
    let count = if scale == Scale::Counts && count == 0.0 {
        0.5
    } else {
        count
    };
    finite(count / size)
}

impl Funnel {
    /// How many standard errors a place lies from the centre, on the scale.
    #[must_use]
    pub fn z(&self, unit: &Unit, allowance: Allowance) -> f64 {
        let error = self.scale.error(unit.count, unit.size, self.centre);
        let z = unit.z * error / self.widened(error, allowance);
        if z.is_finite() { z } else { 0.0 }
    }

    /// Which side of the limits at a level (strictly between 0 and 1) a place lies strictly outside; `None` within.
    #[must_use]
    pub fn side(&self, unit: &Unit, level: f64, allowance: Allowance) -> Option<Side> {
        let tail = (1.0 - level) / 2.0;
        let width = normal::half_width(level)?;
        self.beyond(unit, tail, width, allowance)
    }

    /// How many places lie outside the limits at a level.
    #[must_use]
    pub fn outside(&self, level: f64, allowance: Allowance) -> usize {
        let tail = (1.0 - level) / 2.0;
        let Some(width) = normal::half_width(level) else {
            return 0;
        };
        let units = self.units.iter().flatten();
        units
            .filter(|it| self.beyond(it, tail, width, allowance).is_some())
            .count()
    }

    fn beyond(&self, unit: &Unit, tail: f64, width: f64, allowance: Allowance) -> Option<Side> {
        let exactly = |model: Option<(Side, f64)>| model.filter(|(_, p)| *p < tail).map(|(side, _)| side);
        match (self.limits, allowance) {
            (Limits::Garwood, Allowance::Chance) if unit.count == 0.0 => exactly(self.exact(unit, allowance)),
            (Limits::Garwood, Allowance::Chance) => {
                let expected = unit.size * self.centre;
                let high = unit.count > expected;
                let shape = if high { expected + 1.0 } else { expected };
                let (lower, upper) = chi_square::gamma_tails(shape, unit.count);
                let (side, p) = if high { (Side::High, upper) } else { (Side::Low, lower) };
                (p < tail).then_some(side)
            }
            (Limits::Score, Allowance::Chance) => {
                let limits = self.score(unit.size, width)?;
                side_of(unit.value - limits.lower, unit.value - limits.upper)
            }
            (Limits::Exact, Allowance::Chance | Allowance::Spread) => match self.exact(unit, allowance) {
                Some(found) => exactly(Some(found)),
                None => self.beyond_on_the_scale(unit, width, allowance),
            },
            _ => self.beyond_on_the_scale(unit, width, allowance),
        }
    }

    fn beyond_on_the_scale(&self, unit: &Unit, width: f64, allowance: Allowance) -> Option<Side> {
        let reach = width * self.own_error(unit, allowance);
        let off = unit.place - self.middle;
        side_of(off + reach, off - reach)
    }

    /// The side of the centre a place lies on and its exact tail there.
    fn exact(&self, unit: &Unit, allowance: Allowance) -> Option<(Side, f64)> {
        let counts = self.scale == Scale::Counts;
        let size = if counts { unit.count + unit.size } else { unit.size };
        self.model(size, allowance)?.tail(unit.count)
    }

    /// How surprising each place is, as a probability: twice the tail beyond its count if nothing but what is allowed
    /// for were at work, at most 1. In the order given; `None` where there is nothing to compare.
    ///
    /// The tail is exact for chance alone, and with [`Limits::Exact`] where spread is allowed for; else the normal tail
    /// of its distance on the scale.
    #[must_use]
    pub fn surprise(&self, allowance: Allowance) -> Vec<Option<f64>> {
        let exact = allowance == Allowance::Chance || (self.limits == Limits::Exact && allowance == Allowance::Spread);
        let one = |unit: &Unit| {
            let tail = exact.then(|| self.exact(unit, allowance)).flatten().map(|(_, p)| p);
            let normal = || normal::cdf(-self.z(unit, allowance).abs());
            Some((2.0 * tail.or_else(normal)?).clamp(0.0, 1.0))
        };
        self.units.iter().map(|unit| unit.as_ref().and_then(one)).collect()
    }

    /// The same after Benjamini and Hochberg's adjustment over all places: at or below 0.05, on average at most one in
    /// twenty of the places singled out so is singled out by luck.
    #[must_use]
    pub fn false_discovery(&self, allowance: Allowance) -> Vec<Option<f64>> {
        let mut surprise = self.surprise(allowance);
        let raw: Vec<f64> = surprise.iter().flatten().copied().collect();
        let adjusted = benjamini_hochberg(&raw).unwrap_or(raw);
        for (place, adjusted) in surprise.iter_mut().flatten().zip(adjusted) {
            *place = adjusted;
        }
        surprise
    }
}

/// The side of a place that lies this far above its lower and above its upper limit.
fn side_of(above_lower: f64, above_upper: f64) -> Option<Side> {
    if above_upper > 0.0 {
        Some(Side::High)
    } else if above_lower < 0.0 {
        Some(Side::Low)
    } else {
        None
    }
}
