use cm_framework::Unit;
use cm_kernel::Reading;

use super::Rebase;
use crate::made::{month, own, question, ratio, visits, worked_evidence, worked_question};
use crate::{Chart, Method, Weight};

fn level(at: u32, shift: u32) -> f64 {
    let base = if at < shift { 50.0 } else { 80.0 };
    base + f64::from(at * 7 % 5)
}

#[test]
fn a_proposal_is_a_question_and_never_a_signal() {
    let insight = Rebase
        .ask(&worked_evidence(&Rebase), &worked_question(&Rebase))
        .unwrap();
    assert!(!insight.has_signal());
    assert_eq!(insight.findings[0].weight, Weight::Question);
    assert!(insight.findings[0].sentence.ends_with("What happened then?"));
    let Chart::Process(chart) = &insight.chart else {
        panic!("not a process chart")
    };
    assert_eq!(chart.segments.len(), 2);
    assert_eq!(chart.segments[0].last + 1, chart.segments[1].first);
    assert_eq!(chart.marks.len(), 1);
    assert_eq!(insight.table.rows.last().unwrap()[1], "0410");
}

#[test]
fn a_steady_series_gets_no_proposal_and_the_reason() {
    let set = own((0..60).map(|at| (month(at), "a", Reading::Value(level(at, 99)))));
    let insight = Rebase.ask(&set, &question(&visits())).unwrap();
    assert_eq!(insight.headline, "No new baseline is proposed");
    assert!(
        insight.findings[0].sentence.contains("No 8 readings in a row"),
        "{}",
        insight.as_text()
    );
    let still = own((0..60).map(|at| (month(at), "a", Reading::Value(5.0))));
    let insight = Rebase.ask(&still, &question(&visits())).unwrap();
    assert!(
        insight.findings[0].sentence.contains("do not move"),
        "{}",
        insight.as_text()
    );
}

#[test]
fn shares_may_be_held_to_their_totals() {
    let of = |at: u32| f64::from(1 + at % 3);
    let set = own((0..60).map(|at| (month(at), "a", ratio(level(at, 30) * of(at), 100.0 * of(at)))));
    let asked = question(&Unit::Share).set("limits", "p-prime").set("baseline", "20");
    let insight = Rebase.ask(&set, &asked).unwrap();
    let Chart::Process(chart) = &insight.chart else {
        panic!("not a process chart")
    };
    assert_eq!(
        insight.figure("proposals").unwrap().value,
        Some(1.0),
        "{}",
        insight.as_text()
    );
    assert_eq!(
        chart.segments[1].by_point.len(),
        chart.segments[1].last - chart.segments[1].first + 1
    );
    // By chance alone limits lie three binomial standard errors away, as in the P charts of autospc.
    let by_chance = Rebase.ask(&set, &asked.clone().set("limits", "p")).unwrap();
    let Chart::Process(drawn) = &by_chance.chart else {
        panic!("not a process chart")
    };
    let (segment, size) = (&drawn.segments[0], drawn.points[0].denominator.unwrap());
    let error = (segment.centre * (1.0 - segment.centre) / size).sqrt();
    let upper = segment.by_point[0].unwrap().1;
    assert!((upper - segment.centre - 3.0 * error).abs() < 1e-12, "{upper}");
    let refused = Rebase.ask(
        &own((0..60).map(|at| (month(at), "a", Reading::Value(level(at, 30))))),
        &asked,
    );
    assert_eq!(refused.unwrap_err().code, "insight/not-a-share");
}

#[test]
fn too_few_readings_and_odd_baselines_are_refused() {
    let set = own((0..23).map(|at| (month(at), "a", Reading::Value(level(at, 99)))));
    assert_eq!(
        Rebase.ask(&set, &question(&visits())).unwrap_err().code,
        "insight/too-few-readings"
    );
    for wrong in ["15", "-1", "many"] {
        let refused = Rebase.ask(&set, &question(&visits()).set("baseline", wrong));
        assert_eq!(refused.unwrap_err().code, "insight/not-a-setting");
    }
}
