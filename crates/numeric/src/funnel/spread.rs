use super::plan::Outliers;
use crate::average::quantile_sorted;

/// How many times more places scatter than chance would have them, and the spread that explains it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub phi: f64,
    pub tau_squared: f64,
}

/// Judges spread from each place's distance to the centre in standard errors, and its standard error.
pub(super) fn spread(outliers: Outliers, distances: &[f64], errors: &[f64]) -> Option<Spread> {
    if distances.is_empty() || distances.iter().any(|z| !z.is_finite()) {
        return None;
    }
    match outliers {
        Outliers::PulledIn(tails) => {
            let mut sorted = distances.to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            let (low, high) = (quantile_sorted(&sorted, tails)?, quantile_sorted(&sorted, 1.0 - tails)?);
            judge(distances.iter().map(|z| z.clamp(low, high)).zip(errors.iter().copied()))
        }
        Outliers::LeftOut(tails) => {
            let inner = inner(distances, tails);
            judge(
                inner
                    .into_iter()
                    .filter_map(|at| Some((*distances.get(at)?, *errors.get(at)?))),
            )
        }
    }
}

fn judge(kept: impl Iterator<Item = (f64, f64)>) -> Option<Spread> {
    let (mut count, mut squares, mut first, mut second) = (0.0_f64, 0.0, 0.0, 0.0);
    for (distance, error) in kept {
        let weight = 1.0 / (error * error);
        count += 1.0;
        squares += distance * distance;
        first += weight;
        second += weight * weight;
    }
    if count == 0.0 {
        return None;
    }
    let room = first - second / first;
    let beyond = squares - (count - 1.0);
    let tau_squared = if beyond > 0.0 && room > 0.0 { beyond / room } else { 0.0 };
    let phi = squares / count;
    (phi.is_finite() && tau_squared.is_finite()).then_some(Spread { phi, tau_squared })
}

/// Places whose rank is neither in the lowest nor in the highest tail, in the order given. Ties share their mean rank.
fn inner(distances: &[f64], tails: f64) -> Vec<usize> {
    if tails == 0.0 {
        return (0..distances.len()).collect();
    }
    let mut order: Vec<usize> = (0..distances.len()).collect();
    order.sort_by(|&a, &b| distances[a].total_cmp(&distances[b]));
    let (parts, whole) = (1.0 / tails, distances.len() as f64 + 1.0);
    let mut kept = Vec::with_capacity(order.len());
    let mut first = 0;
    for tied in order.chunk_by(|&a, &b| distances[a] == distances[b]) {
        let rank = first as f64 + (tied.len() as f64 + 1.0) / 2.0;
        first += tied.len();
        let part = (rank * parts / whole).floor();
        if part > 0.0 && part < parts - 1.0 {
            kept.extend_from_slice(tied);
        }
    }
    kept.sort_unstable();
    kept
}
