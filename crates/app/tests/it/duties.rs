use cm_framework::{Duty, DutyAccepted, DutyAct, Role};
use cm_kernel::Length;

use crate::stage::{Stage, code, id};

fn visits(to: &str) -> DutyAct {
    DutyAct::Set(Duty {
        id: id("visits"),
        title: "Visits".to_owned(),
        question: "Was every family visited?".to_owned(),
        rests_on: "The contract".to_owned(),
        owed_by: vec![id("clinic")],
        every: Length::Month,
        days_to_answer: 5,
        escalates_after: 1,
        escalates_to: id(to),
        post: "director".to_owned(),
    })
}

#[test]
fn everybody_is_told_of_a_duty_that_is_not_kept_whatever_the_outcomes() {
    let stage = Stage::founded();
    stage.set_day("2024-01-10");
    stage
        .house
        .attend_duty(&stage.caller("council"), &visits("council"))
        .unwrap();
    let accepted = DutyAct::Accepted(DutyAccepted { duty: id("visits") });
    let told = |who: &str, kind: &str| {
        let items = stage.house.attention(&stage.caller(who)).unwrap().items;
        let of_kind = items.iter().find(|it| it.kind == kind);
        of_kind.map(|it| it.sentence.clone())
    };
    assert!(told("clinic", "duty").unwrap().contains("has not taken it on"));
    stage.house.attend_duty(&stage.caller("clinic"), &accepted).unwrap();
    assert_eq!(told("clinic", "duty"), None);
    stage.set_day("2024-02-03");
    assert!(told("clinic", "duty").unwrap().contains("January 2024"));
    assert_eq!(told("residents", "escalated"), None);
    stage.set_day("2024-02-06");
    for who in ["residents", "council", "clinic"] {
        assert!(told(who, "escalated").unwrap().contains("for one month"), "{who}");
    }
}

#[test]
fn who_may_not_put_one_forward_or_answer_is_refused_and_nothing_is_written() {
    let stage = Stage::founded();
    let before = stage.length();
    let auditor = stage.caller_as("council", &[Role::Auditor]);
    let analyst = stage.caller_as("clinic", &[Role::Analyst]);
    let accepted = DutyAct::Accepted(DutyAccepted { duty: id("visits") });
    assert_eq!(
        code(&stage.house.attend_duty(&auditor, &visits("council"))),
        "app/not-your-role"
    );
    assert_eq!(code(&stage.house.attend_duty(&analyst, &accepted)), "app/not-your-role");
    let council = stage.caller("council");
    assert_eq!(
        code(&stage.house.attend_duty(&council, &visits("clinic"))),
        "framework/duty-unfinished"
    );
    assert_eq!(
        code(&stage.house.attend_duty(&council, &visits("nobody"))),
        "framework/no-such-partner"
    );
    assert_eq!(stage.length(), before);
}
