//! What partners say before there is an agreement, what a measure gives up, and what its definition becomes.

use cm_framework::Motive::{Learning, Publication};
use cm_framework::{
    AboutMeasure, Act, Bridge, Cited, Commented, DecisionRule, Definition, FrameworkText, LeftUnmeasured, LocalName,
    LocalNameEnded, Measure, Outcome, PartnerLeft, Proposal, Relation, Subject, TextItem, TextKind,
};
use cm_kernel::Length;

use crate::books::{Books, MEASURES, PARTNERS, day, id, measure, outcome, proposal, said};

fn about(reason: &str) -> AboutMeasure {
    AboutMeasure {
        measure: id(MEASURES[0]),
        reason: reason.to_owned(),
    }
}

/// Says something the reference has no part in.
fn says(books: &mut Books, by: &str, act: &Act) -> u64 {
    books.framework.check(act, &id(by), books.today).unwrap();
    books.write(by, act.kind(), act.body().unwrap())
}

fn code(books: &Books, by: &str, act: &Act) -> &'static str {
    books.framework.check(act, &id(by), books.today).unwrap_err().code
}

fn redefining(measure: Measure) -> Act {
    Act::AgreementProposed(Proposal {
        definition: Some(Definition {
            measure,
            from: day("2024-06-01"),
            bridge: Bridge::NotComparable,
            compares: "Calls are left out from June".to_owned(),
        }),
        ..proposal(&[Learning], DecisionRule::All)
    })
}

#[test]
fn a_veto_keeps_a_signed_agreement_waiting_until_it_is_lifted() {
    let mut books = Books::open();
    let veto = Act::MeasureVetoed(about("Nobody asked the residents"));
    books.must("residents", &veto);
    assert_eq!(code(&books, "residents", &veto), "framework/already-vetoed");
    let agreement = books.propose(&[Learning], DecisionRule::All);
    books.sign(agreement, &PARTNERS);
    assert_eq!(books.span(Learning), Err("framework/vetoed"));
    assert_eq!(
        code(&books, "clinic", &Act::VetoLifted(about("Why"))),
        "framework/no-veto"
    );
    books.today = day("2024-05-20");
    books.must("residents", &Act::VetoLifted(about("They have been asked")));
    assert_eq!(books.span(Learning), Ok(vec![]));
    let record = books.framework.measure(&id(MEASURES[0])).unwrap();
    let in_force = record.in_force().unwrap();
    assert_eq!(record.in_force_on(in_force), Some(day("2024-05-20")));
    assert_eq!(code(&books, "clinic", &veto), "framework/agreed-already");
}

#[test]
fn a_measure_is_set_down_once_nothing_uses_it_and_can_be_taken_up_again() {
    let mut books = Books::open();
    let (down, up) = (
        Act::MeasureSetDown(about("Counting hurts")),
        Act::MeasureTakenUp(about("It helps now")),
    );
    assert_eq!(code(&books, "clinic", &down), "framework/not-yours-to-set-down");
    assert_eq!(code(&books, "clinic", &up), "framework/not-set-down");
    books.agreed(&[Learning]);
    assert_eq!(code(&books, "clinic", &down), "framework/still-in-use");
    books.withdraw("clinic", Learning);
    books.must("clinic", &down);
    let again = Act::AgreementProposed(proposal(&[Learning], DecisionRule::All));
    assert_eq!(code(&books, "council", &again), "framework/set-down");
    let record = books.framework.measure(&id(MEASURES[0])).unwrap();
    assert_eq!(record.agreed().unwrap_err().code, "framework/set-down");
    books.must("charity", &up);
    books.agreed(&[Learning]);
    assert_eq!(books.span(Learning), Ok(vec![]));
}

#[test]
fn a_definition_changes_with_its_agreement_and_leaves_the_one_before_on_record() {
    let mut books = Books::open();
    books.agreed(&[Learning]);
    let now = measure(MEASURES[0]);
    let weekly = Measure {
        period: Length::Week,
        ..now.clone()
    };
    assert_eq!(
        code(&books, "council", &redefining(weekly)),
        "framework/another-measure"
    );
    assert_eq!(
        code(&books, "council", &redefining(now.clone())),
        "framework/same-definition"
    );
    let narrower = Measure {
        numerator: "Some, calls left out".to_owned(),
        ..now.clone()
    };
    let at = books.must("council", &redefining(narrower.clone()));
    let defined = |books: &Books| books.framework.measure(&id(MEASURES[0])).unwrap().measure.clone();
    assert_eq!(defined(&books), now);
    let signed = books.sign(at, &PARTNERS);
    assert_eq!(defined(&books), narrower);
    let record = books.framework.measure(&id(MEASURES[0])).unwrap();
    assert_eq!(record.redefined_by(signed).count(), 0);
    let before: Vec<_> = record.redefined_by(signed + 1).collect();
    assert_eq!((&before[0].before, before[0].bridge.breaks()), (&now, true));
    assert!(
        before[0]
            .in_words()
            .starts_with("Readings before and after may not be compared. Calls")
    );
}

#[test]
fn comments_answer_comments_about_the_same_thing_alone() {
    let mut books = Books::open();
    let comment = |about: Subject, text: &str, answers| {
        Act::Commented(Commented {
            about,
            text: text.to_owned(),
            answers,
        })
    };
    let of_measure = || Subject::Measure(id(MEASURES[0]));
    let first = says(
        &mut books,
        "residents",
        &comment(of_measure(), "It counts the wrong door", None),
    );
    says(&mut books, "clinic", &comment(of_measure(), "Which one?", Some(first)));
    let of_outcome = comment(Subject::Outcome(id("well")), "Which one?", Some(first));
    assert_eq!(code(&books, "clinic", &of_outcome), "framework/no-such-comment");
    assert_eq!(
        code(&books, "clinic", &comment(of_measure(), " ", None)),
        "framework/nothing-said"
    );
    let nowhere = comment(Subject::Outcome(id("rich")), "Why?", None);
    assert_eq!(code(&books, "clinic", &nowhere), "framework/no-such-outcome");
    let [one, two] = books.framework.comments.as_slice() else {
        panic!("two comments")
    };
    assert_eq!((one.by.as_str(), two.it.answers), ("residents", Some(first)));
}

#[test]
fn what_is_left_unmeasured_stands_once_with_its_reason() {
    let mut books = Books::open();
    let left = |what: &str, reason: &str| {
        Act::LeftUnmeasured(LeftUnmeasured {
            outcome: id("well"),
            what: what.to_owned(),
            reason: reason.to_owned(),
        })
    };
    says(&mut books, "residents", &left("Dignity", "Counting it would change it"));
    assert_eq!(
        code(&books, "clinic", &left("dignity ", "No")),
        "framework/already-unmeasured"
    );
    assert_eq!(code(&books, "clinic", &left("Trust", " ")), "framework/no-reason");
    assert_eq!(books.framework.left_unmeasured.len(), 1);
}

#[test]
fn partners_keep_their_own_names_with_what_is_lost_and_end_them_themselves() {
    let mut books = Books::open();
    let name = Act::LocalNameGiven(LocalName {
        measure: id(MEASURES[0]),
        name: "Door to doctor".to_owned(),
        relation: Relation::Narrower,
        lost: "Walk-ins".to_owned(),
    });
    let at = says(&mut books, "clinic", &name);
    assert_eq!(code(&books, "clinic", &name), "framework/already-named");
    let end = Act::LocalNameEnded(LocalNameEnded {
        name: at,
        reason: "We use the shared one".to_owned(),
    });
    assert_eq!(code(&books, "charity", &end), "framework/no-such-name");
    says(&mut books, "clinic", &end);
    let record = books.framework.measure(&id(MEASURES[0])).unwrap();
    assert!(record.negotiation.local_names.is_empty());
}

#[test]
fn a_veto_says_nothing_about_what_is_in_force() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning]);
    books.must("residents", &Act::AgreementObjected(said(first, "It hurts")));
    assert_eq!(
        code(&books, "residents", &Act::MeasureVetoed(about("Stop"))),
        "framework/agreed-already"
    );
    let second = books.agreed(&[Learning, Publication]);
    let permit = books.framework.permit(&id(MEASURES[0]), Learning, books.today).unwrap();
    assert_eq!(permit.agreement(), second);
}

#[test]
fn a_text_is_cited_whole_and_an_outcome_only_from_one_that_is_there() {
    let mut books = Books::open();
    let text = FrameworkText {
        id: id("plan-2026"),
        title: "Plan".to_owned(),
        version: "2026".to_owned(),
        publisher: "Council".to_owned(),
        source: "Page 9".to_owned(),
        licence: " ".to_owned(),
        note: String::new(),
        kind: TextKind::Outcomes,
        items: vec![TextItem {
            title: "Company".to_owned(),
            text: String::new(),
        }],
    };
    assert_eq!(
        code(&books, "council", &Act::TextBroughtIn(text.clone())),
        "framework/text-not-cited"
    );
    let text = FrameworkText {
        licence: "None is stated".to_owned(),
        ..text
    };
    let outcome = |item: &str| {
        Act::OutcomeProposed(Outcome {
            id: id("company"),
            from: Some(Cited {
                text: id("plan-2026"),
                item: id(item),
            }),
            ..outcome()
        })
    };
    assert_eq!(code(&books, "council", &outcome("company")), "framework/no-such-text");
    says(&mut books, "council", &Act::TextBroughtIn(text.clone()));
    assert_eq!(
        code(&books, "council", &Act::TextBroughtIn(text)),
        "framework/text-there"
    );
    assert_eq!(code(&books, "council", &outcome("riches")), "framework/no-such-text");
    says(&mut books, "council", &outcome("company"));
    assert_eq!(books.framework.outcomes.len(), 2);
}

#[test]
fn a_successor_signs_in_the_place_of_a_partner_that_left_and_consents_to_nothing_for_it() {
    let mut books = Books::open();
    let first = books.agreed(&[Learning]);
    let early = books.gather("clinic", first);
    let leaves = |partner: &str, successor: Option<&str>, reason: &str| {
        Act::PartnerLeft(PartnerLeft {
            partner: id(partner),
            successor: successor.map(id),
            reason: reason.to_owned(),
        })
    };
    assert_eq!(
        books.refused("clinic", &leaves("clinic", Some("clinic"), "Over")),
        "framework/own-successor"
    );
    books.must("clinic", &leaves("clinic", Some("charity"), "Its contract ended"));
    assert_eq!(
        books.refused("council", &leaves("clinic", None, "Over")),
        "framework/partner-left"
    );
    let still = Act::AgreementProposed(proposal(&[Learning, Publication], DecisionRule::All));
    assert_eq!(books.refused("council", &still), "framework/partner-left");
    let without = |names: &[&str]| {
        Act::AgreementProposed(Proposal {
            signatories: names.iter().map(|it| id(it)).collect(),
            ..proposal(&[Learning, Publication], DecisionRule::All)
        })
    };
    assert_eq!(
        books.refused("council", &without(&["council", "residents"])),
        "framework/signatory-left-out"
    );
    let second = books.must("council", &without(&["council", "residents", "charity"]));
    books.sign(second, &["council", "residents", "charity"]);
    assert_eq!(books.span(Learning), Ok(vec![early]));
    assert_eq!(books.span(Publication), Err("framework/gathered-for-other-uses"));
    let nothing = Act::Reconsented(cm_framework::Withdrawal::new(id(MEASURES[0]), Publication, ""));
    assert_eq!(books.refused("charity", &nothing), "framework/nothing-contributed");
    books.must("council", &Act::PartnerJoined(crate::books::partner("clinic")));
    books.must("clinic", &nothing);
    assert_eq!(books.span(Publication), Ok(vec![early]));
}
