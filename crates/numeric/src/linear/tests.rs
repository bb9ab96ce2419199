use proptest::prelude::*;

use super::Ranges;
use super::field::{PRIME, inverse, less, times};

#[test]
fn numbers_modulo_the_prime_have_inverses() {
    for number in [1, 2, 3, 1 << 40, PRIME - 1] {
        assert_eq!(times(number, inverse(number)), 1);
        assert_eq!(less(number, number), 0);
    }
    assert_eq!(inverse(0), 0);
    assert_eq!(less(0, 1), PRIME - 1);
    assert_eq!(times(PRIME - 1, PRIME - 1), 1);
}

/// Equations as rows of coefficients, as columns.
fn columns(rows: &[&[f64]]) -> Vec<Vec<(u32, f64)>> {
    let wide = rows.first().map_or(0, |it| it.len());
    let column = |at: usize| {
        let entries = rows.iter().zip(0..).map(|(row, equation)| (equation, row[at]));
        entries.filter(|it| it.1 != 0.0).collect()
    };
    (0..wide).map(column).collect()
}

#[test]
fn two_quantities_that_add_up_range_over_their_sum() {
    let columns = columns(&[&[1.0, 1.0]]);
    let most = [f64::INFINITY; 2];
    let mut ranges = Ranges::new(1, &columns, &most, &[3.0, 4.0]).unwrap();
    assert_eq!(ranges.range(&[(0, 1.0)], f64::INFINITY), Some((0.0, 7.0)));
    assert_eq!(ranges.range(&[(0, 1.0), (1, 1.0)], f64::INFINITY), Some((7.0, 7.0)));
    assert_eq!(ranges.range(&[(0, 1.0), (1, -1.0)], f64::INFINITY), Some((-7.0, 7.0)));
    let (low, high) = ranges.range(&[(0, 1.0)], 5.0).unwrap();
    assert!(high - low >= 5.0);
}

#[test]
fn limits_and_the_lack_of_them_count() {
    let free: Vec<Vec<(u32, f64)>> = vec![Vec::new()];
    let mut ranges = Ranges::new(0, &free, &[f64::INFINITY], &[2.0]).unwrap();
    assert_eq!(ranges.range(&[(0, 1.0)], f64::INFINITY), Some((0.0, f64::INFINITY)));
    let columns = columns(&[&[1.0, 1.0, -1.0]]);
    let mut ranges = Ranges::new(1, &columns, &[2.0, f64::INFINITY, 5.0], &[1.0, 3.0, 4.0]).unwrap();
    assert_eq!(ranges.range(&[(1, 1.0)], f64::INFINITY), Some((0.0, 5.0)));
    assert_eq!(ranges.range(&[(0, 1.0)], f64::INFINITY), Some((0.0, 2.0)));
    assert!(Ranges::new(1, &columns, &[2.0, 1.0, 5.0], &[1.0, 3.0, 4.0]).is_none());
    assert!(Ranges::new(0, &columns, &[9.0; 3], &[1.0; 3]).is_none());
}

/// The least and most of a quantity among all whole fillings up to `highest`.
fn patiently(rows: &[Vec<f64>], sums: &[f64], at: usize, wide: usize, highest: u32) -> (f64, f64) {
    let (mut least, mut most) = (f64::INFINITY, -1.0_f64);
    for number in 0..u64::from(highest + 1).pow(wide as u32) {
        let mut left = number;
        let filling: Vec<f64> = (0..wide)
            .map(|_| {
                let digit = left % u64::from(highest + 1);
                left /= u64::from(highest + 1);
                digit as f64
            })
            .collect();
        let fits = rows
            .iter()
            .zip(sums)
            .all(|(row, sum)| row.iter().zip(&filling).map(|(a, b)| a * b).sum::<f64>() == *sum);
        if fits {
            least = least.min(filling[at]);
            most = most.max(filling[at]);
        }
    }
    (least, most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Intervals of consecutive quantities have whole extremes, so trying every whole filling finds them.
    #[test]
    fn ranges_are_those_a_patient_person_finds(
        spans in prop::collection::vec((0_usize..4, 1_usize..5), 1..4),
        values in prop::collection::vec(0_u32..4, 4),
    ) {
        let mut rows: Vec<Vec<f64>> = vec![vec![1.0; 4]];
        rows.extend(spans.iter().map(|(from, length)| {
            (0..4).map(|at| f64::from(u8::from(at >= *from && at < from + length))).collect()
        }));
        let fits: Vec<f64> = values.iter().map(|it| f64::from(*it)).collect();
        let sums: Vec<f64> = rows.iter().map(|row| row.iter().zip(&fits).map(|(a, b)| a * b).sum()).collect();
        let slices: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        let (columns, most) = (columns(&slices), [f64::INFINITY; 4]);
        let mut ranges = Ranges::new(rows.len(), &columns, &most, &fits).unwrap();
        for at in 0..4 {
            let (low, high) = ranges.range(&[(at as u32, 1.0)], f64::INFINITY).unwrap();
            let (least, highest) = patiently(&rows, &sums, at, 4, sums[0] as u32);
            prop_assert!((low - least).abs() < 1e-9 && (high - highest).abs() < 1e-9, "{rows:?} {fits:?} {at}");
        }
    }
}
