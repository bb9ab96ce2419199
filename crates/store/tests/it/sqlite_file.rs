//! What a database file of SQLite promises beyond the trait.

use std::fs;
use std::path::Path;

use cm_kernel::{Batch, Date, Length, Period, Reading, Row};
use cm_store::{Sqlite, Store, Wanted};
use rusqlite::Connection;

use crate::writing::{drafts, id, kept};

/// Every file beside the database, by name, with its bytes; without the shared memory and an empty log, which are no content.
fn files(home: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(home)
        .unwrap()
        .map(|file| file.unwrap())
        .map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap()))
        .filter(|(name, bytes)| !name.ends_with("-shm") && !bytes.is_empty())
        .collect();
    files.sort();
    files
}

#[test]
fn a_newer_schema_is_refused_and_the_file_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store.db");
    drop(Sqlite::open(&path).unwrap());
    let newer = Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let before = files(home.path());
    let refused = Sqlite::open(&path).err().unwrap();
    assert!(
        refused.0.contains("newer version") && refused.0.contains("99"),
        "{refused}"
    );
    assert!(files(home.path()) == before, "the file changed");
}

#[test]
fn a_file_of_another_program_is_refused_and_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("other.db");
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    drop(other);
    let before = files(home.path());
    let refused = Sqlite::open(&path).err().unwrap();
    assert!(refused.0.contains("another program"), "{refused}");
    assert!(files(home.path()) == before, "the file changed");
    let text = home.path().join("letter.txt");
    fs::write(&text, "Dear all, ".repeat(100)).unwrap();
    assert!(Sqlite::open(&text).is_err());
}

#[test]
fn what_was_kept_is_there_when_the_file_is_opened_again() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store.db");
    let store = Sqlite::open(&path).unwrap();
    store.append(&id("here"), 0, drafts(2), &[]).unwrap();
    drop(store);
    assert_eq!(Sqlite::open(&path).unwrap().length(&id("here")).unwrap(), 2);
}

#[test]
fn no_byte_is_left_of_what_was_erased() {
    let home = tempfile::tempdir().unwrap();
    let store = Sqlite::open(home.path().join("store.db")).unwrap();
    let secret = "canary-secret-key";
    let there = || {
        files(home.path())
            .iter()
            .any(|(_, bytes)| bytes.windows(secret.len()).any(|it| it == secret.as_bytes()))
    };
    for round in 0..20 {
        let value = format!("{round}{secret}{}", "x".repeat(round * 300));
        store.keep("keys", &kept(&round.to_string(), &value, Some(5))).unwrap();
    }
    assert!(there());
    for round in 0..10 {
        store.discard("keys", &round.to_string()).unwrap();
    }
    assert_eq!(store.sweep(crate::writing::moment(5)).unwrap(), 10);
    assert!(!there());
}

#[test]
fn a_large_measure_is_read_by_several_and_comes_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path().join("large.db")).unwrap();
    let here = id("large");
    let rows = (0..12_u32).flat_map(|place| {
        (0..3_000_i32).map(move |day| Row {
            period: Period::containing(Date::from_days(10_000 + day).unwrap(), Length::Day).unwrap(),
            place,
            group: 0,
            reading: Reading::Value(f64::from(place) + f64::from(day)),
        })
    });
    let batch = Batch {
        measure: id("visits"),
        places: (0..12).map(|place| format!("E{place:02}")).collect(),
        groups: vec!["all".to_owned()],
        rows: rows.collect(),
    };
    store.append(&here, 0, drafts(1), &[(0, batch)]).unwrap();
    let wanted = Wanted {
        measure: id("visits"),
        place: None,
        group: None,
        known_at: u64::MAX,
    };
    let known = store.rows(&here, &wanted).unwrap();
    let mut at = 0;
    store
        .each_series(&here, &wanted, &mut |place, _, rows| {
            for row in rows {
                let expected = &known.rows[at];
                assert_eq!(
                    (place, row.period),
                    (known.places[expected.place as usize].as_str(), expected.period)
                );
                assert_eq!(row.reading, expected.reading);
                at += 1;
            }
        })
        .unwrap();
    assert_eq!(at, 36_000);
}
