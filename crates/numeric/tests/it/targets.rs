//! Questions about a target against scipy's tests of the same counts and shares.

use cm_numeric::distortion::{just_enough, last_digits, multiples, together, unchanged};

use crate::golden::{Rows, close, groups, kept, must};

/// The departments, each with its months in order.
fn departments() -> Vec<(String, Rows)> {
    groups(kept("qic/ae1_p_by_org.csv"), "facet1")
}

fn whole(rows: &Rows, column: &str) -> Vec<u64> {
    rows.iter().map(|row| must(row, column) as u64).collect()
}

/// The counts of a column, department by department; `heaped` has every third attendance to the nearest 5.
fn runs(of: &str) -> Vec<Vec<u64>> {
    let column = if of == "heaped" { "n" } else { of };
    let mut runs: Vec<Vec<u64>> = departments().iter().map(|(_, rows)| whole(rows, column)).collect();
    if of == "heaped" {
        let thirds = runs.iter_mut().flatten().step_by(3);
        thirds.for_each(|it| *it = (*it + 2) / 5 * 5);
    }
    runs
}

/// How many, how many of them were found, and the probability.
fn asked(question: &str, of: &str, least: u64) -> (u64, u64, f64) {
    let runs = runs(of);
    let numbers = runs.concat();
    match question.strip_prefix("multiples_of_") {
        Some(rest) => {
            let (by, more) = rest.strip_suffix("_more").map_or((rest, false), |by| (by, true));
            let it = multiples(&numbers, by.parse().unwrap(), least).unwrap();
            (it.n, it.found, if more { it.p_more } else { it.p })
        }
        None if question == "last_digits" => {
            let it = last_digits(&numbers, least).unwrap();
            (it.n, it.counts[0], it.p)
        }
        None => {
            let it = unchanged(&runs, least).unwrap();
            (it.same + it.one_apart, it.same, it.p)
        }
    }
}

#[test]
fn digits_and_repeats_of_real_counts_agree() {
    let mut checked = 0;
    for row in kept("targets/scipy.csv") {
        let question = row["question"].as_str();
        if question == "just_enough" || question == "together" {
            continue;
        }
        let (n, found, p) = asked(question, &row["of"], must(&row, "least") as u64);
        assert_eq!(
            (n as f64, found as f64),
            (must(&row, "n"), must(&row, "found")),
            "{row:?}"
        );
        assert!(close(p, must(&row, "p"), 1e-10), "{p} {row:?}");
        checked += 1;
    }
    assert_eq!(checked, 18);
    let spread = last_digits(&runs("n").concat(), 100).unwrap();
    assert!(close(spread.chi_square, 7.166666666666667, 1e-14));
}

#[test]
fn places_just_past_a_line_agree() {
    let departments = departments();
    let shares: Vec<(usize, f64)> = departments
        .iter()
        .enumerate()
        .flat_map(|(place, (_, rows))| rows.iter().map(move |row| (place, must(row, "y"))))
        .collect();
    let mut checked = 0;
    for row in kept("targets/scipy.csv")
        .iter()
        .filter(|row| row["question"] == "just_enough")
    {
        let it = just_enough(&shares, must(row, "least"), must(row, "statistic")).unwrap();
        let found = (it.more_past as f64, (it.more_past + it.more_short) as f64);
        assert_eq!(found, (must(row, "found"), must(row, "n")), "{row:?}");
        assert!(close(it.p, must(row, "p"), 1e-11), "{it:?} {row:?}");
        checked += 1;
    }
    assert_eq!(checked, 3);
}

#[test]
fn what_moves_together_within_places_agrees() {
    let (mut places, mut periods, mut first, mut second) = (vec![], vec![], vec![], vec![]);
    for (place, (_, rows)) in departments().iter().enumerate() {
        for (period, row) in rows.iter().enumerate() {
            places.push(place);
            periods.push(period);
            first.push(must(row, "n") / 1000.0);
            second.push(must(row, "y"));
        }
    }
    let it = together(&places, &periods, &first, &second, false, (200, 1)).unwrap();
    let rows = kept("targets/scipy.csv");
    let row = rows.iter().find(|row| row["question"] == "together").unwrap();
    assert_eq!((it.rows as f64, it.places as f64), (must(row, "n"), must(row, "found")));
    assert!(close(it.slope, must(row, "statistic"), 1e-9), "{it:?} {row:?}");
    assert!(close(it.p, must(row, "p"), 1e-9), "{it:?} {row:?}");
}
