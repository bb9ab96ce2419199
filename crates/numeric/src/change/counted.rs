use super::{Effects, Plan, effects};
use crate::regression::{CountFit, quasi_poisson};

/// A segmented regression of counts out of an exposure, on the scale of the logarithm of their rate.
#[derive(Debug, Clone, PartialEq)]
pub struct CountedChange {
    /// What changed, as logarithms of ratios of rates.
    pub effects: Effects,
    /// The count expected at each reading.
    pub fitted: Vec<f64>,
    /// The count that the line before would have made of each.
    pub counterfactual: Vec<f64>,
    /// How many times as much counts scatter as chance alone would make them.
    pub dispersion: f64,
    /// The regression itself.
    pub fit: CountFit,
}

/// Fits the segments to counts by quasi-Poisson regression; the exposure is 1 a period when nothing else is known.
///
/// `None` as for [`super::segmented`] and [`quasi_poisson`].
#[must_use]
pub fn counted(times: &[i64], counts: &[f64], exposures: &[f64], plan: &Plan) -> Option<CountedChange> {
    let columns = plan.design(times)?;
    let fit = quasi_poisson(&columns, counts, exposures)?;
    let logs = plan.counterfactual(&columns, &fit.coefficients);
    let counterfactual: Vec<f64> = logs
        .iter()
        .zip(exposures)
        .map(|(log, exposure)| libm::exp(*log) * exposure)
        .collect();
    if counterfactual.iter().any(|it| !it.is_finite()) {
        return None;
    }
    Some(CountedChange {
        effects: effects(&fit.coefficients, &fit.covariance, times, plan, fit.freedom)?,
        fitted: fit.fitted.clone(),
        counterfactual,
        dispersion: fit.dispersion,
        fit,
    })
}

/// The ratio of rates that a difference of their logarithms is.
#[must_use]
pub fn ratio(log: f64) -> f64 {
    libm::exp(log)
}

/// The difference of logarithms that a ratio of rates, above 0, is.
#[must_use]
pub fn log_ratio(ratio: f64) -> f64 {
    libm::log(ratio)
}
