use super::{Place, Shrunken};
use crate::average::finite;
use crate::interval::Interval;
use crate::normal;

/// Shrinks estimates towards each other by their standard errors (above 0, in the same unit).
///
/// The variance between places is that of DerSimonian and Laird. `level` is strictly between 0 and 1. `None` when the
/// slices differ in length, there are fewer than two places, or a number is out of range.
///
/// Source: DerSimonian and Laird (1986), Meta-analysis in clinical trials.
#[must_use]
pub fn estimates(values: &[f64], errors: &[f64], level: f64) -> Option<Shrunken> {
    let width = normal::half_width(level)?;
    let sound = values.iter().all(|value| value.is_finite()) && errors.iter().all(|error| *error > 0.0);
    if !sound || values.len() != errors.len() || values.len() < 2 {
        return None;
    }
    // In units of the largest error, so that no square is beyond what arithmetic can hold.
    let unit = finite(errors.iter().copied().fold(0.0, f64::max))?;
    let values: Vec<f64> = values.iter().map(|value| value / unit).collect();
    let variances: Vec<f64> = errors.iter().map(|error| (error / unit) * (error / unit)).collect();
    let (fixed, first, second) = weighted(&values, &variances, 0.0)?;
    let scatter: f64 = values
        .iter()
        .zip(&variances)
        .map(|(value, s)| (value - fixed) * (value - fixed) / s)
        .sum();
    let beyond = scatter - (values.len() as f64 - 1.0);
    let room = first - second / first;
    let tau_squared = if beyond > 0.0 && room > 0.0 {
        finite(beyond / room)?
    } else {
        0.0
    };
    let (centre, ..) = weighted(&values, &variances, tau_squared)?;
    let place = |(value, variance): (&f64, &f64)| {
        let own = tau_squared / (tau_squared + variance);
        let drawn = own * value + (1.0 - own) * centre;
        let reach = width * (own * variance).sqrt();
        Some(Some(Place {
            value: finite(drawn * unit)?,
            interval: Interval {
                lower: finite((drawn - reach) * unit)?,
                upper: finite((drawn + reach) * unit)?,
            },
            own,
        }))
    };
    Some(Shrunken {
        centre: finite(centre * unit)?,
        tau_squared: finite(tau_squared * unit * unit)?,
        places: values.iter().zip(&variances).map(place).collect::<Option<Vec<_>>>()?,
    })
}

/// The weighted mean, and the sums of weights and of their squares.
fn weighted(values: &[f64], variances: &[f64], tau_squared: f64) -> Option<(f64, f64, f64)> {
    let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
    for (value, variance) in values.iter().zip(variances) {
        let weight = 1.0 / (variance + tau_squared);
        sum += weight * value;
        first += weight;
        second += weight * weight;
    }
    Some((finite(sum / first)?, finite(first)?, finite(second)?))
}
