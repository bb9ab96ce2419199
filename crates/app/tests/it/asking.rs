//! Questions: what is refused and remembered, and what stays as it was.

use cm_app::{Asked, Scope};
use cm_framework::Motive::{self, Learning, Publication, Ranking, Target};
use cm_insight::Insight;
use cm_learning::{Act as Learn, Adaptation, Claim, Decision, Forecast, Session};

use crate::stage::{Stage, a_year, code, day, id, plan};

fn about(motive: Motive) -> Asked {
    Asked {
        motive,
        ..Asked::new(&id("waiting"), "xmr")
    }
}

fn refusals(stage: &Stage) -> Vec<u64> {
    let entries = stage.store.entries(&stage.here, 0, 1_000).unwrap();
    entries
        .iter()
        .filter(|it| it.kind == "framework/use-refused")
        .map(|it| it.at)
        .collect()
}

#[test]
fn a_refused_question_leaves_one_entry_and_a_look_leaves_none() {
    let stage = Stage::founded();
    stage.agreed(&[Learning]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let caller = stage.caller("charity");
    assert_eq!(
        code(&stage.house.look(&caller, &about(Ranking))),
        "framework/motive-not-agreed"
    );
    assert!(refusals(&stage).is_empty());
    assert_eq!(
        code(&stage.house.ask(&caller, &about(Ranking))),
        "framework/motive-not-agreed"
    );
    assert_eq!(refusals(&stage), [stage.length() - 1]);
    stage.house.ask(&caller, &about(Learning)).unwrap();
    assert_eq!(refusals(&stage).len(), 1);
}

#[test]
fn a_question_about_nothing_leaves_no_entry() {
    let stage = Stage::founded();
    let caller = stage.caller("charity");
    let before = stage.length();
    assert_eq!(
        code(&stage.house.ask(&caller, &Asked::new(&id("unheard-of"), "xmr"))),
        "framework/no-such-measure"
    );
    assert_eq!(
        code(&stage.house.ask(&caller, &Asked::new(&id("waiting"), "guess"))),
        "app/no-such-method"
    );
    assert_eq!(stage.length(), before);
}

#[test]
fn an_answer_is_not_remembered_past_a_withdrawal() {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Target]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let caller = stage.caller("charity");
    assert_eq!(code(&stage.house.look(&caller, &about(Target))), "ok");
    stage.withdraw("clinic", Target);
    assert_eq!(
        code(&stage.house.look(&caller, &about(Target))),
        "framework/use-withdrawn"
    );
    assert_eq!(code(&stage.house.look(&caller, &about(Learning))), "ok");
}

#[test]
fn an_answer_is_not_remembered_past_a_missed_review() {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Target]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let caller = stage.caller("charity");
    assert_eq!(code(&stage.house.look(&caller, &about(Target))), "ok");
    stage.pass_days(366);
    assert_eq!(
        code(&stage.house.look(&caller, &about(Target))),
        "framework/review-lapsed"
    );
}

#[test]
fn places_are_listed_only_when_a_reading_of_theirs_may_be_read() {
    let stage = Stage::founded();
    stage.agreed(&[Ranking]);
    stage.gather("clinic", &a_year("hidden-ward", 200), None);
    stage.agreed(&[Learning]);
    stage.gather("clinic", &a_year("open-ward", 300), None);
    let caller = stage.caller("charity");
    assert_eq!(
        stage.house.extent(&caller, &id("waiting")).unwrap().places,
        ["open-ward"]
    );
    let (_, known) = stage.house.rows(&caller, &id("waiting"), &Scope::default()).unwrap();
    assert_eq!(known.rows.len(), 12);
    assert!(!known.places.contains(&"hidden-ward".to_owned()));
    assert!(known.rows.iter().all(|row| known.key(row).unwrap().0 == "open-ward"));
}

/// Takes a decision and carries it out from a day on.
fn adapt(stage: &Stage, from: &str) {
    let caller = stage.caller("council");
    let session = id(&format!("session-{}", stage.length()));
    let opened = Session {
        id: session.clone(),
        title: "Spring".to_owned(),
        question: "What now?".to_owned(),
        held_on: stage.house.today(),
        looks_at: Vec::new(),
    };
    stage.house.learn(&caller, &Learn::SessionOpened(opened)).unwrap();
    let by = stage.house.today().plus(60).unwrap();
    let decided = Decision {
        session,
        measure: id("waiting"),
        text: "Open on Sundays".to_owned(),
        why: "It helps".to_owned(),
        claim: Some(Claim::observed("In the readings.")),
        forecast: Forecast {
            expectation: "More are seen".to_owned(),
            by,
            confidence: 70,
        },
        review_on: by,
    };
    let decision = stage.house.learn(&caller, &Learn::Decided(decided)).unwrap();
    let adapted = Adaptation {
        decision,
        from: day(from),
        label: "Open on Sundays".to_owned(),
        what: "The ward opens on Sundays.".to_owned(),
    };
    stage.house.learn(&caller, &Learn::Adapted(adapted)).unwrap();
}

#[test]
fn what_was_on_the_table_can_be_computed_again_after_something_was_changed() {
    let stage = Stage::founded();
    stage.agreed(&[Learning]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let caller = stage.caller("council");
    let table = stage.house.on_the_table(&caller, &about(Learning)).unwrap();
    adapt(&stage, "2023-05-01");
    let marks = |it: &Insight| serde_json::to_string(it).unwrap().contains("Open on Sundays");
    let now = stage.house.look(&caller, &about(Learning)).unwrap().insight;
    assert!(marks(&now), "the adaptation is marked");
    let then = Asked {
        known_at: Some(table.known_at),
        ..about(Learning)
    };
    let then = stage.house.look(&caller, &then).unwrap().insight;
    assert_eq!(then.digest(), table.digest);
}

#[test]
fn an_edition_is_not_published_when_its_evidence_was_closed_since_even_if_the_use_was_agreed_afresh() {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Publication]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let caller = stage.caller("council");
    let edition = stage.house.draft_edition(&caller, &plan("waiting", "Old")).unwrap();
    stage.withdraw("clinic", Publication);
    assert_eq!(
        code(&stage.house.publish(&caller, &edition, &[])),
        "framework/use-withdrawn"
    );
    stage.agreed(&[Learning, Publication]);
    stage.gather("clinic", &a_year("ward-2", 400), None);
    assert_eq!(
        code(&stage.house.publish(&caller, &edition, &[])),
        "framework/gathered-for-other-uses"
    );
    let edition = stage.house.draft_edition(&caller, &plan("waiting", "New")).unwrap();
    assert_eq!(code(&stage.house.publish(&caller, &edition, &[])), "ok");
}
