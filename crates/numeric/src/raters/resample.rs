use super::Ratings;
use crate::average::quantile;
use crate::interval::Interval;
use crate::random::Random;

/// The interval that the middle of a measure lies in when items are drawn anew: percentile bootstrap over items.
///
/// `draws` times as many items as there are, with putting back, from `seed`; draws whose measure is undefined are left
/// out. `None` with fewer than two items, or when the measure is undefined in more than half of the draws.
/// Source: Efron and Tibshirani (1993), An introduction to the bootstrap.
#[must_use]
pub fn resampled(
    ratings: &Ratings,
    measure: impl Fn(&Ratings) -> Option<f64>,
    level: f64,
    draws: usize,
    seed: u64,
) -> Option<Interval> {
    let items = ratings.items().len();
    if items < 2 {
        return None;
    }
    let mut random = Random::from_seed(seed);
    let mut found = Vec::with_capacity(draws);
    for _ in 0..draws {
        let chosen: Vec<usize> = (0..items).map(|_| random.below(items as u64) as usize).collect();
        found.extend(measure(&ratings.choose(chosen.into_iter())).filter(|it| it.is_finite()));
    }
    if found.len() * 2 <= draws {
        return None;
    }
    let tail = (1.0 - level) / 2.0;
    Some(Interval {
        lower: quantile(&found, tail)?,
        upper: quantile(&found, 1.0 - tail)?,
    })
}
