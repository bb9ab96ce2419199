//! What changed at a known time, and whether the run before would have got there anyway.
//!
//! A segmented regression of one series: y = b0 + b1 t + b2 after + b3 (t - k)+, where k is the last period before the
//! change. What the first two make of the periods after it is the counterfactual.
//! Source: Wagner, Soumerai, Zhang and Ross-Degnan (2002), Segmented regression analysis of interrupted time series
//! studies.

mod counted;
mod design;

#[cfg(test)]
mod tests;

pub use counted::{CountedChange, counted, log_ratio, ratio};
pub use design::{Plan, Season};

use crate::regression::{Ar1, Estimate, Fit, Likelihood, Square, ar1, least_squares, newey_west_lag};

/// What a change is summed up in: all of the unit of the readings, or the logarithm of a ratio of rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effects {
    /// b2: how far the level stands off the line before, at the last period before the change.
    pub level: Estimate,
    /// b3: how much steeper the line is than before, per period.
    pub trend: Estimate,
    /// Fitted less counterfactual, on average over the readings after.
    pub average: Estimate,
    /// Fitted less counterfactual at the last reading.
    pub end: Estimate,
}

/// A segmented regression with errors that allow for neighbours being alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Level at time nought of the line before.
    pub start: Estimate,
    /// Slope before, per period.
    pub slope: Estimate,
    /// What changed.
    pub effects: Effects,
    /// What the model makes of each reading.
    pub fitted: Vec<f64>,
    /// What the line before would have made of each.
    pub counterfactual: Vec<f64>,
    /// The lag of Newey and West's covariance.
    pub lag: usize,
    /// Durbin and Watson's ratio.
    pub durbin_watson: Option<f64>,
    /// The regression itself.
    pub fit: Fit,
}

/// Fits the segments by ordinary least squares with Newey and West's errors.
///
/// `times` is when each reading was, in whole periods and rising; leave missing periods out. `None` when the plan leaves
/// fewer than two readings on either side, no spare rows, nothing scattered, or a number that is not finite.
#[must_use]
pub fn segmented(times: &[i64], values: &[f64], plan: &Plan) -> Option<Change> {
    let columns = plan.design(times)?;
    let fit = least_squares(&columns, values).filter(Fit::scatters)?;
    let lag = plan.lag.unwrap_or_else(|| newey_west_lag(values.len()));
    let covariance = fit.newey_west(times, lag)?;
    let of = |at: usize| {
        let mut weights = vec![0.0; columns.len()];
        *weights.get_mut(at)? = 1.0;
        Estimate::sum(
            &fit.coefficients,
            &covariance,
            &weights,
            fit.freedom() as f64,
            plan.level,
        )
    };
    Some(Change {
        start: of(0)?,
        slope: of(1)?,
        effects: effects(&fit.coefficients, &covariance, times, plan, fit.freedom())?,
        counterfactual: plan.counterfactual(&columns, &fit.coefficients),
        fitted: fit.fitted.clone(),
        lag,
        durbin_watson: fit.durbin_watson(),
        fit,
    })
}

/// The same change by generalised least squares with first-order autoregressive scatter, as a check.
///
/// `None` as for [`segmented`].
#[must_use]
pub fn leaning(times: &[i64], values: &[f64], plan: &Plan) -> Option<(Effects, Ar1)> {
    let found = ar1(&plan.design(times)?, values, times, Likelihood::Restricted)?;
    let freedom = values.len().checked_sub(found.coefficients.len())?;
    let effects = effects(&found.coefficients, &found.covariance, times, plan, freedom)?;
    Some((effects, found))
}

/// The change found at a date that means nothing: the middle of the readings before, with those after left out.
///
/// Returns that time with what was found there. `None` when the readings before are too few to be parted.
#[must_use]
pub fn placebo(times: &[i64], values: &[f64], plan: &Plan) -> Option<(i64, Effects)> {
    let before = times.iter().take_while(|time| **time < plan.first_after).count();
    let middle = *times.get(before / 2)?;
    let earlier = Plan {
        first_after: middle,
        ..*plan
    };
    let found = segmented(times.get(..before)?, values.get(..before)?, &earlier)?;
    Some((middle, found.effects))
}

fn effects(coefficients: &[f64], covariance: &Square, times: &[i64], plan: &Plan, freedom: usize) -> Option<Effects> {
    let after: Vec<f64> = times.iter().filter_map(|time| plan.since(*time)).collect();
    let (last, mean) = (*after.last()?, crate::average::mean(after.iter().copied())?);
    let estimate = |level: f64, trend: f64| {
        let mut weights = vec![0.0; coefficients.len()];
        *weights.get_mut(2)? = level;
        *weights.get_mut(3)? = trend;
        Estimate::sum(coefficients, covariance, &weights, freedom as f64, plan.level)
    };
    Some(Effects {
        level: estimate(1.0, 0.0)?,
        trend: estimate(0.0, 1.0)?,
        average: estimate(1.0, mean)?,
        end: estimate(1.0, last)?,
    })
}
