//! Questions fixed before the readings they judge.

use std::collections::BTreeMap;

use cm_app::Asked;
use cm_framework::Motive::Learning;
use cm_insight::{Insight, Weight, method};
use cm_learning::{Act as Learn, Registration};

use crate::stage::{Stage, code, day, id};

/// Rows of these months of a year, going nowhere in particular.
fn months(year: u32, months: std::ops::Range<u32>) -> String {
    months
        .map(|month| {
            format!(
                "{year}-{month:02},ward-1,{},1000\n",
                200 + (month * month * 7 + year) % 13
            )
        })
        .collect()
}

fn its(from: &str) -> Asked {
    let mut asked = Asked::new(&id("waiting"), "its");
    asked.settings.insert("from".to_owned(), from.to_owned());
    asked
}

fn registration(from: &str) -> Registration {
    let settings: BTreeMap<String, String> = [("from".to_owned(), from.to_owned())].into();
    Registration {
        measure: id("waiting"),
        method: "its".to_owned(),
        version: method("its").unwrap().version().to_owned(),
        settings: Registration::settle("its", &settings).unwrap(),
        place: "all".to_owned(),
        group: "all".to_owned(),
        reads_from: None,
        beside: Vec::new(),
        judges_from: day(&format!("{from}-01")),
        threshold: "Any drop that is more than chance.".to_owned(),
        reason: "Evening clinics begin then.".to_owned(),
    }
}

fn said(insight: &Insight, rule: &str) -> Option<String> {
    let found = insight.findings.iter().find(|it| it.rule == rule);
    found.map(|it| it.sentence.clone())
}

#[test]
fn a_question_registered_before_its_readings_is_told_apart() {
    let stage = Stage::founded();
    stage.agreed(&[Learning]);
    stage.gather("clinic", &months(2023, 1..13), None);
    let caller = stage.caller("charity");
    let ask = |from: &str| stage.house.look(&caller, &its(from)).unwrap().insight;
    let register = |from: &str| {
        stage
            .house
            .learn(&caller, &Learn::Registered(registration(from)))
            .unwrap()
    };
    assert!(said(&ask("2023-08"), "not-registered").is_some());
    register("2024-01");
    register("2023-09");
    let frozen = stage.length();
    stage.gather("clinic", &months(2024, 1..7), None);

    let registered = ask("2024-01");
    let sentence = said(&registered, "registered").unwrap();
    assert!(
        sentence.contains("before the readings of January 2024 and later arrived"),
        "{sentence}"
    );
    let late = ask("2023-09");
    assert!(said(&late, "registered-late").unwrap().contains("September 2023"));
    assert!(late.findings.iter().all(|it| it.rule != "registered"));
    assert!(said(&ask("2023-10"), "not-registered").is_some());

    let narrower = Asked {
        settings: [
            ("lag".to_owned(), "1".to_owned()),
            ("from".to_owned(), "2024-01".to_owned()),
        ]
        .into(),
        ..its("2024-01")
    };
    let other = stage.house.look(&caller, &narrower).unwrap().insight;
    assert!(said(&other, "not-registered").is_some());
    // A registration that came later does not change what was known before.
    let then = Asked {
        known_at: Some(frozen - 2),
        ..its("2023-09")
    };
    let then = stage.house.look(&caller, &then).unwrap().insight;
    assert_eq!(
        then.findings
            .iter()
            .filter(|it| it.weight == Weight::Caution && it.rule == "not-registered")
            .count(),
        1
    );
}

#[test]
fn a_correction_does_not_make_a_registration_early() {
    let stage = Stage::founded();
    stage.agreed(&[Learning]);
    stage.gather("clinic", &months(2023, 1..13), None);
    let caller = stage.caller("charity");
    stage
        .house
        .learn(&caller, &Learn::Registered(registration("2023-09")))
        .unwrap();
    stage.gather("clinic", "2023-09,ward-1,300,1000\n", Some("Counted twice."));
    let found = stage.house.look(&caller, &its("2023-09")).unwrap().insight;
    assert!(said(&found, "registered-late").is_some());
}

#[test]
fn what_is_left_open_cannot_be_registered() {
    let stage = Stage::founded();
    let caller = stage.caller("charity");
    let refused = |change: &dyn Fn(&mut Registration)| {
        let mut it = registration("2024-01");
        change(&mut it);
        code(&stage.house.learn(&caller, &Learn::Registered(it)))
    };
    assert_eq!(refused(&|it| it.settings.clear()), "learning/not-settled");
    assert_eq!(refused(&|it| it.version = "0".to_owned()), "learning/another-version");
    assert_eq!(refused(&|it| it.method = "guess".to_owned()), "learning/no-such-method");
    assert_eq!(refused(&|it| it.reason.clear()), "learning/empty");
    assert_eq!(
        refused(&|it| it.measure = id("unheard-of")),
        "framework/no-such-measure"
    );
    assert_eq!(
        refused(&|it| drop(it.settings.insert("colour".into(), "red".into()))),
        "insight/no-such-setting"
    );
    assert_eq!(
        refused(&|it| drop(it.settings.insert("model".into(), "guess".into()))),
        "insight/not-a-setting"
    );
}
