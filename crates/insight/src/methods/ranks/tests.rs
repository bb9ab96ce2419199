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
    assert_eq!(code(&places(&[(1.0, 2.0); 3_001])), "insight/too-many-places");
    let numbers = own([
        (month(0), "a", Reading::Value(2.0)),
        (month(0), "b", Reading::Value(3.0)),
    ]);
    assert_eq!(
        Ranks.ask(&numbers, &question(&visits())).unwrap_err().code,
        "insight/not-a-share"
    );
}

#[test]
fn the_first_few_are_named_and_any_level_and_end_can_be_set() {
    let set = places(&[(900.0, 1000.0), (880.0, 1000.0), (500.0, 1000.0), (100.0, 1000.0)]);
    let asked = question(&Unit::Share)
        .set("few", "2")
        .set("level", "0.9")
        .set("ends", "last");
    let insight = Ranks.ask(&set, &asked).unwrap();
    assert_eq!(insight.headline, "Only 1 of 4 could be last");
    let said = &insight.findings[1].sentence;
    assert_eq!(
        said,
        "Among the first 2 could be every place; among the last 2, “place-002” and “place-003”. Nobody else could, at 90%."
    );
    assert!(chart(insight).rows.iter().all(|it| it.best == 1));
    for (name, wrong) in [("few", "0"), ("level", "0.4"), ("draws", "10"), ("level", "1")] {
        let refused = Ranks.ask(&set, &question(&Unit::Share).set(name, wrong)).unwrap_err();
        assert_eq!(refused.code, "insight/not-a-setting");
    }
}

#[test]
fn counts_are_ranked_exactly_and_from_either_end() {
    let counts = [
        ("a", 72.0),
        ("b", 69.0),
        ("c", 64.0),
        ("d", 37.0),
        ("e", 17.0),
        ("f", 9.0),
        ("g", 1.0),
    ];
    let set = own(counts.map(|(place, it)| (month(0), place, Reading::Value(it))));
    let asked = question(&visits()).set("figure", "count").set("interval", "marginal");
    let ends = |insight: Insight| {
        chart(insight)
            .rows
            .iter()
            .map(|it| (it.best, it.worst))
            .collect::<Vec<_>>()
    };
    let found = ends(Ranks.ask(&set, &asked).unwrap());
    assert_eq!(found, [(1, 3), (1, 3), (1, 3), (4, 4), (5, 6), (5, 7), (6, 7)]);
    let one_step = ends(Ranks.ask(&set, &asked.clone().set("correction", "bonferroni")).unwrap());
    assert_eq!(one_step[2], (1, 4));
    let mut lower = asked.clone();
    lower.better = Better::Lower;
    let turned = Ranks.ask(&set, &lower).unwrap();
    assert!(turned.as_text().contains("The intervals are exact"));
    assert_eq!(ends(turned), [(1, 2), (1, 3), (2, 3), (4, 4), (5, 7), (5, 7), (5, 7)]);
    let refused = Ranks.ask(&places(&[(1.0, 2.0); 3]), &asked).unwrap_err();
    assert_eq!(refused.code, "insight/not-a-count");
}

#[test]
fn chances_stand_beside_the_ranks_and_never_alone() {
    let set = places(&[
        (900.0, 1000.0),
        (700.0, 1000.0),
        (690.0, 1000.0),
        (500.0, 1000.0),
        (490.0, 1000.0),
        (300.0, 1000.0),
        (290.0, 1000.0),
        (100.0, 1000.0),
    ]);
    let asked = question(&Unit::Share).set("chances", "yes").set("few", "quarter");
    let insight = Ranks.ask(&set, &asked).unwrap();
    let said: Vec<&str> = insight.findings.iter().map(|it| it.sentence.as_str()).collect();
    assert!(
        said.contains(
            &"Were all of them drawn anew within their errors, again and again, 1 of 8 would be among the first 2 at \
              least nine times in ten, and 1 would be among the last 2."
        ),
        "{said:?}"
    );
    assert!(
        said.iter()
            .any(|it| it.starts_with("The chances take the shares as they were read"))
    );
    let table = &insight.table;
    assert_eq!(
        table.columns[5..],
        ["Ranks it could have", "Chance of first 2", "Chance of last 2"]
    );
    assert_eq!(table.rows[0][5..], ["1 to 1", "over 99%", "under 1%"]);
    assert_eq!(table.rows[1][6], "69%");
    let one = Ranks.ask(&set, &question(&Unit::Share).set("chances", "yes")).unwrap();
    assert_eq!(one.table.columns[6..], ["Chance of first", "Chance of last"]);
    let counts = own([("a", 3.0), ("b", 4.0)].map(|(place, it)| (month(0), place, Reading::Value(it))));
    let asked = question(&visits()).set("figure", "count").set("chances", "yes");
    assert_eq!(Ranks.ask(&counts, &asked).unwrap_err().code, "insight/not-a-setting");
}
