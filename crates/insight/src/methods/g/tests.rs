use cm_framework::{Better, Unit};
use cm_kernel::{Absence, Reading};

use super::G;
use crate::made::{month, own, question, ratio, visits};
use crate::{Insight, Method};

fn ask(set: &cm_evidence::EvidenceSet) -> Insight {
    G.ask(set, &question(&Unit::Share)).unwrap()
}

#[test]
fn cases_are_counted_between_events() {
    // The 5th, the 15th and the 25th of cases counted ten at a time.
    let set = own((0..4).map(|at| (month(at), "a", ratio(f64::from(u8::from(at < 3)), 10.0))));
    let insight = ask(&set);
    let value = |name: &str| insight.figure(name).unwrap().value.unwrap();
    assert_eq!(
        (value("median"), value("latest"), value("since-latest-event")),
        (9.0, 9.0, 15.0)
    );
    assert!((value("upper-limit") - (9.0 + 3.0 * 90_f64.sqrt())).abs() < 1e-12);
}

#[test]
fn others_may_be_the_rare_events() {
    let seldom = own((0..6).map(|at| (month(at), "a", ratio(f64::from(u8::from(at % 2 == 0)), 10.0))));
    let mostly = own((0..6).map(|at| (month(at), "a", ratio(10.0 - f64::from(u8::from(at % 2 == 0)), 10.0))));
    let mut wanted = question(&Unit::Share);
    wanted.better = Better::Lower;
    let counted = G.ask(&seldom, &wanted).unwrap();
    wanted.better = Better::Higher;
    let others = G.ask(&mostly, &wanted.set("events", "others")).unwrap();
    assert_eq!((&counted.chart, &counted.headline), (&others.chart, &others.headline));
}

#[test]
fn numbers_may_already_be_gaps() {
    let set = own([23.0, 39.0, 15.0, 40.0, 9.0]
        .into_iter()
        .zip(0..)
        .map(|(gap, at)| (month(at), "a", Reading::Value(gap))));
    let insight = G.ask(&set, &question(&visits()).set("readings", "gaps")).unwrap();
    assert_eq!(insight.figure("median").unwrap().value, Some(23.0));
    let refused = G.ask(&set, &question(&visits())).unwrap_err();
    assert_eq!(refused.code, "insight/not-gaps");
}

#[test]
fn an_unknown_period_hides_what_passed_across_it() {
    let mut rows: Vec<_> = (0..6).map(|at| (month(at), "a", ratio(1.0, 10.0))).collect();
    rows[2].2 = Reading::Absent(Absence::Missing);
    let insight = ask(&own(rows));
    assert!(
        insight
            .findings
            .iter()
            .any(|it| it.sentence.starts_with("1 gap between events is not known"))
    );
    assert_eq!(insight.table.rows.len(), 3);
}

#[test]
fn events_that_are_too_few_or_too_many_are_refused() {
    let code = |rows: Vec<_>| G.ask(&own(rows), &question(&Unit::Share)).unwrap_err().code;
    assert_eq!(code(vec![(month(0), "a", ratio(0.0, 10.0))]), "insight/too-few-events");
    assert_eq!(code(vec![(month(0), "a", ratio(1.0, 10.0))]), "insight/too-few-events");
    assert_eq!(code(vec![(month(0), "a", ratio(9e9, 1e12))]), "insight/too-many-events");
    assert_eq!(code(vec![(month(0), "a", ratio(1.5, 10.0))]), "insight/not-counts");
}
