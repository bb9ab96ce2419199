//! XmR charts against NHSRplotthedots 0.2.2 and PowerBI-SPC.

use std::collections::BTreeMap;

use cm_numeric::process::{
    Assurance, Better, Caution, Chart, Rule, Rules, Sense, Series, Side, Signal, Stretch, chart,
};

use crate::golden::{Rows, beside, close, groups, kept, must, number};

struct Case {
    points: Rows,
    icons: Rows,
    summary: Rows,
    rules: Rules,
    better: Better,
    target: Option<f64>,
    baseline: Option<usize>,
    /// Series for which the other tool's limits are of no width or not numbers, and ours are withheld.
    withheld: &'static [&'static str],
}

fn check(case: Case) -> usize {
    let icons: BTreeMap<(String, String), String> = case
        .icons
        .iter()
        .map(|row| ((row["f"].clone(), row["type"].clone()), row["icon"].clone()))
        .collect();
    let mut withheld = Vec::new();
    let mut checked = 0;
    let mut stretches = Vec::new();
    for (name, rows) in groups(case.points, "f") {
        let values: Vec<Option<f64>> = rows.iter().map(|row| number(row, "y")).collect();
        let restarts: Vec<usize> = (1..rows.len())
            .filter(|&place| rows[place]["rebase_group"] != rows[place - 1]["rebase_group"])
            .collect();
        let series = Series {
            values: &values,
            restarts: &restarts,
            baseline: case.baseline,
            excluded: &[],
            better: case.better,
        };
        let drawn = chart(&series, &case.rules);
        for (place, row) in rows.iter().enumerate() {
            let stretch = drawn.stretch_of(place).unwrap();
            if stretch.limits.is_none() {
                let (lower, upper) = (number(row, "lpl"), number(row, "upl"));
                assert!(
                    lower.is_none() || lower == upper,
                    "{name}: limits withheld without cause"
                );
                assert!(drawn.points[place].signal.is_none());
                continue;
            }
            same_point(&name, row, stretch, drawn.points[place].signal);
            checked += 1;
        }
        if drawn.stretches.iter().any(|stretch| stretch.limits.is_none()) {
            assert!(!drawn.remarks.is_empty());
            withheld.push(name);
            continue;
        }
        let wanted = &icons[&(name.clone(), "variation".into())];
        assert_eq!(&icon(drawn.variation().unwrap()), wanted, "{name}");
        if let Some(target) = case.target {
            let found = drawn.assurance(target, case.better).unwrap();
            assert_eq!(
                assurance_word(found),
                icons[&(name.clone(), "assurance".into())],
                "{name}"
            );
        }
        stretches.extend(
            drawn
                .stretches
                .iter()
                .map(|stretch| (name.clone(), counts(&drawn, stretch))),
        );
    }
    assert_eq!(withheld, case.withheld);
    let wanted = case
        .summary
        .iter()
        .filter(|row| !case.withheld.contains(&row["f"].as_str()));
    let wanted: Vec<(String, [usize; 4])> = wanted.map(|row| (row["f"].clone(), summary(row))).collect();
    assert_eq!(stretches, wanted);
    checked
}

fn same_point(name: &str, row: &BTreeMap<String, String>, stretch: &Stretch, signal: Option<Signal>) {
    let limits = stretch.limits.unwrap();
    assert!(close(stretch.centre.unwrap(), must(row, "mean_col"), 1e-14), "{name}");
    let scale = limits.lower.abs().max(limits.upper.abs()) * 1e-14;
    assert!((limits.lower - must(row, "lpl")).abs() <= scale, "{name}");
    assert!((limits.upper - must(row, "upl")).abs() <= scale, "{name}");
    assert_eq!(kind(signal), row["special_cause_type"], "{name} {}", row["x"]);
    let sense = match signal.map(|signal| signal.sense) {
        None => "common_cause",
        Some(Sense::Improvement) => "special_cause_improvement",
        Some(Sense::Concern) => "special_cause_concern",
        Some(Sense::Neutral) => "special_cause_neutral",
    };
    assert_eq!(sense, row["point_type"], "{name} {}", row["x"]);
}

fn kind(signal: Option<Signal>) -> &'static str {
    match signal.map(|signal| (signal.rule, signal.side)) {
        None => "Common Cause",
        Some((Rule::Outside, Side::High)) => "Above UCL",
        Some((Rule::Outside, Side::Low)) => "Below LCL",
        Some((Rule::Trend, Side::High)) => "7 Point Trend (Increasing)",
        Some((Rule::Trend, Side::Low)) => "7 Point Trend (Decreasing)",
        Some((Rule::TwoInThree, Side::High)) => "2 in 3 Above CL",
        Some((Rule::TwoInThree, Side::Low)) => "2 in 3 Below CL",
        Some((Rule::Shift, Side::High)) => "7 Points Above CL",
        Some((Rule::Shift, Side::Low)) => "7 Points Below CL",
    }
}

fn icon(signal: Option<Signal>) -> String {
    let Some(signal) = signal else {
        return "common_cause".into();
    };
    let sense = if signal.sense == Sense::Improvement {
        "improvement"
    } else {
        "concern"
    };
    let side = if signal.side == Side::High { "high" } else { "low" };
    format!("{sense}_{side}")
}

fn assurance_word(found: Assurance) -> &'static str {
    match found {
        Assurance::Passes => "pass",
        Assurance::Fails => "fail",
        Assurance::HitOrMiss => "inconsistent",
    }
}

fn counts(chart: &Chart, stretch: &Stretch) -> [usize; 4] {
    let points = &chart.points[stretch.first..stretch.end];
    let with = |sense| {
        points
            .iter()
            .filter(|point| point.signal.map(|signal| signal.sense) == sense)
            .count()
    };
    [
        points.len(),
        with(None),
        with(Some(Sense::Improvement)),
        with(Some(Sense::Concern)),
    ]
}

fn summary(row: &BTreeMap<String, String>) -> [usize; 4] {
    [
        "n",
        "common_cause",
        "special_cause_improvement",
        "special_cause_concern",
    ]
    .map(|name| must(row, name) as usize)
}

#[test]
fn edge_series_agree_and_faulty_limits_are_withheld() {
    let faulty: &[&str] = &["constant", "one_point", "zeros_and_one"];
    for (name, rules, better, withheld) in [
        ("edge_increase_t2", Rules::PLOT_THE_DOTS, Better::Higher, faulty),
        ("edge_decrease_t2", Rules::PLOT_THE_DOTS, Better::Lower, faulty),
        (
            "edge_increase_noscreen",
            Rules::PLOT_THE_DOTS_UNSCREENED,
            Better::Higher,
            &faulty[..2],
        ),
    ] {
        let read = |part: &str| kept(&format!("ptd/{name}_{part}.csv"));
        let (points, icons, summary) = (read("points"), read("icons"), read("summary"));
        let target = Some(2.0);
        let checked = check(Case {
            points,
            icons,
            summary,
            rules,
            better,
            target,
            baseline: None,
            withheld,
        });
        assert!(checked > 550, "{checked}");
    }
}

#[test]
fn missing_periods_agree() {
    let read = |part: &str| kept(&format!("ptd/missing_{part}.csv"));
    let (points, icons, summary) = (read("points"), read("icons"), read("summary"));
    let rules = Rules::PLOT_THE_DOTS;
    let withheld: &[&str] = &["all_na_but_one"];
    check(Case {
        points,
        icons,
        summary,
        rules,
        better: Better::Higher,
        target: None,
        baseline: None,
        withheld,
    });
}

#[test]
fn a_gap_that_hides_a_shift_is_said() {
    let rows = kept("ptd/missing_input.csv");
    let values: Vec<Option<f64>> = rows
        .iter()
        .filter(|row| row["f"] == "na_in_run")
        .map(|row| number(row, "y"))
        .collect();
    let drawn = chart(&Series::new(&values, Better::Higher), &Rules::PLOT_THE_DOTS);
    assert!(!drawn.any_signal());
    assert!(
        drawn
            .remarks
            .iter()
            .any(|remark| remark.caution == Caution::GapHidesSignal)
    );
}

#[test]
fn real_emergency_departments_agree() {
    for (name, rules, better, target, baseline) in [
        (
            "ae1_perf_target95_screen",
            Rules::PLOT_THE_DOTS,
            Better::Higher,
            0.95,
            None,
        ),
        (
            "ae1_perf_target95_noscreen",
            Rules::PLOT_THE_DOTS_UNSCREENED,
            Better::Higher,
            0.95,
            None,
        ),
        (
            "ae1_breaches_decrease",
            Rules::PLOT_THE_DOTS,
            Better::Lower,
            1000.0,
            None,
        ),
        (
            "ae1_breaches_rebase_2017_2018",
            Rules::PLOT_THE_DOTS,
            Better::Lower,
            1000.0,
            None,
        ),
        ("ae1_perf_fix12", Rules::PLOT_THE_DOTS, Better::Higher, 0.95, Some(12)),
    ] {
        let read = |part: &str| beside(&format!("ptd/{name}_{part}.csv"));
        let (Some(points), Some(icons), Some(summary)) = (read("points"), read("icons"), read("summary")) else {
            return;
        };
        let total = points.len();
        let target = Some(must(&points[0], "target")).inspect(|&given| assert!(given == target));
        let checked = check(Case {
            points,
            icons,
            summary,
            rules,
            better,
            target,
            baseline,
            withheld: &[],
        });
        assert_eq!(checked, total, "{name}");
        println!("{name}: {checked} points, none different");
    }
}

#[test]
fn the_power_bi_rules_agree() {
    for (name, rules) in [
        ("ae1perf_screen", Rules::POWERBI_SPC),
        ("edge_screen", Rules::POWERBI_SPC),
        (
            "edge_noscreen",
            Rules {
                screen: None,
                ..Rules::POWERBI_SPC
            },
        ),
    ] {
        let Some(rows) = beside(&format!("pbispc/{name}.csv")) else {
            return;
        };
        let mut checked = 0;
        let mut different = BTreeMap::new();
        for (series, rows) in groups(rows, "f") {
            let values: Vec<Option<f64>> = rows.iter().map(|row| number(row, "y")).collect();
            let drawn = chart(&Series::new(&values, Better::Higher), &rules);
            let Some(limits) = drawn.stretches[0].limits else {
                continue;
            };
            for (row, point) in rows.iter().zip(&drawn.points) {
                let scale = limits.lower.abs().max(limits.upper.abs()) * 1e-12;
                assert!((limits.lower - must(row, "ll99")).abs() <= scale, "{series}");
                assert!((limits.upper - must(row, "ul99")).abs() <= scale, "{series}");
                for (rule, column) in [
                    (Rule::Outside, "astronomical"),
                    (Rule::Shift, "shift7"),
                    (Rule::Trend, "trend7"),
                    (Rule::TwoInThree, "two_in_three"),
                ] {
                    checked += 1;
                    if point.fired.has(rule) != (row[column] != "none") {
                        different
                            .entry((series.clone(), column))
                            .or_insert_with(Vec::new)
                            .push(row["x"].clone());
                    }
                }
            }
        }
        assert!(different.is_empty(), "{name}: {different:?}");
        println!("{name}: {checked} flags, none different");
    }
}

#[test]
fn crossings_and_runs_agree_with_published_critical_values() {
    let Some(rows) = beside("qic/anhoej_critical_values.csv") else {
        return;
    };
    for row in rows {
        let useful = must(&row, "n") as usize;
        let sides = (0..useful).map(|place| Some(if place % 2 == 0 { Side::High } else { Side::Low }));
        let counted = cm_numeric::process::run_count(sides).unwrap();
        assert_eq!(
            f64::from(counted.longest_by_chance),
            must(&row, "longest_run_max"),
            "{useful}"
        );
        assert_eq!(
            f64::from(counted.fewest_by_chance),
            must(&row, "crossings_min"),
            "{useful}"
        );
    }
}

#[test]
fn a_run_chart_agrees_with_qicharts2() {
    let Some(rows) = beside("qic/cdi_run.csv") else { return };
    let values: Vec<Option<f64>> = rows.iter().map(|row| number(row, "y")).collect();
    let drawn = chart(&Series::new(&values, Better::Lower), &Rules::ANHOEJ);
    let runs = drawn.stretches[0].runs.unwrap();
    assert_eq!(drawn.stretches[0].centre, number(&rows[0], "cl"));
    assert_eq!(runs.useful as f64, must(&rows[0], "n.useful"));
    assert_eq!(f64::from(runs.longest), must(&rows[0], "longest.run"));
    assert_eq!(f64::from(runs.longest_by_chance), must(&rows[0], "longest.run.max"));
    assert_eq!(f64::from(runs.crossings), must(&rows[0], "n.crossings"));
    assert_eq!(f64::from(runs.fewest_by_chance), must(&rows[0], "n.crossings.min"));
    assert!(runs.signal());
}
