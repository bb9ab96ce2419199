use crate::random::Random;

/// How many readings are the same as an earlier one of their place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repeats {
    /// Pairs of readings compared.
    pub pairs: usize,
    /// Pairs that are the same.
    pub same: usize,
    /// How many would be, on average, if each place's readings came in any order.
    pub expected: f64,
    /// The share of orders drawn with at least as many, the true order included.
    pub p: f64,
}

/// Compares each reading with the one `lag` before it in its series, and the number that are the same with what shuffling
/// each series gives.
///
/// A reading is a label: equal labels are equal readings. Series that move slowly among few values repeat themselves
/// without anybody copying, so compare lag 1 with lag 2. `None` without a pair, or when `lag` or `draws` is 0.
/// Source: Phipson and Smyth (2010), Permutation p-values should never be zero.
#[must_use]
pub fn same_as_before(series: &[Vec<u32>], lag: usize, draws: usize, seed: u64) -> Option<Repeats> {
    if lag == 0 || draws == 0 {
        return None;
    }
    let pairs: usize = series.iter().map(|it| it.len().saturating_sub(lag)).sum();
    if pairs == 0 {
        return None;
    }
    let same: usize = series.iter().map(|it| alike(it, lag)).sum();
    let expected = series.iter().map(|it| by_chance(it, lag)).sum();
    // Only series with equal readings can ever have a pair that is the same.
    let mut moving: Vec<Vec<u32>> = series.iter().filter(|it| by_chance(it, lag) > 0.0).cloned().collect();
    let mut random = Random::from_seed(seed);
    let mut many = 1_usize;
    for _ in 0..draws {
        let mut found = 0;
        for labels in &mut moving {
            shuffle(labels, &mut random);
            found += alike(labels, lag);
        }
        many += usize::from(found >= same);
    }
    Some(Repeats {
        pairs,
        same,
        expected,
        p: many as f64 / (draws as f64 + 1.0),
    })
}

fn alike(labels: &[u32], lag: usize) -> usize {
    labels
        .iter()
        .zip(labels.iter().skip(lag))
        .filter(|(a, b)| a == b)
        .count()
}

/// The pairs that are the same on average over every order: exact.
fn by_chance(labels: &[u32], lag: usize) -> f64 {
    let n = labels.len();
    if n <= lag || n < 2 {
        return 0.0;
    }
    let mut sorted = labels.to_vec();
    sorted.sort_unstable();
    let of_a_kind = sorted.chunk_by(|a, b| a == b).map(|it| it.len() as f64);
    let alike: f64 = of_a_kind.map(|many| many * (many - 1.0)).sum();
    (n - lag) as f64 * alike / (n as f64 * (n as f64 - 1.0))
}

pub(super) fn shuffle<T>(items: &mut [T], random: &mut Random) {
    for at in (1..items.len()).rev() {
        items.swap(at, random.below(at as u64 + 1) as usize);
    }
}
