use cm_framework::Unit;
use cm_kernel::{Date, Reading};

use super::Its;
use crate::made::{month, own, question, ratio, visits, worked_evidence, worked_question};
use crate::{Chart, Insight, LineKind, Mark, Method, Question, Weight, asserts_change};

/// What wobbles without going anywhere.
fn wobble(at: u32) -> f64 {
    f64::from((at * 7 + at * at * 3) % 11) - 5.0
}

fn asked(values: impl Fn(u32) -> f64, question: &Question) -> Insight {
    let rows = (0..48).map(|at| (month(at), "a", Reading::Value(values(at))));
    Its.ask(&own(rows), question).unwrap()
}

fn from(text: &str) -> Question {
    question(&visits()).set("from", text)
}

#[test]
fn a_step_is_told_and_a_threshold_holds_it_back() {
    let step = |at: u32| 100.0 + wobble(at) - if at >= 24 { 30.0 } else { 0.0 };
    let found = asked(step, &from("2018-01"));
    assert_eq!(found.headline, "Lower than before would have led to, from January 2018");
    assert!(found.has_signal() && !asserts_change(&found.headline));
    let average = found.figure("average").unwrap();
    assert!(average.lower.unwrap() < -30.0 && average.upper.unwrap() > -32.0);
    let held = asked(step, &from("2018-01").set("threshold", "-29"));
    assert!(!held.has_signal() && held.headline.contains("threshold"));
    let wrong_way = asked(step, &from("2018-01").set("threshold", "5"));
    assert!(!wrong_way.has_signal());
}

#[test]
fn nothing_is_told_where_nothing_changed() {
    let found = asked(|at| 100.0 + wobble(at), &from("2018-01"));
    assert_eq!(found.headline, "No difference told from what would have been");
    assert!(!found.has_signal());
}

#[test]
fn no_attribution_when_an_idle_date_looks_the_same() {
    let twice = |at: u32| 100.0 + wobble(at) - if at >= 12 { 30.0 } else { 0.0 } + if at >= 24 { 60.0 } else { 0.0 };
    let found = asked(twice, &from("2018-01"));
    assert_eq!(found.headline, "A difference, but no attribution possible");
    assert!(!found.has_signal());
    assert!(
        found
            .findings
            .iter()
            .any(|it| it.rule == "placebo" && it.weight == Weight::Question)
    );
}

#[test]
fn the_first_mark_says_when() {
    let set = worked_evidence(&Its);
    let refused = Its.ask(&set, &question(&visits())).unwrap_err();
    assert_eq!(refused.code, "insight/no-change-named");
    let mut marked = question(&visits());
    marked.marks.push(Mark {
        on: Date::new(2021, 12, 20).unwrap(),
        label: "Evening clinics".into(),
        href: String::new(),
    });
    let found = Its.ask(&set, &marked).unwrap();
    assert_eq!(found.settings["from"], "2022-01");
    let asked_for = Its.ask(&set, &worked_question(&Its).set("threshold", "0")).unwrap();
    assert_eq!(found.figures, asked_for.figures);
}

#[test]
fn the_dashed_line_begins_with_the_change() {
    let found = Its.ask(&worked_evidence(&Its), &worked_question(&Its)).unwrap();
    let Chart::Lines(chart) = found.chart else { panic!() };
    let dashed = chart
        .lines
        .iter()
        .find(|it| it.kind == LineKind::WouldHaveBeen)
        .unwrap();
    let first = dashed.points.iter().find(|(_, value)| value.is_some()).unwrap().0;
    assert_eq!(first.to_string(), "2022-01");
    assert_eq!(chart.marks.len(), 1);
}

#[test]
fn counts_are_compared_as_rates() {
    let rows = (0..40).map(|at| {
        let size = 900.0 + f64::from(at * 10);
        let rate = if at >= 20 { 0.05 } else { 0.1 };
        (month(at), "a", ratio((size * rate + wobble(at)).round(), size))
    });
    let set = own(rows);
    let question = question(&Unit::Share).set("from", "2017-09").set("model", "counts");
    let found = Its.ask(&set, &question).unwrap();
    let level = found.figure("average").unwrap();
    assert_eq!(level.unit, "ratio");
    assert!((level.value.unwrap() - 0.5).abs() < 0.1, "{level:?}");
    assert!(found.has_signal());
    let strict = Its.ask(&set, &question.clone().set("threshold", "-0.6")).unwrap();
    assert!(!strict.has_signal());
    assert!(Its.ask(&set, &question.set("threshold", "-2")).is_err());
}

#[test]
fn what_cannot_be_told_is_refused() {
    let code = |values: &[f64], question: &Question| {
        let rows = (0..)
            .zip(values)
            .map(|(at, value)| (month(at), "a", Reading::Value(*value)));
        Its.ask(&own(rows), question).unwrap_err().code
    };
    for n in [1, 2, 7, 12, 13] {
        let values: Vec<f64> = (0..n).map(wobble).collect();
        let code = code(&values, &from("2016-01"));
        assert_eq!(code, "insight/too-few-readings");
    }
    assert_eq!(code(&[5.0; 24], &from("2017-01")), "insight/undefined");
    assert_eq!(
        code(&[5.5; 24], &from("2017-01").set("model", "counts")),
        "insight/not-counts"
    );
    assert_eq!(
        code(&[0.0; 24], &from("2017-01").set("model", "counts")),
        "insight/undefined"
    );
    assert_eq!(code(&[5.0; 24], &from("2027-01")), "insight/no-such-period");
    let mut one = [0.0; 24];
    one[3] = 1.0;
    assert_eq!(code(&one, &from("2017-01").set("model", "counts")), "insight/undefined");
    let found = asked(|at| 1e12 + 1e10 * wobble(at), &from("2018-01"));
    assert!(found.figures.iter().all(|it| it.value.is_none_or(f64::is_finite)));
}

#[test]
fn what_is_told_carries_how_likely_it_is_by_chance_and_the_fitted_line_breaks_at_the_change() {
    let set = worked_evidence(&Its);
    let insight = Method::ask(&Its, &set, &worked_question(&Its).set("threshold", "0")).unwrap();
    let p = insight.figure("p").unwrap().value;
    assert!(p.is_some() && insight.findings[0].chance == p);
    let Chart::Lines(chart) = &insight.chart else {
        panic!("not lines")
    };
    let fitted: Vec<_> = chart.lines.iter().filter(|it| it.kind == LineKind::Fitted).collect();
    assert_eq!(fitted.len(), 2);
    let known = |at: usize| fitted[at].points.iter().filter(|it| it.1.is_some()).map(|it| it.0);
    assert!(known(0).max() < known(1).min());
}
