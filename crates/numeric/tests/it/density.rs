//! Jumps of a density against rddensity 3.0 with nothing set.

use cm_numeric::density::{Jump, Reach, jump, jump_within, reach};

use crate::golden::{close, kept, must};

/// The values a row is about: those of the A&E trust months, some of them, or how far each lies from 1.
fn values(of: &str) -> Vec<f64> {
    let all = kept("density/ae_alltypes_running_variable.csv");
    let mut all: Vec<f64> = all.iter().map(|row| must(row, "perf")).collect();
    all.sort_unstable_by(f64::total_cmp);
    match of {
        "ae" => all,
        "mirrored" => all.iter().map(|it| 1.0 - it).collect(),
        "every-100th" => all.into_iter().step_by(100).collect(),
        "every-20th-in-thousandths" => all
            .iter()
            .step_by(20)
            .map(|it| (it * 1000.0).round_ties_even() / 1000.0)
            .collect(),
        other => panic!("{other}"),
    }
}

#[test]
fn jumps_at_lines_that_mean_something_or_nothing_agree_with_rddensity() {
    for row in kept("density/rddensity.csv") {
        let values = values(&row["data"]);
        let threshold = must(&row, "threshold");
        let found = jump(&values, threshold).unwrap();
        let near = (must(&row, "near_below") as usize, must(&row, "near_above") as usize);
        assert_eq!(found.near, near, "{row:?}");
        let read = |it: &Jump| [it.below, it.above, it.error, it.z, it.p, it.reach.below, it.reach.above];
        let columns = ["below", "above", "error", "z", "p", "reach_below", "reach_above"];
        for (mine, column) in read(&found).into_iter().zip(columns) {
            assert!(close(mine, must(&row, column), 1e-7), "{column} {mine} {row:?}");
        }
        let told = Reach {
            below: must(&row, "reach_below"),
            above: must(&row, "reach_above"),
        };
        let same = jump_within(&values, threshold, told).unwrap();
        for (mine, column) in read(&same).into_iter().zip(columns) {
            assert!(close(mine, must(&row, column), 1e-9), "{column} {mine} {row:?}");
        }
        assert_eq!(reach(&values, threshold), Some(found.reach));
    }
}
