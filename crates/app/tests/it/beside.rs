//! Questions about a target with other measures beside it.

use cm_app::{Answering, Caller, QuestionState, Scope, TargetQuestions};
use cm_framework::Act;
use cm_framework::Motive::{self, Learning, Target};
use cm_learning::{Behind, Since};

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
    let council = stage.caller("council");
    stage
        .house
        .agree(&council, &Act::MeasureProposed(measure("calls")))
        .unwrap();
    stage.agreed(&[Learning, Target]);
    let calls = proposal("calls", calls_for, stage.house.today());
    let at = stage.house.agree(&council, &Act::AgreementProposed(calls)).unwrap();
    stage.sign(at, &PARTNERS);
    stage.gather("clinic", &turned(700, 60, 1), None);
    stage.import("clinic", "calls", &turned(600, -50, 7_919), None).unwrap();
    stage
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
fn an_answer_given_with_measures_beside_it_still_fits_where_they_are_left_out() {
    let stage = stage(&[Learning]);
    let caller = stage.caller("council");
    let with = asked(&stage, &caller, &["calls"]);
    let alone = asked(&stage, &caller, &[]);
    let of_both = |it: &&cm_app::TargetQuestion| {
        it.insight.method == "target_questions" && alone.find("target_questions", &it.rule).is_some()
    };
    let costs = with.find("target_questions", COSTS).unwrap();
    for question in with.asked.iter().find(of_both).into_iter().chain([costs]) {
        let answering = Answering {
            scope: Scope::default(),
            beside: vec![id("calls")],
            method: "target_questions".to_owned(),
            rule: question.rule.clone(),
            seen: question.evidence,
            behind: Behind::InnocentCause,
            text: "Harder cases".to_owned(),
            decision: None,
            corrects: None,
        };
        stage
            .house
            .answer_question(&caller, &id("waiting"), &answering)
            .unwrap();
        for beside in [&[][..], &["calls"]] {
            let now = asked(&stage, &caller, beside);
            if let Some(found) = now.find("target_questions", &question.rule) {
                assert_eq!(found.answers[0].since, Since::Nothing);
                assert_eq!(found.state(), QuestionState::Answered);
            }
        }
    }
    assert_eq!(
        asked(&stage, &caller, &["calls"])
            .find("target_questions", COSTS)
            .unwrap()
            .state(),
        QuestionState::Answered
    );
}
