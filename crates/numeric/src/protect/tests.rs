use proptest::prelude::*;

use super::audit::{Seen, ranges, ranges_at_least};
use super::secondary::{Unsafe, by_size, hidden};
use super::{Cells, cell_key, primary, rounding, shelter};

#[test]
fn a_table_is_published_with_its_margins() {
    let mut cells = Cells::over(4);
    let placed = cells.push_table(&[&[0, 0, 1, 1], &[0, 1, 0, 1]]).unwrap();
    assert_eq!(placed.len(), 9);
    assert_eq!(placed[0], (0, vec![None, None]));
    assert_eq!(cells.members(0), [0, 1, 2, 3]);
    assert_eq!(placed[1], (1, vec![None, Some(0)]));
    assert_eq!(cells.members(1), [0, 2]);
    assert_eq!(cells.sums(&[1.0, 2.0, 3.0, 4.0])[..3], [10.0, 4.0, 6.0]);
    assert!(cells.push_table(&[&[0]]).is_none());
    let odd = cells.push(&[3, 3, 9, 1]);
    assert_eq!(cells.members(odd), [1, 3]);
    assert!(cells.members(99).is_empty());
}

#[test]
fn primary_rules_follow_their_definitions() {
    assert!(primary::small(4.0, 5.0, false) && !primary::small(5.0, 5.0, false));
    assert!(!primary::small(0.0, 5.0, false) && primary::small(0.0, 5.0, true));
    assert!(primary::dominated(&[60.0, 30.0, 10.0], 2, 0.9) && !primary::dominated(&[60.0, 29.0, 11.0], 2, 0.9));
    assert!(!primary::dominated(&[], 2, 0.9) && !primary::dominated(&[0.0, 0.0], 1, 0.5));
    assert!(
        primary::dominated(&[-90.0, 5.0, 5.0], 1, 0.9),
        "a loss is a contribution too"
    );
    assert!(
        primary::within_p_percent(&[100.0, 50.0, 9.0], 0.1) && !primary::within_p_percent(&[100.0, 50.0, 10.0], 0.1)
    );
    assert!(primary::within_p_percent(&[100.0], 0.1) && primary::within_p_percent(&[100.0, 50.0], 0.1));
    assert!(!primary::within_p_percent(&[], 0.1));
    assert!(primary::all_nought(&[0.0, 0.0]) && !primary::all_nought(&[0.0, 1.0]) && !primary::all_nought(&[]));
    assert!(primary::few(&["a", "b", "a"], 3) && !primary::few(&["a", "b", "c"], 3) && !primary::few::<u8>(&[], 3));
}

#[test]
fn keys_and_rows_wrap_round() {
    assert_eq!(cell_key::key([255, 2]), 1);
    assert_eq!([0, 750, 751, 1000, 1001].map(cell_key::row), [0, 750, 501, 750, 501]);
    let changes = cell_key::Changes::read([(1, 3, -1), (12, 3, 2), (501, 0, 4)]).unwrap();
    assert_eq!(changes.shown(1, 3, 0), Some(0));
    assert_eq!(changes.shown(12, 3, 10), Some(14));
    assert_eq!(changes.shown(751, 256, 10), Some(755));
    assert_eq!(changes.shown(0, 3, 10), None);
    assert!(cell_key::Changes::read([(751, 0, 0)]).is_none() && cell_key::Changes::read([(1, 256, 0)]).is_none());
}

#[test]
fn rounding_keeps_sums_together() {
    assert_eq!(
        [2.4, 2.5, 7.5, 0.0].map(|it| rounding::nearest(it, 5.0)),
        [0.0, 5.0, 10.0, 0.0]
    );
    let mut cells = Cells::over(5);
    cells.push_table(&[&[0, 1, 2, 3, 4]]).unwrap();
    let rounded = rounding::small_counts(&cells, &[1, 1, 1, 1, 40], 5).unwrap();
    assert_eq!(rounded.iter().sum::<u32>(), 45, "one of four goes up");
    assert_eq!(rounded[4], 40);
    assert_eq!(rounding::small_counts(&cells, &[0; 5], 5), Some(vec![0; 5]));
    assert_eq!(rounding::small_counts(&cells, &[1], 5), None);
}

#[test]
fn lone_zeros_in_a_line_need_company() {
    let mut cells = Cells::over(4);
    cells.push_table(&[&[0, 0, 1, 1], &[0, 1, 0, 1]]).unwrap();
    let inner = [0.0, 0.0, 30.0, 40.0];
    let sums = cells.sums(&inner);
    let unsafe_cells: Vec<bool> = sums.iter().map(|it| primary::small(*it, 1.0, true)).collect();
    let singles: Vec<bool> = inner.iter().map(|it| *it == 0.0).collect();
    let question = Unsafe {
        cells: &cells,
        primary: &unsafe_cells,
        sums: &[],
        singles: &singles,
        open_singles: false,
    };
    let hidden = hidden(&question, &by_size(&cells, &sums, false));
    let seen: Vec<Seen> = hidden
        .iter()
        .map(|it| if *it { Seen::Hidden } else { Seen::Exact })
        .collect();
    let found = ranges(&cells, &inner, &seen).unwrap();
    for at in (0..cells.len()).filter(|at| unsafe_cells[*at]) {
        let (least, most) = found[at].unwrap();
        assert!(most - least >= 1.0, "cell {at}: {least} to {most}");
    }
}

#[test]
fn rounded_sums_narrow_less_than_exact_ones() {
    let mut cells = Cells::over(2);
    let all = cells.push(&[0, 1]);
    let one = cells.push(&[0]);
    let mut seen = vec![Seen::Hidden; 2];
    seen[all] = Seen::Within(2.5, 2.5);
    let found = ranges(&cells, &[3.0, 7.0], &seen).unwrap();
    assert_eq!(found[one], Some((0.0, 12.5)));
    seen[one] = Seen::Exact;
    assert_eq!(ranges(&cells, &[3.0, 7.0], &seen).unwrap()[one], None);
    assert_eq!(ranges(&cells, &[-3.0, 7.0], &seen), None);
}

/// Tables over the same inner cells: two that cross the first dimension with each of two others, or one that crosses
/// all three.
fn tables(sizes: [u32; 3], linked: bool) -> Cells {
    let inner = sizes.iter().product::<u32>();
    let code = |at: u32| [at / (sizes[1] * sizes[2]), at / sizes[2] % sizes[1], at % sizes[2]];
    let codes: [Vec<u32>; 3] = std::array::from_fn(|dimension| (0..inner).map(|at| code(at)[dimension]).collect());
    let mut cells = Cells::over(inner as usize);
    if linked {
        cells.push_table(&[&codes[0], &codes[1]]).unwrap();
        cells.push_table(&[&codes[0], &codes[2]]).unwrap();
    } else {
        cells.push_table(&[&codes[0], &codes[1], &codes[2]]).unwrap();
    }
    cells
}

/// A published cell as the inner cells it sums.
fn row(cells: &Cells, at: usize) -> Vec<f64> {
    let mut row = vec![0.0; cells.inner()];
    for member in cells.members(at) {
        row[*member as usize] = 1.0;
    }
    row
}

/// How many of these rows none of the others give.
fn rank(mut rows: Vec<Vec<f64>>) -> usize {
    let mut found = 0;
    for column in 0..rows.first().map_or(0, Vec::len) {
        let Some(pivot) = (found..rows.len()).max_by(|a, b| rows[*a][column].abs().total_cmp(&rows[*b][column].abs()))
        else {
            break;
        };
        if rows[pivot][column].abs() < 1e-9 {
            continue;
        }
        rows.swap(found, pivot);
        let (above, below) = rows.split_at_mut(found + 1);
        let first = &above[found];
        for row in below {
            let times = row[column] / first[column];
            row.iter_mut().zip(first).for_each(|(it, of)| *it -= times * of);
        }
        found += 1;
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_hidden_cannot_be_worked_out(
        sizes in prop_oneof![Just([3, 4, 1]), Just([5, 5, 1]), Just([2, 3, 3]), Just([3, 3, 2]), Just([2, 2, 4])],
        linked in any::<bool>(),
        zeros in any::<bool>(),
        counts in prop::collection::vec(0_u32..14, 48),
    ) {
        let cells = tables(sizes, linked);
        let inner: Vec<f64> = counts[..cells.inner()].iter().map(|it| f64::from(*it)).collect();
        let sums = cells.sums(&inner);
        let unsafe_cells: Vec<bool> = sums.iter().map(|it| primary::small(*it, 4.0, zeros)).collect();
        let singles: Vec<bool> = inner.iter().map(|it| *it == if zeros { 0.0 } else { 1.0 }).collect();
        let question = Unsafe { cells: &cells, primary: &unsafe_cells, sums: &[], singles: &singles, open_singles: false };
        let order = by_size(&cells, &sums, false);
        let plain = hidden(&question, &order);
        let seen = |hidden: &[bool]| -> Vec<Seen> {
            hidden.iter().map(|it| if *it { Seen::Hidden } else { Seen::Exact }).collect()
        };
        // No sum or difference of what is shown gives an unsafe cell. That counts are never below nought can still
        // narrow it down, which is what shelter is for.
        let found = ranges(&cells, &inner, &seen(&plain)).unwrap();
        // Pushing many cells at once on the way alters no range.
        let (pushed, at_least) = ranges_at_least(&cells, &inner, &seen(&plain), 5.0).unwrap();
        let close = |a: &Option<(f64, f64)>, b: &Option<(f64, f64)>| match (a, b) {
            (Some(a), Some(b)) => (a.0 - b.0).abs() < 1e-6 && ((a.1 - b.1).abs() < 1e-6 || a.1 == b.1),
            (a, b) => a == b,
        };
        assert!(at_least == 0 && found.iter().zip(&pushed).all(|(a, b)| close(a, b)));
        let shown: Vec<Vec<f64>> = (0..cells.len()).filter(|at| !plain[*at]).map(|at| row(&cells, at)).collect();
        for at in (0..cells.len()).filter(|at| unsafe_cells[*at]) {
            let (least, most) = found[at].unwrap();
            prop_assert!(least <= sums[at] + 1e-9 && most >= sums[at] - 1e-9);
            let with_it = shown.iter().cloned().chain([row(&cells, at)]).collect();
            prop_assert!(rank(with_it) > rank(shown.clone()), "cell {at} follows from what is shown");
        }
        let sheltered = shelter::hidden(&question, &inner, &order, 4.0).unwrap();
        let found = ranges(&cells, &inner, &seen(&sheltered.hidden)).unwrap();
        for at in (0..cells.len()).filter(|at| unsafe_cells[*at]) {
            let (least, most) = found[at].unwrap();
            let told = sheltered.narrow.iter().any(|it| it.0 == at);
            prop_assert_eq!(most - least < 4.0 - 1e-6, told, "cell {}: {} to {}", at, least, most);
        }
    }
}
