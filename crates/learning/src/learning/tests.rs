use cm_framework::Framework;
use cm_kernel::{Author, Date, Draft, Id, Timestamp};

use super::Learning;
use crate::{Act, Adaptation, Decision, Forecast, Interpretation, Session};

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
        });
        write(&mut learning, at, partner, &act);
    }
    let held = learning.session(&Id::slug("winter")).unwrap();
    let partners: Vec<_> = held.interpretations.iter().map(|it| it.partner.as_str()).collect();
    assert_eq!(partners, ["council", "residents"]);
}

#[test]
fn a_forecast_must_be_able_to_turn_out_wrong() {
    let mut learning = Learning::default();
    write(&mut learning, 0, "council", &session());
    let framework = Framework::default();
    for (by, confidence, review) in [
        ("2019-04-01", 80, "2019-06-01"),
        ("2019-08-01", 100, "2019-09-01"),
        ("2019-08-01", 80, "2019-07-01"),
    ] {
        let act = Act::Decided(Decision {
            session: Id::slug("winter"),
            measure: Id::slug("wait"),
            text: "do".into(),
            why: "because".into(),
            forecast: Forecast {
                expectation: "less".into(),
                by: day(by),
                confidence,
            },
            review_on: day(review),
        });
        let refused = learning.check(&act, &framework, day("2019-05-01")).unwrap_err();
        assert!(["framework/no-such-measure", "learning/not-a-forecast"].contains(&refused.code));
    }
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
        .check(&act, &Framework::default(), day("2019-05-01"))
        .unwrap_err();
    assert_eq!(refused.code, "learning/no-such-decision");
}
