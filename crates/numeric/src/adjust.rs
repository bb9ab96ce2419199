//! Adjusting p-values when several questions are asked of the same data.

/// Holm's step-down adjustment, in the order given: the chance of one false alarm anywhere stays below the level.
///
/// It holds whatever the dependence between the questions. Values outside 0 to 1 are refused as `None`.
/// Source: Holm (1979), A simple sequentially rejective multiple test procedure.
#[must_use]
pub fn holm(p_values: &[f64]) -> Option<Vec<f64>> {
    let order = rising(p_values)?;
    let count = order.len();
    let mut adjusted = vec![0.0; count];
    let mut largest = 0.0_f64;
    for (step, &place) in order.iter().enumerate() {
        largest = largest.max(((count - step) as f64 * p_values[place]).min(1.0));
        adjusted[place] = largest;
    }
    Some(adjusted)
}

/// Benjamini and Hochberg's adjustment, in the order given: the expected share of false alarms among the alarms.
///
/// Source: Benjamini and Hochberg (1995), Controlling the false discovery rate.
#[must_use]
pub fn benjamini_hochberg(p_values: &[f64]) -> Option<Vec<f64>> {
    let order = rising(p_values)?;
    let count = order.len();
    let mut adjusted = vec![0.0; count];
    let mut smallest = 1.0_f64;
    for (step, &place) in order.iter().enumerate().rev() {
        smallest = smallest.min(p_values[place] * count as f64 / (step + 1) as f64);
        adjusted[place] = smallest;
    }
    Some(adjusted)
}

/// Places in rising order of p-value; `None` when one is not a probability.
fn rising(p_values: &[f64]) -> Option<Vec<usize>> {
    if p_values.iter().any(|p| !(0.0..=1.0).contains(p)) {
        return None;
    }
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: &[f64], wanted: &[f64]) {
        assert_eq!(found.len(), wanted.len());
        for (a, b) in found.iter().zip(wanted) {
            assert!((a - b).abs() < 1e-12, "{found:?} against {wanted:?}");
        }
    }

    // Worked by hand: 4 x 0.005, 3 x 0.01, 2 x 0.03; and 4/1 x 0.005, 4/2 x 0.01, 4/3 x 0.03 capped by 4/4 x 0.04.
    #[test]
    fn both_adjustments_agree_with_a_known_answer() {
        let p = [0.01, 0.04, 0.03, 0.005];
        near(&holm(&p).unwrap(), &[0.03, 0.06, 0.06, 0.02]);
        near(&benjamini_hochberg(&p).unwrap(), &[0.02, 0.04, 0.04, 0.02]);
    }

    #[test]
    fn what_is_not_a_probability_is_refused() {
        assert_eq!(holm(&[0.1, f64::NAN]), None);
        assert_eq!(benjamini_hochberg(&[1.5]), None);
        assert_eq!(holm(&[]), Some(vec![]));
    }
}
