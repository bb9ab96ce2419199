//! Bringing files in: once, whole, and by several at a time.

use std::sync::Arc;
use std::thread;

use cm_app::{Import, ImportOutcome, JobState, Scope, Upload};
use cm_framework::Act;
use cm_framework::Motive::Learning;

use crate::engines;
use crate::stage::{Stage, a_year, code, id, mapping, outcome};

fn agreed() -> Stage {
    let stage = Stage::founded();
    stage.agreed(&[Learning]);
    stage
}

fn readings(stage: &Stage) -> usize {
    let caller = stage.caller("council");
    stage
        .house
        .rows(&caller, &id("waiting"), &Scope::default())
        .unwrap()
        .1
        .rows
        .len()
}

#[test]
fn the_same_file_twice_adds_nothing_and_says_so() {
    let stage = agreed();
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let before = stage.length();
    let again = stage
        .import("charity", "waiting", &a_year("ward-1", 200), None)
        .unwrap();
    assert_eq!(again, ImportOutcome::NothingNew { known: 12 });
    assert_eq!((stage.length(), readings(&stage)), (before, 12));
}

#[test]
fn a_file_that_overlaps_adds_only_what_is_new() {
    let stage = agreed();
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let both = a_year("ward-1", 200) + &a_year("ward-2", 300);
    let outcome = stage.import("clinic", "waiting", &both, None).unwrap();
    let ImportOutcome::Added {
        at,
        new: 12,
        corrected: 0,
        known: 12,
        ..
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    let batch = stage.house.batch_of(&stage.caller("clinic"), &stage.here, at).unwrap();
    assert_eq!((batch.rows.len(), batch.places), (12, vec!["ward-2".to_owned()]));
}

#[test]
fn one_bad_row_and_nothing_is_added() {
    let stage = agreed();
    let before = stage.length();
    for bad in [
        "2023-01,ward-2,many,1000\n",
        "someday,ward-2,1,1000\n",
        "2023-01,ward-2,7,\n",
        "2023-01,ward-1,9,1000\n",
    ] {
        let outcome = stage
            .import("clinic", "waiting", &(a_year("ward-1", 200) + bad), None)
            .unwrap();
        let ImportOutcome::Complaints { complaints, .. } = outcome else {
            panic!("{bad}: {outcome:?}")
        };
        assert!(!complaints.is_empty(), "{bad}");
        assert_eq!((stage.length(), readings(&stage)), (before, 0), "{bad}");
    }
}

#[test]
fn readings_that_differ_are_refused_without_a_reason_and_kept_beside_the_old_with_one() {
    let stage = agreed();
    let first = stage.gather("clinic", &a_year("ward-1", 200), None);
    let before = stage.length();
    for reason in [None, Some(""), Some("  ")] {
        let outcome = stage
            .import("clinic", "waiting", &a_year("ward-1", 201), reason)
            .unwrap();
        let ImportOutcome::Conflicts { count: 12, .. } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(stage.length(), before);
    }
    let second = stage.gather("clinic", &a_year("ward-1", 201), Some("The first count left one out"));
    let view = stage.house.view(&stage.here).unwrap();
    assert_eq!(view.corrections(), [(first, second)]);
    assert_eq!(readings(&stage), 12);
}

#[test]
fn the_digest_that_an_entry_announced_is_that_of_the_file_that_is_handed_out() {
    let stage = agreed();
    let at = stage.gather("clinic", &a_year("ward-1", 200), None);
    let file = stage.house.evidence_file(&stage.caller("charity"), at).unwrap();
    let announced = stage
        .house
        .view(&stage.here)
        .unwrap()
        .gatherings
        .at(at)
        .unwrap()
        .gathered
        .digest;
    assert_eq!(cm_kernel::Digest::of(file.as_bytes()), announced);
}

#[test]
fn nothing_is_gathered_before_an_agreement_is_in_force() {
    let stage = Stage::founded();
    let agreement = stage.propose(&[Learning]);
    stage.sign(agreement, &["council", "clinic", "charity"]);
    assert_eq!(
        code(&stage.import("clinic", "waiting", &a_year("ward-1", 200), None)),
        "framework/no-agreement"
    );
    assert_eq!(
        code(&stage.import("clinic", "unheard-of", "", None)),
        "framework/no-such-measure"
    );
    stage.sign(agreement, &["residents"]);
    stage.gather("clinic", &a_year("ward-1", 200), None);
}

#[test]
fn two_who_write_at_once_lose_nothing() {
    for engine in engines::all() {
        let stage = Arc::new(Stage::founded_over(Arc::clone(&engine.store)));
        let before = stage.length();
        let write = |who: &'static str| {
            let stage = Arc::clone(&stage);
            thread::spawn(move || {
                for number in 0..50 {
                    let id = id(&format!("{who}-{number}"));
                    let act = Act::OutcomeProposed(cm_framework::Outcome { id, ..outcome() });
                    stage.house.agree(&stage.caller(who), &act).unwrap();
                }
            })
        };
        let writers = ["council", "clinic"].map(write);
        writers.into_iter().for_each(|it| it.join().unwrap());
        assert_eq!(stage.length(), before + 100, "{}", engine.name);
        let outcomes = &stage.house.view(&stage.here).unwrap().framework.outcomes;
        assert_eq!(outcomes.len(), 101, "{}", engine.name);
        let of_council = outcomes
            .iter()
            .filter(|it| it.id.as_str().starts_with("council-"))
            .map(|it| it.id.to_string());
        let in_order: Vec<String> = (0..50).map(|number| format!("council-{number}")).collect();
        assert_eq!(of_council.collect::<Vec<_>>(), in_order, "{}", engine.name);
    }
}

#[test]
fn two_servers_that_write_at_once_lose_nothing() {
    for engine in engines::all() {
        let one = Arc::new(Stage::founded_over(Arc::clone(&engine.store)));
        let two = Arc::new(Stage::over(Arc::clone(&engine.store)));
        let before = one.length();
        let write = |(stage, who): (Arc<Stage>, &'static str)| {
            thread::spawn(move || {
                for number in 0..50 {
                    let id = id(&format!("{who}-{number}"));
                    let act = Act::OutcomeProposed(cm_framework::Outcome { id, ..outcome() });
                    stage.house.agree(&stage.caller(who), &act).unwrap();
                }
            })
        };
        let writers = [(Arc::clone(&one), "council"), (two, "clinic")].map(write);
        writers.into_iter().for_each(|it| it.join().unwrap());
        assert_eq!(one.length(), before + 100, "{}", engine.name);
        assert_eq!(
            one.house.view(&one.here).unwrap().framework.outcomes.len(),
            101,
            "{}",
            engine.name
        );
    }
}

#[test]
fn the_same_file_from_two_at_once_is_added_once() {
    for engine in engines::all() {
        let stage = Arc::new(Stage::founded_over(Arc::clone(&engine.store)));
        stage.agreed(&[Learning]);
        let before = stage.length();
        let import = |who: &'static str| {
            let stage = Arc::clone(&stage);
            thread::spawn(move || stage.import(who, "waiting", &a_year("ward-1", 200), None).unwrap())
        };
        let outcomes = ["clinic", "charity"].map(import).map(|it| it.join().unwrap());
        let added = outcomes
            .iter()
            .filter(|it| matches!(it, ImportOutcome::Added { new: 12, .. }))
            .count();
        let known = outcomes
            .iter()
            .filter(|it| matches!(it, ImportOutcome::NothingNew { known: 12 }))
            .count();
        assert_eq!((added, known, stage.length()), (1, 1, before + 1), "{}", engine.name);
    }
}

#[test]
fn only_so_many_files_of_a_member_wait_and_one_that_is_in_makes_room() {
    let stage = agreed();
    let house = Arc::clone(&stage.house);
    let caller = stage.caller("clinic");
    let upload = |first| Upload {
        file: "a.csv".to_owned(),
        bytes: format!("month,place,some,all\n{}", a_year("ward-1", first)).into_bytes(),
    };
    let tokens: Vec<String> = (0..20)
        .map(|first| house.receive(&caller, &upload(first)).unwrap())
        .collect();
    assert_eq!(code(&house.receive(&caller, &upload(1))), "app/too-many-waiting");
    assert!(
        house.receive(&stage.caller("charity"), &upload(1)).is_ok(),
        "another's files are another's"
    );
    let words = (String::new(), None);
    house
        .start_import(&caller, &tokens[0], &id("waiting"), mapping(), words)
        .unwrap();
    while matches!(house.job(&caller, &tokens[0]).unwrap().now, JobState::Running { .. }) {
        thread::yield_now();
    }
    assert!(house.receive(&caller, &upload(1)).is_ok());
    stage.pass(3 * 3_600_000);
    assert!(
        house.receive(&caller, &upload(1)).is_ok(),
        "what waited in vain is gone"
    );
}

#[test]
fn checking_a_file_compares_it_and_keeps_nothing() {
    let stage = agreed();
    stage.gather("clinic", &a_year("ward-1", 200), None);
    let before = stage.length();
    let both = format!(
        "month,place,some,all\n{}{}",
        a_year("ward-1", 201),
        a_year("ward-2", 300)
    );
    let import = Import {
        measure: id("waiting"),
        file: "a.csv",
        bytes: both.as_bytes(),
        mapping: Some(mapping()),
        attribution: String::new(),
        corrects: None,
    };
    let check = stage
        .house
        .check_import(&stage.caller("clinic"), &import, &mut |_, _| {});
    let foreseen = check.unwrap().foreseen.unwrap();
    assert_eq!((foreseen.new, foreseen.known, foreseen.differing), (12, 0, 12));
    assert_eq!(stage.length(), before);
}
