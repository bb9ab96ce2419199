//! Fifths, tenths and other equal portions of values put in order.

/// Which of so many equal portions each value is in, from 1 for the lowest values up; equal values are in the same one.
///
/// Missing values are in none, and all are in none when there are fewer values than portions. `None` when `portions` is
/// nought or a value is not finite.
/// Source: Public Health England, PHEindicatormethods 2.1.0, `phe_quantile`, whose answers these are.
#[must_use]
pub fn portions(values: &[Option<f64>], portions: usize) -> Option<Vec<Option<usize>>> {
    let mut order: Vec<(f64, usize)> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        if let Some(value) = value {
            order.push((value.is_finite().then_some(*value)?, at));
        }
    }
    if portions == 0 {
        return None;
    }
    let mut found = vec![None; values.len()];
    let all = order.len();
    if all < portions {
        return Some(found);
    }
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let (mut before, mut rank) = (None, 0);
    for (place, (value, at)) in order.into_iter().enumerate() {
        if before != Some(value) {
            rank = place;
            before = Some(value);
        }
        let above = (all - rank).checked_mul(portions)?.div_ceil(all);
        if let Some(slot) = found.get_mut(at) {
            *slot = Some(portions + 1 - above);
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_values_in_fifths_are_two_each() {
        let values: Vec<Option<f64>> = (0..10).rev().map(|it| Some(f64::from(it))).collect();
        let found: Vec<usize> = portions(&values, 5).unwrap().into_iter().flatten().collect();
        assert_eq!(found, [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
    }

    #[test]
    fn equal_values_stay_together_and_missing_ones_are_nowhere() {
        let found = portions(&[Some(2.0), None, Some(2.0), Some(1.0), Some(0.0)], 2).unwrap();
        assert_eq!(found, [Some(2), None, Some(2), Some(1), Some(1)]);
        assert_eq!(portions(&[Some(1.0)], 2), Some(vec![None]));
        assert_eq!(portions(&[Some(f64::NAN), Some(1.0)], 2), None);
        assert_eq!(portions(&[Some(1.0)], 0), None);
        assert_eq!(portions(&[], 4), Some(vec![]));
    }
}
