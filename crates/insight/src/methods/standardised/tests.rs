use cm_evidence::EvidenceSet;
use cm_framework::Unit;
use cm_kernel::{Absence, Reading};

use super::Standardised;
use crate::made::{evidence, question, visits, worked_evidence, worked_question};
use crate::{Companion, Insight, Method, Question};

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

/// Admissions of people of two ages beside the persons with one, two and three.
fn admitted(change: &str) -> (EvidenceSet, Question) {
    let rows = "2021,a,0-64,14,1000,0,admissions\n2021,a,65+,40,500,0,admissions\n\
                2021,a,0-64,10,,0,once\n2021,a,65+,12,,0,once\n\
                2021,a,0-64,2,,0,twice\n2021,a,65+,8,,0,twice\n\
                2021,a,0-64,0,,0,thrice\n2021,a,65+,4,,0,thrice\n";
    let (was, is) = change.split_once(" to ").unwrap_or_default();
    let rows = rows.replace(was, is);
    let companion = |title: &str| Companion {
        title: title.to_owned(),
        ..Companion::of(&crate::made::measure(&visits()))
    };
    let asked = ["once", "twice", "thrice"]
        .map(companion)
        .into_iter()
        .fold(question(&visits()), Question::with_beside)
        .set("repeated", "beside");
    let header = "period,place,group,value,denominator,mark,measure\n";
    (evidence(&format!("{header}{rows}"), |_| {}), asked)
}

#[test]
fn events_that_come_together_widen_the_interval_and_leave_the_rate() {
    let (set, asked_with) = admitted("");
    let with = asked(&set, &asked_with);
    let alone = asked(&set, &asked_with.clone().set("repeated", "no"));
    let ends = |it: &Insight| {
        let found = it.figure("a").unwrap();
        (found.lower.unwrap(), found.value.unwrap(), found.upper.unwrap())
    };
    assert_eq!(ends(&with).1, ends(&alone).1);
    // Weights are 0.805 and 0.195: the variance of 14 and 40 events, and of theirs by squares.
    let (share, old) = (0.805 / 1000.0, 0.195 / 500.0);
    let apart = 14.0 * share * share + 40.0 * old * old;
    let together = 18.0 * share * share + (12.0 + 4.0 * 8.0 + 9.0 * 4.0) * old * old;
    let stretch = (ends(&with).2 - ends(&with).1) / (ends(&alone).2 - ends(&alone).1);
    assert!((stretch - f64::sqrt(together / apart)).abs() < 1e-9);
    assert!(with.as_text().contains("A person may have up to 3 events"));
    assert!(
        alone
            .as_text()
            .contains("where one person has several, the intervals are too narrow")
    );
}

#[test]
fn persons_that_do_not_add_up_are_refused_and_missing_ones_leave_the_place_out() {
    let refused = |change: &str| {
        let (set, asked) = admitted(change);
        Standardised.ask(&set, &asked).unwrap_err()
    };
    let no = refused("8,,0,twice to 7,,0,twice");
    assert_eq!(no.code, "insight/persons-do-not-add-up");
    assert!(
        no.reason.contains("have 38 events together, and 40 are counted"),
        "{no:?}"
    );
    assert_eq!(
        refused("10,,0,once to -10,,0,once").code,
        "insight/persons-do-not-add-up"
    );
    let no = refused("2021,a,65+,4,,0,thrice to 2021,b,65+,4,,0,thrice");
    assert_eq!(no.code, "insight/band-missing");
    assert!(no.reason.ends_with("of events and of persons."), "{no:?}");
    // Where the others have all the events, the number that is not there can only be nought.
    let (set, asked) = admitted("2021,a,0-64,0,,0,thrice to 2021,b,0-64,0,,0,thrice");
    assert!(Standardised.ask(&set, &asked).is_ok());
    let (set, asked) = admitted("");
    let no = Standardised
        .ask(&set, &asked.clone().set("how", "indirect"))
        .unwrap_err();
    assert_eq!(no.code, "insight/not-a-setting");
    let few = places(&[("a", "0-64", 30.0, 1000.0), ("a", "65+", 300.0, 3000.0)]);
    let no = Standardised
        .ask(&few, &question(&visits()).set("repeated", "beside"))
        .unwrap_err();
    assert_eq!(no.code, "insight/nothing-beside");
}
