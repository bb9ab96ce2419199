//! Any bytes at all end in a report, never in a panic or a long wait.

use cm_account::seal::folder::{CHECKPOINT, MANIFEST, MANIFEST_NOTE, Manifest, verify};
use cm_account::seal::{Algorithm, Checkpoint, Files, Note, SigningKey, Trust};
use cm_kernel::Digest;
use proptest::prelude::*;

use super::ledger::{Ledger, ORIGIN, SECRET};

#[test]
fn a_signed_size_beyond_all_measure_is_refused_at_once() {
    let signer = SigningKey::new(ORIGIN, Algorithm::Ed25519, &SECRET).unwrap();
    for size in [0, 1, 255, 1 << 20, 1 << 40, 1 << 63] {
        let mut files = Ledger::with(0).folder();
        let checkpoint = Checkpoint {
            origin: ORIGIN.to_owned(),
            size,
            root: Digest::of(b"made up"),
            extensions: Vec::new(),
        };
        files.insert(
            CHECKPOINT.to_owned(),
            checkpoint.sign(&signer).unwrap().to_text().into_bytes(),
        );
        let mut manifest = Manifest::read(&files[MANIFEST]).unwrap();
        manifest.checkpoint_size = size;
        let bytes = manifest.to_bytes();
        let note = Note::sign(&manifest.note_text(ORIGIN, &bytes), &signer).unwrap();
        files.insert(MANIFEST.to_owned(), bytes);
        files.insert(MANIFEST_NOTE.to_owned(), note.to_text().into_bytes());
        let report = verify(&files, &Trust::default());
        assert!(report.failures().any(|it| it.name == "tiles"), "{size}");
    }
}

#[test]
fn a_deep_or_empty_file_is_only_wrong() {
    assert!(!verify(&Files::new(), &Trust::default()).holds());
    for text in [
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "null".to_owned(),
        "{}".to_owned(),
    ] {
        for path in [MANIFEST, "entries/000001.json"] {
            let mut files = Ledger::with(0).folder();
            files.insert(path.to_owned(), text.clone().into_bytes());
            assert!(!verify(&files, &Trust::default()).holds());
        }
    }
}

#[test]
fn a_folder_that_is_all_wrong_is_said_in_a_page() {
    let mut files = Ledger::with(600).folder();
    files.extend((0..5000).map(|at| (format!("junk/{at}"), Vec::new())));
    let report = verify(&files, &Trust::default());
    assert!(report.failures().count() < 30);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_files_end_in_a_report(
        junk in prop::collection::btree_map("[a-z./0-9]{0,20}", prop::collection::vec(any::<u8>(), 0..80), 0..6),
        over in any::<bool>(),
    ) {
        let mut files = if over { Ledger::with(0).folder() } else { Files::new() };
        let added = junk.keys().any(|path| !files.contains_key(path)) || !over;
        files.extend(junk);
        prop_assert!(!added || !verify(&files, &Trust::default()).holds());
    }

    #[test]
    fn any_change_to_any_file_is_noticed(
        which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(),
        removed in 0_usize..40, put in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let files = Ledger::with(0).folder();
        let path = which.get(&files.keys().cloned().collect::<Vec<_>>()).clone();
        let bytes = &files[&path];
        let from = at.index(bytes.len());
        let to = (from + removed).min(bytes.len());
        let mut altered = files.clone();
        let changed = [&bytes[..from], put.as_slice(), &bytes[to..]].concat();
        let same = changed == *bytes;
        altered.insert(path.clone(), changed);
        prop_assert_eq!(verify(&altered, &Trust::default()).holds(), same, "{}", path);
    }
}
