use cm_evidence::EvidenceSet;
use cm_framework::{Better, Unit};
use cm_kernel::Reading;

use super::Ranks;
use crate::made::{month, own, question, ratio, visits, worked_evidence, worked_question};
use crate::{Chart, Insight, Method, RankChart};

fn places(shares: &[(f64, f64)]) -> EvidenceSet {
    let names: Vec<String> = (0..shares.len()).map(|at| format!("place-{at:03}")).collect();
    own(shares
        .iter()
        .zip(&names)
        .map(|((count, total), name)| (month(0), name.as_str(), ratio(*count, *total))))
}

fn chart(insight: Insight) -> RankChart {
    match insight.chart {
        Chart::Ranks(chart) => chart,
        other => panic!("not ranks: {other:?}"),
    }
}

#[test]
fn among_equal_areas_nobody_is_best() {
    let set = worked_evidence(&Ranks);
    let insight = Ranks.ask(&set, &worked_question(&Ranks)).unwrap();
    assert_eq!(insight.headline, "13 of 13 could be first");
    assert!(!insight.as_text().contains("best") && !insight.as_text().contains("worst"));
    assert!(chart(insight).rows.iter().all(|it| it.worst - it.best >= 10));
}

#[test]
fn rank_one_is_the_end_partners_want() {
    let set = places(&[(900.0, 1000.0), (500.0, 1000.0), (100.0, 1000.0)]);
    for (better, first) in [(Better::Higher, "place-000"), (Better::Lower, "place-002")] {
        let mut question = question(&Unit::Share);
        question.better = better;
        let insight = Ranks.ask(&set, &question).unwrap();
        assert_eq!(insight.headline, "Only 1 of 3 could be first");
        let rows = chart(insight).rows;
        assert_eq!((rows[0].place.as_str(), rows[0].best, rows[0].worst), (first, 1, 1));
    }
    let mut neither = question(&Unit::Share);
    neither.better = Better::Neither;
    assert_eq!(Ranks.ask(&set, &neither).unwrap_err().code, "insight/no-better");
}

#[test]
fn a_small_place_at_a_hundred_per_cent_is_not_certain_of_its_rank() {
    let set = places(&[(6.0, 6.0), (900.0, 1000.0), (880.0, 1000.0), (600.0, 1000.0)]);
    let rows = chart(Ranks.ask(&set, &question(&Unit::Share)).unwrap()).rows;
    assert_eq!(rows[0].place, "place-000");
    assert!(rows[0].worst >= 3, "{rows:?}");
}

#[test]
fn the_seed_and_the_kind_of_interval_are_recorded() {
    let set = places(&[(60.0, 100.0), (70.0, 100.0), (55.0, 100.0), (90.0, 100.0)]);
    let marginal = Ranks
        .ask(
            &set,
            &question(&Unit::Share).set("interval", "marginal").set("seed", "7"),
        )
        .unwrap();
    assert_eq!(
        (
            marginal.settings["interval"].as_str(),
            marginal.settings["seed"].as_str()
        ),
        ("marginal", "7")
    );
    assert!(marginal.findings.iter().any(|it| it.rule == "marginal"));
    assert!(marginal.as_text().contains("seed 7"));
    let wrong = Ranks.ask(&set, &question(&Unit::Share).set("seed", "-1")).unwrap_err();
    assert_eq!(wrong.code, "insight/not-a-setting");
}

#[test]
fn what_cannot_be_ranked_is_refused() {
    let code = |set: &EvidenceSet| Ranks.ask(set, &question(&Unit::Share)).unwrap_err().code;
    assert_eq!(code(&places(&[(1.0, 2.0)])), "insight/too-few-places");
    assert_eq!(code(&places(&[(1.0, 2.0); 501])), "insight/too-many-places");
    let numbers = own([
        (month(0), "a", Reading::Value(2.0)),
        (month(0), "b", Reading::Value(3.0)),
    ]);
    assert_eq!(
        Ranks.ask(&numbers, &question(&visits())).unwrap_err().code,
        "insight/not-a-share"
    );
}
