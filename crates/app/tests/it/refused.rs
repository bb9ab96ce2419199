//! Refusals of use cases that no other story meets.

use std::sync::Arc;

use cm_account::Response;
use cm_app::Caller;
use cm_framework::Act as Agreed;
use cm_framework::Motive::{Learning, Publication};
use cm_learning::{Act, Adaptation, Claim, Decision, Forecast, Session};

use crate::stage::{Stage, a_year, code, day, id, outcome, plan};
use crate::wayward::Wayward;

fn published() -> (Stage, Caller) {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Publication]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let caller = stage.caller("council");
    (stage, caller)
}

#[test]
fn an_edition_needs_figures_that_are_there_and_what_they_cannot_say() {
    let (stage, caller) = published();
    let draft = |change: &dyn Fn(&mut cm_app::EditionPlan)| {
        let mut plan = plan("waiting", "A year");
        change(&mut plan);
        code(&stage.house.draft_edition(&caller, &plan))
    };
    assert_eq!(draft(&|it| it.figures.clear()), "account/no-figures");
    assert_eq!(
        draft(&|it| it.cannot_say = vec![" ".into()]),
        "account/nothing-it-cannot-say"
    );
    assert_eq!(
        draft(&|it| it.figures[0].figure = "shoe-size".into()),
        "account/no-such-figure"
    );
    assert_eq!(draft(&|_| {}), "ok");
    assert_eq!(draft(&|_| {}), "account/already-there");
    assert_eq!(
        code(&stage.house.publish(&caller, &id("nothing"), &[])),
        "account/no-such-edition"
    );
    let response = Response {
        edition: id("nothing"),
        text: "We see it otherwise.".into(),
    };
    assert_eq!(code(&stage.house.respond(&caller, response)), "account/no-such-edition");
}

#[test]
fn learning_refuses_what_says_nothing_or_stands_nowhere() {
    let (stage, caller) = published();
    let session = |title: &str| {
        Act::SessionOpened(Session {
            id: id("spring"),
            title: title.into(),
            question: "What do we see?".into(),
            held_on: day("2024-04-01"),
            looks_at: Vec::new(),
        })
    };
    let learn = |act: &Act| code(&stage.house.learn(&caller, act));
    assert_eq!(learn(&session(" ")), "learning/empty");
    assert_eq!(learn(&session("Spring")), "ok");
    assert_eq!(learn(&session("Spring")), "learning/already-there");
    let decision = Act::Decided(Decision {
        session: id("spring"),
        measure: id("waiting"),
        text: "A second nurse in the morning.".into(),
        why: "Mornings are full.".into(),
        claim: Some(Claim::observed("In the readings.")),
        forecast: Forecast {
            expectation: "Fewer wait.".into(),
            by: day("2024-10-01"),
            confidence: 70,
        },
        review_on: day("2024-10-02"),
    });
    let decision = stage.house.learn(&caller, &decision).unwrap();
    let adapted = |decision, label: &str| {
        Act::Adapted(Adaptation {
            decision,
            what: "A second nurse".into(),
            label: label.into(),
            from: day("2024-04-01"),
        })
    };
    assert_eq!(learn(&adapted(9_999, "Nurse")), "learning/no-such-decision");
    assert_eq!(learn(&adapted(decision, &"x".repeat(41))), "learning/label-too-long");
    assert_eq!(
        code(&stage.house.batch_of(&caller, &stage.here, 0)),
        "app/no-such-batch"
    );
}

#[test]
fn a_write_that_others_overtake_again_and_again_is_given_up_with_nothing_kept() {
    let store = Arc::new(Wayward::after(-1));
    let stage = Stage::founded_over(Arc::clone(&store) as Arc<dyn cm_store::Store>);
    let length = stage.length();
    store.always_overtaken();
    let mut another = outcome();
    another.id = id("better");
    let written = stage
        .house
        .agree(&stage.caller("council"), &Agreed::OutcomeProposed(another));
    assert_eq!(code(&written), "app/busy");
    assert_eq!(stage.length(), length);
}
