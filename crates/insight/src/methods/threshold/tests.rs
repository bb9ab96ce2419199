use cm_evidence::EvidenceSet;
use cm_framework::{Better, Unit};
use cm_kernel::Reading;

use super::Threshold;
use crate::made::{month, own, question, ratio, visits, worked_evidence, worked_question};
use crate::{Chart, Insight, Method, Weight};

fn number(insight: &Insight, figure: &str) -> f64 {
    insight.figure(figure).and_then(|it| it.value).unwrap()
}

/// Shares of 10,000 at these counts, in months and places of their own.
fn shares(counts: impl IntoIterator<Item = f64>) -> EvidenceSet {
    own(counts
        .into_iter()
        .zip(0..)
        .map(|(count, at)| (month(at), "a", ratio(count, 10_000.0))))
}

#[test]
fn ninety_inside_and_forty_outside_raise_a_question_with_innocent_causes() {
    let set = worked_evidence(&Threshold);
    let insight = Threshold.ask(&set, &worked_question(&Threshold)).unwrap();
    assert_eq!(
        (number(&insight, "just-below"), number(&insight, "just-past")),
        (40.0, 90.0)
    );
    assert!(number(&insight, "density-p") < 0.001 && number(&insight, "density-jump") > 30.0);
    let asked: Vec<_> = insight
        .findings
        .iter()
        .filter(|it| it.weight == Weight::Question)
        .collect();
    assert!(asked[0].sentence.ends_with("what lies behind it?"));
    for innocent in ["effort", "rounding", "who is counted"] {
        assert!(asked[1].sentence.contains(innocent));
    }
    assert!(!insight.has_signal() && !insight.as_text().contains("gaming"));
}

#[test]
fn an_even_spread_raises_no_question() {
    let set = shares((0..600).map(|at| 9_200.0 + f64::from(at)));
    let insight = Threshold
        .ask(&set, &question(&Unit::Share).set("threshold", "0.95"))
        .unwrap();
    assert_eq!(insight.headline, "No crowd of results just past 95%");
    assert!(insight.findings.iter().all(|it| it.weight != Weight::Question));
    assert!(number(&insight, "density-p") > 0.5, "{}", insight.as_text());
}

#[test]
fn where_less_is_better_the_line_is_reached_from_above() {
    // Forty just over 5%, ninety at or just under it.
    let over = (0..40).map(|at| 501.0 + f64::from(at % 10));
    let under = (0..90).map(|at| 500.0 - f64::from(at % 10));
    let rest = (0..200).map(|at| 100.0 + f64::from(at * 37 % 800));
    let mut question = question(&Unit::Share).set("threshold", "0.05");
    question.better = Better::Lower;
    let insight = Threshold
        .ask(
            &shares(over.chain(under).chain(rest.filter(|it| (it - 500.0).abs() > 12.0))),
            &question,
        )
        .unwrap();
    assert_eq!(
        (number(&insight, "just-below"), number(&insight, "just-past")),
        (40.0, 90.0),
        "{}",
        insight.as_text()
    );
    assert!(number(&insight, "density-jump") > 0.0, "{}", insight.as_text());
    let Chart::Threshold(chart) = &insight.chart else {
        panic!("not a threshold chart")
    };
    let bin = |from: f64| chart.bins.iter().find(|it| (it.0 - from).abs() < 1e-9).map(|it| it.1);
    assert_eq!((bin(0.049), bin(0.05)), (Some(90), Some(40)));
}

#[test]
fn small_places_can_crowd_by_arithmetic_alone() {
    let small = (0..40).map(|at| (month(at), "a", ratio(19.0, 20.0)));
    let insight = Threshold
        .ask(&own(small), &question(&Unit::Share).set("threshold", "0.95"))
        .unwrap();
    let said = insight.findings.iter().find(|it| it.rule == "coarse").unwrap();
    assert!(
        said.sentence
            .starts_with("40 of the 40 readings within 0.1 percentage point"),
        "{}",
        said.sentence
    );
}

#[test]
fn what_has_no_line_or_no_shares_is_refused() {
    let code = |set: &EvidenceSet, unit: &Unit, line: &str| {
        let question = question(unit).set("threshold", line);
        Threshold.ask(set, &question).unwrap_err().code
    };
    let set = shares((0..40).map(f64::from));
    assert_eq!(code(&set, &visits(), "0.95"), "insight/not-a-share");
    assert_eq!(code(&set, &Unit::Share, "agreed"), "insight/no-threshold");
    assert_eq!(code(&set, &Unit::Share, "95"), "insight/not-a-setting");
    assert_eq!(code(&shares([1.0]), &Unit::Share, "0.95"), "insight/too-few-readings");
    let zeros = own((0..40).map(|at| (month(at), "a", Reading::Value(0.5))));
    assert!(
        Threshold
            .ask(&zeros, &question(&Unit::Share).set("threshold", "0.5"))
            .is_ok()
    );
}
