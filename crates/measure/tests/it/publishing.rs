use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use cm_app::{Caller, Chosen, EditionPlan, House, Scope};
use cm_framework::{Act, Motive, Signed};
use cm_insight::Preset;
use cm_kernel::{Id, Timestamp};
use cm_store::Sqlite;

use crate::run;

const AS: [&str; 2] = ["--as", "demo-convenor"];

/// The store of the demonstration, with an edition that waits and an objection that came after it. The objection's
/// position.
fn waits(folder: &Path) -> u64 {
    let done = run(folder, &["demo", "--build-only", "--store", "store.db"], "");
    assert!(done.status.success());
    let next = AtomicU8::new(0);
    let fill = move |bytes: &mut [u8]| {
        bytes.fill_with(|| next.fetch_add(1, Ordering::Relaxed));
        true
    };
    let store = Arc::new(Sqlite::open(folder.join("store.db").to_str().unwrap()).unwrap());
    let clock = Arc::new(|| Timestamp::parse("2019-08-01T09:00:00.000Z").unwrap());
    let house = House::new(store, clock, Arc::new(fill));
    let here = Id::slug("four-hours");
    let caller = |name: &str| -> Caller {
        let member = house.member(name).unwrap().unwrap();
        house.caller(&member, &here, &Default::default()).unwrap()
    };
    let convenor = caller("demo-convenor");
    let view = house.view(&convenor.partnership).unwrap();
    let measure = Id::slug("seen-within-four-hours");
    let permit = view.framework.permit(&measure, Motive::Publication, house.today());
    let agreement = permit.unwrap().agreement();
    let plan = EditionPlan {
        title: "Another year".to_owned(),
        covers: "All of it".to_owned(),
        addressed_to: "Everybody".to_owned(),
        summary: "How it stands.".to_owned(),
        figures: vec![Chosen {
            measure,
            method: "xmr".to_owned(),
            figure: "latest".to_owned(),
            scope: Scope::default(),
            settings: Default::default(),
        }],
        rules: Preset::BelowFive,
        decisions: Vec::new(),
        learned: Vec::new(),
        cannot_say: vec!["Why.".to_owned()],
        attribution: "Public figures".to_owned(),
    };
    house.draft_edition(&convenor, &plan).unwrap();
    let reason = "It says nothing of those who never came".to_owned();
    let objection = Act::AgreementObjected(Signed { agreement, reason });
    house.agree(&caller("demo-analyst"), &objection).unwrap()
}

#[test]
fn a_draft_is_published_only_by_who_says_what_they_saw_since() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let since = waits(here).to_string();
    let publish = |more: &[&str]| {
        let words = ["publish", "another-year", "--store", "store.db", "--to", "out"];
        let output = run(here, &[&words[..], more].concat(), "");
        let said = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        (output.status.code(), said)
    };
    let (code, said) = publish(&[]);
    assert_eq!(code, Some(1), "{said}");
    let (code, said) = publish(&AS);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("[app/changed-since-draft]"), "{said}");
    assert!(said.contains(&format!("--seen {since}")), "{said}");
    assert!(!here.join("out").exists(), "nothing is half written");
    let (code, said) = publish(&["--as", "demo-resident", "--seen", &since]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("[app/not-your-role]"), "{said}");
    let (code, said) = publish(&[&AS[..], &["--seen", &since]].concat());
    assert_eq!(code, Some(0), "{said}");
    let page = std::fs::read_to_string(here.join("out/index.html")).unwrap();
    assert!(page.contains("It says nothing of those who never came"));
    let verified = run(here, &["verify", "out"], "");
    assert!(verified.status.success());
}
