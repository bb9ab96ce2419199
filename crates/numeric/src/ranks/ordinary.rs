/// The ordinary rank of each value, 1 for the highest, in the order given: never to be shown without its set.
///
/// Equal values share a rank: the best of theirs when `ties` is 0, the worst when it is 1, and in between what lies in
/// between (0.5 for mid-ranks). `None` when a value is not finite or `ties` is not from 0 to 1.
#[must_use]
pub fn ordinary(values: &[f64], ties: f64) -> Option<Vec<f64>> {
    if values.iter().any(|value| !value.is_finite()) || !(0.0..=1.0).contains(&ties) {
        return None;
    }
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[b].total_cmp(&values[a]));
    let mut ranks = vec![0.0; values.len()];
    let mut above = 0;
    for tied in order.chunk_by(|&a, &b| values[a] == values[b]) {
        for &place in tied {
            ranks[place] = 1.0 + above as f64 + ties * (tied.len() as f64 - 1.0);
        }
        above += tied.len();
    }
    Some(ranks)
}

/// The same as a share of all places, so that the last of untied values has 1.
#[must_use]
pub fn fractional(values: &[f64], ties: f64) -> Option<Vec<f64>> {
    let ranks = ordinary(values, ties)?;
    Some(ranks.into_iter().map(|rank| rank / values.len() as f64).collect())
}
