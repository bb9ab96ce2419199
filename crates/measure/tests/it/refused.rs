use std::fs::File;
use std::net::TcpListener;
use std::path::Path;

use crate::run;

const PASSWORD: &str = "a long enough password\n";

/// Every code stands on the last line in brackets, and the exit code is 1.
fn refused(folder: &Path, words: &[&str], code: &str) {
    let output = run(folder, words, PASSWORD);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{words:?}: {said}");
    assert!(said.contains(&format!("[{code}]")), "{words:?}: {said}");
    assert!(said.contains("What to do: "), "{words:?}: {said}");
}

fn done(folder: &Path, words: &[&str]) {
    let output = run(folder, words, PASSWORD);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{words:?}: {said}");
}

const INIT: [&str; 7] = ["init", "--name", "Care", "--partner", "Council", "--member", "Ada"];

#[test]
fn without_a_store_there_is_nothing_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    for words in [
        vec!["serve"],
        vec!["publish"],
        vec!["import", "a.csv", "--measure", "m", "--as", "Ada"],
        vec![
            "join",
            "--partner",
            "Clinic",
            "--member",
            "Ben",
            "--role",
            "analyst",
            "--as",
            "Ada",
        ],
    ] {
        refused(here, &words, "measure/no-such-store");
    }
    refused(here, &["help", "nothing-of-the-kind"], "measure/no-such-card");
    refused(here, &["verify", "nowhere"], "measure/cannot-read");
    assert_eq!(run(here, &["fly"], "").status.code(), Some(2));
}

#[test]
fn a_store_that_holds_no_partnership_or_several_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    // A password that is too short leaves a store with nobody in it.
    assert_eq!(run(here, &INIT, "short\n").status.code(), Some(1));
    refused(here, &["publish"], "measure/no-partnership");
    done(here, &INIT);
    refused(here, &INIT, "measure/already-there");
    done(here, &["publish"]);
    done(
        here,
        &["init", "--name", "Homes", "--partner", "Council", "--member", "Bea"],
    );
    refused(here, &["publish"], "measure/which-partnership");
    done(here, &["publish", "--partnership", "homes"]);
}

#[test]
fn members_roles_and_folders_are_looked_at_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    done(here, &INIT);
    let join = ["join", "--partner", "Clinic", "--member", "Ben"];
    let with = |more: &[&'static str]| [&join[..], more].concat();
    refused(
        here,
        &with(&["--role", "analyst", "--as", "Nobody"]),
        "measure/no-such-convenor",
    );
    refused(here, &with(&["--role", "king", "--as", "Ada"]), "measure/no-such-role");
    refused(
        here,
        &["import", "a.csv", "--measure", "m", "--as", "Nobody"],
        "measure/no-such-member",
    );
    refused(
        here,
        &["import", "a.csv", "--measure", "m", "--as", "Ada"],
        "measure/cannot-read",
    );
    std::fs::create_dir(here.join("full")).unwrap();
    std::fs::write(here.join("full/file"), "something").unwrap();
    refused(here, &["publish", "an-edition", "--to", "full"], "measure/not-empty");
    // A file that says it is large and takes no room.
    std::fs::create_dir(here.join("huge")).unwrap();
    File::create(here.join("huge/file"))
        .unwrap()
        .set_len(300 << 20)
        .unwrap();
    refused(here, &["verify", "huge"], "measure/too-large");
}

#[test]
fn a_port_that_is_taken_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    done(folder.path(), &INIT);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    refused(folder.path(), &["serve", "--port", &port], "measure/cannot-listen");
}

#[test]
fn with_json_a_refusal_is_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["serve", "--json"], "");
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (output.status.code(), &said["refused"]["code"]),
        (Some(1), &"measure/no-such-store".into())
    );
}

#[test]
fn many_series_are_one_document_however_many() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("month,ward,visits\n");
    for ward in 0..200 {
        for month in 1..13 {
            text += &format!("2016-{month:02},W{ward},{}\n", 10 + (ward * 7 + month * 5) % 9);
        }
    }
    std::fs::write(folder.path().join("wards.csv"), text).unwrap();
    let output = run(
        folder.path(),
        &["ask", "xmr", "wards.csv", "--by", "ward", "--json"],
        "",
    );
    assert_eq!(output.status.code(), Some(0));
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&said["looks"], said["found"].as_array().unwrap().len()),
        (&200.into(), 200)
    );
    let output = run(
        folder.path(),
        &["ask", "xmr", "wards.csv", "--by", "ward", "--csv", "-"],
        "",
    );
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 201);
}

#[test]
fn a_table_of_more_than_a_million_cells_is_not_begun() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "a,b\n".to_owned();
    for row in 0..=1_000_000 {
        text.push_str(&format!("{},{}\n", row % 1_001, row / 1_001));
    }
    std::fs::write(folder.path().join("cells.csv"), text).unwrap();
    let words = ["protect", "cells.csv", "--rows", "a", "--columns", "b"];
    refused(folder.path(), &words, "measure/too-many-cells");
}
