use cm_evidence::EvidenceSet;
use cm_framework::Unit;
use cm_kernel::{Absence, Reading};

use super::Standardised;
use crate::made::{evidence, question, visits, worked_evidence, worked_question};
use crate::{Insight, Method, Question};

fn places(rows: &[(&str, &str, f64, f64)]) -> EvidenceSet {
    let line =
        |(place, group, count, total): &(&str, &str, f64, f64)| format!("2021,{place},{group},{count},{total},0\n");
    let rows: String = rows.iter().map(line).collect();
    evidence(&format!("period,place,group,value,denominator,mark\n{rows}"), |_| {})
}

fn asked(set: &EvidenceSet, question: &Question) -> Insight {
    Standardised.ask(set, question).unwrap()
}

#[test]
fn places_of_the_same_rates_at_each_age_are_alike_whatever_their_ages() {
    let set = places(&[
        ("old", "0-64", 10.0, 1000.0),
        ("old", "65+", 300.0, 3000.0),
        ("young", "0-64", 30.0, 3000.0),
        ("young", "65+", 100.0, 1000.0),
    ]);
    let insight = asked(&set, &question(&Unit::Share));
    let value = |name: &str| insight.figure(name).unwrap().value.unwrap();
    assert!((value("old") - value("young")).abs() < 1e-12);
    assert!((value("old") - (0.01 * 0.805 + 0.1 * 0.195)).abs() < 1e-12);
    assert_eq!(insight.headline, "At equal ages no place stands apart");
    let ratio = asked(&set, &question(&Unit::Share).set("how", "indirect"));
    assert!((ratio.figure("old").unwrap().value.unwrap() - 1.0).abs() < 1e-12);
    assert!((ratio.figure("rate of young").unwrap().value.unwrap() - 440.0 / 8000.0).abs() < 1e-12);
}

#[test]
fn everything_together_is_a_standard_population_too() {
    let mut question = worked_question(&Standardised);
    question = question.set("population", "all-places");
    let insight = asked(&worked_evidence(&Standardised), &question);
    assert!(
        insight
            .as_text()
            .contains("Ages are those of all places together, in 5 age bands.")
    );
}

#[test]
fn a_place_with_few_events_or_a_missing_band_is_left_out() {
    let set = places(&[
        ("a", "0-64", 30.0, 1000.0),
        ("a", "65+", 300.0, 3000.0),
        ("b", "0-64", 1.0, 100.0),
        ("b", "65+", 8.0, 100.0),
        ("c", "0-64", 50.0, 100.0),
    ]);
    let insight = asked(&set, &question(&visits()));
    let said = insight.findings.iter().find(|it| it.rule == "left-out").unwrap();
    assert_eq!(
        said.sentence,
        "2 places are left out (`b` with fewer than 10 events and `c` without a number in an age band); none of them \
         counts as nought."
    );
    assert_eq!(insight.figures.len(), 1);
    let ratio = asked(&set, &question(&visits()).set("how", "indirect"));
    assert!(ratio.figure("b").is_some());
}

#[test]
fn what_cannot_be_standardised_is_refused() {
    let code = |rows: &[(&str, &str, f64, f64)]| {
        let no = Standardised.ask(&places(rows), &question(&Unit::Share)).unwrap_err();
        no.code
    };
    assert_eq!(
        code(&[("a", "young", 30.0, 90.0), ("a", "old", 30.0, 90.0)]),
        "insight/not-age-bands"
    );
    assert_eq!(
        code(&[("a", "0-17", 30.0, 90.0), ("a", "18+", 30.0, 90.0)]),
        "insight/not-age-bands"
    );
    assert_eq!(code(&[("a", "all", 30.0, 90.0)]), "insight/not-age-bands");
    assert_eq!(
        code(&[("a", "0-64", 3.0, 90.0), ("a", "65+", 3.0, 90.0)]),
        "insight/too-few-events"
    );
    assert_eq!(
        code(&[("a", "0-64", 3.0, 90.0), ("b", "65+", 3.0, 90.0)]),
        "insight/band-missing"
    );
    assert_eq!(code(&[("a", "0-64", 3.0, 0.0)]), "insight/no-numbers");
    let absent = evidence(Standardised.worked().csv, |batch| {
        batch
            .rows
            .iter_mut()
            .for_each(|it| it.reading = Reading::Absent(Absence::Refused));
    });
    assert_eq!(
        Standardised
            .ask(&absent, &worked_question(&Standardised))
            .unwrap_err()
            .code,
        "insight/no-numbers"
    );
}
