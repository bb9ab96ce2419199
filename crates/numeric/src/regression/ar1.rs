use super::{Fit, Square, least_squares};
use crate::average::finite;

/// What the correlation between neighbours is chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likelihood {
    /// Allowing for the columns spent; what R's `gls` does when it is not told otherwise.
    Restricted,
    /// Of the readings as they are.
    Full,
}

/// Least squares when each reading's scatter leans on the one before.
#[derive(Debug, Clone, PartialEq)]
pub struct Ar1 {
    /// One a column.
    pub coefficients: Vec<f64>,
    /// Correlation of what is left one period apart, -1 to 1.
    pub phi: f64,
    /// Covariance of the coefficients, by the residual variance on rows less columns.
    pub covariance: Square,
    /// The logarithm of the likelihood at its height.
    pub log_likelihood: f64,
    /// Standard deviation of what is left.
    pub sigma: f64,
}

/// Generalised least squares with first-order autoregressive scatter.
///
/// `times` is when each row was, rising, in whole periods; across missing periods the correlation is `phi` to the power
/// of the periods between. `None` as for [`least_squares`], without spare rows, or when the columns explain everything.
/// Source: Pinheiro and Bates (2000), Mixed-effects models in S and S-PLUS, 5.3.
#[must_use]
pub fn ar1(columns: &[Vec<f64>], values: &[f64], times: &[i64], by: Likelihood) -> Option<Ar1> {
    if times.len() != values.len() || times.windows(2).any(|pair| matches!(pair, [a, b] if a >= b)) {
        return None;
    }
    let plain = least_squares(columns, values)?;
    plain.variance()?;
    plain.scatters().then_some(())?;
    let model = Model {
        columns,
        values,
        times,
        by,
    };
    let phi = highest(|phi| model.fit(phi).map(|(_, height)| height))?;
    let (fit, log_likelihood) = model.fit(phi)?;
    let variance = fit.variance()?;
    Some(Ar1 {
        phi,
        covariance: fit.ordinary()?,
        coefficients: fit.coefficients,
        log_likelihood,
        sigma: variance.sqrt(),
    })
}

struct Model<'m> {
    columns: &'m [Vec<f64>],
    values: &'m [f64],
    times: &'m [i64],
    by: Likelihood,
}

impl Model<'_> {
    /// The fit at one correlation, and the height of the likelihood there.
    fn fit(&self, phi: f64) -> Option<(Fit, f64)> {
        let links: Vec<(f64, f64)> = self
            .times
            .windows(2)
            .map(|pair| {
                let apart = pair.last().zip(pair.first()).map_or(1, |(b, a)| b - a);
                let link = libm::pow(phi.abs(), apart as f64);
                let link = if phi < 0.0 && apart % 2 != 0 { -link } else { link };
                (link, (1.0 - link * link).sqrt())
            })
            .collect();
        let apart = |column: &[f64]| -> Vec<f64> {
            let rest = column.windows(2).zip(&links).map(|(pair, (link, spread))| match pair {
                [before, now] => (now - link * before) / spread,
                _ => 0.0,
            });
            column.first().copied().into_iter().chain(rest).collect()
        };
        let columns: Vec<Vec<f64>> = self.columns.iter().map(|it| apart(it)).collect();
        let fit = least_squares(&columns, &apart(self.values))?;
        let (rows, spent) = (fit.rows() as f64, columns.len() as f64);
        let spreads: f64 = links.iter().map(|(_, spread)| libm::log(*spread)).sum();
        let of = |freedom: f64| {
            -freedom / 2.0 * (libm::log(2.0 * std::f64::consts::PI * fit.left / freedom) + 1.0) - spreads
        };
        let height = match self.by {
            Likelihood::Full => of(rows),
            Likelihood::Restricted => of(rows - spent) - fit.log_determinant / 2.0,
        };
        finite(height).map(|height| (fit, height))
    }
}

/// Where in -0.999 to 0.999 a function is highest: a grid, then golden sections about its best.
fn highest(height: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    const STEPS: i32 = 40;
    const EDGE: f64 = 0.999;
    let place = |step: i32| EDGE * f64::from(step) / f64::from(STEPS);
    let best = (-STEPS..=STEPS)
        .filter_map(|step| height(place(step)).map(|it| (step, it)))
        .max_by(|a, b| a.1.total_cmp(&b.1))?
        .0;
    let (mut low, mut high) = (place((best - 1).max(-STEPS)), place((best + 1).min(STEPS)));
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let at = |phi: f64| height(phi).unwrap_or(f64::NEG_INFINITY);
    let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
    let (mut left_height, mut right_height) = (at(left), at(right));
    for _ in 0..60 {
        if left_height < right_height {
            low = left;
            (left, left_height) = (right, right_height);
            right = low + golden * (high - low);
            right_height = at(right);
        } else {
            high = right;
            (right, right_height) = (left, left_height);
            left = high - golden * (high - low);
            left_height = at(left);
        }
        if high - low < 1e-10 {
            break;
        }
    }
    Some(f64::midpoint(low, high))
}
