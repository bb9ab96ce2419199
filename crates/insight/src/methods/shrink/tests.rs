use cm_evidence::EvidenceSet;
use cm_framework::Unit;

use super::Shrink;
use crate::made::{month, own, question, ratio, worked_evidence, worked_question};
use crate::{Chart, Method};

fn places(shares: &[(f64, f64)]) -> EvidenceSet {
    let names: Vec<String> = (0..shares.len()).map(|at| format!("place-{at:02}")).collect();
    own(shares
        .iter()
        .zip(&names)
        .map(|((count, total), name)| (month(0), name.as_str(), ratio(*count, *total))))
}

#[test]
fn small_places_borrow_most() {
    let insight = Shrink
        .ask(&worked_evidence(&Shrink), &worked_question(&Shrink))
        .unwrap();
    let Chart::Intervals(chart) = &insight.chart else {
        panic!("not intervals")
    };
    let centre = insight.figure("centre").unwrap().value.unwrap();
    for row in &chart.rows {
        let (value, (lower, upper)) = (row.value.unwrap(), row.interval.unwrap());
        assert!(lower < value && value < upper && (value - centre).abs() < 0.5);
    }
    assert!(
        insight
            .as_text()
            .contains("“moor” moves furthest: 48.8% of 41 as counted"),
        "{}",
        insight.as_text()
    );
}

#[test]
fn equal_places_are_all_the_same() {
    let insight = Shrink
        .ask(&places(&[(24.0, 40.0); 13]), &question(&Unit::Share))
        .unwrap();
    assert_eq!(insight.headline, "Chance explains all the difference between places");
    assert!(insight.table.rows.iter().all(|row| row[4] == "60.0%" && row[6] == "0%"));
}

#[test]
fn what_has_nothing_to_lend_is_refused() {
    let code = |set: &EvidenceSet| Shrink.ask(set, &question(&Unit::Share)).unwrap_err().code;
    assert_eq!(code(&places(&[(0.0, 9.0); 5])), "insight/all-alike");
    assert_eq!(code(&places(&[(9.0, 9.0); 5])), "insight/all-alike");
    assert_eq!(code(&places(&[(9.0, 19.0); 2])), "insight/too-few-places");
    let set = places(&[(9.0, 19.0); 4]);
    let refused = Shrink
        .ask(&set, &question(&Unit::Share).set("level", "0.2"))
        .unwrap_err();
    assert_eq!(refused.code, "insight/not-a-setting");
}
