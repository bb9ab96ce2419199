//! Intervals against PHEindicatormethods 2.1.0.

use std::collections::BTreeMap;

use cm_numeric::interval::{Interval, byar, exact_poisson, mean, rate, wilson};

use crate::golden::{beside, close, kept, must, number};

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

#[test]
fn means_agree() {
    let (Some(rows), Some(wanted)) = (
        beside("phe/fixtures/testdata_Mean__testdata_Mean.csv"),
        beside("phe/fixtures/testdata_Mean__testdata_Mean_results.csv"),
    ) else {
        return;
    };
    for row in &wanted {
        let of_it = |it: &&BTreeMap<String, String>| row["area"] == "No grouping" || it["area"] == row["area"];
        let values: Vec<f64> = rows.iter().filter(of_it).map(|it| must(it, "values")).collect();
        for (level, name) in LEVELS {
            let found = mean(&values, level).unwrap();
            assert!(close(found.value, must(row, "value"), 1e-12) && found.n as f64 == must(row, "value_count"));
            assert!(close(found.deviation, must(row, "stdev"), 1e-12));
            same(found.interval, row, name, 1.0);
        }
    }
}

#[test]
fn the_shares_and_rates_of_the_fixtures_agree() {
    let (Some(shares), Some(rates)) = (
        beside("phe/fixtures/testdata_Proportion__testdata_Prop.csv"),
        beside("phe/fixtures/testdata_Rate__testdata_Rate.csv"),
    ) else {
        return;
    };
    for (rows, of) in [(shares, wilson as fn(f64, f64, f64) -> Option<Interval>), (rates, rate)] {
        for row in rows {
            let (Some(count), Some(total)) = (number(&row, "Numerator"), number(&row, "Denominator")) else {
                continue;
            };
            for (level, name) in LEVELS {
                same(of(count, total, level).unwrap(), &row, name, must(&row, "multiplier"));
            }
        }
    }
}

#[test]
fn shares_and_rates_of_groups_agree() {
    for (name, of) in [
        (
            "Proportion__testdata_Prop_g",
            wilson as fn(f64, f64, f64) -> Option<Interval>,
        ),
        ("Rate__testdata_Rate_g", rate),
    ] {
        let Some(rows) = beside(&format!("phe/fixtures/testdata_{name}.csv")) else {
            return;
        };
        for row in &rows {
            let (Some(count), Some(total)) = (number(row, "Numerator"), number(row, "Denominator")) else {
                assert_eq!(number(row, "value"), None);
                continue;
            };
            let factor = must(row, "multiplier");
            assert!(close(count / total * factor, must(row, "value"), 1e-12));
            same(of(count, total, 0.95).unwrap(), row, "", factor);
        }
    }
}

#[test]
fn single_intervals_agree_and_none_ends_below_nought() {
    let Some(rows) = beside("phe/fixtures/testdata_Byars_Wilson__testdata_B_W.csv") else {
        return;
    };
    for row in &rows {
        let level = row["confidence"].trim_end_matches('%').parse::<f64>().unwrap() / 100.0;
        let found = match row["method"].as_str() {
            "Byars" => byar(must(row, "x"), level).unwrap(),
            _ => wilson(must(row, "x"), must(row, "n"), level).unwrap(),
        };
        assert!(close(found.upper, must(row, "uppercl"), 1e-12), "{found:?} {row:?}");
        // Of one event at 99.8% that tool has no lower end, the cube root of it being below nought; ours is nought.
        let lower = number(row, "lowercl").unwrap_or(0.0);
        assert!(close(found.lower, lower, 1e-12), "{found:?} {row:?}");
    }
}

#[test]
fn shares_of_measured_children_agree() {
    let Some(rows) = beside("phe/fixtures/NCMP_testdata.csv") else {
        return;
    };
    for row in &rows {
        let found = wilson(must(row, "Count"), must(row, "Measured"), 0.95).unwrap();
        for (end, name) in [(found.lower, "LCL"), (found.upper, "UCL")] {
            assert!(close(100.0 * end, must(row, name), 1e-9), "{name}: {end} {row:?}");
        }
    }
}
