//! Questions about a target with other measures beside it.

use cm_app::{Answering, Caller, QuestionState, Scope, TargetQuestions};
use cm_framework::Act;
use cm_framework::Motive::{self, Learning, Target};
use cm_learning::{Behind, Claim, Since};

use crate::stage::{PARTNERS, Stage, id, measure, proposal};

const COSTS: &str = "moves-against-the-share-of-calls";

/// Forty months of twelve wards, in which each ward turns for eight months from one thing to the other, by `more` of
/// a thousand.
fn turned(usual: i64, more: i64, noise: u64) -> String {
    let row = |place: u64, at: u64| {
        let mixed = (place * 40 + at + noise)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .rotate_left(29)
            .wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let wobble = (mixed >> 40) as i64 % 21 - 10;
        let pushed = at >= 12 + place && at < 20 + place;
        let some = usual + wobble + if pushed { more } else { 0 };
        format!("{}-{:02},ward-{place},{some},1000\n", 2020 + at / 12, at % 12 + 1)
    };
    (0..12)
        .flat_map(|place| (0..40).map(move |at| (place, at)))
        .map(|(place, at)| row(place, at))
        .collect()
}

/// A measure with a target, and calls that are fewer where it is better; calls may be used so.
fn stage(calls_for: &[Motive]) -> Stage {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Target]);
    proposed(&stage, "calls", calls_for);
    stage.gather("clinic", &turned(700, 60, 1), None);
    stage.import("clinic", "calls", &turned(600, -50, 7_919), None).unwrap();
    stage
}

/// A measure that may be used so.
fn proposed(stage: &Stage, name: &str, motives: &[Motive]) {
    let council = stage.caller("council");
    let agree = |act: &Act| stage.house.agree(&council, act).unwrap();
    agree(&Act::MeasureProposed(measure(name)));
    let at = agree(&Act::AgreementProposed(proposal(name, motives, stage.house.today())));
    stage.sign(at, &PARTNERS);
}

fn asked(stage: &Stage, caller: &Caller, beside: &[&str]) -> TargetQuestions {
    let beside: Vec<_> = beside.iter().map(|it| id(it)).collect();
    stage
        .house
        .target_questions(caller, &id("waiting"), &Scope::default(), &beside)
        .unwrap()
}

#[test]
fn a_measure_that_suffers_is_asked_about_when_a_person_sets_it_beside_the_target() {
    let stage = stage(&[Learning]);
    let caller = stage.caller("council");
    assert!(asked(&stage, &caller, &[]).find("target_questions", COSTS).is_none());
    let with = asked(&stage, &caller, &["calls"]);
    let question = with.find("target_questions", COSTS).unwrap();
    assert!(question.sentence.contains("calls"), "{}", question.sentence);
    assert_eq!(question.insight.rests_on.beside.len(), 1);
}

#[test]
fn a_measure_that_is_not_agreed_for_learning_is_not_read_beside_a_target() {
    let stage = stage(&[Motive::Accountability]);
    let caller = stage.caller("council");
    let with = asked(&stage, &caller, &["calls"]);
    assert!(with.find("target_questions", COSTS).is_none());
    let codes: Vec<_> = with.refused.iter().map(|it| it.code).collect();
    assert!(codes.contains(&"framework/motive-not-agreed"), "{codes:?}");
}

#[test]
fn an_answer_fits_as_long_as_what_it_was_given_to_whatever_else_stands_beside_it_now() {
    let stage = stage(&[Learning]);
    proposed(&stage, "visits", &[Learning]);
    stage
        .import("clinic", "visits", &turned(500, 0, 104_729), None)
        .unwrap();
    let caller = stage.caller("council");
    let now = |beside: &[&str]| {
        let all = asked(&stage, &caller, beside);
        all.find("target_questions", COSTS).unwrap().clone()
    };
    let (one, two) = (&["calls"][..], &["calls", "visits"][..]);
    let question = now(one);
    assert_ne!(question.evidence, now(two).evidence);
    let answering = Answering {
        scope: Scope::default(),
        beside: vec![id("calls")],
        method: "target_questions".to_owned(),
        rule: COSTS.to_owned(),
        seen: question.evidence,
        behind: Behind::InnocentCause,
        text: "Harder cases".to_owned(),
        claim: Some(Claim::observed("In the readings.")),
        decision: None,
        corrects: None,
    };
    stage
        .house
        .answer_question(&caller, &id("waiting"), &answering)
        .unwrap();
    for beside in [one, two] {
        let now = now(beside);
        assert_eq!(
            (now.answers[0].since, now.state()),
            (Since::Nothing, QuestionState::Answered)
        );
    }
    stage
        .import("clinic", "calls", "2024-01,ward-0,600,1000\n", None)
        .unwrap();
    for beside in [one, two] {
        assert_eq!(now(beside).answers[0].since, Since::Evidence);
    }
}
