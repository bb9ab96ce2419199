use cm_evidence::EvidenceSet;
use cm_framework::Unit;
use cm_kernel::{Batch, Id, Period, Reading, Row};

use super::Raters;
use crate::made::{question, visits, worked_evidence, worked_question};
use crate::{Chart, Insight, Method, Question};

fn rated(by_rater: &[&[f64]]) -> EvidenceSet {
    EvidenceSet::own_file(&rated_batch(by_rater))
}

fn rated_batch(by_rater: &[&[f64]]) -> Batch {
    let name = |at: usize| format!("{at:03}");
    let mut batch = Batch {
        measure: Id::slug("rated"),
        places: (0..by_rater[0].len()).map(name).collect(),
        groups: (0..by_rater.len()).map(name).collect(),
        rows: vec![],
    };
    for (group, ratings) in (0..).zip(by_rater) {
        for (place, rating) in (0..).zip(*ratings) {
            batch.rows.push(Row {
                period: Period::parse("2024").unwrap(),
                place,
                group,
                reading: Reading::Value(*rating),
            });
        }
    }
    batch.sort();
    batch
}

fn ask(set: &EvidenceSet, question: &Question) -> Insight {
    Raters.ask(set, question).unwrap()
}

#[test]
fn what_other_tools_found_is_found() {
    let found = ask(&worked_evidence(&Raters), &worked_question(&Raters));
    let value = |name: &str| found.figure(name).unwrap().value.unwrap();
    assert!((value("alpha") - 0.341_811_365_430_149_9).abs() < 1e-9);
    let nominal = ask(&worked_evidence(&Raters), &question(&visits()).set("metric", "nominal"));
    let value = |name: &str| nominal.figure(name).unwrap().value.unwrap();
    assert!((value("gwet") - 0.387_9).abs() < 5.1e-6);
    assert!((value("conger") - 0.283_53).abs() < 5.1e-6);
    let alpha = found.figure("alpha").unwrap();
    assert!((alpha.lower.unwrap() + 0.167).abs() < 0.02 && (alpha.upper.unwrap() - 0.836).abs() < 0.02);
}

#[test]
fn everybody_the_same_is_said_to_be_undefined() {
    let found = ask(&rated(&[&[2.0; 5], &[2.0; 5]]), &question(&visits()));
    assert_eq!(found.headline, "Everybody gave the same rating; agreement is undefined");
    assert_eq!(found.figure("alpha").unwrap().value, None);
    assert!(
        found
            .figure("alpha")
            .unwrap()
            .statement
            .contains("undefined, because everybody")
    );
    let Chart::Intervals(chart) = &found.chart else {
        panic!()
    };
    assert!(chart.rows[0].note.starts_with("undefined: everybody"));
}

#[test]
fn nearly_everybody_the_same_is_a_caution() {
    let mut first = [1.0; 20];
    let mut second = [1.0; 20];
    (first[19], second[18]) = (2.0, 2.0);
    let found = ask(
        &rated(&[&first, &second]),
        &question(&visits()).set("metric", "nominal"),
    );
    assert!(found.findings.iter().any(|it| it.rule == "prevalence"));
    assert!((found.figure("cohen").unwrap().value.unwrap() + 0.052_631_578_947).abs() < 1e-9);
}

#[test]
fn numbers_have_intraclass_correlations() {
    let rows: [&[f64]; 4] = [
        &[9.0, 6.0, 8.0, 7.0, 10.0, 6.0],
        &[2.0, 1.0, 4.0, 1.0, 5.0, 2.0],
        &[5.0, 3.0, 6.0, 2.0, 6.0, 4.0],
        &[8.0, 2.0, 8.0, 6.0, 9.0, 7.0],
    ];
    let found = ask(&rated(&rows), &question(&visits()).set("metric", "interval"));
    let icc = found.figure("icc-2-1").unwrap();
    assert!((icc.value.unwrap() - 0.289_763_779_5).abs() < 1e-6 && (icc.lower.unwrap() - 0.018_786_5).abs() < 1e-6);
    let ordinal = ask(&rated(&rows), &question(&visits()));
    assert!(ordinal.figure("icc-2-1").is_none());
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let code = |set: &EvidenceSet, question: &Question| Raters.ask(set, question).unwrap_err().code;
    let asked = question(&visits());
    assert_eq!(code(&rated(&[&[1.0, 2.0]]), &asked), "insight/too-few-ratings");
    assert_eq!(code(&rated(&[&[1.0], &[2.0]]), &asked), "insight/too-few-ratings");
    let two = rated(&[&[1.0, 2.0, 3.0], &[1.0, 2.0, -3.0]]);
    assert_eq!(
        code(&two, &asked.clone().set("categories", "1,2,3")),
        "insight/off-the-scale"
    );
    assert_eq!(
        code(&two, &asked.clone().set("categories", "1")),
        "insight/not-a-setting"
    );
    assert_eq!(
        code(&two, &asked.clone().set("metric", "ratio")),
        "insight/not-a-setting"
    );
    assert_eq!(code(&two, &question(&Unit::Share)), "insight/not-ratings");
    let far = rated(&[&[1e12, 1e-12, 0.0], &[1e12, 2e-12, 0.0]]);
    let found = ask(&far, &asked.set("metric", "interval"));
    assert!(found.figures.iter().all(|it| it.value.is_none_or(f64::is_finite)));
}

#[test]
fn measurements_and_things_that_one_person_rated_are_refused() {
    let many: Vec<f64> = (0..600).map(f64::from).collect();
    let other: Vec<f64> = many.iter().map(|it| it + 0.5).collect();
    let refused = Raters.ask(&rated(&[&many, &other]), &question(&visits())).unwrap_err();
    assert_eq!(refused.code, "insight/too-many-categories");
    let mut alone = rated_batch(&[&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]]);
    alone.rows.retain(|row| (row.place < 2) == (row.group == 0));
    let refused = Raters
        .ask(&EvidenceSet::own_file(&alone), &question(&visits()))
        .unwrap_err();
    assert_eq!(refused.code, "insight/nothing-to-compare");
}
