//! Funnels against PHEindicatormethods 2.1.0, which draws them as Fingertips does.

use std::path::PathBuf;

use cm_numeric::funnel::{Allowance, Centre, Funnel, Limits, Plan, Scale, Unit, compare, limits_at_events};
use cm_numeric::process::Side;

use crate::funnel::column;
use crate::golden::{Rows, beside, close, kept, must};

const LIMITS: [&str; 4] = [
    "Lower2s0025limit",
    "Upper2s0025limit",
    "Lower3s0001limit",
    "Upper3s0001limit",
];

fn plan() -> Plan {
    Plan {
        limits: Limits::Score,
        ..Plan::of(Scale::Share)
    }
}

/// The verdict in that tool's words.
fn verdict(found: &Funnel, unit: &Unit) -> &'static str {
    let side = |level: f64| found.side(unit, level, Allowance::Chance);
    match (side(0.998), side(0.95)) {
        (Some(Side::High), _) => "High (0.001)",
        (Some(Side::Low), _) => "Low (0.001)",
        (None, Some(Side::High)) => "High (0.025)",
        (None, Some(Side::Low)) => "Low (0.025)",
        (None, None) => "Not significant",
    }
}

fn same_verdicts(found: &Funnel, rows: &Rows, name: &str) {
    for (unit, row) in found.units.iter().zip(rows) {
        assert_eq!(verdict(found, &unit.unwrap()), row[name], "{name} {row:?}");
    }
}

/// The same limits in per cent, to as many digits as the file gives.
fn same_limits(found: &Funnel, rows: &Rows, names: [&str; 4], digits: f64) {
    for row in rows {
        let [near, far] =
            [0.95, 0.998].map(|level| found.limits(must(row, "Population"), level, Allowance::Chance).unwrap());
        for (end, name) in [near.lower, near.upper, far.lower, far.upper].into_iter().zip(names) {
            let wanted = must(row, name);
            assert!((100.0 * end - wanted).abs() < digits, "{name}: {end} against {row:?}");
        }
    }
}

#[test]
fn shares_of_emergency_departments_agree() {
    let rows = kept("phe/ae1_funnel_prop_significance.csv");
    let limits = kept("phe/ae1_funnel_prop_limits.csv");
    let found = compare(&column(&rows, "breaches"), &column(&rows, "attendances"), &plan()).unwrap();
    same_verdicts(&found, &rows, "significance");
    let names = ["lower_2s_limit", "upper_2s_limit", "lower_3s_limit", "upper_3s_limit"];
    same_limits(&found, &limits, names, 1e-9);
    assert!(close(100.0 * found.centre, must(&limits[0], "baseline"), 1e-12));
}

#[test]
fn shares_of_its_own_example_agree() {
    let Some(rows) = beside("phe/fixtures/testdata_funnel_prop_inputs.csv") else {
        return;
    };
    let found = compare(&column(&rows, "numerator"), &column(&rows, "denominator"), &plan()).unwrap();
    same_verdicts(&found, &rows, "significance");
    let limits = beside("phe/fixtures/testdata_funnel_prop_outputs.csv").unwrap();
    for row in &limits {
        let population = row.iter().find(|(name, _)| name.ends_with("Population")).unwrap();
        let size = population.1.parse().unwrap();
        let [near, far] = [0.95, 0.998].map(|level| found.limits(size, level, Allowance::Chance).unwrap());
        for (end, name) in [near.lower, near.upper, far.lower, far.upper].into_iter().zip(LIMITS) {
            assert!(
                (100.0 * end - must(row, name)).abs() < 1e-5,
                "{name}: {end} against {row:?}"
            );
        }
    }
}

#[test]
fn limits_about_a_centre_that_is_given_agree() {
    let Some(limits) = beside("phe/fixtures/testdata_funnel_prop_outputs_with_axis_variation.csv") else {
        return;
    };
    let given = must(&limits[0], "Baseline") / 100.0;
    let plan = Plan {
        centre: Centre::Given(given),
        ..plan()
    };
    let found = compare(&[8.0, 9.0, 7.0], &[10.0; 3], &plan).unwrap();
    for row in &limits {
        let population = row.iter().find(|(name, _)| name.ends_with("Population")).unwrap();
        let size = population.1.parse().unwrap();
        let [near, far] = [0.95, 0.998].map(|level| found.limits(size, level, Allowance::Chance).unwrap());
        for (end, name) in [near.lower, near.upper, far.lower, far.upper].into_iter().zip(LIMITS) {
            assert!((100.0 * end - must(row, name)).abs() < 1e-6, "{name}: {end} {row:?}");
        }
    }
}

// That tool keeps upper limits below 100 whatever the results are counted per: with 1,000, a share of 0.808 is drawn at
// 808 under an upper limit of 100. A share has no such unit here: its limits end at 1, and so at 1,000 for every 1,000.
#[test]
fn an_upper_limit_ends_at_one_and_not_at_a_hundred_of_whatever() {
    let found = compare(&[808.0, 790.0, 820.0], &[1_000.0; 3], &plan()).unwrap();
    let limits = found.limits(1_000.0, 0.998, Allowance::Chance).unwrap();
    assert!(1_000.0 * limits.upper > 840.0 && 1_000.0 * limits.upper < 850.0);
    assert_eq!(found.limits(2.0, 0.998, Allowance::Chance).unwrap().upper, 1.0);
}

#[test]
fn standardised_ratios_agree() {
    let rows = kept("phe/ae1_funnel_ratio_significance.csv");
    let plan = Plan::of(Scale::LogRatio).exact();
    let found = compare(&column(&rows, "breaches"), &column(&rows, "expected"), &plan).unwrap();
    same_verdicts(&found, &rows, "significance");
    if let Some(rows) = beside("phe/fixtures/testdata_funnel_ratio_inputs.csv") {
        let observed = |row: &std::collections::BTreeMap<String, String>| {
            row.iter()
                .find(|(name, _)| name.ends_with("obs"))
                .unwrap()
                .1
                .parse()
                .unwrap()
        };
        let observed: Vec<f64> = rows.iter().map(observed).collect();
        let plan = Plan::of(Scale::LogRatio).exact();
        let found = compare(&observed, &column(&rows, "expected"), &plan).unwrap();
        same_verdicts(&found, &rows, "significance");
    }
}

#[test]
fn crude_rates_agree_with_and_without_a_place_that_had_none() {
    let Some(rows) = beside("phe/fixtures/testdata_funnel_rate_dsr_inputs.csv") else {
        return;
    };
    for (name, keep) in [("crude_per_100_with_0", true), ("crude_per_100000_without_0", false)] {
        let rows: Rows = rows.iter().filter(|row| keep || row["count"] != "0").cloned().collect();
        let (events, people) = (column(&rows, "count"), column(&rows, "pop"));
        let rate = events.iter().sum::<f64>() / people.iter().sum::<f64>();
        let found = compare(&events, &people, &Plan::of(Scale::Rate)).unwrap();
        same_verdicts(&found, &rows, name);
        assert!(close(found.centre, rate, 1e-12));
        // The same as a ratio to what is expected at the rate of all together.
        let expected: Vec<f64> = people.iter().map(|it| it * rate).collect();
        let ratios = compare(&events, &expected, &Plan::of(Scale::LogRatio).exact()).unwrap();
        same_verdicts(&ratios, &rows, name);
        let limits = |found: &Funnel, size: f64| found.limits(size, 0.998, Allowance::Chance).unwrap();
        let (of_rate, of_ratio) = (limits(&found, 10_000.0), limits(&ratios, 10_000.0 * rate));
        assert!(
            close(of_rate.lower, of_ratio.lower * rate, 1e-12) && close(of_rate.upper, of_ratio.upper * rate, 1e-12)
        );
    }
}

#[test]
fn standardised_rates_agree() {
    let Some(rows) = beside("phe/fixtures/testdata_funnel_rate_dsr_inputs.csv") else {
        return;
    };
    let rows: Rows = rows.into_iter().filter(|row| row["count"] != "0").collect();
    let (events, rates) = (column(&rows, "count"), column(&rows, "rate_dsr"));
    // A standardised rate stands for as many people as would have had these events at it.
    let people: Vec<f64> = events.iter().zip(&rates).map(|(events, rate)| events / rate).collect();
    let rate = events.iter().sum::<f64>() / people.iter().sum::<f64>();
    let expected: Vec<f64> = people.iter().map(|it| it * rate).collect();
    let found = compare(&events, &expected, &Plan::of(Scale::LogRatio).exact()).unwrap();
    same_verdicts(&found, &rows, "dsr_per_100000_without_0");
}

#[test]
fn curves_by_events_agree() {
    for (name, percent) in [
        ("rate_outputs", None),
        ("rate_outputs_2", None),
        ("rate_outputs_3", None),
        ("ratio_outputs", Some(100.0)),
    ] {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/golden/numbers/phe/fixtures")
            .join(format!("testdata_funnel_{name}.csv"));
        let Ok(text) = std::fs::read_to_string(&path) else {
            println!("left out: testdata_funnel_{name}.csv is not here");
            continue;
        };
        for line in text.lines() {
            let cells: Vec<f64> = line.split(',').map_while(|cell| cell.parse().ok()).collect();
            // Events, then for each limit an exposure or two and the limit; a rate ends with its baseline.
            let (limits, centre) = match (&cells[..], percent) {
                ([_, _, low, _, high, _, lowest, _, highest, centre], None) => {
                    ([*low, *high, *lowest, *highest], *centre)
                }
                ([_, _, _, low, _, _, high, _, _, lowest, _, _, highest], Some(percent)) => {
                    ([*low, *high, *lowest, *highest], percent)
                }
                _ => continue,
            };
            let [near, far] = [0.95, 0.998].map(|level| limits_at_events(cells[0], level).unwrap());
            let ours = [near.lower, near.upper, far.lower, far.upper];
            // Theirs looks for each limit by halving and stops within a millionth of an event.
            for (ours, theirs) in ours.into_iter().zip(limits) {
                assert!(
                    close(ours * centre, theirs, 1e-4),
                    "{name}: {} against {line}",
                    ours * centre
                );
            }
        }
    }
}
