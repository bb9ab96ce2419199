use cm_account::seal::folder::verify;
use cm_account::seal::{Files, Report, Trust, VerifierKey};

use super::ledger::{Ledger, key};

fn names(report: &Report, path: &str) -> bool {
    let mut failures = report.failures();
    failures.any(|it| it.file.as_deref() == Some(path) && it.sentence.contains(path))
}

fn must_name(files: &Files, path: &str, what: &str) {
    must_name_to(None, files, path, what);
    must_name_to(Some(&key()), files, path, what);
}

fn must_name_to(key: Option<&VerifierKey>, files: &Files, path: &str, what: &str) {
    let trust = Trust { key, witnesses: &[] };
    let report = verify(files, &trust);
    let said: Vec<_> = report.failures().map(|it| &it.sentence).collect();
    assert!(!report.holds() && report.proves.is_empty(), "{path}: {what} passed");
    assert!(names(&report, path), "{path}: {what} was not named but: {said:#?}");
    assert!(report.failures().all(|it| it.remedy.is_some()));
}

fn flip(files: &Files, path: &str, at: usize, bits: u8) -> Files {
    let mut altered = files.clone();
    altered.get_mut(path).unwrap()[at] ^= bits;
    altered
}

#[test]
fn every_byte_of_every_file_counts() {
    let (files, key) = (Ledger::with(0).folder(), key());
    for (path, bytes) in &files {
        // One bit of every byte of the small files and of fifty or more of the larger ones, a different bit each time.
        let step = bytes.len() / 50 + 1;
        for (turn, at) in (0..bytes.len()).step_by(step).enumerate() {
            let given = Some(&key).filter(|_| turn % 2 == 0);
            let altered = flip(&files, path, at, 1 << (turn % 8));
            must_name_to(given, &altered, path, &format!("byte {at} flipped"));
        }
    }
}

#[test]
fn no_letter_may_change_case_nor_digit_its_value() {
    let (files, key) = (Ledger::with(0).folder(), key());
    for path in ["account.json", "account.note", "checkpoint", "key.txt", "figures.csv"] {
        // Every byte of all but the longest, and every so many of that one.
        for (at, byte) in files[path].iter().enumerate().step_by(files[path].len() / 2000 + 1) {
            let bits = if byte.is_ascii_alphabetic() { 0x20 } else { 1 };
            let given = Some(&key).filter(|_| at % 2 == 0);
            must_name_to(
                given,
                &flip(&files, path, at, bits),
                path,
                &format!("byte {at} changed"),
            );
        }
    }
}

#[test]
fn in_a_longer_ledger_too() {
    let files = Ledger::with(600).answered().folder();
    assert!(files.contains_key("tile/0/001") && files.contains_key("tile/1/000.p/2"));
    for (path, bytes) in &files {
        for at in [0, bytes.len() / 2, bytes.len() - 1] {
            must_name(&flip(&files, path, at, 4), path, &format!("byte {at} flipped"));
        }
    }
}

#[test]
fn a_file_that_is_cut_emptied_or_longer_is_named() {
    let files = Ledger::with(0).folder();
    for (path, bytes) in &files {
        for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            let mut altered = files.clone();
            altered.get_mut(path).unwrap().truncate(length);
            must_name(&altered, path, &format!("cut to {length}"));
        }
        for more in ["\n", " ", "x"] {
            let mut altered = files.clone();
            altered.get_mut(path).unwrap().extend(more.bytes());
            must_name(&altered, path, &format!("{more:?} added"));
        }
    }
}

#[test]
fn a_dropped_or_added_file_is_named() {
    let files = Ledger::with(0).folder();
    for path in files.keys() {
        let mut altered = files.clone();
        altered.remove(path);
        must_name(&altered, path, "dropped");
    }
    for path in [
        "more.txt",
        "entries/000000.json",
        "proofs/000000.tlog-proof",
        "tile/0/000",
        "evidence/000001.csv",
        "",
    ] {
        let mut altered = files.clone();
        altered.insert(path.to_owned(), b"{}".to_vec());
        must_name(&altered, path, "added");
    }
}

#[test]
fn two_files_that_change_places_are_both_named() {
    let files = Ledger::with(0).folder();
    let paths: Vec<&String> = files.keys().filter(|it| it.contains('/')).collect();
    for pair in paths.windows(2).filter(|pair| files[pair[0]] != files[pair[1]]) {
        let mut altered = files.clone();
        altered.insert(pair[0].clone(), files[pair[1]].clone());
        altered.insert(pair[1].clone(), files[pair[0]].clone());
        must_name(&altered, pair[0], "swapped");
        must_name(&altered, pair[1], "swapped");
    }
}

#[test]
fn the_sentence_is_one_a_reader_understands() {
    let ledger = Ledger::with(0);
    let (mut files, path) = (ledger.folder(), ledger.first_figure());
    let text = String::from_utf8(files[&path].clone()).unwrap();
    files.insert(
        path.clone(),
        text.replace("\"unit\":\"share\"", "\"unit\":\"shore\"").into_bytes(),
    );
    let report = verify(&files, &Trust::default());
    let sealed = report.failures().find(|it| it.name == "entries").unwrap();
    assert_eq!(
        sealed.sentence,
        format!(
            "{path} (the figure “Seen within four hours, England: share”) is not what was sealed: one or more of its bytes \
             changed after publication."
        )
    );
    let standing: Vec<bool> = report.figures.iter().map(|it| it.ok).collect();
    assert!(!standing[0], "the altered figure stands");
}
