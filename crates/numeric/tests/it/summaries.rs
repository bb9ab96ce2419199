//! What other tools sum up of each stretch: NHSRplotthedots 0.2.2 and qicharts2 0.8.1.

use std::collections::BTreeMap;

use cm_numeric::process::{
    Assurance, AttributeChart, Better, Chart, Kind, Rule, Rules, Sense, Series, Signal, Stretch, Tallies, Tally,
    attribute_chart, chart,
};

use crate::golden::{Rows, beside, close, groups, must, number};

/// The most a value may differ, as a share of the larger.
const NEAR: f64 = 1e-9;

type Row = BTreeMap<String, String>;

/// Each way the plot-the-dots files were made.
struct Made {
    name: &'static str,
    rules: Rules,
    better: Better,
    target: Option<f64>,
    baseline: Option<usize>,
    /// Series for which the other tool's limits have no width or are no numbers, and ours are withheld.
    withheld: &'static [&'static str],
}

fn sense_word(signal: Option<Signal>) -> &'static str {
    match signal.map(|it| it.sense) {
        None => "common_cause",
        Some(Sense::Improvement) => "special_cause_improvement",
        Some(Sense::Concern) => "special_cause_concern",
        Some(Sense::Neutral) => "special_cause_neutral",
    }
}

fn assurance_word(found: Assurance) -> &'static str {
    match found {
        Assurance::Passes => "consistent_pass",
        Assurance::Fails => "consistent_fail",
        Assurance::HitOrMiss => "inconsistent",
    }
}

fn same_stretch(what: &str, row: &Row, drawn: &Chart, stretch: &Stretch, made: &Made) {
    let limits = stretch.limits.unwrap();
    assert!(close(stretch.centre.unwrap(), must(row, "mean_col"), NEAR), "{what}");
    // A limit near nought is as exact as the distance between the limits, not as its own few figures.
    let wide = (limits.upper - limits.lower).abs();
    for (found, column) in [(limits.lower, "lpl"), (limits.upper, "upl")] {
        let wanted = must(row, column);
        assert!(
            close(found, wanted, NEAR) || (found - wanted).abs() <= NEAR * wide,
            "{what} {column}"
        );
    }
    let points = &drawn.points[stretch.first..stretch.end];
    assert_eq!(points.len() as f64, must(row, "n"), "{what}");
    for sense in ["common_cause", "special_cause_improvement", "special_cause_concern"] {
        let found = points.iter().filter(|it| sense_word(it.signal) == sense).count();
        assert_eq!(found as f64, must(row, sense), "{what} {sense}");
    }
    assert_eq!(
        sense_word(points.last().unwrap().signal),
        row["variation_type"],
        "{what}"
    );
    let is_latest = stretch.end == drawn.points.len();
    if let Some(target) = made.target {
        match drawn.assurance(target, made.better).filter(|_| is_latest) {
            Some(found) => assert_eq!(assurance_word(found), row["assurance_type"], "{what}"),
            None => assert_eq!(row["assurance_type"], "NA", "{what}"),
        }
    }
}

/// The number of stretches that were compared.
fn compare(made: &Made) -> Option<usize> {
    let points = beside(&format!("ptd/{}_points.csv", made.name))?;
    let mut wanted = beside(&format!("ptd/{}_summary.csv", made.name))?.into_iter();
    let mut compared = 0;
    for (series, rows) in groups(points, "f") {
        let values: Vec<Option<f64>> = rows.iter().map(|row| number(row, "y")).collect();
        let restarts: Vec<usize> = (1..rows.len())
            .filter(|&at| rows[at]["rebase_group"] != rows[at - 1]["rebase_group"])
            .collect();
        let series_given = Series {
            restarts: &restarts,
            baseline: made.baseline,
            ..Series::new(&values, made.better)
        };
        let drawn = chart(&series_given, &made.rules);
        for stretch in &drawn.stretches {
            let row = wanted.next().unwrap();
            assert_eq!(row["f"], series, "{}", made.name);
            let what = format!("{} {series} from {}", made.name, stretch.first);
            match stretch.limits {
                Some(_) => same_stretch(&what, &row, &drawn, stretch, made),
                None => assert!(made.withheld.contains(&series.as_str()), "{what}: no limits"),
            }
            compared += usize::from(stretch.limits.is_some());
        }
    }
    assert_eq!(wanted.next(), None, "{}", made.name);
    Some(compared)
}

#[test]
fn what_plot_the_dots_sums_up() {
    let faulty: &[&str] = &["constant", "one_point", "zeros_and_one"];
    let unscreened = Rules::PLOT_THE_DOTS_UNSCREENED;
    let made = |name, rules, better, target, baseline, withheld| Made {
        name,
        rules,
        better,
        target,
        baseline,
        withheld,
    };
    let (dots, higher, lower) = (Rules::PLOT_THE_DOTS, Better::Higher, Better::Lower);
    for made in [
        made("edge_increase_t2", dots, higher, Some(2.0), None, faulty),
        made("edge_decrease_t2", dots, lower, Some(2.0), None, faulty),
        made(
            "edge_increase_noscreen",
            unscreened,
            higher,
            Some(2.0),
            None,
            &["constant", "one_point"],
        ),
        made("missing", dots, higher, None, None, &["all_na_but_one"]),
        made("ae1_perf_target95_screen", dots, higher, Some(0.95), None, &[]),
        made("ae1_perf_target95_noscreen", unscreened, higher, Some(0.95), None, &[]),
        made("ae1_perf_fix12", dots, higher, Some(0.95), Some(12), &[]),
        made("ae1_breaches_decrease", dots, lower, Some(1000.0), None, &[]),
        made("ae1_breaches_rebase_2017_2018", dots, lower, Some(1000.0), None, &[]),
    ] {
        if let Some(compared) = compare(&made) {
            println!("{}: {compared} stretches, none different", made.name);
            assert!(compared > 1);
        }
    }
}

fn attribute(rows: &Rows, kind: Kind, screen: bool, baseline: Option<usize>) -> AttributeChart {
    let tallies: Vec<Option<Tally>> = rows
        .iter()
        .map(|row| {
            let count = number(row, "y.sum")?;
            Some(number(row, "n").map_or(Tally::of(count), |size| Tally { count, size }))
        })
        .collect();
    let series = Tallies {
        baseline,
        screen,
        ..Tallies::new(&tallies, Better::Higher)
    };
    attribute_chart(&series, kind)
}

/// The mean of a limit over the points that have it.
fn average(chart: &AttributeChart, limit: impl Fn(&cm_numeric::process::Limits) -> f64) -> Option<f64> {
    cm_numeric::average::mean(chart.limits.iter().flatten().map(limit))
}

fn same_summary(what: &str, row: &Row, drawn: &AttributeChart, multiply: f64) {
    let near = |found: Option<f64>, column: &str| match (found.map(|it| it * multiply), number(row, column)) {
        (Some(found), Some(wanted)) => assert!(close(found, wanted, NEAR), "{what} {column}: {found} {wanted}"),
        (found, wanted) => assert_eq!(found, wanted, "{what} {column}"),
    };
    near(average(drawn, |it| it.lower), "aLCL");
    near(average(drawn, |it| it.near_lower), "aLCL.95");
    near(drawn.spans[0].centre, "CL");
    near(average(drawn, |it| it.near_upper), "aUCL.95");
    near(average(drawn, |it| it.upper), "aUCL");
    let runs = drawn.spans[0].runs.unwrap();
    let found = [
        ("n.obs", drawn.points.len()),
        ("n.useful", runs.useful),
        ("longest.run", runs.longest as usize),
        ("longest.run.max", runs.longest_by_chance as usize),
        ("n.crossings", runs.crossings as usize),
        ("n.crossings.min", runs.fewest_by_chance as usize),
        ("runs.signal", usize::from(runs.signal())),
        (
            "sigma.signal",
            drawn.points.iter().filter(|it| it.fired.has(Rule::Outside)).count(),
        ),
    ];
    for (column, found) in found {
        assert_eq!(found as f64, must(row, column), "{what} {column}");
    }
}

#[test]
fn what_qicharts2_sums_up() {
    for (name, kind, screen, baseline, multiply) in [
        ("ae1_p_by_org", Kind::Share, false, None, 1.0),
        ("ae1_pp_by_org", Kind::SharePrime, false, None, 1.0),
        ("nhs_accidents_p", Kind::Share, false, None, 1.0),
        ("nhs_accidents_pp", Kind::SharePrime, false, None, 1.0),
        ("nhs_accidents_pp_screened", Kind::SharePrime, true, None, 1.0),
        ("nhs_accidents_i", Kind::Individuals, false, None, 1.0),
        ("nhs_accidents_i_screened", Kind::Individuals, true, None, 1.0),
        ("cdi_c", Kind::Count, false, None, 1.0),
        ("cdi_run", Kind::Run, false, None, 1.0),
        ("cdi_mr", Kind::Movement, false, None, 1.0),
        ("cabg_g", Kind::Between, false, None, 1.0),
        ("cdi_u", Kind::Rate, false, None, 10_000.0),
        ("cdi_i_freeze24", Kind::Individuals, true, Some(24), 1.0),
    ] {
        let read = |part: &str| beside(&format!("qic/{name}{part}.csv"));
        let (Some(points), Some(summary)) = (read(""), read("_summary")) else {
            return;
        };
        let places = groups(points, "facet1");
        assert_eq!(places.len(), summary.len(), "{name}");
        for (place, rows) in places {
            let row = summary.iter().find(|it| it["facet1"] == place).unwrap();
            let drawn = attribute(&rows, kind, screen, baseline);
            same_summary(&format!("{name} {place}"), row, &drawn, multiply);
        }
        println!("{name}: {} lines, none different", summary.len());
    }
}

#[test]
fn the_anhoej_rules_agree_with_a_run_chart() {
    let (Some(rows), Some(summary)) = (beside("qic/cdi_run.csv"), beside("qic/cdi_run_summary.csv")) else {
        return;
    };
    let values: Vec<Option<f64>> = rows.iter().map(|row| number(row, "y")).collect();
    let drawn = chart(&Series::new(&values, Better::Lower), &Rules::ANHOEJ);
    let runs = drawn.stretches[0].runs.unwrap();
    assert_eq!(drawn.stretches[0].centre, number(&summary[0], "CL"));
    assert_eq!(runs.useful as f64, must(&summary[0], "n.useful"));
    assert_eq!(f64::from(runs.longest), must(&summary[0], "longest.run"));
    assert_eq!(f64::from(runs.longest_by_chance), must(&summary[0], "longest.run.max"));
    assert_eq!(f64::from(runs.crossings), must(&summary[0], "n.crossings"));
    assert_eq!(f64::from(runs.fewest_by_chance), must(&summary[0], "n.crossings.min"));
    assert_eq!(runs.signal(), must(&summary[0], "runs.signal") == 1.0);
    // Nothing lies outside limits that a run chart does not have.
    let outside = drawn.points.iter().filter(|it| it.fired.has(Rule::Outside)).count();
    assert_eq!(outside as f64, must(&summary[0], "sigma.signal"));
}
