//! Forgeries by someone who puts every list right again, up to the publisher with the key in hand.

use cm_account::seal::folder::{
    CHECKPOINT, FIGURES, KEY, MANIFEST, MANIFEST_NOTE, Manifest, build, proof_path, verify,
};
use cm_account::seal::{Algorithm, Checkpoint, Files, Note, Parts, Report, SigningKey, Tree, Trust, tree};
use cm_kernel::Digest;

use super::ledger::{Ledger, ORIGIN, SECRET, key};

fn signer(secret: &[u8; 32]) -> SigningKey {
    SigningKey::new(ORIGIN, Algorithm::Ed25519, secret).unwrap()
}

fn checked(files: &Files) -> Report {
    let trust = Trust {
        key: Some(&key()),
        witnesses: &[],
    };
    verify(files, &trust)
}

fn says(report: &Report, words: &[&str]) {
    let said: Vec<_> = report.failures().map(|it| it.sentence.clone()).collect();
    let found = said.iter().any(|it| words.iter().all(|word| it.contains(word)));
    assert!(found, "{words:?} is not among {said:#?}");
}

/// Puts the list right after files were changed, and signs it again.
fn relist(files: &mut Files, secret: &[u8; 32], change: impl Fn(&mut Manifest)) {
    let mut manifest = Manifest::read(&files[MANIFEST]).unwrap();
    change(&mut manifest);
    let own = [MANIFEST, MANIFEST_NOTE, CHECKPOINT];
    let others = files.iter().filter(|(path, _)| !own.contains(&path.as_str()));
    manifest.files = others.map(|(path, it)| (path.clone(), Digest::of(it))).collect();
    let bytes = manifest.to_bytes();
    let note = Note::sign(&manifest.note_text(ORIGIN, &bytes), &signer(secret)).unwrap();
    files.insert(MANIFEST.to_owned(), bytes);
    files.insert(MANIFEST_NOTE.to_owned(), note.to_text().into_bytes());
}

fn replace(files: &mut Files, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[path].clone()).unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    files.insert(path.to_owned(), text.replace(from, to).into_bytes());
}

#[test]
fn an_altered_figure_fails_even_when_the_publisher_signs_the_new_list() {
    let ledger = Ledger::with(20);
    let (mut files, path) = (ledger.folder(), ledger.first_figure());
    replace(&mut files, &path, "\"value\":0.30000000000000004", "\"value\":0.9");
    replace(&mut files, FIGURES, ",0.30000000000000004,", ",0.9,");
    let unsigned = {
        let (note, mut files) = (files[MANIFEST_NOTE].clone(), files.clone());
        relist(&mut files, &SECRET, |_| ());
        files.insert(MANIFEST_NOTE.to_owned(), note);
        files
    };
    says(&checked(&unsigned), &[MANIFEST, "is not the list the publisher signed"]);
    relist(&mut files, &SECRET, |_| ());
    let report = checked(&files);
    says(
        &report,
        &[
            &path,
            "the figure “Seen within four hours, England: share”",
            "is not what was sealed",
        ],
    );
    says(&report, &[&path, "is not the entry that the edition names"]);
}

#[test]
fn an_entry_left_out_is_missed_even_when_the_publisher_signs_the_new_list() {
    let ledger = Ledger::with(20);
    let edition = *ledger.public.last().unwrap();
    for at in ledger.public.iter().copied().filter(|at| *at != edition) {
        let mut files = ledger.folder();
        let path = cm_account::seal::folder::entry_path(at);
        files.remove(&path);
        files.remove(&proof_path(at));
        files.remove(&cm_account::seal::folder::evidence_path(at));
        relist(&mut files, &SECRET, |it| it.entries.retain(|it| it.at != at));
        says(&checked(&files), &[&path, "was left out"]);
    }
}

#[test]
fn an_entry_put_in_or_passed_off_as_another_is_noticed() {
    let ledger = Ledger::with(20);
    let tree = Tree::of(&ledger.leaves());
    let mut files = ledger.folder();
    let path = cm_account::seal::folder::entry_path(0);
    let note = Note::parse(&files[CHECKPOINT]).unwrap();
    let proof = cm_account::seal::Proof {
        at: 0,
        path: tree.inclusion(0, tree.size()).unwrap(),
        extra: None,
        checkpoint: note,
    };
    files.insert(path.clone(), ledger.entries[0].canonical().into_bytes());
    files.insert(proof_path(0), proof.to_text().into_bytes());
    relist(&mut files, &SECRET, |it| {
        let listed = cm_account::seal::folder::Listed {
            at: 0,
            role: "response".to_owned(),
            file: path.clone(),
        };
        it.entries.insert(0, listed);
    });
    says(&checked(&files), &[&path, "it was put in"]);

    let (mut files, figure) = (ledger.folder(), ledger.first_figure());
    relist(&mut files, &SECRET, |it| {
        it.entries
            .iter_mut()
            .filter(|it| it.file == figure)
            .for_each(|it| it.role = "other".to_owned());
    });
    says(&checked(&files), &[&figure, "passed off"]);
}

#[test]
fn an_entry_of_no_known_kind_cannot_stand_for_one() {
    let mut ledger = Ledger::with(20);
    let edition = ledger.entries.last_mut().unwrap();
    edition.kind = "account/edition-imagined".to_owned();
    let mut entries = ledger.published();
    entries.last_mut().unwrap().1 = "edition".to_owned();
    let parts = Parts {
        entries: &entries,
        leaves: &ledger.leaves(),
        origin: ORIGIN,
        signing_key: &SECRET,
        extra: ledger.extra(),
    };
    let refusal = build(parts).unwrap_err();
    assert_eq!(refusal.code, "account/would-not-verify");
    assert!(refusal.reason.contains("is passed off as “edition”"), "{refusal}");
}

#[test]
fn two_entries_that_change_places_are_noticed_even_when_listed_so() {
    let ledger = Ledger::with(20);
    let mut files = ledger.folder();
    let (first, second) = ("entries/000003.json", "entries/000004.json");
    let swapped = (files[second].clone(), files[first].clone());
    files.insert(first.to_owned(), swapped.0);
    files.insert(second.to_owned(), swapped.1);
    relist(&mut files, &SECRET, |_| ());
    let report = checked(&files);
    says(&report, &[first, "belongs at another position"]);
    says(&report, &[second, "belongs at another position"]);
}

#[test]
fn a_table_or_rows_that_say_something_else_are_noticed() {
    let ledger = Ledger::with(20);
    let mut files = ledger.folder();
    replace(&mut files, FIGURES, ",0.30000000000000004,", ",0.9,");
    relist(&mut files, &SECRET, |_| ());
    says(
        &checked(&files),
        &[FIGURES, "does not show the figure of", &ledger.first_figure()],
    );

    let mut files = ledger.folder();
    replace(&mut files, "evidence/000006.csv", "2026-01", "2026-02");
    relist(&mut files, &SECRET, |_| ());
    says(
        &checked(&files),
        &[
            "evidence/000006.csv",
            "does not hold the rows that entries/000006.json announced",
        ],
    );
}

#[test]
fn a_title_that_is_not_the_editions_own_is_noticed() {
    let mut files = Ledger::with(20).folder();
    relist(&mut files, &SECRET, |it| it.title = "Summer account".to_owned());
    says(&checked(&files), &[MANIFEST, "another name or title"]);
    let mut files = Ledger::with(20).folder();
    relist(&mut files, &SECRET, |it| it.checkpoint_size += 1);
    says(&checked(&files), &[MANIFEST, CHECKPOINT, "entries"]);
}

#[test]
fn another_key_is_noticed_by_whoever_has_the_right_one() {
    let ledger = Ledger::with(20);
    let parts = Parts {
        entries: &ledger.published(),
        leaves: &ledger.leaves(),
        origin: ORIGIN,
        signing_key: &[99; 32],
        extra: ledger.extra(),
    };
    let mut files = build(parts).unwrap();
    assert!(verify(&files, &Trust::default()).holds());
    let report = checked(&files);
    says(&report, &[KEY, "holds another key", &key().fingerprint_in_groups()]);
    says(&report, &[CHECKPOINT, "is not signed with the key"]);
    // The right key.txt under the wrong signatures does not help.
    files.insert(KEY.to_owned(), format!("{}\n", key()).into_bytes());
    relist(&mut files, &[99; 32], |_| ());
    assert!(!verify(&files, &Trust::default()).holds());
    assert!(!checked(&files).holds());
}

#[test]
fn a_whole_new_history_needs_the_key_and_is_caught_by_a_witness_or_an_older_checkpoint() {
    let honest = Ledger::with(20);
    let mut forged = Ledger::with(20);
    forged.entries[0].body = serde_json::json!({"partner": "someone-else"});
    let files = forged.folder();
    assert!(
        checked(&files).holds(),
        "with the key, a publisher can write another history"
    );
    let witness = SigningKey::new("witness.example", Algorithm::Cosignature, &[9; 32]).unwrap();
    let asked = [witness.verifier().clone()];
    let trust = Trust {
        key: Some(&key()),
        witnesses: &asked,
    };
    says(&verify(&files, &trust), &["is not cosigned by the witness"]);
    let (seen, shown) = (Tree::of(&honest.leaves()), Tree::of(&forged.leaves()));
    let (checkpoint, _) = Checkpoint::open(&files[CHECKPOINT], &key()).unwrap();
    let older = (10, seen.root_at(10).unwrap());
    let path = shown.consistency(10, checkpoint.size).unwrap();
    assert!(!tree::consistent(older, (checkpoint.size, checkpoint.root), &path));
}
