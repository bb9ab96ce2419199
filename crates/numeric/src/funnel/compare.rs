use super::scale::Scale;
use super::spread::spread;
use crate::adjust::benjamini_hochberg;
use crate::average::finite;
use crate::interval::Interval;
use crate::normal;
use crate::process::Side;

/// What places are compared with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Centre {
    /// What all of them have together: the pooled share, or observed as expected.
    Pooled,
    /// A share (0 to 1) or ratio (above 0) given from outside.
    Given(f64),
}

/// Which limits a verdict rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Band {
    /// Chance alone, 95%.
    Chance95,
    /// Chance alone, 99.8%.
    Chance998,
    /// Chance and ordinary differences between places, 95%.
    Adjusted95,
    /// Chance and ordinary differences between places, 99.8%.
    Adjusted998,
}

/// The limits for a place of one size, as shares or ratios.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bands {
    /// Chance alone, 95%.
    pub chance95: Interval,
    /// Chance alone, 99.8%.
    pub chance998: Interval,
    /// Chance and ordinary differences between places, 95%.
    pub adjusted95: Interval,
    /// Chance and ordinary differences between places, 99.8%.
    pub adjusted998: Interval,
}

impl Bands {
    /// One of the four.
    #[must_use]
    pub fn band(&self, band: Band) -> Interval {
        match band {
            Band::Chance95 => self.chance95,
            Band::Chance998 => self.chance998,
            Band::Adjusted95 => self.adjusted95,
            Band::Adjusted998 => self.adjusted998,
        }
    }
}

/// One place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// Its share or ratio.
    pub value: f64,
    /// How many standard errors it lies from the centre by chance alone.
    pub z: f64,
    /// The limits at its size.
    pub bands: Bands,
    /// Twice the smaller exact tail of its count if chance were all: how surprising it is.
    pub p: f64,
    /// The same after Benjamini and Hochberg's adjustment over all places.
    pub p_adjusted: f64,
}

impl Unit {
    /// Which side of the limits it lies strictly outside; `None` within.
    #[must_use]
    pub fn outside(&self, band: Band) -> Option<Side> {
        let limits = self.bands.band(band);
        if self.value > limits.upper {
            Some(Side::High)
        } else if self.value < limits.lower {
            Some(Side::Low)
        } else {
            None
        }
    }
}

/// Every place compared with the centre.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// The scale the comparison was made on.
    pub scale: Scale,
    /// The share or ratio places are compared with.
    pub centre: f64,
    /// The mean squared distance from the centre in standard errors, outliers pulled in: 1 when chance explains all.
    pub phi: f64,
    /// The variance between places, on the scale, that explains what chance does not; 0 when none is needed.
    pub tau_squared: f64,
    /// One per place given, in that order; `None` where there is nothing to compare.
    pub units: Vec<Option<Unit>>,
}

impl Funnel {
    /// The limits for a place of this size (a total, or an expected count), for drawing. `None` unless above 0.
    #[must_use]
    pub fn bands_at(&self, size: f64) -> Option<Bands> {
        if !(size > 0.0 && size.is_finite()) {
            return None;
        }
        let middle = self.scale.place_value(self.centre);
        let error = self.scale.error(size);
        let wide = (error * error + self.tau_squared).sqrt();
        let (near, far) = (normal::half_width(0.95)?, normal::half_width(0.998)?);
        Some(Bands {
            chance95: self.scale.chance(self.centre, size, 0.95, near)?,
            chance998: self.scale.chance(self.centre, size, 0.998, far)?,
            adjusted95: self.scale.around(middle, near * wide),
            adjusted998: self.scale.around(middle, far * wide),
        })
    }

    /// How many places lie outside the limits.
    #[must_use]
    pub fn outside(&self, band: Band) -> usize {
        self.units
            .iter()
            .flatten()
            .filter(|unit| unit.outside(band).is_some())
            .count()
    }
}

/// Compares shares: `counts[i]` out of `totals[i]`. `tails` is the share of places pulled in at either end before
/// spread is judged: 0.1 by custom, 0 for none.
///
/// A place without a total above 0, or with a count outside 0 to its total, is passed over. `None` when the slices
/// differ in length, fewer than two places remain, `tails` is not from 0 to below one half, or the given centre is
/// not from 0 to 1.
#[must_use]
pub fn shares(counts: &[f64], totals: &[f64], centre: Centre, tails: f64) -> Option<Funnel> {
    let usable = |count: f64, total: f64| total > 0.0 && total.is_finite() && (0.0..=total).contains(&count);
    let centre = match centre {
        Centre::Given(share) => (0.0..=1.0).contains(&share).then_some(share)?,
        Centre::Pooled => {
            let pairs = counts
                .iter()
                .zip(totals)
                .filter(|&(&count, &total)| usable(count, total));
            let (count, total) = pairs.fold((0.0, 0.0), |(a, b), (count, total)| (a + count, b + total));
            finite(count / total)?
        }
    };
    compare(Scale::Share, counts, totals, centre, tails, usable)
}

/// Compares ratios: `observed[i]` over `expected[i]`, on the scale given ([`Scale::Share`] is refused).
///
/// A place without an expected count above 0, or with a negative observed count, is passed over. `None` as for
/// [`shares`], and when a given centre is not above 0. [`Centre::Pooled`] is 1: as many observed as expected.
#[must_use]
pub fn ratios(observed: &[f64], expected: &[f64], scale: Scale, centre: Centre, tails: f64) -> Option<Funnel> {
    if scale == Scale::Share {
        return None;
    }
    let usable = |count: f64, size: f64| size > 0.0 && size.is_finite() && count >= 0.0 && (count / size).is_finite();
    let centre = match centre {
        Centre::Given(ratio) => (ratio > 0.0 && ratio.is_finite()).then_some(ratio)?,
        Centre::Pooled => 1.0,
    };
    compare(scale, observed, expected, centre, tails, usable)
}

fn compare(
    scale: Scale,
    counts: &[f64],
    sizes: &[f64],
    centre: f64,
    tails: f64,
    usable: impl Fn(f64, f64) -> bool,
) -> Option<Funnel> {
    if counts.len() != sizes.len() || !(0.0..0.5).contains(&tails) {
        return None;
    }
    let pairs = || counts.iter().copied().zip(sizes.iter().copied());
    let middle = match (scale, centre) {
        (Scale::LogRatio, ratio) => libm::log(ratio),
        _ => scale.place_value(centre),
    };
    let distance = |count: f64, size: f64| (scale.place(count, size) - middle) / scale.error(size);
    let (distances, errors): (Vec<f64>, Vec<f64>) = pairs()
        .filter(|&(count, size)| usable(count, size))
        .map(|(count, size)| (distance(count, size), scale.error(size)))
        .unzip();
    if distances.len() < 2 {
        return None;
    }
    let spread = spread(scale, &distances, &errors, tails)?;
    let mut funnel = Funnel {
        scale,
        centre,
        phi: spread.phi,
        tau_squared: spread.tau_squared,
        units: Vec::new(),
    };
    let mut units = Vec::with_capacity(counts.len());
    for (count, size) in pairs() {
        units.push(if usable(count, size) {
            let p = scale.chance_of(count, size, centre)?;
            let (value, z) = (count / size, distance(count, size));
            Some(Unit {
                value,
                z,
                bands: funnel.bands_at(size)?,
                p,
                p_adjusted: p,
            })
        } else {
            None
        });
    }
    let raw: Vec<f64> = units.iter().flatten().map(|unit: &Unit| unit.p).collect();
    for (unit, adjusted) in units.iter_mut().flatten().zip(benjamini_hochberg(&raw)?) {
        unit.p_adjusted = adjusted;
    }
    funnel.units = units;
    Some(funnel)
}
