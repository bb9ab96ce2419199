//! Tables of charities as ACRO 1.0.2 keeps or hides their cells.

use std::collections::{BTreeMap, BTreeSet};

use cm_numeric::protect::audit::{Seen, ranges};
use cm_numeric::protect::secondary::{Unsafe, by_size, hidden};
use cm_numeric::protect::{Cells, primary};

use crate::golden::{Rows, beside, close, must, number};

const KINDS: [&str; 4] = ["G", "N", "R", "R/G"];

/// Rows by year and kind of grant, and the grants of those that say theirs.
type Grants = BTreeMap<(String, &'static str), (usize, Vec<f64>)>;

fn grants() -> Option<Grants> {
    let mut grants: Grants = BTreeMap::new();
    for row in beside("../../data/numbers/acro_charities_test_data.csv")? {
        let kind = KINDS.into_iter().find(|it| *it == row["grant_type"]).unwrap();
        let (rows, given) = grants.entry((row["year"].clone(), kind)).or_default();
        *rows += 1;
        given.extend(number(&row, "inc_grants"));
    }
    Some(grants)
}

fn table(name: &str) -> Option<(Rows, Rows)> {
    Some((
        beside(&format!("sdc/acro_{name}.csv"))?,
        beside(&format!("sdc/acro_{name}_outcome.csv"))?,
    ))
}

/// The checks that a cell of the other tool fell by.
fn fell(row: &BTreeMap<String, String>, kind: &str) -> BTreeSet<String> {
    let checks = row[kind].split(';').map(str::trim);
    checks
        .filter(|it| !it.is_empty() && *it != "ok")
        .map(str::to_owned)
        .collect()
}

#[test]
fn small_counts_are_those_below_ten() {
    let (Some(grants), Some(plain), Some((kept, outcome))) = (
        grants(),
        beside("sdc/plain_count_year_granttype.csv"),
        table("count_year_granttype"),
    ) else {
        return;
    };
    for ((plain, kept), outcome) in plain.iter().zip(&kept).zip(&outcome) {
        for kind in KINDS {
            let rows = grants[&(plain["year"].clone(), kind)].0 as f64;
            assert_eq!(rows, must(plain, kind));
            let small = primary::small(rows, 10.0, false);
            assert_eq!(small, fell(outcome, kind).contains("MinimumThresholdCheck"));
            assert_eq!((!small).then_some(rows), number(kept, kind));
        }
    }
}

#[test]
fn sums_and_means_fall_by_the_same_rules() {
    let Some(grants) = grants() else { return };
    for (name, mean) in [("sum_inc_grants", false), ("mean_inc_grants", true)] {
        let Some((kept, outcome)) = table(name) else { return };
        assert_eq!(kept.len() * KINDS.len(), grants.len());
        for (kept, outcome) in kept.iter().zip(&outcome) {
            for kind in KINDS {
                let (rows, given) = &grants[&(kept["year"].clone(), kind)];
                let checks = [
                    ("MinimumThresholdCheck", primary::small(*rows as f64, 10.0, false)),
                    ("NKCheck", primary::dominated(given, 2, 0.9)),
                    (
                        "PPercentCheck",
                        primary::within_p_percent(given, 0.1) || primary::all_nought(given),
                    ),
                ];
                let ours: BTreeSet<String> = checks.iter().filter(|it| it.1).map(|it| it.0.to_owned()).collect();
                assert_eq!(ours, fell(outcome, kind), "{name} {kept:?} {kind}");
                let sum: f64 = given.iter().sum();
                let value = if mean { sum / given.len() as f64 } else { sum };
                match number(kept, kind) {
                    // The file has eight digits.
                    Some(golden) => assert!(ours.is_empty() && close(value, golden, 1e-7), "{value} {golden}"),
                    None => assert!(!ours.is_empty()),
                }
            }
        }
    }
}

/// The other tool counts rows that say nothing of their grants towards its threshold; only those that do stand behind a
/// sum. In 2010 five of 59 charities of a kind did.
#[test]
fn rows_that_say_nothing_stand_behind_no_sum() {
    let Some(grants) = grants() else { return };
    let (rows, given) = &grants[&("2010".to_owned(), "N")];
    assert_eq!((*rows, given.len()), (59, 5));
    assert!(!primary::small(*rows as f64, 10.0, false) && primary::small(given.len() as f64, 10.0, false));
    let more = grants
        .iter()
        .filter(|(_, (rows, given))| *rows >= 10 && given.len() < 10);
    assert_eq!(more.count(), 1);
}

/// Another tool hides cells below 10 and then shows the totals they follow from; ours hides what it takes.
#[test]
fn margins_give_nothing_away() {
    let Some((golden, outcome)) = table("count_margins") else {
        return;
    };
    let years: Vec<&BTreeMap<String, String>> = golden.iter().filter(|it| it["year"] != "All").collect();
    let (mut inner, mut rows, mut columns) = (Vec::new(), Vec::new(), Vec::new());
    for (year, row) in years.iter().enumerate() {
        for (kind, name) in KINDS.iter().enumerate() {
            inner.push(must(row, name));
            rows.push(year as u32);
            columns.push(kind as u32);
        }
    }
    let mut cells = Cells::over(inner.len());
    let placed = cells.push_table(&[&rows, &columns]).unwrap();
    let sums = cells.sums(&inner);
    let unsafe_cells: Vec<bool> = sums.iter().map(|it| primary::small(*it, 10.0, false)).collect();
    let theirs: Vec<Seen> = placed
        .iter()
        .map(|(_, codes)| {
            let row = codes[0].map_or(outcome.len() - 1, |it| it as usize);
            let column = codes[1].map_or("All", |it| KINDS[it as usize]);
            if outcome[row][column].trim() == "ok" {
                Seen::Exact
            } else {
                Seen::Hidden
            }
        })
        .collect();
    let leaks = |seen: &[Seen]| {
        let found = ranges(&cells, &inner, seen).unwrap();
        let leak = |at: &usize| found[*at].is_none_or(|(least, most)| most - least < 1.0);
        (0..cells.len()).filter(|at| unsafe_cells[*at]).filter(leak).count()
    };
    assert_eq!(leaks(&theirs), 6, "every hidden cell follows from its row");
    let question = Unsafe {
        cells: &cells,
        primary: &unsafe_cells,
        sums: &[],
        singles: &[],
        open_singles: false,
    };
    let ours = hidden(&question, &by_size(&cells, &sums, false));
    let seen = |it: &bool| if *it { Seen::Hidden } else { Seen::Exact };
    let ours: Vec<Seen> = ours.iter().map(seen).collect();
    assert_eq!(leaks(&ours), 0);
}
