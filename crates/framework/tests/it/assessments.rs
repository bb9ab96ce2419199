//! The rules about assessments of targets, one sentence each.

use cm_framework::{Act, Assessment, Baseline, CounterMeasure, DecisionRule, Motive, Proposal, UseState};

use crate::books::{Books, MEASURES, PARTNERS, assessment, day, id, proposal, signs};

use Motive::{Learning, Target};

fn with_target(assessment: Option<u64>) -> Proposal {
    Proposal {
        assessment,
        ..proposal(&[Learning, Target], DecisionRule::All)
    }
}

#[test]
fn no_target_is_proposed_without_an_assessment_of_this_measure_and_value_that_still_holds() {
    let mut books = Books::open();
    let proposed = |it: Proposal| Act::AgreementProposed(it);
    let code = books.refused("council", &proposed(with_target(None)));
    assert_eq!(code, "framework/target-not-assessed");
    let code = books.refused("council", &proposed(with_target(Some(3))));
    assert_eq!(code, "framework/no-such-assessment");
    let at = books.assessed();
    let other_value = Proposal {
        target: Some("0.8".to_owned()),
        ..with_target(Some(at))
    };
    assert_eq!(
        books.refused("council", &proposed(other_value)),
        "framework/assessment-of-another-target"
    );
    let other_measure = Proposal {
        measure: id(MEASURES[1]),
        ..with_target(Some(at))
    };
    assert_eq!(
        books.refused("council", &proposed(other_measure)),
        "framework/assessment-of-another-target"
    );
    books.today = books.today.plus(801).unwrap();
    let code = books.refused("council", &proposed(with_target(Some(at))));
    assert_eq!(code, "framework/assessment-expired");
}

#[test]
fn an_agreement_waits_until_everyone_who_sets_the_target_and_is_held_to_it_signed_the_assessment() {
    let mut books = Books::open();
    let at = books.must("council", &Act::TargetAssessed(assessment(day("2025-04-01"))));
    let agreement = books.must("council", &Act::AgreementProposed(with_target(Some(at))));
    assert_eq!(books.span(Target), Err("framework/no-agreement"));
    books.sign(agreement, &PARTNERS);
    books.must("council", &signs(at));
    for motive in [Learning, Target] {
        assert_eq!(books.span(motive), Err("framework/assessment-unsigned"));
    }
    assert_eq!(books.refused("council", &signs(at)), "framework/already-signed");
    assert_eq!(books.refused("charity", &signs(at)), "framework/not-asked-to-sign");
    assert_eq!(books.refused("clinic", &signs(at + 1)), "framework/no-such-assessment");
    books.must("clinic", &signs(at));
    assert_eq!(books.span(Target), Ok(vec![]));
    let record = books.framework.measure(&id(MEASURES[0])).unwrap();
    assert_eq!(record.in_force().unwrap().in_force_since(), Some(books.next() - 1));
}

#[test]
fn on_the_day_after_the_assessment_expires_the_target_stops_and_nothing_else() {
    let mut books = Books::open();
    let at = books.must("council", &Act::TargetAssessed(assessment(day("2024-10-01"))));
    for name in ["council", "clinic"] {
        books.must(name, &signs(at));
    }
    let agreement = books.must("council", &Act::AgreementProposed(with_target(Some(at))));
    books.sign(agreement, &PARTNERS);
    books.today = day("2024-10-01");
    assert_eq!(books.span(Target), Ok(vec![]));
    assert!(
        books
            .framework
            .why_suspended(&id(MEASURES[0]), Target, books.today)
            .is_none()
    );
    books.today = day("2024-10-02");
    assert_eq!(books.span(Target), Err("framework/assessment-expired"));
    assert_eq!(books.span(Learning), Ok(vec![]));
    let measure = id(MEASURES[0]);
    assert_eq!(
        books.framework.use_state(&measure, Target, books.today),
        UseState::Suspended
    );
    let why = books.framework.why_suspended(&measure, Target, books.today).unwrap();
    assert_eq!(why.code, "framework/assessment-expired");
}

#[test]
fn an_assessment_can_no_longer_be_signed_when_it_is_over() {
    let mut books = Books::open();
    let at = books.must("council", &Act::TargetAssessed(assessment(day("2024-04-02"))));
    books.today = day("2024-04-03");
    assert_eq!(books.refused("clinic", &signs(at)), "framework/assessment-expired");
}

#[test]
fn an_agreement_from_before_there_were_assessments_holds_but_for_its_target() {
    let mut books = Books::open();
    let act = Act::AgreementProposed(with_target(None));
    let agreement = books.write("council", act.kind(), act.body().unwrap());
    books.reference.take_in(agreement, &act, &id("council"));
    books.sign(agreement, &PARTNERS);
    assert_eq!(books.span(Learning), Ok(vec![]));
    assert_eq!(books.span(Target), Err("framework/target-not-assessed"));
    let state = books.framework.use_state(&id(MEASURES[0]), Target, books.today);
    assert_eq!(state, UseState::Suspended);
}

#[test]
fn every_part_of_an_assessment_is_asked_for() {
    let books = Books::open();
    let with = |change: fn(&mut Assessment)| {
        let mut it = assessment(day("2025-04-01"));
        change(&mut it);
        Act::TargetAssessed(it)
    };
    let read = |lower: &str, upper: &str| Baseline::Read {
        sentence: "No signal".to_owned(),
        lower: lower.to_owned(),
        upper: upper.to_owned(),
        span: ("2023-01".to_owned(), "2023-12".to_owned()),
        digest: "f00d".to_owned(),
    };
    let unfinished = [
        with(|it| it.setters.clear()),
        with(|it| it.held.clear()),
        with(|it| it.rivals.clear()),
        with(|it| it.rivals.push("  ".to_owned())),
        with(|it| it.attribution = " ".to_owned()),
        with(|it| it.gaming.clear()),
        with(|it| it.counter = CounterMeasure::None { reason: String::new() }),
        with(|it| it.baseline = Baseline::NotKnown { reason: " ".to_owned() }),
    ];
    let limits = [read("0.9", "0.8"), read("low", "0.8"), read("0.5", "inf")].map(|baseline| {
        Act::TargetAssessed(Assessment {
            baseline,
            ..assessment(day("2025-04-01"))
        })
    });
    for act in unfinished.into_iter().chain(limits) {
        assert_eq!(
            books.refused("council", &act),
            "framework/assessment-unfinished",
            "{act:?}"
        );
    }
    for (act, code) in [
        (
            with(|it| it.value = "inf".to_owned()),
            "framework/assessment-without-value",
        ),
        (with(|it| it.measure = id("unheard-of")), "framework/no-such-measure"),
        (
            with(|it| it.counter = CounterMeasure::Measure(id("unheard-of"))),
            "framework/no-such-measure",
        ),
        (
            with(|it| it.counter = CounterMeasure::Measure(id(MEASURES[0]))),
            "framework/counter-measure-is-itself",
        ),
        (
            with(|it| it.held = [id("stranger")].into()),
            "framework/no-such-partner",
        ),
        (
            with(|it| it.expires = day("2024-04-01")),
            "framework/assessment-expired",
        ),
    ] {
        assert_eq!(books.refused("council", &act), code, "{act:?}");
    }
    assert_eq!(books.refused("stranger", &with(|_| {})), "framework/no-such-partner");
}
