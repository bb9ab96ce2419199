use cm_evidence::EvidenceSet;
use cm_framework::Unit;

use super::Compare;
use crate::made::{month, own, question, ratio, worked_evidence, worked_question};
use crate::{Chart, Insight, Method};

fn places(shares: &[(f64, f64)]) -> EvidenceSet {
    let names: Vec<String> = (0..shares.len()).map(|at| format!("place-{at:03}")).collect();
    own(shares
        .iter()
        .zip(&names)
        .map(|((count, total), name)| (month(0), name.as_str(), ratio(*count, *total))))
}

fn width(insight: &Insight) -> f64 {
    insight.figure("multiplier").unwrap().value.unwrap()
}

#[test]
fn equal_places_need_the_published_multiplier_and_none_is_apart() {
    for pairs in ["average", "equal"] {
        let asked = question(&Unit::Share).set("pairs", pairs);
        let insight = Compare.ask(&places(&[(24.0, 40.0); 13]), &asked).unwrap();
        assert_eq!(insight.headline, "No two places have bars apart");
        assert!((width(&insight) - 1.385_903_824).abs() < 1e-8);
    }
}

#[test]
fn unequal_places_need_wider_bars() {
    let set = worked_evidence(&Compare);
    let average = Compare.ask(&set, &worked_question(&Compare)).unwrap();
    let equal = Compare
        .ask(&set, &worked_question(&Compare).set("pairs", "equal"))
        .unwrap();
    assert!(width(&average) > width(&equal) && width(&average) < 1.96);
}

#[test]
fn places_stand_by_name_and_the_looks_are_counted() {
    let insight = Compare
        .ask(
            &places(&[(90.0, 100.0), (10.0, 100.0), (50.0, 100.0)]),
            &question(&Unit::Share),
        )
        .unwrap();
    assert_eq!(insight.headline, "Bars of 3 of 3 pairs are apart");
    let Chart::Intervals(chart) = &insight.chart else {
        panic!("not intervals")
    };
    let names: Vec<_> = chart.rows.iter().map(|it| it.label.as_str()).collect();
    assert_eq!(names, ["place-000", "place-001", "place-002"]);
    let said = insight.findings.iter().find(|it| it.rule == "many-looks").unwrap();
    assert!(
        said.sentence.contains("There are 3 pairs") && said.sentence.contains("about 0.2 of them"),
        "{}",
        said.sentence
    );
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let code = |set: &EvidenceSet, level: &str| {
        Compare
            .ask(set, &question(&Unit::Share).set("level", level))
            .unwrap_err()
            .code
    };
    assert_eq!(code(&places(&[(1.0, 2.0)]), "0.95"), "insight/too-few-places");
    assert_eq!(code(&places(&[(1.0, 2.0); 2]), "1"), "insight/not-a-setting");
    assert_eq!(code(&places(&[(1.0, 2.0); 3_001]), "0.95"), "insight/too-many-places");
}
