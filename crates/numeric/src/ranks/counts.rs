use super::sets::RankSet;
use crate::adjust::holm;
use crate::binomial;

/// The simultaneous set of ranks of each category from how often each came up; exact, with no random draws.
///
/// Every pair is compared by the binomial probability of so uneven a split, with Holm's adjustment over all ordered
/// pairs. `level` is strictly between 0 and 1. `None` with fewer than two categories.
#[must_use]
pub fn from_counts(counts: &[u64], level: f64) -> Option<Vec<RankSet>> {
    if counts.len() < 2 || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let size = counts.len();
    let pairs: Vec<(usize, usize)> = (0..size)
        .flat_map(|i| (0..size).filter(move |&j| j != i).map(move |j| (i, j)))
        .collect();
    let raw: Option<Vec<f64>> = pairs
        .iter()
        .map(|&(i, j)| binomial::at_least(counts[i], counts[i].checked_add(counts[j])?, 0.5))
        .collect();
    let mut sets: Vec<RankSet> = counts
        .iter()
        .map(|here| RankSet {
            rank: 1 + counts.iter().filter(|other| *other > here).count(),
            best: 1,
            worst: size,
        })
        .collect();
    for (&(i, j), p) in pairs.iter().zip(holm(&raw?)?) {
        if p <= 1.0 - level {
            sets[j].best += 1;
            sets[i].worst -= 1;
        }
    }
    Some(sets)
}
