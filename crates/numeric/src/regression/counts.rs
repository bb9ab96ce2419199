use super::{Square, weighted};
use crate::average::finite;

/// Counts on the scale of their logarithm, with scatter as wide as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct CountFit {
    /// One a column, each the change of the logarithm of the rate.
    pub coefficients: Vec<f64>,
    /// The count expected of each row.
    pub fitted: Vec<f64>,
    /// Covariance of the coefficients, dispersion included.
    pub covariance: Square,
    /// How many times as much counts scatter as chance alone would make them (Pearson).
    pub dispersion: f64,
    /// Twice how far the likelihood is from that of a column a row.
    pub deviance: f64,
    /// Rows less columns.
    pub freedom: usize,
}

/// Quasi-Poisson regression of counts on columns, with an exposure above 0 a row.
///
/// `None` as for [`super::least_squares`], for a count below 0, an exposure not above 0, no spare rows, all counts
/// nought, or counts that no finite coefficients fit best (such as nothing but noughts after a change). The search stops
/// where R's `glm` does, once the deviance moves by less than 1e-8 of itself, so that errors agree with it to the last
/// digits.
/// Source: McCullagh and Nelder (1989), Generalized linear models, 6.2; iteratively reweighted least squares.
#[must_use]
pub fn quasi_poisson(columns: &[Vec<f64>], counts: &[f64], exposures: &[f64]) -> Option<CountFit> {
    let sound = counts.iter().all(|it| *it >= 0.0 && it.is_finite())
        && exposures.len() == counts.len()
        && exposures.iter().all(|it| *it > 0.0 && it.is_finite())
        && counts.len() > columns.len()
        && counts.iter().any(|it| *it > 0.0);
    if !sound {
        return None;
    }
    let offsets: Vec<f64> = exposures.iter().map(|it| libm::log(*it)).collect();
    let mut fitted: Vec<f64> = counts.iter().map(|it| it + 0.1).collect();
    let mut before = deviance(counts, &fitted);
    for _ in 0..100 {
        let worked: Vec<f64> = counts
            .iter()
            .zip(&fitted)
            .zip(&offsets)
            .map(|((count, fit), offset)| libm::log(*fit) - offset + (count - fit) / fit)
            .collect();
        let step = weighted(columns, &worked, &fitted)?;
        let next: Vec<f64> = step
            .fitted
            .iter()
            .zip(&offsets)
            .map(|(eta, offset)| libm::exp(eta + offset))
            .collect();
        if next.iter().any(|it| !(it.is_finite() && *it > 1e-6)) {
            return None;
        }
        let deviance = deviance(counts, &next);
        let settled = (deviance - before).abs() < 1e-8 * (deviance.abs() + 0.1);
        let weights = std::mem::replace(&mut fitted, next);
        before = deviance;
        if settled {
            let freedom = counts.len() - columns.len();
            let part = |((count, fit), weight): ((&f64, &f64), &f64)| {
                let left = (count - fit) / fit;
                weight * left * left
            };
            let pearson: f64 = counts.iter().zip(&fitted).zip(&weights).map(part).sum();
            let dispersion = finite(pearson / freedom as f64)?;
            return Some(CountFit {
                coefficients: step.coefficients,
                fitted,
                covariance: step.bread.times(dispersion),
                dispersion,
                deviance,
                freedom,
            });
        }
    }
    None
}

fn deviance(counts: &[f64], fitted: &[f64]) -> f64 {
    let part = |count: f64, fit: f64| match count > 0.0 {
        true => count * libm::log(count / fit) - (count - fit),
        false => fit,
    };
    2.0 * counts
        .iter()
        .zip(fitted)
        .map(|(count, fit)| part(*count, *fit))
        .sum::<f64>()
}
