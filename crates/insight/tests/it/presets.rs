//! Named rules for small numbers against what their owners publish.

use std::ops::RangeInclusive;

use cm_insight::{Crosstab, Limits, Preset, protect_table};
use proptest::prelude::*;

/// Which counts of people a rule hides, and what some others are shown as.
type Rule = (&'static str, RangeInclusive<u32>, [(u32, u32); 6]);

/// What becomes of counts by each rule, as published.
const PUBLISHED: [Rule; 6] = [
    ("below-5", 1..=4, [(0, 0), (5, 5), (6, 6), (7, 7), (10, 10), (23, 23)]),
    (
        "below-10",
        1..=9,
        [(0, 0), (10, 10), (11, 11), (12, 12), (13, 13), (23, 23)],
    ),
    // Hospital Episode Statistics: 1 to 7 are hidden below the country, all else is rounded to the nearest 5.
    (
        "hes-7-round-5",
        1..=7,
        [(0, 0), (8, 10), (12, 10), (13, 15), (22, 20), (23, 25)],
    ),
    // UK Longitudinal Linkage Collaboration: no count below 10, nought included.
    (
        "llc-10",
        0..=9,
        [(10, 10), (11, 11), (12, 12), (13, 13), (14, 14), (23, 23)],
    ),
    // Department for Education: local authorities as they are; a country to the nearest 10, `k` for what rounds to nought.
    ("dfe-local", 1..=4, [(0, 0), (5, 5), (6, 6), (7, 7), (10, 10), (23, 23)]),
    (
        "dfe-national",
        1..=4,
        [(0, 0), (5, 10), (14, 10), (15, 20), (24, 20), (25, 30)],
    ),
];

#[test]
fn each_preset_does_what_its_owner_publishes() {
    assert_eq!(PUBLISHED.len(), Preset::ALL.len());
    for (name, hidden, shown) in PUBLISHED {
        let limits = Preset::read(name).unwrap().limits();
        for count in 0..=1_000 {
            assert_eq!(
                limits.is_small(f64::from(count)),
                hidden.contains(&count),
                "{name} {count}"
            );
        }
        for (count, wanted) in shown {
            assert_eq!(limits.shown(f64::from(count)), f64::from(wanted), "{name} {count}");
        }
        let counts: Vec<f64> = (0..40).map(f64::from).collect();
        let codes: Vec<u32> = (0..40).collect();
        let codes: [&[u32]; 1] = [&codes];
        let table = Crosstab {
            codes: &codes,
            counts: &counts,
        };
        // The first cell is all together.
        for (cell, count) in protect_table(&table, limits).unwrap().cells.iter().skip(1).zip(0..) {
            assert_eq!(cell.small, hidden.contains(&count), "{name} {count}");
            assert_eq!(
                cell.shown,
                (!cell.small).then(|| limits.shown(f64::from(count))),
                "{name} {count}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_lies_behind_a_shown_count_is_what_would_be_shown_so(
        below in 2_u32..30,
        zeros in any::<bool>(),
        round_to in prop::option::of(2_u32..30),
        shown in 0_u32..20,
    ) {
        let limits = Limits { below, zeros, round_to };
        let shown = f64::from(shown * round_to.unwrap_or(1));
        let behind: Vec<f64> = (0..700)
            .map(f64::from)
            .filter(|it| !limits.is_small(*it) && limits.shown(*it) == shown)
            .collect();
        if let (Some(first), Some(last)) = (behind.first(), behind.last()) {
            prop_assert_eq!(limits.behind(shown), (*first, *last));
        }
    }
}
