use cm_framework::Framework;
use cm_kernel::{Author, Date, Draft, Id, Timestamp};

use crate::{Act, Learning, LeftOut, TakenBackIn};

fn write(learning: &mut Learning, at: u64, act: &Act) {
    let draft = Draft {
        kind: act.kind().into(),
        author: Author {
            member: Id::slug("ann"),
            partner: Id::slug("council"),
        },
        received: Timestamp::start_of(Date::parse("2020-06-01").unwrap()),
        salt: String::new(),
        body: act.body().unwrap(),
    };
    let entry = draft.at(&Id::slug("here"), at);
    assert_eq!(Act::read(&entry).as_ref(), Some(act));
    learning.apply(&entry);
}

fn left_out(place: &str, period: &str) -> LeftOut {
    LeftOut {
        measure: Id::slug("wait"),
        place: place.into(),
        group: "all".into(),
        period: period.into(),
        reason: "Closed by a flood.".into(),
    }
}

fn known(learning: &Learning, place: &str, at: u64) -> Vec<String> {
    learning
        .left_out_of(&Id::slug("wait"), place, "all", at)
        .map(|it| it.it.period.clone())
        .collect()
}

#[test]
fn a_period_is_left_out_of_its_own_chart_until_it_is_taken_back_in() {
    let mut learning = Learning::default();
    write(&mut learning, 4, &Act::LeftOut(left_out("a", "2020-04")));
    let back = TakenBackIn {
        left_out: 4,
        reason: "It was open all the same.".into(),
    };
    write(&mut learning, 7, &Act::TakenBackIn(back.clone()));
    assert_eq!(known(&learning, "a", 4), Vec::<String>::new());
    assert_eq!(known(&learning, "a", 5), ["2020-04"]);
    assert_eq!(known(&learning, "a", 7), ["2020-04"]);
    assert_eq!(known(&learning, "a", 8), Vec::<String>::new());
    assert_eq!(known(&learning, "all", 5), Vec::<String>::new());
    assert_eq!(learning.left_out.len(), 1);
    let refused = learning.may_take_back_in(&back).unwrap_err();
    assert_eq!(refused.code, "learning/not-left-out");
}

#[test]
fn leaving_out_needs_a_measure_and_taking_back_in_a_reason() {
    let learning = Learning::default();
    let refused = learning
        .may_leave_out(&left_out("a", "2020-04"), &Framework::default())
        .unwrap_err();
    assert_eq!(refused.code, "framework/no-such-measure");
    let blank = TakenBackIn {
        left_out: 9,
        reason: " ".into(),
    };
    assert_eq!(learning.may_take_back_in(&blank).unwrap_err().code, "learning/empty");
}
