use cm_framework::Unit;
use cm_kernel::{Absence, Reading};

use super::Rate;
use crate::made::{month, own, question, ratio, visits};
use crate::{Chart, Insight, IntervalChart, Method};

fn places(counts: &[(f64, f64)]) -> Vec<(cm_kernel::Period, String, Reading)> {
    let row = |(at, (count, total)): (usize, &(f64, f64))| (month(0), format!("place-{at:02}"), ratio(*count, *total));
    counts.iter().enumerate().map(row).collect()
}

fn asked(counts: &[(f64, f64)], settings: &[(&str, &str)]) -> Insight {
    let rows = places(counts);
    let set = own(rows.iter().map(|(period, place, it)| (*period, place.as_str(), *it)));
    let question = settings
        .iter()
        .fold(question(&Unit::Share), |so_far, (name, value)| so_far.set(name, *value));
    Rate.ask(&set, &question).unwrap()
}

fn chart(insight: Insight) -> IntervalChart {
    match insight.chart {
        Chart::Intervals(chart) => chart,
        other => panic!("not intervals: {other:?}"),
    }
}

#[test]
fn no_interval_of_a_share_reaches_past_all() {
    let Chart::Intervals(chart) = asked(&[(1.0, 1.0), (9.0, 10.0)], &[("interval", "byar")]).chart else {
        panic!("not intervals")
    };
    assert!(chart.rows.iter().all(|it| it.interval.unwrap().1 == 1.0));
}

/// Methods have their levels in per cent or as shares of 1, and a person may write either.
#[test]
fn a_level_may_be_in_per_cent_or_a_share_of_one() {
    let set = own([("a", 8.0), ("b", 30.0)].map(|(place, count)| (month(0), place, ratio(count, 60.0))));
    let ask = |level: &str| {
        Rate.ask(&set, &question(&Unit::Share).set("level", level))
            .map(|it| it.chart)
    };
    assert_eq!(ask("0.95"), ask("95"));
    assert_eq!(ask("0.998"), ask("99.8"));
    assert!(ask("95").is_ok() && ask("0.95") != ask("0.998"));
    for wrong in ["1", "0", "100", "-95", "950"] {
        assert_eq!(ask(wrong).unwrap_err().code, "insight/not-a-setting", "{wrong}");
    }
}

#[test]
fn each_way_of_making_an_interval_is_to_be_had() {
    let ends = |how: &str| {
        chart(asked(&[(65.0, 100.0)], &[("interval", how)])).rows[0]
            .interval
            .unwrap()
    };
    let near = |found: (f64, f64), wanted: (f64, f64)| {
        assert!(
            (found.0 - wanted.0).abs() < 1e-9 && (found.1 - wanted.1).abs() < 1e-9,
            "{found:?}"
        );
    };
    near(ends("published"), (0.552_544_432_968_88, 0.736_357_517_569_025));
    near(ends("byar"), (0.501_631_877_104_595, 0.828_491_385_459_398));
    assert_eq!(ends("wilson"), ends("published"));
    let exact = ends("exact");
    assert!(
        exact.0 < 0.5482 && exact.0 > 0.5480 && exact.1 > 0.7426 && exact.1 < 0.7430,
        "{exact:?}"
    );
}

#[test]
fn a_rate_may_count_more_than_it_is_out_of() {
    let rows = [
        (month(0), "a", ratio(250.0, 220.0)),
        (month(0), "b", ratio(90.0, 220.0)),
    ];
    let insight = Rate.ask(&own(rows), &question(&visits()).set("per", "100000")).unwrap();
    let a = insight.figure("a").unwrap();
    assert!((a.value.unwrap() - 113_636.363_636_363_64).abs() < 1e-6);
    assert!((a.lower.unwrap() - 99_984.947_385_328_8).abs() < 1e-6, "{a:?}");
    assert_eq!(a.unit, "per 100,000");
}

#[test]
fn a_wider_level_makes_no_one_stand_apart_who_did_not() {
    let counts = [(20.0, 40.0), (400.0, 1000.0), (90.0, 120.0), (0.0, 3.0)];
    let apart = |level: &str| {
        chart(asked(&counts, &[("level", level)]))
            .rows
            .iter()
            .filter(|it| it.signal.is_some())
            .count()
    };
    assert!(apart("80") >= apart("95") && apart("95") >= apart("99.8"));
    for row in chart(asked(&counts, &[])).rows {
        let (lower, upper) = row.interval.unwrap();
        let value = row.value.unwrap();
        assert!(lower <= value && value <= upper);
    }
}

#[test]
fn what_has_no_share_is_left_out_and_said() {
    let insight = Rate
        .ask(
            &own([
                (month(0), "a", ratio(8.0, 10.0)),
                (month(0), "b", ratio(0.0, 0.0)),
                (month(0), "c", ratio(12.0, 10.0)),
                (month(0), "d", Reading::Absent(Absence::Refused)),
            ]),
            &question(&Unit::Share),
        )
        .unwrap();
    let said = insight.findings.iter().find(|it| it.rule == "left-out").unwrap();
    assert_eq!(
        said.sentence,
        "3 places are left out (`b` out of nothing, `c` counting more than all and `d` refused); none of them counts as \
         nought."
    );
}

#[test]
fn what_has_no_rate_is_refused() {
    let code = |reading: Reading| {
        Rate.ask(&own([(month(0), "a", reading)]), &question(&Unit::Share))
            .unwrap_err()
            .code
    };
    assert_eq!(code(Reading::Value(2.0)), "insight/not-a-share");
    assert_eq!(code(ratio(0.0, 0.0)), "insight/no-numbers");
    assert_eq!(code(ratio(3.0, 2.0)), "insight/no-numbers");
    assert_eq!(code(Reading::Absent(Absence::Missing)), "insight/no-numbers");
}
