//! Many who write at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use cm_store::{Appended, Sqlite, Store};

use crate::engines;
use crate::writing::{drafts, id, kept, moment};

#[test]
fn no_position_is_given_twice_and_a_key_is_taken_once() {
    for engine in engines::all() {
        let store = engine.store.as_ref();
        let won = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    for number in 0..10 {
                        append_whatever_the_length(store);
                        let taken = store.keep_new("taken", &kept(&number.to_string(), "", None)).unwrap();
                        won.fetch_add(usize::from(taken), Ordering::Relaxed);
                    }
                });
            }
        });
        let entries = store.entries(&id("here"), 0, 1000).unwrap();
        assert!(entries.iter().map(|entry| entry.at).eq(0..60), "{}", engine.name);
        assert_eq!(won.into_inner(), 10, "{}", engine.name);
    }
}

fn append_whatever_the_length(store: &dyn Store) {
    let mut expected = store.length(&id("here")).unwrap();
    while let Appended::Moved(length) = store.append(&id("here"), expected, drafts(1), &[]).unwrap() {
        expected = length;
    }
}

#[test]
fn several_programs_can_make_and_write_one_file() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store.db");
    thread::scope(|scope| {
        for program in 0..4 {
            let path = &path;
            scope.spawn(move || {
                let store = Sqlite::open(path).unwrap();
                for number in 0..5 {
                    let key = format!("{program} {number}");
                    store.keep("drawer", &kept(&key, "", None)).unwrap();
                    append_whatever_the_length(&store);
                }
            });
        }
    });
    let store = Sqlite::open(&path).unwrap();
    assert_eq!(store.list("drawer", moment(0)).unwrap().len(), 20);
    assert_eq!(store.length(&id("here")).unwrap(), 20);
}

#[test]
fn those_who_write_at_once_share_commits() {
    let engine = engines::sqlite();
    let store = engine.store.as_ref();
    thread::scope(|scope| {
        for writer in 0..16 {
            scope.spawn(move || {
                for number in 0..50 {
                    let key = format!("{writer} {number}");
                    store.keep("drawer", &kept(&key, "", None)).unwrap();
                    if number % 10 == 0 {
                        store.discard("drawer", &key).unwrap();
                    }
                }
            });
        }
    });
    assert_eq!(store.list("drawer", moment(0)).unwrap().len(), 16 * 45);
}
