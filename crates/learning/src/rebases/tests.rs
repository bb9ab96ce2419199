use cm_framework::Framework;
use cm_kernel::{Author, Date, Draft, Id, Timestamp};

use crate::{Act, Learning, RebaseWithdrawn, Rebased};

fn write(learning: &mut Learning, at: u64, act: &Act) {
    let draft = Draft {
        kind: act.kind().into(),
        author: Author {
            member: Id::slug("ann"),
            partner: Id::slug("council"),
        },
        received: Timestamp::start_of(Date::parse("2019-05-01").unwrap()),
        salt: String::new(),
        body: act.body().unwrap(),
    };
    learning.apply(&draft.at(&Id::slug("here"), at));
}

fn rebase(place: &str, from: &str) -> Rebased {
    Rebased {
        measure: Id::slug("wait"),
        place: place.into(),
        group: "all".into(),
        from: from.into(),
        reason: "A second ward opened.".into(),
        proposal: None,
    }
}

fn known(learning: &Learning, place: &str, at: u64) -> Vec<String> {
    learning
        .rebases_of(&Id::slug("wait"), place, "all", at)
        .map(|it| it.it.from.clone())
        .collect()
}

#[test]
fn a_rebase_holds_for_its_own_chart_from_when_it_was_said_until_it_is_withdrawn() {
    let mut learning = Learning::default();
    write(&mut learning, 4, &Act::Rebased(rebase("a", "2018-04")));
    let taken_back = RebaseWithdrawn {
        rebase: 4,
        reason: "The ward closed again.".into(),
    };
    write(&mut learning, 7, &Act::RebaseWithdrawn(taken_back.clone()));
    assert_eq!(known(&learning, "a", 4), Vec::<String>::new());
    assert_eq!(known(&learning, "a", 5), ["2018-04"]);
    assert_eq!(known(&learning, "a", 7), ["2018-04"]);
    assert_eq!(known(&learning, "a", 8), Vec::<String>::new());
    assert_eq!(known(&learning, "all", 5), Vec::<String>::new());
    assert_eq!(learning.rebases.len(), 1);
    let refused = learning.may_withdraw_rebase(&taken_back).unwrap_err();
    assert_eq!(refused.code, "learning/no-such-rebase");
}

#[test]
fn a_rebase_needs_a_measure_a_period_and_a_reason() {
    let mut learning = Learning::default();
    let code = |learning: &Learning, it: &Rebased| learning.may_rebase(it, &Framework::default()).unwrap_err().code;
    assert_eq!(code(&learning, &rebase("a", "2018-04")), "framework/no-such-measure");
    write(
        &mut learning,
        0,
        &Act::RebaseWithdrawn(RebaseWithdrawn {
            rebase: 9,
            reason: "no".into(),
        }),
    );
    assert!(learning.rebases.is_empty());
    let blank = RebaseWithdrawn {
        rebase: 9,
        reason: " ".into(),
    };
    assert_eq!(learning.may_withdraw_rebase(&blank).unwrap_err().code, "learning/empty");
}
