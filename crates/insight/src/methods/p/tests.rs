use cm_framework::Unit;
use cm_kernel::Reading;

use super::P;
use crate::made::{month, own, question, ratio};
use crate::{Chart, Insight, Method, Segment};

fn set(pairs: &[(f64, f64)]) -> cm_evidence::EvidenceSet {
    own(pairs
        .iter()
        .zip(0..)
        .map(|((count, size), at)| (month(at), "a", ratio(*count, *size))))
}

fn ask(pairs: &[(f64, f64)], spread: &str) -> Insight {
    P.ask(&set(pairs), &question(&Unit::Share).set("spread", spread))
        .unwrap()
}

fn segments(insight: &Insight) -> &[Segment] {
    match &insight.chart {
        Chart::Process(chart) => &chart.segments,
        other => panic!("not a process chart: {other:?}"),
    }
}

/// Large totals whose share wanders by far more than chance.
fn large() -> Vec<(f64, f64)> {
    (0..24)
        .map(|at| {
            let size = 10_000.0 + f64::from(at * 37 % 11) * 300.0;
            ((size * (0.90 + 0.01 * f64::from(at * 5 % 7))).round(), size)
        })
        .collect()
}

/// A known cause is no sign of another: a point left out is on the chart, and neither headline nor findings call it a
/// signal (qicharts2 marks it where it lies outside).
#[test]
fn a_point_left_out_is_no_signal() {
    let mut pairs = [(20.0, 100.0), (21.0, 100.0), (19.0, 100.0)].repeat(8);
    pairs[5] = (90.0, 100.0);
    pairs[23] = (85.0, 100.0);
    let asked = question(&Unit::Share).set("exclude", "2016-06:a flood,2017-12:a fire");
    let found = P.ask(&set(&pairs), &asked).unwrap();
    assert_eq!(found.headline, "The latest reading is left out");
    assert!(!found.has_signal(), "{}", found.as_text());
    let Chart::Process(chart) = &found.chart else {
        panic!("not a process chart")
    };
    let marks = [5, 23].map(|at| (chart.points[at].signal, chart.points[at].left_out.as_deref()));
    assert_eq!(marks, [(None, Some("a flood")), (None, Some("a fire"))]);
    assert!(found.as_text().contains("A chart of 22 points"), "{}", found.as_text());
}

#[test]
fn limits_step_where_totals_differ_and_are_level_where_they_do_not() {
    let varied = ask(&[(3.0, 10.0), (9.0, 20.0), (5.0, 12.0), (8.0, 30.0)], "chance");
    let steps = &segments(&varied)[0];
    assert_eq!(steps.by_point.len(), 4);
    assert_eq!(steps.by_point[3].map(|it| it.1), steps.upper);
    let wide = |at: usize| steps.by_point[at].map(|it| it.1 - it.0).unwrap();
    assert!(wide(0) > wide(2) && wide(2) > wide(1) && wide(1) > wide(3));
    let level = ask(&[(3.0, 10.0), (4.0, 10.0), (5.0, 10.0)], "chance");
    assert!(segments(&level)[0].by_point.is_empty() && segments(&level)[0].upper.is_some());
}

#[test]
fn chance_alone_calls_large_totals_a_signal_and_says_that_it_does() {
    let chance = ask(&large(), "chance");
    let outside = |insight: &Insight| insight.findings.iter().filter(|it| it.rule == "outside").count();
    assert!(outside(&chance) > 5);
    let caution = chance.findings.iter().find(|it| it.rule == "beyond-chance").unwrap();
    assert!(caution.sentence.contains("these limits are too narrow"), "{caution:?}");
    let periods = ask(&large(), "periods");
    assert!(outside(&periods) == 0 && periods.figure("beyond-chance").unwrap().value.unwrap() > 5.0);
}

#[test]
fn none_and_all_leave_no_room_for_chance() {
    for (count, size) in [(0.0, 12.0), (12.0, 12.0)] {
        let insight = ask(&[(count, size); 14], "chance");
        assert_eq!(insight.headline, "None or all were counted: no room for chance");
        assert!(insight.figure("upper-limit").unwrap().value.is_none());
    }
}

#[test]
fn what_is_no_share_is_left_out_or_refused() {
    let insight = ask(
        &[(3.0, 10.0), (11.0, 10.0), (5.0, 10.0), (0.0, 0.0), (4.0, 10.0)],
        "chance",
    );
    let left = insight.findings.iter().find(|it| it.rule == "left-out").unwrap();
    assert_eq!(
        left.sentence,
        "1 reading is left out, because they count less than nothing, or more than all."
    );
    let plain = own([(month(0), "a", Reading::Value(3.0))]);
    let refused = P.ask(&plain, &question(&Unit::Share)).unwrap_err();
    assert_eq!(refused.code, "insight/not-a-share");
}

#[test]
fn the_rate_of_false_alarms_is_that_of_shares_like_these() {
    let rare = ask(
        &(0..36).map(|at| (f64::from(at % 5 / 4), 40.0)).collect::<Vec<_>>(),
        "chance",
    );
    let said = rare.findings.iter().find(|it| it.rule == "false-alarms").unwrap();
    assert!(
        said.sentence.contains("of shares like these (0.194 of 40 on average)"),
        "{said:?}"
    );
}
