use crate::average::finite;
use crate::random::Random;

/// The most rounds in which a raised curve may settle.
const ROUNDS: usize = 200;

/// How the values around a threshold are cut into bins, and which bins may hold the excess.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zone {
    /// The line, in the unit of the values; a bin starts exactly there.
    pub threshold: f64,
    /// Width of a bin, above 0.
    pub bin: f64,
    /// Bins looked at below the bin that starts at the threshold.
    pub bins_below: usize,
    /// Bins looked at above it.
    pub bins_above: usize,
    /// Bins of the zone just below that bin.
    pub zone_below: usize,
    /// Bins of the zone just above that bin.
    pub zone_above: usize,
    /// Degree of the polynomial through the other bins, at most 9.
    pub degree: usize,
}

/// One bin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Where it starts; it ends before the next.
    pub from: f64,
    /// Values in it.
    pub count: u64,
    /// What the smooth curve through the bins outside the zone expects.
    pub expected: f64,
    /// Whether it is in the zone.
    pub zone: bool,
}

/// How many more values lie in the zone than a smooth curve through the rest expects.
#[derive(Debug, Clone, PartialEq)]
pub struct ExcessMass {
    /// Values in the zone beyond those expected; negative when fewer.
    pub excess: f64,
    /// Its standard error, taking the bins outside the zone to scatter evenly about the curve.
    pub standard_error: f64,
    /// The excess as a multiple of what one bin of the zone is expected to hold; `None` when that is not above 0.
    pub ratio: Option<f64>,
    /// The bins, lowest first.
    pub bins: Vec<Bin>,
}

/// Compares the bins of a zone around a threshold with a polynomial through the bins on both sides of it.
///
/// `None` when the zone reaches past the bins, there are fewer than three bins more than the polynomial has terms, or
/// the bins outside the zone are all empty.
/// Source: Chetty, Friedman, Olsen and Pistaferri (2011), without the correction for where the excess came from; that is
/// [`excess_mass_moved`].
#[must_use]
pub fn excess_mass(values: &[f64], zone: &Zone) -> Option<ExcessMass> {
    let (counts, basis) = prepared(values, zone)?;
    fitted(&counts, zone, &basis)
}

/// The same where the excess came from above the zone: the curve is raised there until what it holds beyond the counts is
/// the excess. For payments and taxes, where people stop short of a line; not for results that are pulled up to one.
///
/// `None` as for [`excess_mass`], when there is nothing above the zone, or when the raising does not settle.
/// Source: Chetty, Friedman, Olsen and Pistaferri (2011), Adjustment costs, firm responses, and micro vs. macro labor
/// supply elasticities, equation 15, with the integration constraint.
#[must_use]
pub fn excess_mass_moved(values: &[f64], zone: &Zone) -> Option<ExcessMass> {
    let (counts, basis) = prepared(values, zone)?;
    moved(&counts, zone, &basis)
}

fn moved(counts: &[f64], zone: &Zone, basis: &Basis) -> Option<ExcessMass> {
    let first = zone.bins_below + zone.zone_above + 1;
    let above: f64 = counts.get(first..)?.iter().sum();
    let mut found = fitted(counts, zone, basis)?;
    if above <= 0.0 {
        return None;
    }
    for _ in 0..ROUNDS {
        let raised = |(place, count): (usize, &f64)| match place >= first {
            true => count * (1.0 + found.excess / above),
            false => *count,
        };
        let counts: Vec<f64> = counts.iter().enumerate().map(raised).collect();
        let next = fitted(&counts, zone, basis)?;
        let settled = (next.excess - found.excess).abs() <= 1e-9 * next.excess.abs().max(1.0);
        found = next;
        if settled {
            return Some(found);
        }
    }
    None
}

/// How an excess would vary if the bins scattered about the curve once more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Redrawn {
    /// The standard deviation of the excesses drawn.
    pub standard_error: f64,
    /// The excess less and plus 1.96 standard errors: draws of misses that lean one way would shift an interval between
    /// their hundredths the wrong way.
    pub interval: (f64, f64),
    /// How many were drawn.
    pub draws: usize,
}

/// Draws the misses of the bins outside the zone anew, with replacement, adds them to the curve and what lies in the zone,
/// and estimates again; `also_moved` as [`excess_mass_moved`].
///
/// `None` where there is no excess mass, or with fewer than 20 draws.
/// Source: the residual bootstrap of Chetty, Friedman, Olsen and Pistaferri (2011).
#[must_use]
pub fn redrawn(values: &[f64], zone: &Zone, also_moved: bool, draws: usize, seed: u64) -> Option<Redrawn> {
    let (counts, basis) = prepared(values, zone)?;
    let estimate = |counts: &[f64]| match also_moved {
        true => moved(counts, zone, &basis),
        false => fitted(counts, zone, &basis),
    };
    let found = fitted(&counts, zone, &basis)?;
    let misses: Vec<f64> = outside(&found.bins, &counts)
        .map(|(bin, count)| count - bin.expected)
        .collect();
    let mut random = Random::from_seed(seed);
    let mut drawn: Vec<f64> = Vec::with_capacity(draws);
    let mut anew = counts.clone();
    for _ in 0..draws {
        for (bin, (count, seen)) in found.bins.iter().zip(anew.iter_mut().zip(&counts)) {
            let miss = misses.get(random.below(misses.len() as u64) as usize)?;
            *count = miss + if bin.zone { *seen } else { bin.expected };
        }
        drawn.extend(estimate(&anew).map(|it| it.excess));
    }
    if drawn.len() < 20 {
        return None;
    }
    let mean = crate::average::mean(drawn.iter().copied())?;
    let square: f64 = drawn.iter().map(|it| (it - mean) * (it - mean)).sum();
    let standard_error = finite((square / (drawn.len() as f64 - 1.0)).sqrt())?;
    let excess = estimate(&counts)?.excess;
    let reach = 1.959_963_984_540_054 * standard_error;
    Some(Redrawn {
        standard_error,
        interval: (excess - reach, excess + reach),
        draws: drawn.len(),
    })
}

/// Orthogonal columns over the bins, and which of those are in the zone.
struct Basis {
    columns: Vec<Vec<f64>>,
    bins: Vec<Bin>,
}

fn prepared(values: &[f64], zone: &Zone) -> Option<(Vec<f64>, Basis)> {
    let outside = (zone.bins_below + zone.bins_above).checked_sub(zone.zone_below + zone.zone_above)?;
    let fits = zone.bin > 0.0 && zone.bin.is_finite() && zone.threshold.is_finite() && zone.degree <= 9;
    let inside = zone.zone_below <= zone.bins_below && zone.zone_above <= zone.bins_above;
    if !fits || !inside || outside < zone.degree + 4 {
        return None;
    }
    let bins = counted(values, zone);
    if bins.iter().all(|bin| bin.zone || bin.count == 0) {
        return None;
    }
    let columns = orthogonal(&bins, zone);
    Some((bins.iter().map(|it| it.count as f64).collect(), Basis { columns, bins }))
}

/// Bins outside the zone with their counts.
fn outside<'a>(bins: &'a [Bin], counts: &'a [f64]) -> impl Iterator<Item = (&'a Bin, &'a f64)> {
    bins.iter().zip(counts).filter(|(bin, _)| !bin.zone)
}

fn fitted(counts: &[f64], zone: &Zone, basis: &Basis) -> Option<ExcessMass> {
    let mut bins = basis.bins.clone();
    let mut lean = 0.0;
    for column in &basis.columns {
        let of = bins.iter().zip(column);
        let along: f64 = of
            .clone()
            .zip(counts)
            .filter(|((bin, _), _)| !bin.zone)
            .map(|((_, x), n)| n * x)
            .sum();
        let reach: f64 = of.filter(|(bin, _)| bin.zone).map(|(_, x)| x).sum();
        lean += reach * reach;
        for (bin, x) in bins.iter_mut().zip(column) {
            bin.expected += along * x;
        }
    }
    let (mut excess, mut expected, mut members, mut spread) = (0.0, 0.0, 0.0, 0.0);
    for (bin, count) in bins.iter().zip(counts) {
        let miss = count - bin.expected;
        if bin.zone {
            excess += miss;
            expected += bin.expected;
            members += 1.0;
        } else {
            spread += miss * miss;
        }
    }
    let freedom = bins.len() as f64 - members - zone.degree as f64 - 1.0;
    Some(ExcessMass {
        excess: finite(excess)?,
        standard_error: finite((spread / freedom * (members + lean)).sqrt())?,
        ratio: if expected > 0.0 {
            finite(excess / (expected / members))
        } else {
            None
        },
        bins,
    })
}

fn counted(values: &[f64], zone: &Zone) -> Vec<Bin> {
    let below = zone.bins_below as f64;
    let total = zone.bins_below + zone.bins_above + 1;
    let mut bins: Vec<Bin> = (0..total)
        .map(|place| Bin {
            from: zone.threshold + (place as f64 - below) * zone.bin,
            count: 0,
            expected: 0.0,
            zone: place + zone.zone_below >= zone.bins_below && place <= zone.bins_below + zone.zone_above,
        })
        .collect();
    for value in values.iter().filter(|value| value.is_finite()) {
        let place = ((value - zone.threshold) / zone.bin).floor() + below;
        if place >= 0.0
            && let Some(bin) = bins.get_mut(place as usize)
        {
            bin.count += 1;
        }
    }
    bins
}

/// Powers of the place of a bin, made orthogonal over the bins outside the zone and carried through it.
fn orthogonal(bins: &[Bin], zone: &Zone) -> Vec<Vec<f64>> {
    let reach = zone.bins_below.max(zone.bins_above).max(1) as f64;
    let at = |place: usize| (place as f64 - zone.bins_below as f64) / reach;
    let product = |a: &[f64], b: &[f64]| -> f64 {
        bins.iter()
            .zip(a.iter().zip(b))
            .filter(|(bin, _)| !bin.zone)
            .map(|(_, (a, b))| a * b)
            .sum()
    };
    let mut columns: Vec<Vec<f64>> = Vec::with_capacity(zone.degree + 1);
    for _ in 0..=zone.degree {
        let mut column: Vec<f64> = match columns.last() {
            Some(last) => last.iter().enumerate().map(|(place, x)| x * at(place)).collect(),
            None => vec![1.0; bins.len()],
        };
        // Twice over, because once leaves rounding behind.
        for _ in 0..2 {
            for other in &columns {
                let along = product(&column, other);
                column.iter_mut().zip(other).for_each(|(x, y)| *x -= along * y);
            }
        }
        let length = product(&column, &column).sqrt();
        column.iter_mut().for_each(|x| *x /= length);
        columns.push(column);
    }
    columns
}
