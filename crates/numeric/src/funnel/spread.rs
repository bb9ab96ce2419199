use super::scale::Scale;
use crate::average::quantile;

/// How many times more places scatter than chance would have them, and the spread that explains it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub phi: f64,
    pub tau_squared: f64,
}

/// Judges spread from each place's distance to the target in standard errors, and its standard error. `tails` is the
/// share of places pulled in or left out at either end.
pub(super) fn spread(scale: Scale, distances: &[f64], errors: &[f64], tails: f64) -> Option<Spread> {
    let kept: Vec<(f64, f64)> = match scale {
        Scale::LogRatio => inner(distances, errors, tails),
        Scale::Share | Scale::RootRatio => {
            let (low, high) = (quantile(distances, tails)?, quantile(distances, 1.0 - tails)?);
            distances
                .iter()
                .map(|z| z.clamp(low, high))
                .zip(errors.iter().copied())
                .collect()
        }
    };
    if kept.is_empty() {
        return None;
    }
    let count = kept.len() as f64;
    let phi = kept.iter().map(|(z, _)| z * z).sum::<f64>() / count;
    let weight = |error: f64| 1.0 / (error * error);
    let first: f64 = kept.iter().map(|&(_, error)| weight(error)).sum();
    let second: f64 = kept.iter().map(|&(_, error)| weight(error) * weight(error)).sum();
    let room = first - second / first;
    let beyond = count * phi - (count - 1.0);
    let tau_squared = if beyond > 0.0 && room > 0.0 { beyond / room } else { 0.0 };
    (phi.is_finite() && tau_squared.is_finite()).then_some(Spread { phi, tau_squared })
}

/// Places whose rank is neither in the lowest nor in the highest tail.
fn inner(distances: &[f64], errors: &[f64], tails: f64) -> Vec<(f64, f64)> {
    let mut order: Vec<usize> = (0..distances.len()).collect();
    order.sort_by(|&a, &b| distances[a].total_cmp(&distances[b]));
    let whole = distances.len() as f64 + 1.0;
    let middle = |rank: usize| {
        let share = (rank as f64 + 1.0) / whole;
        share >= tails && share < 1.0 - tails
    };
    let ranked = order.iter().enumerate().filter(|&(rank, _)| middle(rank));
    ranked.map(|(_, &place)| (distances[place], errors[place])).collect()
}
