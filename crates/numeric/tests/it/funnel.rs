//! Funnels against FunnelPlotR 0.6.0.

use std::collections::BTreeMap;

use cm_numeric::funnel::{Allowance, Funnel, Limits, Plan, Scale, Unit, compare};
use cm_numeric::interval::Interval;
use cm_numeric::normal;

use crate::golden::{Rows, beside, close, kept, must};

pub fn column(rows: &Rows, name: &str) -> Vec<f64> {
    rows.iter().map(|row| must(row, name)).collect()
}

/// The levels that other tool means: its multipliers are 1.959964 and 3.090232.
fn levels() -> [f64; 2] {
    [1.959_964, 3.090_232].map(|width| 1.0 - 2.0 * normal::cdf(-width).unwrap())
}

const UNIT: [&str; 8] = [
    "OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL", "LCL95", "UCL95", "LCL99", "UCL99",
];
const CURVE: [&str; 8] = [
    "odll95", "odul95", "odll998", "odul998", "ll95", "ul95", "ll998", "ul998",
];

fn same_limits(found: &Funnel, size: f64, row: &BTreeMap<String, String>, names: [&str; 8]) {
    let [near, far] = levels();
    // Its exact Poisson limits are at exact levels.
    let [chance_near, chance_far] = if found.limits == Limits::Garwood {
        [0.95, 0.998]
    } else {
        [near, far]
    };
    let limits = [
        found.limits(size, near, Allowance::Spread),
        found.limits(size, far, Allowance::Spread),
        found.limits(size, chance_near, Allowance::Chance),
        found.limits(size, chance_far, Allowance::Chance),
    ];
    let ends = limits.iter().flatten().flat_map(|it: &Interval| [it.lower, it.upper]);
    for (end, name) in ends.zip(names) {
        let wanted = must(row, name);
        // Where a limit would pass the end of the scale their curve folds back into it; ours stays at the end.
        let folded = names == CURVE && (end == 0.0 || end == 1.0);
        assert!(
            folded || close(end, wanted, 1e-9),
            "{name}: {end} against {wanted} in {row:?}"
        );
    }
}

fn same_units(found: &Funnel, rows: &Rows, allowance: Allowance) {
    assert_eq!(found.units.len(), rows.len());
    for (unit, row) in found.units.iter().zip(rows) {
        let unit: Unit = unit.unwrap();
        // On the scale of the logarithm theirs takes the ratio before it rounds the expected count.
        let rounded = if found.scale == Scale::LogRatio { 1e-5 } else { 1e-12 };
        assert!(close(unit.value, must(row, "rr"), rounded));
        assert!(
            close(unit.z, must(row, "Uzscore"), 1e-9) || unit.z.abs() < 1e-9,
            "{unit:?} {row:?}"
        );
        same_limits(found, unit.size, row, UNIT);
        let out = found.side(&unit, levels()[0], allowance).is_some();
        assert_eq!(out, row["outlier"] == "1", "{unit:?} {row:?}");
    }
}

fn summary(case: &str) -> BTreeMap<String, String> {
    kept("funnel/summary_phi_tau2.csv")
        .into_iter()
        .find(|row| row["case"] == case)
        .unwrap()
}

fn same_spread(found: &Funnel, case: &str, level: f64) {
    let row = summary(case);
    assert!(close(found.phi, must(&row, "phi"), 1e-11), "{case}: {}", found.phi);
    assert!(
        close(found.tau_squared, must(&row, "tau2"), 1e-10),
        "{case}: {}",
        found.tau_squared
    );
    let outside = found.outside(level, Allowance::Spread) as f64;
    assert_eq!(outside, must(&row, "n_outliers"), "{case}");
}

#[test]
fn shares_of_emergency_departments_agree() {
    let rows = kept("funnel/pr_od_l95_units.csv");
    let (counts, totals) = (column(&rows, "numerator"), column(&rows, "denominator"));
    let found = compare(&counts, &totals, &Plan::of(Scale::Share)).unwrap();
    assert_eq!(found.phi.round(), 3829.0);
    same_spread(&found, "pr_od_l95", 0.95);
    same_spread(&found, "pr_od_l99", 0.998);
    same_units(&found, &rows, Allowance::Spread);
    // Chance alone flags nearly everybody; allowing for ordinary differences, nobody: both are said.
    let by_chance = found.outside(0.998, Allowance::Chance);
    assert_eq!(by_chance as f64, must(&summary("pr_unadj_l99"), "n_outliers"));
    assert_eq!((by_chance, found.outside(0.998, Allowance::Spread)), (130, 0));
}

#[test]
fn shares_without_pulling_in_agree() {
    let Some(rows) = beside("funnel/pr_od_trim0_mult100_units.csv") else {
        return;
    };
    let (counts, totals) = (column(&rows, "numerator"), column(&rows, "denominator"));
    let found = compare(&counts, &totals, &Plan::of(Scale::Share).with_tails(0.0)).unwrap();
    same_spread(&found, "pr_od_trim0_mult100", 0.998);
    for row in &rows {
        let limits = found
            .limits(must(row, "denominator"), levels()[1], Allowance::Spread)
            .unwrap();
        assert!(close(100.0 * limits.upper, must(row, "OD99UCL"), 1e-9));
    }
    for row in beside("funnel/pr_od_trim0_mult100_curve.csv").unwrap() {
        let hundredth = |(name, text): (String, String)| match CURVE.contains(&name.as_str()) {
            true => (name, (text.parse::<f64>().unwrap() / 100.0).to_string()),
            false => (name, text),
        };
        let size = must(&row, "number_seq");
        same_limits(&found, size, &row.into_iter().map(hundredth).collect(), CURVE);
    }
}

#[test]
fn small_places_agree() {
    let rows = kept("funnel/small_pr_units.csv");
    let (counts, totals) = (column(&rows, "numerator"), column(&rows, "denominator"));
    let found = compare(&counts, &totals, &Plan::of(Scale::Share)).unwrap();
    same_spread(&found, "small_pr", 0.95);
    same_units(&found, &rows, Allowance::Spread);
}

#[test]
fn curves_of_limits_agree() {
    for (name, scale) in [
        ("pr_od_l95", Scale::Share),
        ("pr_od_l99", Scale::Share),
        ("small_pr", Scale::Share),
        ("sr_shmi_l95", Scale::LogRatio),
        ("sr_shmi_l99", Scale::LogRatio),
    ] {
        let (Some(rows), Some(curve)) = (
            beside(&format!("funnel/{name}_units.csv")),
            beside(&format!("funnel/{name}_curve.csv")),
        ) else {
            return;
        };
        let (counts, sizes) = (column(&rows, "numerator"), column(&rows, "denominator"));
        let found = compare(&counts, &sizes, &Plan::of(scale)).unwrap();
        for row in &curve {
            same_limits(&found, must(row, "number_seq"), row, CURVE);
        }
    }
}

/// The same places and limits; a place is outside beyond 99.8%.
#[test]
fn verdicts_at_the_outer_limits_agree() {
    for (name, scale, allowance) in [
        ("pr_od_l99", Scale::Share, Allowance::Spread),
        ("pr_unadj_l99", Scale::Share, Allowance::Chance),
        ("sr_shmi_l99", Scale::LogRatio, Allowance::Spread),
    ] {
        let Some(rows) = beside(&format!("funnel/{name}_units.csv")) else {
            return;
        };
        let (counts, sizes) = (column(&rows, "numerator"), column(&rows, "denominator"));
        let found = compare(&counts, &sizes, &Plan::of(scale)).unwrap();
        for (unit, row) in found.units.iter().flatten().zip(&rows) {
            if allowance == Allowance::Spread {
                same_limits(&found, unit.size, row, UNIT);
            }
            let out = found.side(unit, levels()[1], allowance).is_some();
            assert_eq!(out, row["outlier"] == "1", "{name} {row:?}");
        }
    }
}

/// Where nothing is to be allowed for beyond chance, that tool draws the limits of chance twice.
#[test]
fn a_curve_for_chance_alone_agrees() {
    let (Some(rows), Some(curve)) = (
        beside("funnel/pr_unadj_l99_units.csv"),
        beside("funnel/pr_unadj_l99_curve.csv"),
    ) else {
        return;
    };
    let (counts, sizes) = (column(&rows, "numerator"), column(&rows, "denominator"));
    let found = compare(&counts, &sizes, &Plan::of(Scale::Share)).unwrap();
    for row in &curve {
        let [near, far] =
            levels().map(|level| found.limits(must(row, "number_seq"), level, Allowance::Chance).unwrap());
        for (end, name) in [near.lower, near.upper, far.lower, far.upper]
            .into_iter()
            .zip(&CURVE[4..])
        {
            let wanted = must(row, name);
            assert!(
                end == 0.0 || end == 1.0 || close(end, wanted, 1e-9),
                "{name}: {end} {row:?}"
            );
        }
    }
}

#[test]
fn limits_for_chance_alone_agree() {
    let Some(rows) = beside("funnel/pr_unadj_l99_units.csv") else {
        return;
    };
    let (counts, totals) = (column(&rows, "numerator"), column(&rows, "denominator"));
    let found = compare(&counts, &totals, &Plan::of(Scale::Share)).unwrap();
    for (unit, row) in found.units.iter().flatten().zip(&rows) {
        let limits = found.limits(unit.size, levels()[1], Allowance::Chance).unwrap();
        assert!(close(limits.lower, must(row, "LCL99"), 1e-9) && close(limits.upper, must(row, "UCL99"), 1e-9));
        let out = found.side(unit, 0.998, Allowance::Chance).is_some();
        assert_eq!(out, row["outlier"] == "1");
    }
}

#[test]
fn ratios_on_the_scale_of_the_logarithm_agree() {
    let rows = kept("funnel/sr_shmi_l95_units.csv");
    // The other tool rounds expected counts to two places first; its rows hold them rounded.
    let (observed, expected) = (column(&rows, "numerator"), column(&rows, "denominator"));
    let found = compare(&observed, &expected, &Plan::of(Scale::LogRatio)).unwrap();
    same_spread(&found, "sr_shmi_l95", 0.95);
    same_spread(&found, "sr_shmi_l99", 0.998);
    same_units(&found, &rows, Allowance::Spread);
    let by_chance = found.outside(0.95, Allowance::Chance) as f64;
    assert_eq!(by_chance, must(&summary("sr_unadj_l95"), "n_outliers"));
}

#[test]
fn ratios_on_the_scale_of_the_root_agree_but_for_their_limits() {
    let rows = kept("funnel/ae1_2018_19_input.csv");
    let (observed, expected) = (column(&rows, "breaches"), column(&rows, "expected"));
    let found = compare(&observed, &expected, &Plan::of(Scale::RootRatio)).unwrap();
    for (case, level, ours) in [("sr_cqc_l95", 0.95, 17), ("sr_cqc_l99", 0.998, 3)] {
        let row = summary(case);
        assert!(close(found.phi, must(&row, "phi"), 1e-9), "{case} {}", found.phi);
        assert!(close(found.tau_squared, must(&row, "tau2"), 1e-9));
        // Theirs compares ratios with limits it leaves on the scale of the root, half as wide as they are; ours squares
        // them back.
        let half = normal::half_width(level).unwrap();
        let unsquared = found.units.iter().flatten().filter(|unit| {
            let reach = half * (0.25 / unit.size + found.tau_squared).sqrt();
            (unit.value - 1.0).abs() > reach
        });
        assert_eq!(unsquared.count() as f64, must(&row, "n_outliers"), "{case}");
        assert_eq!(found.outside(level, Allowance::Spread), ours);
    }
}

#[test]
fn ratios_of_counts_agree() {
    let rows = kept("funnel/ae1_2018_19_input.csv");
    let (counts, sizes) = (column(&rows, "admissions"), column(&rows, "attendances"));
    let found = compare(&counts, &sizes, &Plan::of(Scale::Counts)).unwrap();
    same_spread(&found, "rc_l95", 0.95);
    same_spread(&found, "rc_l99", 0.998);
    for (case, level) in [("rc_l95", 0.95), ("rc_l99", 0.998)] {
        assert_eq!(
            found.outside(level, Allowance::Spread) as f64,
            must(&summary(case), "n_outliers")
        );
    }
}

/// FunnelPlotR 0.6.0 judges a ratio of counts by an error that both of its own counts have a part in, so a place lies
/// outside where its z does. Limits computed from the published formula, by hand.
#[test]
fn ratios_of_counts_are_judged_by_both_of_their_counts() {
    let (counts, sizes) = ([60.0, 40.0, 9.0, 200.0], [100.0, 100.0, 60.0, 300.0]);
    let found = compare(&counts, &sizes, &Plan::of(Scale::Counts)).unwrap();
    let error = (9.0_f64 / (9.5 * 9.5) + 60.0 / (60.5 * 60.5)).sqrt();
    let middle = (309.0 / 560.0_f64).ln();
    let unit = found.units[2].as_ref().unwrap();
    let limits = found.limits_of(unit, 0.95, Allowance::Chance).unwrap();
    for (ours, wanted) in [
        (limits.lower, (middle - 1.959_963_984_540_054 * error).exp()),
        (limits.upper, (middle + 1.959_963_984_540_054 * error).exp()),
    ] {
        assert!(close(ours, wanted, 1e-12), "{ours} {wanted}");
    }
    for level in [0.8, 0.95, 0.998] {
        let width = normal::half_width(level).unwrap();
        for unit in found.units.iter().flatten() {
            for allowance in [Allowance::Chance, Allowance::Spread] {
                let outside = found.side(unit, level, allowance).is_some();
                assert_eq!(outside, found.z(unit, allowance).abs() > width, "{unit:?}");
            }
        }
    }
}

/// FunnelPlotR 0.6.0 rounds expected counts to two places for ratios on the scale of the logarithm; ours are taken as
/// they are.
#[test]
fn expected_counts_are_not_rounded() {
    let rows = kept("funnel/ae1_2018_19_input.csv");
    let (observed, expected) = (column(&rows, "breaches"), column(&rows, "expected"));
    let found = compare(&observed, &expected, &Plan::of(Scale::LogRatio)).unwrap();
    let rounded: Vec<f64> = expected.iter().map(|it| (it * 100.0).round() / 100.0).collect();
    let theirs = compare(&observed, &rounded, &Plan::of(Scale::LogRatio)).unwrap();
    let wanted = must(&summary("sr_shmi_l95"), "phi");
    assert!(close(theirs.phi, wanted, 1e-12));
    assert!(
        close(found.phi, wanted, 1e-6) && !close(found.phi, wanted, 1e-10),
        "{}",
        found.phi
    );
    assert_eq!(found.units[0].as_ref().unwrap().size, expected[0]);
    assert_eq!(
        found.outside(0.95, Allowance::Spread),
        theirs.outside(0.95, Allowance::Spread)
    );
}
