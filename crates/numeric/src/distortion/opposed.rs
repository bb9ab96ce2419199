use super::ARRANGEMENTS;
use crate::random::Random;

/// From this many places companions are exchanged between places; with fewer they are turned round in time.
const EXCHANGED: usize = 6;

/// How often one thing is followed by another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opposed {
    /// Periods, over all places, in which the first happened.
    pub first: usize,
    /// Those in which the second happened in the same period or one of the next.
    pub met: usize,
    /// How many would be met if the seconds were those of another place, or of other times.
    pub expected: f64,
    /// The share of arrangements with at least as many, the true one included.
    pub p: f64,
    /// Arrangements looked at.
    pub arrangements: usize,
    /// Places.
    pub places: usize,
    /// Whether seconds were exchanged between places, which leaves out what happened everywhere; else they were turned
    /// round in time.
    pub exchanged: bool,
}

/// Counts how often `first` at a place is met by `second` there in the same period or within `reach` periods after it.
///
/// A row a place, a flag a period, all of one length. Signals come in runs, so the seconds keep their order: with six
/// places or more they are exchanged between places, with fewer turned round in time within each. `None` without places or
/// a first, with lengths that differ, or with fewer than 20 arrangements.
/// Source: Phipson and Smyth (2010), Permutation p-values should never be zero.
#[must_use]
pub fn opposed(first: &[Vec<bool>], second: &[Vec<bool>], reach: usize, draws: usize, seed: u64) -> Option<Opposed> {
    let length = first.first()?.len();
    let even = first.len() == second.len() && first.iter().chain(second).all(|it| it.len() == length);
    let happened = first.iter().flatten().filter(|it| **it).count();
    if !even || happened == 0 || draws < ARRANGEMENTS {
        return None;
    }
    let met: usize = first.iter().zip(second).map(|(a, b)| meets(a, b, reach, 0)).sum();
    let exchanged = first.len() >= EXCHANGED;
    let ways = libm::pow(length as f64, first.len() as f64);
    if !exchanged && ways < ARRANGEMENTS as f64 {
        return None;
    }
    let mut random = Random::from_seed(seed);
    let mut order: Vec<usize> = (0..first.len()).collect();
    let (mut many, mut sum) = (1_usize, 0_usize);
    for _ in 0..draws {
        let found: usize = if exchanged {
            shuffle(&mut order, &mut random);
            let pairs = first.iter().zip(order.iter().filter_map(|at| second.get(*at)));
            pairs.map(|(a, b)| meets(a, b, reach, 0)).sum()
        } else {
            let pairs = first.iter().zip(second);
            pairs
                .map(|(a, b)| meets(a, b, reach, random.below(length as u64) as usize))
                .sum()
        };
        sum += found;
        many += usize::from(found >= met);
    }
    Some(Opposed {
        first: happened,
        met,
        expected: sum as f64 / draws as f64,
        p: many as f64 / (draws as f64 + 1.0),
        arrangements: draws + 1,
        places: first.len(),
        exchanged,
    })
}

/// How many flags of `a` are met by one of `b`, turned round by `turn`, at the same place or up to `reach` after.
fn meets(a: &[bool], b: &[bool], reach: usize, turn: usize) -> usize {
    let at = |place: usize| b.get((place + turn) % b.len()).copied().unwrap_or(false);
    let met = |place: usize| (place..=place + reach).any(|it| it < b.len() && at(it));
    a.iter()
        .enumerate()
        .filter(|(place, flag)| **flag && met(*place))
        .count()
}

fn shuffle<T>(items: &mut [T], random: &mut Random) {
    for at in (1..items.len()).rev() {
        items.swap(at, random.below(at as u64 + 1) as usize);
    }
}
