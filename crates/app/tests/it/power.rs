//! What each measure costs, and measures that nothing has rested on for a year.

use cm_app::{Unused, time_in_words};
use cm_framework::Motive::{Learning, Publication};
use cm_kernel::Date;
use cm_learning::{Act as Learn, Adaptation, Claim, Decision, Forecast, Session};

use crate::stage::{Stage, a_year, day, id, plan};

fn gathered() -> Stage {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Publication]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    stage
}

fn unused(stage: &Stage) -> Vec<Unused> {
    stage.house.power(&stage.caller("residents")).unwrap().1
}

fn since(stage: &Stage) -> Option<Date> {
    unused(stage).first().map(|it| it.since)
}

/// Takes a decision about `waiting`; its position.
fn decide(stage: &Stage) -> u64 {
    let caller = stage.caller("council");
    let (today, session) = (stage.house.today(), id("spring"));
    let opened = Session {
        id: session.clone(),
        title: "Spring".to_owned(),
        question: "What now?".to_owned(),
        held_on: today,
        looks_at: Vec::new(),
    };
    stage.house.learn(&caller, &Learn::SessionOpened(opened)).unwrap();
    let by = today.plus(60).unwrap();
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
    stage.house.learn(&caller, &Learn::Decided(decided)).unwrap()
}

#[test]
fn a_measure_nothing_rested_on_for_a_year_is_proposed_for_stopping_with_what_it_costs() {
    let stage = gathered();
    stage.set_day("2025-03-31");
    assert_eq!(unused(&stage), []);
    stage.set_day("2025-04-01");
    let found = unused(&stage);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].since, found[0].minutes), (day("2024-04-01"), 60));
    let sentence = "No decision rested on it since 1 April 2024; ask whether it is still worth its 1 hour a year.";
    assert_eq!(found[0].sentence("1 April 2024"), sentence);
    let home = stage.house.attention(&stage.caller("clinic")).unwrap();
    let item = home.items.iter().find(|it| it.kind == "unused").unwrap();
    assert_eq!(
        (item.sentence.as_str(), item.href.as_str()),
        (
            "“The share of waiting”: No decision rested on it since 2024-04-01; ask whether it is still worth its 1 hour a year.",
            "measures/waiting"
        )
    );
}

#[test]
fn decisions_adaptations_and_editions_each_count_as_a_use() {
    let stage = gathered();
    stage.set_day("2024-06-01");
    let decision = decide(&stage);
    stage.set_day("2025-06-01");
    assert_eq!(since(&stage), Some(day("2024-06-01")));
    stage.set_day("2024-08-01");
    let adapted = Adaptation {
        decision,
        from: day("2024-08-02"),
        label: "Open on Sundays".to_owned(),
        what: "The ward opens on Sundays.".to_owned(),
    };
    stage
        .house
        .learn(&stage.caller("council"), &Learn::Adapted(adapted))
        .unwrap();
    stage.set_day("2025-06-01");
    assert_eq!(since(&stage), None);
    stage.set_day("2024-09-10");
    let clinic = stage.caller("clinic");
    let edition = stage.house.draft_edition(&clinic, &plan("waiting", "Autumn")).unwrap();
    stage.set_day("2024-09-12");
    let published = stage.house.publish(&clinic, &edition, &[]);
    published.unwrap();
    stage.set_day("2025-09-11");
    assert_eq!(since(&stage), None);
    stage.set_day("2025-09-12");
    assert_eq!(since(&stage), Some(day("2024-09-12")));
}

#[test]
fn a_measure_without_an_agreement_is_not_in_use_and_one_without_evidence_costs_nothing() {
    let stage = Stage::founded();
    stage.set_day("2026-01-01");
    assert_eq!(unused(&stage), []);
    stage.agreed(&[Learning]);
    stage.set_day("2027-01-01");
    let found = unused(&stage);
    assert_eq!((found[0].since, found[0].minutes), (day("2026-01-01"), 0));
    assert!(found[0].sentence("then").ends_with("ask whether it is still needed."));
}

#[test]
fn minutes_are_said_as_people_say_them() {
    for (minutes, words) in [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (61, "1 hour"),
        (90, "1.5 hours"),
        (119, "2 hours"),
        (750, "12.5 hours"),
        (60_000, "1,000 hours"),
        (u64::MAX, "307,445,734,561,825,860.3 hours"),
    ] {
        assert_eq!(time_in_words(minutes), words, "{minutes}");
    }
}
