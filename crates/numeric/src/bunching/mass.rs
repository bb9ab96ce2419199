use crate::average::finite;

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
/// Source: Chetty, Friedman, Olsen and Pistaferri (2011), without the correction for where the excess came from.
#[must_use]
pub fn excess_mass(values: &[f64], zone: &Zone) -> Option<ExcessMass> {
    let outside = (zone.bins_below + zone.bins_above).checked_sub(zone.zone_below + zone.zone_above)?;
    let fits = zone.bin > 0.0 && zone.bin.is_finite() && zone.threshold.is_finite() && zone.degree <= 9;
    let inside = zone.zone_below <= zone.bins_below && zone.zone_above <= zone.bins_above;
    if !fits || !inside || outside < zone.degree + 4 {
        return None;
    }
    let mut bins = counted(values, zone);
    if bins.iter().all(|bin| bin.zone || bin.count == 0) {
        return None;
    }
    let columns = orthogonal(&bins, zone);
    let (mut spread, mut lean) = (0.0, 0.0);
    for column in &columns {
        let along: f64 = bins
            .iter()
            .zip(column)
            .filter(|(bin, _)| !bin.zone)
            .map(|(b, x)| b.count as f64 * x)
            .sum();
        let reach: f64 = bins
            .iter()
            .zip(column)
            .filter(|(bin, _)| bin.zone)
            .map(|(_, x)| x)
            .sum();
        lean += reach * reach;
        for (bin, x) in bins.iter_mut().zip(column) {
            bin.expected += along * x;
        }
    }
    let (mut excess, mut expected, mut members) = (0.0, 0.0, 0.0);
    for bin in &bins {
        let miss = bin.count as f64 - bin.expected;
        if bin.zone {
            excess += miss;
            expected += bin.expected;
            members += 1.0;
        } else {
            spread += miss * miss;
        }
    }
    let freedom = (outside - zone.degree - 1) as f64;
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
