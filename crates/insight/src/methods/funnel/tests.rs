use cm_evidence::EvidenceSet;
use cm_framework::{Better, Unit};
use cm_kernel::{Absence, Reading};

use super::Funnel;
use crate::made::{month, own, question, ratio, visits, worked_evidence, worked_question};
use crate::{Chart, FunnelChart, Method, Signal};

fn places(shares: &[(f64, f64)]) -> EvidenceSet {
    let names: Vec<String> = (0..shares.len()).map(|at| format!("place-{at:02}")).collect();
    own(shares
        .iter()
        .zip(&names)
        .map(|((count, total), name)| (month(0), name.as_str(), ratio(*count, *total))))
}

fn chart(set: &EvidenceSet) -> FunnelChart {
    match Funnel.ask(set, &question(&Unit::Share)).unwrap().chart {
        Chart::Funnel(chart) => chart,
        other => panic!("not a funnel: {other:?}"),
    }
}

#[test]
fn equal_places_do_not_stand_out() {
    let insight = Funnel
        .ask(&places(&[(24.0, 40.0); 13]), &question(&Unit::Share))
        .unwrap();
    assert_eq!(insight.headline, "No place differs more than chance would make it");
    assert!(!insight.has_signal());
}

#[test]
fn both_verdicts_are_always_given() {
    let shares: Vec<_> = (0..20)
        .map(|at| (10_000.0 * (0.6 + 0.015 * f64::from(at)), 10_000.0))
        .collect();
    let insight = Funnel.ask(&places(&shares), &question(&Unit::Share)).unwrap();
    assert_eq!(
        insight.headline,
        "No place stands out from ordinary differences between places"
    );
    assert!(
        insight.findings[0]
            .sentence
            .starts_with("Allowing for ordinary differences between places, 0 of 20")
    );
    assert!(
        insight.findings[1]
            .sentence
            .contains("If chance were the only difference, 18 of 20"),
        "{}",
        insight.as_text()
    );
    assert!(
        insight.findings[2]
            .sentence
            .contains("most of the difference is between-place variation that is not chance")
    );
    let points = chart(&places(&shares)).points;
    assert!(points[0].outside_chance == Some(Signal::Concern) && points[0].outside.is_none());
    assert!(points[0].z < 0.0 && points[0].z > -3.1, "{}", points[0].z);
}

#[test]
fn the_direction_partners_want_decides_what_is_a_concern() {
    let set = worked_evidence(&Funnel);
    for (better, wanted) in [
        (Better::Higher, Signal::Concern),
        (Better::Lower, Signal::Improvement),
        (Better::Neither, Signal::Low),
    ] {
        let mut question = worked_question(&Funnel);
        question.better = better;
        let Chart::Funnel(chart) = Funnel.ask(&set, &question).unwrap().chart else {
            panic!("not a funnel")
        };
        let moor = chart.points.iter().find(|it| it.place == "moor").unwrap();
        assert_eq!(moor.outside, Some(wanted));
    }
}

#[test]
fn limits_narrow_as_places_grow_and_hold_the_centre() {
    let chart = chart(&places(&[
        (9.0, 10.0),
        (80.0, 100.0),
        (850.0, 1000.0),
        (8_400.0, 10_000.0),
    ]));
    for curve in [&chart.curve, &chart.chance_only] {
        assert_eq!((curve[0].size, curve[curve.len() - 1].size), (10.0, 10_000.0));
        assert!(
            curve
                .windows(2)
                .all(|pair| pair[0].outer.1 - pair[0].outer.0 >= pair[1].outer.1 - pair[1].outer.0)
        );
        assert!(
            curve
                .iter()
                .all(|it| it.outer.0 <= it.inner.0 && it.inner.0 <= chart.centre && chart.centre <= it.inner.1)
        );
    }
}

#[test]
fn places_without_a_share_are_left_out_and_counted() {
    let rows = [
        ("a", ratio(8.0, 10.0)),
        ("b", ratio(7.0, 10.0)),
        ("c", ratio(6.0, 10.0)),
        ("d", ratio(0.0, 0.0)),
        ("e", ratio(12.0, 10.0)),
        ("f", Reading::Absent(Absence::Refused)),
    ];
    let insight = Funnel
        .ask(
            &own(rows.map(|(place, it)| (month(0), place, it))),
            &question(&Unit::Share),
        )
        .unwrap();
    let said = insight.findings.iter().find(|it| it.rule == "left-out").unwrap();
    assert_eq!(
        said.sentence,
        "3 places are left out (1 out of nothing, 1 counting more than all and 1 refused); none of them counts as nought."
    );
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let code = |set: &EvidenceSet| Funnel.ask(set, &question(&Unit::Share)).unwrap_err().code;
    assert_eq!(code(&places(&[(1.0, 2.0), (1.0, 2.0)])), "insight/too-few-places");
    assert_eq!(
        code(&own([(month(0), "a", Reading::Value(2.0))])),
        "insight/not-a-share"
    );
    assert_eq!(
        code(&own([
            (month(0), "a", ratio(1.0, 2.0)),
            (month(1), "a", ratio(1.0, 2.0))
        ])),
        "insight/several-readings"
    );
    assert_eq!(code(&places(&[(1e308, 1e308); 3])), "insight/undefined");
    assert!(
        Funnel
            .ask(&own([(month(0), "a", Reading::Value(2.0))]), &question(&visits()))
            .is_err()
    );
}
