use cm_framework::Framework;
use cm_kernel::{Author, Date, Draft, Id, Timestamp};

use super::Learning;
use crate::{Act, Adaptation, Claim, Decision, Forecast, Interpretation, Session};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn session() -> Act {
    Act::SessionOpened(Session {
        id: Id::slug("winter"),
        title: "Winter".into(),
        question: "What happened?".into(),
        held_on: day("2019-05-01"),
        looks_at: Vec::new(),
    })
}

fn write(learning: &mut Learning, at: u64, partner: &str, act: &Act) {
    let draft = Draft {
        kind: act.kind().into(),
        author: Author {
            member: Id::slug("ann"),
            partner: Id::slug(partner),
        },
        received: Timestamp::start_of(day("2019-05-01")),
        salt: String::new(),
        body: act.body().unwrap(),
    };
    learning.apply(&draft.at(&Id::slug("here"), at));
}

#[test]
fn interpretations_of_two_partners_stand_side_by_side() {
    let mut learning = Learning::default();
    write(&mut learning, 0, "council", &session());
    for (at, partner) in [(1, "council"), (2, "residents")] {
        let act = Act::Interpreted(Interpretation {
            session: Id::slug("winter"),
            text: format!("as {partner} see it"),
            would_change_our_mind: "a quiet winter".into(),
            claim: Some(Claim::observed("In the readings.")),
        });
        write(&mut learning, at, partner, &act);
    }
    let held = learning.session(&Id::slug("winter")).unwrap();
    let partners: Vec<_> = held.interpretations.iter().map(|it| it.partner.as_str()).collect();
    assert_eq!(partners, ["council", "residents"]);
}

fn decision(measure: &str, by: &str, confidence: u8, review_on: &str) -> Act {
    Act::Decided(Decision {
        session: Id::slug("winter"),
        measure: Id::slug(measure),
        text: "do".into(),
        why: "because".into(),
        claim: Some(Claim::observed("In the readings.")),
        forecast: Forecast {
            expectation: "less".into(),
            by: day(by),
            confidence,
        },
        review_on: day(review_on),
    })
}

#[test]
fn a_forecast_must_be_able_to_turn_out_wrong() {
    let mut learning = Learning::default();
    write(&mut learning, 0, "council", &session());
    let framework = framework_with_wait();
    let code = |act: &Act| {
        learning
            .check(act, &framework, &Id::slug("council"), day("2019-05-01"))
            .err()
            .map(|it| it.code)
    };
    assert_eq!(code(&decision("wait", "2019-08-01", 80, "2019-09-01")), None);
    assert_eq!(
        code(&decision("other", "2019-08-01", 80, "2019-09-01")),
        Some("framework/no-such-measure")
    );
    for (by, confidence, review_on) in [
        ("2019-04-01", 80, "2019-06-01"),
        ("2019-08-01", 100, "2019-09-01"),
        ("2019-08-01", 80, "2019-07-01"),
    ] {
        assert_eq!(
            code(&decision("wait", by, confidence, review_on)),
            Some("learning/not-a-forecast"),
            "{by}"
        );
    }
}

pub(crate) fn framework_with_wait() -> Framework {
    let council = Id::slug("council");
    let measure = serde_json::json!({"id": "wait", "title": "Wait", "outcome": "care", "question": "?", "form": "observation",
        "numerator": "n", "denominator": "d", "unit": "share", "better": "higher", "population": "all", "period": "month",
        "groups_are": null, "places_are": "place", "burden_minutes": 1, "could_go_wrong": "x", "source": "y"});
    let acts = [
        (
            "framework/partner-joined",
            serde_json::json!({"id": "council", "name": "Council", "kind": "council"}),
        ),
        (
            "framework/outcome-proposed",
            serde_json::json!({"id": "care", "title": "Care", "why": "because"}),
        ),
        ("framework/measure-proposed", measure),
    ];
    let mut framework = Framework::default();
    for (at, (kind, body)) in acts.into_iter().enumerate() {
        let draft = Draft {
            kind: kind.into(),
            author: Author {
                member: Id::slug("ann"),
                partner: council.clone(),
            },
            received: Timestamp::start_of(day("2019-01-01")),
            salt: String::new(),
            body,
        };
        framework.apply(&draft.at(&Id::slug("here"), at as u64));
    }
    framework
}

#[test]
fn an_adaptation_needs_its_decision() {
    let learning = Learning::default();
    let act = Act::Adapted(Adaptation {
        decision: 3,
        from: day("2019-06-01"),
        label: "New rota".into(),
        what: "x".into(),
    });
    let refused = learning
        .check(&act, &Framework::default(), &Id::slug("council"), day("2019-05-01"))
        .unwrap_err();
    assert_eq!(refused.code, "learning/no-such-decision");
}
