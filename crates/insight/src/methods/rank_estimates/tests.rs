use cm_evidence::EvidenceSet;
use cm_framework::Better;
use cm_kernel::{Absence, Reading};

use super::RankEstimates;
use crate::made::{measure, month, own, question, ratio, visits, worked_evidence, worked_question};
use crate::{Companion, Method, Question};

fn asked() -> Question {
    question(&visits()).with_beside(Companion::of(&measure(&visits())))
}

fn estimates(rows: &[(&'static str, f64, f64)]) -> EvidenceSet {
    let values = rows
        .iter()
        .map(|(place, value, _)| (month(0), *place, Reading::Value(*value)));
    let errors = rows
        .iter()
        .map(|(place, _, error)| (month(0), *place, Reading::Value(*error)));
    own(values).with_beside(own(errors))
}

#[test]
fn a_sure_estimate_far_above_the_others_has_one_rank() {
    let set = estimates(&[("a", 9.0, 0.1), ("b", 5.0, 0.5), ("c", 4.0, 1.0)]);
    let insight = RankEstimates.ask(&set, &asked()).unwrap();
    assert_eq!(insight.headline, "Only 1 of 3 could be first");
    let rows = insight.table.rows;
    assert_eq!(rows[0], ["a", "9.00 visits", "8.80 visits to 9.20 visits", "1 to 1"]);
    let mut lower = asked();
    lower.better = Better::Lower;
    let insight = RankEstimates.ask(&set, &lower).unwrap();
    assert_eq!(insight.table.rows[2][0], "a");
}

#[test]
fn the_first_few_are_those_that_could_be() {
    let insight = RankEstimates
        .ask(&worked_evidence(&RankEstimates), &worked_question(&RankEstimates))
        .unwrap();
    let said = insight
        .findings
        .iter()
        .find(|it| it.sentence.starts_with("Among the first 2"))
        .unwrap();
    assert!(
        said.sentence.contains("“coast”") && said.sentence.contains("among the last 2, “dale”"),
        "{}",
        said.sentence
    );
}

#[test]
fn an_estimate_without_an_error_is_left_out_and_said() {
    let values =
        own([("a", 3.0), ("b", 4.0), ("c", 5.0), ("d", 6.0)].map(|(place, it)| (month(0), place, Reading::Value(it))));
    let errors = own([
        (month(0), "a", Reading::Value(1.0)),
        (month(0), "b", Reading::Value(-1.0)),
        (month(0), "c", Reading::Absent(Absence::Missing)),
        (month(0), "d", Reading::Value(0.0)),
    ]);
    let insight = RankEstimates.ask(&values.with_beside(errors), &asked()).unwrap();
    let said = insight.findings.iter().find(|it| it.rule == "left-out").unwrap();
    assert_eq!(
        said.sentence,
        "2 places are left out (1 with a standard error that is none and 1 without a standard error); none of them counts \
         as nought."
    );
}

#[test]
fn what_has_no_error_or_several_readings_is_refused() {
    let value = |place: &'static str, at: u32| (month(at), place, Reading::Value(2.0));
    let alone = own([value("a", 0), value("b", 0)]);
    assert_eq!(
        RankEstimates.ask(&alone, &question(&visits())).unwrap_err().code,
        "insight/no-standard-error"
    );
    let code = |set: EvidenceSet| RankEstimates.ask(&set, &asked()).unwrap_err().code;
    let twice = own([value("a", 0), value("a", 1), value("b", 0)]);
    assert_eq!(code(twice.with_beside(alone.clone())), "insight/several-readings");
    let shares = own([(month(0), "a", ratio(1.0, 2.0)), (month(0), "b", ratio(1.0, 2.0))]);
    assert_eq!(code(shares.with_beside(alone.clone())), "insight/not-an-estimate");
    let another = own([value("a", 1), value("b", 1)]);
    assert_eq!(code(alone.with_beside(another)), "insight/too-few-places");
    assert_eq!(
        code(estimates(&[("a", 1e308, 1e308), ("b", 1.0, 1.0)])),
        "insight/undefined"
    );
}
