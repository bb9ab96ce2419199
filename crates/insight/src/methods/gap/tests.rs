use cm_evidence::EvidenceSet;
use cm_framework::{Better, Unit};
use cm_kernel::{Absence, Reading};

use super::Gap;
use crate::made::{evidence, question, visits, worked_evidence, worked_question};
use crate::{Chart, Insight, Method, Question, Signal};

/// Population groups of one place with their counts and totals.
pub(in crate::methods) fn groups(rows: &[(&str, f64, f64)]) -> EvidenceSet {
    let line = |(group, count, total): &(&str, f64, f64)| format!("2021/22,all,{group},{count},{total},0\n");
    let rows: String = rows.iter().map(line).collect();
    evidence(&format!("period,place,group,value,denominator,mark\n{rows}"), |_| {})
}

fn share() -> Question {
    question(&Unit::Share)
}

fn ratio_of(insight: &Insight, group: &str) -> (Option<f64>, Option<f64>, Option<f64>) {
    let it = insight.figure(&format!("ratio of {group}")).unwrap();
    (it.value, it.lower, it.upper)
}

#[test]
fn both_gaps_are_always_given() {
    let insight = Gap.ask(&worked_evidence(&Gap), &worked_question(&Gap)).unwrap();
    for group in ["carers", "lone parents", "young people"] {
        assert!(insight.figure(&format!("difference of {group}")).is_some());
        assert!(insight.figure(&format!("ratio of {group}")).is_some());
    }
    let (value, lower, upper) = ratio_of(&insight, "carers");
    assert!((value.unwrap() - 0.5).abs() < 1e-12);
    assert_eq!(
        (format!("{:.2}", lower.unwrap()), format!("{:.2}", upper.unwrap())),
        ("0.26".into(), "0.96".into())
    );
    let missing = insight.findings.iter().find(|it| it.rule == "missing").unwrap();
    assert!(missing.sentence.contains("30 of 300 (10%)"), "{}", missing.sentence);
    assert!(insight.figure("ratio of not stated").is_none());
}

#[test]
fn the_base_is_the_largest_or_the_one_chosen() {
    let set = groups(&[("a", 8.0, 40.0), ("b", 48.0, 120.0)]);
    let said = |question: &Question| Gap.ask(&set, question).unwrap().as_text();
    assert!(said(&share()).contains("The base is “b”, the largest: 40.0% of 120."));
    let chosen = said(&share().set("base", "a"));
    assert!(chosen.contains("The base is “a”, the one chosen"), "{chosen}");
    assert!(chosen.contains("2.00 times as much (1.04 to 3.86)"), "{chosen}");
    let no = Gap.ask(&set, &share().set("base", "c")).unwrap_err();
    assert_eq!(no.code, "insight/not-a-setting");
}

#[test]
fn nought_has_a_difference_and_says_what_became_of_its_ratio() {
    let set = groups(&[("a", 0.0, 40.0), ("b", 48.0, 120.0)]);
    let insight = Gap.ask(&set, &share()).unwrap();
    assert_eq!(ratio_of(&insight, "a").0, Some(0.0));
    assert!(insight.findings.iter().any(|it| it.rule == "halves-added"));
    let turned = Gap.ask(&set, &share().set("base", "a")).unwrap();
    assert_eq!(ratio_of(&turned, "b"), (None, None, None));
    assert!(turned.as_text().contains("no ratio, because the base has none"));
    assert!(turned.figure("difference of b").unwrap().lower.unwrap() > 0.0);
}

#[test]
fn the_direction_partners_want_decides_what_is_a_concern() {
    let set = groups(&[("a", 8.0, 40.0), ("b", 48.0, 120.0)]);
    for (better, wanted) in [
        (Better::Higher, Signal::Concern),
        (Better::Lower, Signal::Improvement),
        (Better::Neither, Signal::Low),
    ] {
        let mut question = share();
        question.better = better;
        let Chart::Intervals(chart) = Gap.ask(&set, &question).unwrap().chart else {
            panic!("not intervals")
        };
        assert_eq!(chart.rows[0].signal, Some(wanted));
    }
}

#[test]
fn rates_of_events_have_gaps_too() {
    let set = groups(&[("a", 30.0, 20.0), ("b", 20.0, 40.0)]);
    let insight = Gap.ask(&set, &question(&visits())).unwrap();
    let (value, lower, upper) = ratio_of(&insight, "a");
    assert!((value.unwrap() - 3.0).abs() < 1e-12);
    let half = (1.0_f64 / 30.0 + 1.0 / 20.0).sqrt() * 1.959_963_984_540_054;
    assert!((lower.unwrap() - 3.0 * (-half).exp()).abs() < 1e-9 && (upper.unwrap() - 3.0 * half.exp()).abs() < 1e-9);
}

#[test]
fn what_has_no_gap_is_refused() {
    let code = |set: &EvidenceSet| Gap.ask(set, &share()).unwrap_err().code;
    assert_eq!(code(&groups(&[("a", 1.0, 2.0)])), "insight/one-group");
    assert_eq!(
        code(&groups(&[("a", 1.0, 2.0), ("not known", 1.0, 2.0)])),
        "insight/one-group"
    );
    assert_eq!(code(&groups(&[("a", 1.0, 2.0), ("b", 0.0, 0.0)])), "insight/one-group");
    assert_eq!(code(&groups(&[("a", 3.0, 2.0), ("b", 5.0, 4.0)])), "insight/no-numbers");
    let with = |reading: Reading| {
        evidence(Gap.worked().csv, |batch| {
            batch.rows.iter_mut().for_each(|it| it.reading = reading);
        })
    };
    assert_eq!(code(&with(Reading::Absent(Absence::Missing))), "insight/no-numbers");
    assert_eq!(code(&with(Reading::Value(2.0))), "insight/not-a-share");
}
