use cm_account::seal::folder::{CHECKPOINT, build, verify};
use cm_account::seal::{Algorithm, DOES_NOT_PROVE, Files, Note, PROVES, Parts, Report, SigningKey, Trust};
use cm_kernel::{Author, Digest, Entry, Id, Timestamp};
use proptest::prelude::*;
use serde_json::json;

use super::ledger::{Ledger, ORIGIN, SECRET, key};

fn with_key(files: &Files) -> Report {
    let trust = Trust {
        key: Some(&key()),
        witnesses: &[],
    };
    verify(files, &trust)
}

#[test]
fn a_folder_as_published_holds() {
    for ledger in [Ledger::with(0), Ledger::with(300).answered()] {
        let files = ledger.folder();
        let report = with_key(&files);
        let said: Vec<_> = report.failures().collect();
        assert!(report.holds(), "{said:#?}");
        assert_eq!(report.size, Some(ledger.entries.len() as u64));
        assert_eq!(report.edition.as_deref(), Some("spring"));
        assert_eq!(report.title.as_deref(), Some("Spring account"));
        assert_eq!((report.proves, report.does_not_prove), (PROVES, DOES_NOT_PROVE));
        assert!(report.key.as_ref().unwrap().given);
        let names: Vec<_> = report.checks.iter().map(|it| it.name).collect();
        let all = [
            "files",
            "key",
            "list",
            "checkpoint",
            "tiles",
            "entries",
            "edition",
            "figures",
            "evidence",
        ];
        assert_eq!(names, all);
    }
}

#[test]
fn figures_are_shown_with_what_they_rest_on() {
    let ledger = Ledger::with(3);
    let report = with_key(&ledger.folder());
    let [share, gap, undefined] = report.figures.as_slice() else {
        panic!("three figures")
    };
    assert_eq!(share.name, "Seen within four hours, England: share");
    assert_eq!(share.value, Some(0.1 + 0.2));
    assert_eq!((gap.value, undefined.value), (Some(-1.0 / 3.0), None));
    assert_eq!(share.rests_on.len(), 2);
    assert_eq!(share.rests_on[0].file.as_deref(), Some("evidence/000006.csv"));
    assert_eq!(share.rests_on[0].rows, 24);
    assert_eq!(share.agreement, 2);
    assert!(report.figures.iter().all(|it| it.ok));
    serde_json::to_string(&report).unwrap();
}

#[test]
fn without_a_key_of_the_readers_own_it_says_that_the_key_must_be_compared() {
    let report = verify(&Ledger::with(0).folder(), &Trust::default());
    assert!(report.holds());
    let shown = report.key.unwrap();
    assert!(!shown.given);
    let said = report.checks.iter().find(|it| it.name == "key").unwrap();
    assert!(said.sentence.contains("compare its fingerprint"));
    assert!(said.sentence.contains(&shown.fingerprint));
}

#[test]
fn witnesses_may_cosign_after_publication_and_be_demanded() {
    let witness = SigningKey::new("witness.example/one", Algorithm::Cosignature, &[9; 32]).unwrap();
    let asked = [witness.verifier().clone()];
    let trust = Trust {
        key: None,
        witnesses: &asked,
    };
    let mut files = Ledger::with(0).folder();
    let report = verify(&files, &trust);
    let said: Vec<_> = report.failures().map(|it| it.sentence.clone()).collect();
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("not cosigned by the witness witness.example/one"));
    let note = Note::parse(&files[CHECKPOINT])
        .unwrap()
        .and_sign(&witness, 1_795_000_000);
    files.insert(CHECKPOINT.to_owned(), note.to_text().into_bytes());
    let report = verify(&files, &trust);
    assert!(report.holds(), "{:?}", report.failures().collect::<Vec<_>>());
}

#[test]
fn what_would_not_verify_is_not_built() {
    let ledger = Ledger::with(4);
    let (entries, leaves) = (ledger.published(), ledger.leaves());
    let built = |entries: &[(Entry, String)], leaves: &[Digest], origin: &str, extra: Files| {
        let parts = Parts {
            entries,
            leaves,
            origin,
            signing_key: &SECRET,
            extra,
        };
        build(parts).map_err(|it| it.code).err()
    };
    let none = Files::new;
    assert_eq!(built(&entries, &leaves, ORIGIN, none()), None);
    assert_eq!(built(&entries, &leaves, "two words", none()), Some("account/not-a-key"));
    let mut without_edition = entries.clone();
    without_edition.pop();
    assert_eq!(
        built(&without_edition, &leaves, ORIGIN, none()),
        Some("account/no-edition-entry")
    );
    assert_eq!(
        built(&entries, &leaves[..5], ORIGIN, none()),
        Some("account/not-in-ledger")
    );
    let taken = Files::from([("figures.csv".to_owned(), Vec::new())]);
    assert_eq!(built(&entries, &leaves, ORIGIN, taken), Some("account/reserved-file"));
    for dropped in 0..entries.len() - 1 {
        let mut fewer = entries.clone();
        fewer.remove(dropped);
        assert_eq!(
            built(&fewer, &leaves, ORIGIN, none()),
            Some("account/would-not-verify"),
            "{dropped}"
        );
    }
    let mut more = entries.clone();
    more.push((ledger.entries[0].clone(), "other".to_owned()));
    assert_eq!(built(&more, &leaves, ORIGIN, none()), Some("account/would-not-verify"));
    let foreign = Files::from([("evidence/000001.csv".to_owned(), Vec::new())]);
    assert_eq!(
        built(&entries, &leaves, ORIGIN, foreign),
        Some("account/would-not-verify")
    );
}

proptest! {
    #[test]
    fn an_entry_is_read_back_to_the_same_bytes(number in any::<f64>(), count in -(1_i64 << 53)..1 << 53, text in any::<String>()) {
        prop_assume!(number.is_finite());
        let id = |text| Id::new(text).unwrap();
        let entry = Entry {
            partnership: id("p"), at: 3, kind: "account/figure".to_owned(),
            author: Author { member: id("m"), partner: id("o") },
            received: Timestamp::from_ms(1_795_000_000_000), salt: "00".to_owned(),
            body: json!({"value": number, "count": count, "text": text}),
        };
        let bytes = entry.canonical();
        let read: Entry = serde_json::from_str(&bytes).unwrap();
        prop_assert_eq!(read.canonical(), bytes);
    }
}
