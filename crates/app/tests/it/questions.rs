//! Questions near an agreed target, and what partners answer.

use cm_app::{Answering, Caller, QuestionState, Scope, TargetQuestion, TargetQuestions};
use cm_framework::Motive::{Learning, Target};
use cm_kernel::Digest;
use cm_learning::{Act, Behind, Claim, Decision, Forecast, Session, Since};

use crate::stage::{Stage, code, day, id};

const RULE: &str = "just-past-the-line";

/// Sixty readings of a share, of which so many fall just short of 90% and the others up to forty just reach it. Nothing
/// else about them wants an answer.
fn near_the_line(short: usize) -> String {
    let row = |at: usize| {
        let size = 1001 + at * 13;
        let reaching = (size * 9).div_ceil(10);
        let seen = match at {
            at if at < short => reaching - 1,
            at if at < 40 => reaching,
            at => 500 + at * 7,
        };
        format!("2023-{:02},ward-{},{seen},{size}\n", at % 12 + 1, at / 12)
    };
    (0..60).map(row).collect()
}

pub fn answering(seen: Digest) -> Answering {
    Answering {
        scope: Scope::default(),
        beside: Vec::new(),
        method: "threshold".to_owned(),
        rule: RULE.to_owned(),
        seen,
        behind: Behind::InnocentCause,
        text: "Two wards count to the next hour.".to_owned(),
        claim: Some(Claim::observed("In the readings.")),
        decision: None,
        corrects: None,
    }
}

fn stage() -> Stage {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Target]);
    stage.gather("clinic", &near_the_line(3), None);
    stage
}

fn asked(stage: &Stage, caller: &Caller) -> TargetQuestions {
    stage
        .house
        .target_questions(caller, &id("waiting"), &Scope::default(), &[])
        .unwrap()
}

fn question(stage: &Stage, caller: &Caller) -> TargetQuestion {
    asked(stage, caller).find("threshold", RULE).unwrap().clone()
}

fn answer(stage: &Stage, by: &str, change: impl Fn(&mut Answering)) -> Result<u64, cm_app::Unable> {
    let caller = stage.caller(by);
    let mut it = answering(question(stage, &caller).evidence);
    change(&mut it);
    stage.house.answer_question(&caller, &id("waiting"), &it)
}

#[test]
fn partners_answer_side_by_side_and_a_newer_answer_names_the_one_it_corrects() {
    let stage = stage();
    let caller = stage.caller("council");
    let open = question(&stage, &caller);
    assert_eq!((open.state(), open.causes.len()), (QuestionState::Open, 1));
    let before = stage.length();
    let at = answer(&stage, "council", |_| {}).unwrap();
    assert_eq!((at, stage.last().kind.as_str()), (before, "learning/question-answered"));
    answer(&stage, "residents", |it| it.behind = Behind::ToChange).unwrap();
    let again = answer(&stage, "council", |it| it.text = "Only one ward does.".to_owned());
    assert_eq!(code(&again), "learning/already-answered");
    let newer = answer(&stage, "council", |it| it.corrects = Some(at)).unwrap();
    let now = question(&stage, &caller);
    let standing: Vec<_> = now.standing().map(|it| (it.of.answer.at, it.since)).collect();
    assert_eq!(standing, [(at + 1, Since::Nothing), (newer, Since::Nothing)]);
    assert_eq!((now.answers.len(), now.state()), (3, QuestionState::Answered));
    assert_eq!(now.of_partner(&id("council")).unwrap().of.answer.at, newer);
    let body = stage.store.entries(&stage.here, at, 1).unwrap().remove(0).body;
    assert_eq!(body["asked_by"]["method"], "threshold");
    assert_eq!(body["evidence"], now.evidence.to_string());
}

#[test]
fn what_nobody_knows_yet_stays_open_and_waits_for_attention() {
    let stage = stage();
    let caller = stage.caller("council");
    let waits = || {
        let items = stage.house.attention(&caller).unwrap().items;
        items.into_iter().find(|it| it.kind == "question").map(|it| it.sentence)
    };
    let sentence = waits().unwrap();
    assert!(
        sentence.contains("a question about its target has no answer yet"),
        "{sentence}"
    );
    let at = answer(&stage, "council", |it| it.behind = Behind::NotKnownYet).unwrap();
    assert!(waits().is_some());
    answer(&stage, "council", |it| it.corrects = Some(at)).unwrap();
    assert_eq!(waits(), None);
    stage.gather("clinic", "2024-01,ward-9,700,1000\n", None);
    let sentence = waits().unwrap();
    assert!(sentence.contains("the evidence has changed since"), "{sentence}");
}

#[test]
fn an_answer_is_bound_to_the_evidence_it_was_given_to() {
    let stage = stage();
    let caller = stage.caller("council");
    let seen = question(&stage, &caller).evidence;
    answer(&stage, "council", |_| {}).unwrap();
    // Other entries of the ledger change nothing.
    stage.propose(&[Learning, Target]);
    assert_eq!(question(&stage, &caller).state(), QuestionState::Answered);
    stage.gather("clinic", "2023-01,ward-0,905,1000\n", Some("It was miscounted"));
    let now = question(&stage, &caller);
    assert_eq!(now.answers[0].since, Since::Evidence);
    assert_eq!(now.state(), QuestionState::LookAgain);
    let late = answer(&stage, "residents", |it| it.seen = seen);
    assert_eq!(code(&late), "app/evidence-changed");
    // Once all fall short of it, nothing is asked, and what was said stays.
    stage.gather("clinic", &near_the_line(40), Some("It was miscounted"));
    let after = asked(&stage, &caller);
    assert_eq!((after.asked.len(), after.no_longer_asked.len()), (0, 1));
    assert!(!after.quiet.is_empty());
    let gone = stage.house.answer_question(&caller, &id("waiting"), &answering(seen));
    assert_eq!(code(&gone), "app/no-such-question");
}

#[test]
fn an_answer_may_name_a_decision_that_was_taken() {
    let stage = stage();
    let caller = stage.caller("council");
    assert_eq!(
        code(&answer(&stage, "council", |it| it.decision = Some(3))),
        "learning/no-such-decision"
    );
    let session = Session {
        id: id("spring"),
        title: "Spring".to_owned(),
        question: "What now?".to_owned(),
        held_on: day("2024-04-01"),
        looks_at: Vec::new(),
    };
    stage.house.learn(&caller, &Act::SessionOpened(session)).unwrap();
    let decision = Decision {
        session: id("spring"),
        measure: id("waiting"),
        text: "Count by the minute".to_owned(),
        why: "Hours hide it".to_owned(),
        claim: Some(Claim::observed("In the readings.")),
        forecast: Forecast {
            expectation: "Fewer at the line".to_owned(),
            by: day("2024-06-01"),
            confidence: 70,
        },
        review_on: day("2024-06-02"),
    };
    let at = stage.house.learn(&caller, &Act::Decided(decision)).unwrap();
    answer(&stage, "council", |it| it.decision = Some(at)).unwrap();
    assert_eq!(question(&stage, &caller).answers[0].of.answer.it.decision, Some(at));
    assert_eq!(
        code(&answer(&stage, "clinic", |it| it.text = " ".to_owned())),
        "learning/empty"
    );
}

#[test]
fn without_an_agreed_target_nothing_is_asked_and_the_reason_is_told_once() {
    let stage = Stage::founded();
    stage.agreed(&[Learning]);
    stage.gather("clinic", &near_the_line(3), None);
    let found = asked(&stage, &stage.caller("council"));
    let codes: Vec<_> = found.refused.iter().map(|it| it.code).collect();
    assert_eq!((found.asked.len(), codes), (0, vec!["framework/motive-not-agreed"]));
    let items = stage.house.attention(&stage.caller("council")).unwrap().items;
    assert!(items.iter().all(|it| it.kind != "question"));
}

#[test]
fn a_question_about_one_place_is_another_question() {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Target]);
    let rows: String = (0..36)
        .map(|at| format!("{}-{:02},ward-1,{},1000\n", 2021 + at / 12, at % 12 + 1, 900 + at / 34))
        .collect();
    stage.gather("clinic", &rows, None);
    let caller = stage.caller("council");
    let ward = Scope {
        place: Some("ward-1".to_owned()),
        ..Scope::default()
    };
    let of_ward = || {
        stage
            .house
            .target_questions(&caller, &id("waiting"), &ward, &[])
            .unwrap()
    };
    let seen = of_ward().find("threshold", RULE).unwrap().evidence;
    let it = Answering {
        scope: ward.clone(),
        ..answering(seen)
    };
    stage.house.answer_question(&caller, &id("waiting"), &it).unwrap();
    assert_eq!(of_ward().asked[0].state(), QuestionState::Answered);
    assert_eq!(asked(&stage, &caller).asked[0].state(), QuestionState::Open);
}
