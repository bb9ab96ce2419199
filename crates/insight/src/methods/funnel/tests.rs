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

fn saying(insight: &crate::Insight, rule: &str) -> String {
    let found = insight.findings.iter().find(|it| it.rule == rule);
    found.map_or_else(String::new, |it| it.sentence.clone())
}

#[test]
fn a_target_of_ones_own_may_be_tried_and_says_what_it_is() {
    let set = places(&[(40.0, 50.0), (42.0, 50.0), (39.0, 50.0), (41.0, 50.0)]);
    let asked = question(&Unit::Share).set("target", "0.97").set("limits", "usual");
    let insight = Funnel.ask(&set, &asked).unwrap();
    assert_eq!(insight.headline, "4 of 4 places stand out");
    assert!(saying(&insight, "target").contains("the target of 97.0%, not with each other; all together have 81.0%"));
    let Chart::Funnel(chart) = insight.chart else {
        panic!("not a funnel")
    };
    assert_eq!((chart.centre, chart.centre_is.as_str()), (0.97, "target"));
    for typed in ["1.5", "-1", "soon"] {
        let refused = Funnel
            .ask(&set, &question(&Unit::Share).set("target", typed))
            .unwrap_err();
        assert_eq!(refused.code, "insight/not-a-setting");
    }
}

#[test]
fn observed_and_expected_counts_are_ratios() {
    let set = places(&[
        (120.0, 80.2),
        (95.0, 101.4),
        (70.0, 66.0),
        (33.0, 31.0),
        (0.0, 1.2),
        (51.0, 48.0),
    ]);
    let asked = question(&Unit::Share)
        .set("figure", "standardised-ratio")
        .set("adjust", "chance");
    let insight = Funnel.ask(&set, &asked).unwrap();
    assert_eq!(insight.headline, "1 of 6 places stands out");
    assert!(insight.subtitle.contains("times expected") && insight.spoken.contains("1.00 times expected"));
    let said = saying(&insight, "outside");
    assert!(
        insight
            .as_text()
            .contains("“place-00”, 1.50 times expected where 80.2 were expected, lies above"),
        "{said}"
    );
    assert_eq!(insight.table.rows[4][6..8], ["within", "within"]);
    let counts = question(&Unit::Share).set("figure", "ratio-of-counts");
    let insight = Funnel.ask(&set, &counts).unwrap();
    assert!(insight.figure("tau2").unwrap().statement.contains("logarithm"));
}

#[test]
fn events_over_an_exposure_are_rates_and_none_is_a_rate_too() {
    let set = places(&[
        (12.0, 40_000.0),
        (9.0, 31_000.0),
        (31.0, 28_000.0),
        (0.0, 9_000.0),
        (14.0, 52_000.0),
        (6.0, 20_000.0),
    ]);
    let asked = question(&visits())
        .set("figure", "rate")
        .set("adjust", "chance")
        .set("per", "100000");
    let insight = Funnel.ask(&set, &asked).unwrap();
    assert_eq!(insight.headline, "1 of 6 places stands out");
    assert!(
        insight
            .as_text()
            .contains("“place-02”, 110.7 per 100,000, 31 in 28,000, lies above"),
        "{}",
        insight.as_text()
    );
    let centre = insight.figure("centre").unwrap();
    assert!((centre.value.unwrap() - 40.0).abs() < 1e-9 && centre.unit == "per 100,000");
    assert!(insight.subtitle.contains("per 100,000"));
    let Chart::Funnel(chart) = insight.chart else {
        panic!("not a funnel")
    };
    assert_eq!(chart.points[3].value, 0.0);
    assert!(
        chart
            .curve
            .iter()
            .all(|it| it.outer.0 <= chart.centre && chart.centre <= it.outer.1)
    );
    // A place of 9,000 expects 3.6 events: none at all is not ruled out.
    assert_eq!(chart.curve[0].outer.0, 0.0);
    let none = places(&[(0.0, 10.0), (0.0, 20.0), (0.0, 30.0)]);
    assert_eq!(Funnel.ask(&none, &asked).unwrap_err().code, "insight/no-events");
}

#[test]
fn any_level_and_any_treatment_of_extremes_can_be_set() {
    let set = worked_evidence(&Funnel);
    let asked = worked_question(&Funnel)
        .set("level", "0.9")
        .set("extremes", "left-out")
        .set("adjust", "inflated");
    let insight = Funnel.ask(&set, &asked).unwrap();
    assert!(
        insight.findings[0].sentence.contains("outside the 90% limits and") && insight.as_text().contains("80% limits")
    );
    for (name, wrong) in [("level", "0.5"), ("level", "1"), ("tails", "0.5"), ("tails", "-0.1")] {
        let refused = Funnel
            .ask(&set, &worked_question(&Funnel).set(name, wrong))
            .unwrap_err();
        assert_eq!(refused.code, "insight/not-a-setting");
    }
}

#[test]
fn one_out_of_one_is_no_outlier() {
    let mut shares = vec![(460.0, 1_000.0); 12];
    shares.push((1.0, 1.0));
    let insight = Funnel
        .ask(&places(&shares), &question(&Unit::Share).set("level", "0.95"))
        .unwrap();
    assert_eq!(insight.headline, "No place differs more than chance would make it");
    assert!(saying(&insight, "small-places").contains("these are exact"));
}

#[test]
fn every_place_has_a_sentence_and_counts_its_looks() {
    let insight = Funnel
        .ask(&worked_evidence(&Funnel), &worked_question(&Funnel))
        .unwrap();
    assert!(
        insight
            .table
            .rows
            .iter()
            .all(|row| row[9].starts_with(&row[0]) && row[9].ends_with('.'))
    );
    assert_eq!(insight.table.columns[8], "False-discovery rate");
    assert_eq!(insight.figure("discoveries").unwrap().value, Some(1.0));
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
