use cm_framework::Unit;

use super::Stages;
use crate::made::{evidence, question, visits, worked_evidence, worked_question};
use crate::{Companion, Method, Question};

const HEADER: &str = "period,place,group,value,denominator,mark,measure\n";

/// Plain counts of stages by population group.
fn counts(rows: &[(&str, &str, f64)]) -> cm_evidence::EvidenceSet {
    let line = |(measure, group, count): &(&str, &str, f64)| format!("2021/22,all,{group},{count},,0,{measure}\n");
    let rows: String = rows.iter().map(line).collect();
    evidence(&format!("{HEADER}{rows}"), |_| {})
}

fn beside(titles: &[&str]) -> Question {
    let companion = |title: &&str| Companion {
        title: (*title).to_owned(),
        ..Companion::of(&crate::made::measure(&visits()))
    };
    titles
        .iter()
        .map(companion)
        .fold(question(&visits()), Question::with_beside)
}

#[test]
fn eight_of_forty_against_forty_eight_of_a_hundred_and_twenty_is_half() {
    let insight = Stages
        .ask(&worked_evidence(&Stages), &worked_question(&Stages))
        .unwrap();
    let it = insight.figure("ratio of carers at completed").unwrap();
    assert_eq!(
        it.statement,
        "“carers” over “others”: 0.50 times as much (0.26 to 0.96)."
    );
    assert!(
        insight
            .figure("difference of carers at completed")
            .unwrap()
            .upper
            .unwrap()
            < 0.0
    );
}

#[test]
fn plain_counts_are_out_of_the_stage_before() {
    let rows = [
        ("came", "a", 52.0),
        ("came", "b", 140.0),
        ("started", "a", 40.0),
        ("started", "b", 120.0),
        ("finished", "a", 8.0),
        ("finished", "b", 48.0),
    ];
    let insight = Stages.ask(&counts(&rows), &beside(&["started", "finished"])).unwrap();
    let it = insight.figure("ratio of a at finished").unwrap();
    assert!((it.value.unwrap() - 0.5).abs() < 1e-12);
    assert_eq!(insight.table.rows.len(), 4);
    assert_eq!(insight.table.rows[2][1], "started");
}

#[test]
fn who_cannot_be_followed_is_left_out_and_said() {
    let rows = [
        ("came", "a", 52.0),
        ("came", "b", 140.0),
        ("came", "c", 10.0),
        ("came", "d", 10.0),
        ("started", "a", 40.0),
        ("started", "b", 120.0),
        ("started", "c", 12.0),
    ];
    let insight = Stages.ask(&counts(&rows), &beside(&["started"])).unwrap();
    let said = insight.findings.iter().find(|it| it.rule == "left-out").unwrap();
    assert_eq!(
        said.sentence,
        "2 population groups are left out (`c` with more passing a stage than came to it and `d` not at every stage); \
         none of them counts as nought."
    );
}

#[test]
fn nobody_passing_is_said_and_drawn_without_a_ratio() {
    let rows = [
        ("came", "a", 40.0),
        ("came", "b", 140.0),
        ("started", "a", 0.0),
        ("started", "b", 120.0),
    ];
    let insight = Stages.ask(&counts(&rows), &beside(&["started"])).unwrap();
    assert!(insight.findings.iter().any(|it| it.rule == "halves-added"));
    assert_eq!(insight.figure("ratio of a at started").unwrap().value, Some(0.0));
}

#[test]
fn what_has_no_stages_is_refused() {
    let one = counts(&[("came", "a", 52.0), ("came", "b", 140.0)]);
    assert_eq!(
        Stages.ask(&one, &question(&visits())).unwrap_err().code,
        "insight/no-stages"
    );
    let alone = counts(&[("came", "a", 52.0), ("started", "a", 40.0)]);
    assert_eq!(
        Stages.ask(&alone, &beside(&["started"])).unwrap_err().code,
        "insight/one-group"
    );
    let set = worked_evidence(&Stages);
    assert_eq!(
        Stages.ask(&set, &question(&Unit::Share)).unwrap_err().code,
        "insight/unnamed-measure"
    );
}
