//! Candour rooms: who hears, what is cited nowhere, and that the words are gone afterwards.

use std::sync::Arc;

use cm_app::Role;
use cm_deliberation::CandourRoom;
use cm_framework::Motive::{Learning, Publication};
use cm_framework::{Act, Commented, Subject};
use cm_store::Sqlite;

use crate::stage::{Stage, a_year, code, day, id, plan};

const SAID: &str = "In December we closed the list for two weeks, and told nobody that we had.";

fn winter(ends_on: &str) -> CandourRoom {
    CandourRoom {
        id: id("winter"),
        title: "Winter".to_owned(),
        about: "What went wrong in December".to_owned(),
        audience: vec![id("clinic"), id("charity")],
        ends_on: day(ends_on),
        review_every: 30,
    }
}

fn opened(stage: &Stage) -> u64 {
    stage.set_day("2024-04-10");
    stage
        .house
        .open_candour(&stage.caller("clinic"), &winter("2024-06-30"))
        .unwrap();
    stage
        .house
        .speak_candidly(&stage.caller("clinic"), &id("winter"), SAID)
        .unwrap()
}

fn comment(text: &str) -> Act {
    Act::Commented(Commented {
        about: Subject::Measure(id("waiting")),
        text: text.to_owned(),
        answers: None,
    })
}

#[test]
fn the_audience_hears_and_everybody_else_knows_only_that_there_is_a_room() {
    let stage = Stage::founded();
    let at = opened(&stage);
    let heard = |who: &str| stage.house.candour_sayings(&stage.caller(who), &id("winter")).unwrap();
    assert_eq!(heard("charity").unwrap()[0].text.as_deref(), Some(SAID));
    assert_eq!(heard("council"), None);
    let speak = stage
        .house
        .speak_candidly(&stage.caller("council"), &id("winter"), "And we?");
    assert_eq!(code(&speak), "deliberation/not-in-the-audience");
    let nothing = stage.house.speak_candidly(&stage.caller("clinic"), &id("winter"), " ");
    assert_eq!(code(&nothing), "deliberation/nothing-said");
    let auditor = stage.caller_as("clinic", &[Role::Auditor]);
    let speak = stage.house.speak_candidly(&auditor, &id("winter"), "And we?");
    assert_eq!(code(&speak), "app/not-your-role");
    let entry = stage.last();
    assert_eq!((entry.at, entry.kind.as_str()), (at, "deliberation/candour-said"));
    assert!(!entry.body.to_string().contains("December"));
}

#[test]
fn a_funder_with_every_right_cannot_cite_it_and_the_attempt_is_on_record_for_both_sides() {
    let stage = Stage::founded();
    stage.agreed(&[Learning, Publication]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let at = opened(&stage);
    let funder = stage.caller_as("council", &Role::ALL);
    let cites = "The clinic itself says: “in December WE CLOSED the list for two weeks and told nobody”.";
    let edition = cm_app::EditionPlan {
        summary: cites.to_owned(),
        ..plan("waiting", "Renewal")
    };
    let before = stage.length();
    assert_eq!(
        code(&stage.house.draft_edition(&funder, &edition)),
        "deliberation/said-in-candour"
    );
    assert_eq!(
        code(&stage.house.agree(&funder, &comment(cites))),
        "deliberation/said-in-candour"
    );
    assert_eq!(stage.length(), before + 2);
    let view = stage.house.view(&stage.here).unwrap();
    let refused = &view.candour.room(&id("winter")).unwrap().refused;
    let told: Vec<_> = refused
        .iter()
        .map(|it| (it.by.as_str(), it.it.said, it.it.into.as_str()))
        .collect();
    let expected = [
        ("council", at, "account/edition-drafted"),
        ("council", at, "framework/commented"),
    ];
    assert_eq!(told, expected);
    let own_words = comment("We should ask why the list was shut around Christmas.");
    stage.house.agree(&funder, &own_words).unwrap();
    stage.house.agree(&stage.caller("clinic"), &comment(SAID)).unwrap();
}

#[test]
fn words_that_were_public_before_stay_everybodys() {
    let stage = Stage::founded();
    let public = "Was every person on the list seen within two weeks of asking?";
    stage.house.agree(&stage.caller("council"), &comment(public)).unwrap();
    opened(&stage);
    let said = format!("{public} No.");
    stage
        .house
        .speak_candidly(&stage.caller("clinic"), &id("winter"), &said)
        .unwrap();
    stage.house.agree(&stage.caller("charity"), &comment(public)).unwrap();
}

#[test]
fn what_is_taken_back_or_past_its_day_is_gone_from_the_disk_and_may_be_said_by_anyone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("house.db");
    let stage = Stage::founded_over(Arc::new(Sqlite::open(&path).unwrap()));
    opened(&stage);
    let second = "We never called the families back after the first of the month.";
    let at = stage
        .house
        .speak_candidly(&stage.caller("charity"), &id("winter"), second)
        .unwrap();
    let on_disk = |text: &str| {
        let files = std::fs::read_dir(folder.path()).unwrap();
        let found = files.map(|it| std::fs::read(it.unwrap().path()).unwrap());
        found
            .into_iter()
            .any(|bytes| bytes.windows(text.len()).any(|it| it == text.as_bytes()))
    };
    assert!(on_disk(SAID) && on_disk(second));
    let other = stage.house.take_back_candour(&stage.caller("clinic"), at);
    assert_eq!(code(&other), "deliberation/no-such-saying");
    stage.house.take_back_candour(&stage.caller("charity"), at).unwrap();
    assert!(!on_disk(second));
    assert!(on_disk(SAID));
    let heard = || {
        let heard = stage
            .house
            .candour_sayings(&stage.caller("clinic"), &id("winter"))
            .unwrap();
        heard.unwrap().into_iter().map(|it| it.text).collect::<Vec<_>>()
    };
    assert_eq!(heard(), [Some(SAID.to_owned()), None]);
    stage.set_day("2024-06-30");
    assert_eq!(heard(), [Some(SAID.to_owned()), None]);
    stage.set_day("2024-07-01");
    assert_eq!(heard(), [None, None]);
    assert!(!on_disk(SAID));
    stage.house.agree(&stage.caller("council"), &comment(SAID)).unwrap();
    let late = stage
        .house
        .speak_candidly(&stage.caller("clinic"), &id("winter"), "One more.");
    assert_eq!(code(&late), "deliberation/room-is-over");
}

#[test]
fn a_review_that_was_not_held_is_told_to_everybody() {
    let stage = Stage::founded();
    opened(&stage);
    let told = |who: &str| {
        let items = stage.house.attention(&stage.caller(who)).unwrap().items;
        items
            .iter()
            .any(|it| it.sentence.contains("no review was held since 2024-04-10"))
    };
    assert!(!told("council"));
    stage.set_day("2024-05-10");
    assert!(told("council") && told("clinic"));
    let outside = stage.house.review_candour(&stage.caller("council"), &id("winter"));
    assert_eq!(code(&outside), "deliberation/not-in-the-audience");
    stage
        .house
        .review_candour(&stage.caller("charity"), &id("winter"))
        .unwrap();
    assert!(!told("council"));
    let gone = stage.house.candour_sayings(&stage.caller("clinic"), &id("summer"));
    assert_eq!(code(&gone), "deliberation/no-such-room");
}
