//! Intervals against PHEindicatormethods 2.1.0.

use std::collections::BTreeMap;

use cm_numeric::interval::{Interval, byar, exact_poisson, rate, wilson};

use crate::golden::{beside, close, kept, must};

fn same(found: Interval, row: &BTreeMap<String, String>, level: &str, factor: f64) {
    let found = found.times(factor).unwrap();
    for (end, column) in [
        (found.lower, format!("lower{level}cl")),
        (found.upper, format!("upper{level}cl")),
    ] {
        let wanted = must(row, &column);
        assert!(
            close(end, wanted, 1e-12) || (end - wanted).abs() < 1e-15,
            "{end} against {wanted}: {row:?}"
        );
    }
}

const LEVELS: [(f64, &str); 2] = [(0.95, "95_0"), (0.998, "99_8")];

#[test]
fn shares_agree_with_the_grid() {
    let rows = kept("phe/grid_wilson.csv");
    for row in &rows {
        for (level, name) in LEVELS {
            same(wilson(must(row, "x"), must(row, "n"), level).unwrap(), row, name, 1.0);
        }
    }
    assert_eq!(rows.len(), 111);
}

#[test]
fn rates_agree_with_the_grid() {
    for row in kept("phe/grid_rate_byars_exact.csv") {
        for (level, name) in LEVELS {
            let (events, exposure) = (must(&row, "x"), must(&row, "n"));
            same(rate(events, exposure, level).unwrap(), &row, name, 100_000.0);
            let alone = if row["method"] == "Exact" {
                exact_poisson(events, level)
            } else {
                byar(events, level)
            };
            same(alone.unwrap(), &row, name, 100_000.0 / exposure);
        }
    }
}

#[test]
fn real_emergency_departments_agree() {
    let (Some(shares), Some(rates)) = (
        beside("phe/ae1_proportion_wilson.csv"),
        beside("phe/ae1_rate_byars.csv"),
    ) else {
        return;
    };
    for (share, per_thousand) in shares.iter().zip(&rates) {
        for (level, name) in LEVELS {
            let (events, exposure) = (must(share, "breaches"), must(share, "attendances"));
            same(wilson(events, exposure, level).unwrap(), share, name, 1.0);
            same(rate(events, exposure, level).unwrap(), per_thousand, name, 1_000.0);
        }
    }
}
