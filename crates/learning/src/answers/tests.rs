use std::collections::BTreeMap;

use cm_kernel::{Author, Date, Digest, Draft, Id, Timestamp};

use super::{Behind, QuestionAnswered};
use crate::learning::tests::framework_with_wait;
use crate::{Act, Claim, InsightRef, Learning};

fn answer(rule: &str, text: &str, corrects: Option<u64>) -> QuestionAnswered {
    QuestionAnswered {
        asked_by: InsightRef {
            measure: Id::slug("wait"),
            method: "threshold".into(),
            version: "1".into(),
            read_for: "target".into(),
            settings: BTreeMap::new(),
            place: "all".into(),
            group: "all".into(),
            from: None,
            to: None,
            known_at: 3,
            headline: "More results than expected just past 95%".into(),
            digest: Digest::of(b"insight"),
            beside: Vec::new(),
        },
        evidence: Digest::of(b"rows"),
        rule: rule.into(),
        question: "What lies behind it?".into(),
        behind: Behind::InnocentCause,
        text: text.into(),
        claim: Some(Claim::observed("In the readings.")),
        decision: None,
        corrects,
    }
}

fn write(learning: &mut Learning, at: u64, partner: &str, it: &QuestionAnswered) {
    let act = Act::QuestionAnswered(it.clone());
    let draft = Draft {
        kind: act.kind().into(),
        author: Author {
            member: Id::slug("ann"),
            partner: Id::slug(partner),
        },
        received: Timestamp::start_of(Date::parse("2019-05-01").unwrap()),
        salt: String::new(),
        body: act.body().unwrap(),
    };
    let entry = draft.at(&Id::slug("here"), at);
    assert_eq!(Act::read(&entry), Some(act));
    learning.apply(&entry);
}

fn standing(learning: &Learning) -> Vec<(u64, String)> {
    let wait = Id::slug("wait");
    let all = learning.answers_of(&wait, "all", "all");
    all.filter(|it| it.stands())
        .map(|it| (it.answer.at, it.answer.partner.to_string()))
        .collect()
}

fn refused(learning: &Learning, by: &str, it: &QuestionAnswered) -> Option<&'static str> {
    let checked = learning.check(
        &Act::QuestionAnswered(it.clone()),
        &framework_with_wait(),
        &Id::slug(by),
        Date::parse("2019-05-01").unwrap(),
    );
    checked.err().map(|it| it.code)
}

#[test]
fn partners_answer_side_by_side_and_correct_their_own_alone() {
    let mut learning = Learning::default();
    write(&mut learning, 4, "council", &answer("line", "A ward closed.", None));
    write(&mut learning, 5, "forum", &answer("line", "Nobody asked us.", None));
    let mended = answer("line", "A ward closed in May.", Some(4));
    write(&mut learning, 6, "forum", &mended);
    assert_eq!(learning.answers.len(), 2, "an answer of another partner was corrected");
    write(&mut learning, 7, "council", &mended);
    assert_eq!(
        standing(&learning),
        [(5, "forum".to_owned()), (7, "council".to_owned())]
    );
    assert_eq!(learning.answers[0].corrected, Some(7));
    write(&mut learning, 8, "council", &answer("line", "Once more.", Some(4)));
    assert_eq!(learning.answers.len(), 3, "an answer was corrected twice");
}

#[test]
fn a_partner_has_one_answer_to_a_question_that_stands() {
    let mut learning = Learning::default();
    let first = answer("line", "A ward closed.", None);
    assert_eq!(refused(&learning, "council", &first), None);
    write(&mut learning, 4, "council", &first);
    assert_eq!(refused(&learning, "council", &first), Some("learning/already-answered"));
    assert_eq!(refused(&learning, "forum", &first), None);
    assert_eq!(refused(&learning, "council", &answer("digits", "Rounded.", None)), None);
    let corrects = |rule, at| answer(rule, "A ward closed in May.", Some(at));
    assert_eq!(refused(&learning, "council", &corrects("line", 4)), None);
    for (by, it) in [
        ("council", corrects("line", 3)),
        ("forum", corrects("line", 4)),
        ("council", corrects("digits", 4)),
    ] {
        assert_eq!(refused(&learning, by, &it), Some("learning/no-such-answer"));
    }
}

#[test]
fn an_answer_needs_a_measure_words_and_a_decision_that_was_taken() {
    let learning = Learning::default();
    let code = |change: &dyn Fn(&mut QuestionAnswered)| {
        let mut it = answer("line", "A ward closed.", None);
        change(&mut it);
        refused(&learning, "council", &it)
    };
    assert_eq!(
        code(&|it| it.asked_by.measure = Id::slug("other")),
        Some("framework/no-such-measure")
    );
    assert_eq!(code(&|it| it.text = " ".into()), Some("learning/empty"));
    assert_eq!(code(&|it| it.rule.clear()), Some("learning/empty"));
    assert_eq!(code(&|it| it.decision = Some(2)), Some("learning/no-such-decision"));
}

#[test]
fn each_kind_is_read_by_its_own_word() {
    for it in Behind::ALL {
        assert_eq!(Behind::read(it.word()), Some(it));
        assert_eq!(serde_json::to_value(it).unwrap(), it.word());
    }
    assert_eq!(Behind::read("gaming"), None);
}
