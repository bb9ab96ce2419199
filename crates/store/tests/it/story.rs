//! One story, told to every engine.

use cm_kernel::{Absence, Period, Reading};
use cm_store::{Appended, Store, Version};
use serde_json::json;

use crate::engines;
use crate::writing::{batch, draft, drafts, id, kept, moment, wanted};

const THREE_OF_EIGHT: Reading = Reading::Ratio {
    numerator: 3.0,
    denominator: 8.0,
};

#[test]
fn a_ledger_grows_at_one_end_and_only_from_the_state_the_caller_saw() {
    for engine in engines::all() {
        let (store, here) = (&engine.store, id("here"));
        assert_eq!(store.length(&here).unwrap(), 0, "{}", engine.name);
        assert_eq!(store.append(&here, 0, drafts(0), &[]).unwrap(), Appended::At(0));
        assert!(store.partnerships().unwrap().is_empty(), "{}", engine.name);
        assert_eq!(store.append(&here, 0, drafts(3), &[]).unwrap(), Appended::At(0));
        assert_eq!(store.append(&here, 0, drafts(1), &[]).unwrap(), Appended::Moved(3));
        assert_eq!(store.append(&here, 3, drafts(2), &[]).unwrap(), Appended::At(3));
        assert_eq!(store.append(&id("also"), 0, drafts(1), &[]).unwrap(), Appended::At(0));
        let entries = store.entries(&here, 1, 3).unwrap();
        let positions: Vec<u64> = entries.iter().map(|entry| entry.at).collect();
        assert_eq!(positions, [1, 2, 3], "{}", engine.name);
        let leaves = store.leaves(&here, 4).unwrap();
        assert_eq!(leaves.len(), 4);
        assert_eq!(leaves[1], entries[0].leaf(), "{}", engine.name);
        assert_eq!(store.leaves(&here, u64::MAX).unwrap().len(), 5);
        assert_eq!(store.partnerships().unwrap(), [id("also"), id("here")]);
    }
}

#[test]
fn an_entry_comes_back_as_its_canonical_json_says_it() {
    let body =
        json!({"text": "caf\u{e9} \u{1f600} \u{0} \"quoted\"", "share": 0.1, "whole": 1.0, "none": null, "b": [true]});
    for engine in engines::all() {
        let given = draft(body.clone()).at(&id("here"), 0);
        engine
            .store
            .append(&id("here"), 0, vec![draft(body.clone())], &[])
            .unwrap();
        let back = engine.store.entries(&id("here"), 0, 10).unwrap().remove(0);
        assert_eq!(back.canonical(), given.canonical(), "{}", engine.name);
        assert_eq!(back.body["text"], given.body["text"], "{}", engine.name);
    }
}

#[test]
fn yesterdays_rows_can_be_read_tomorrow() {
    let (first, second) = two_batches();
    for engine in engines::all() {
        let (store, here) = (&engine.store, id("here"));
        store.append(&here, 0, drafts(2), &[(1, first.clone())]).unwrap();
        store.append(&here, 2, drafts(1), &[(0, second.clone())]).unwrap();
        assert!(store.rows(&here, &wanted("wait", 1)).unwrap().rows.is_empty());
        let before = store.rows(&here, &wanted("wait", 2)).unwrap();
        assert_eq!(before.places, ["RA9", "\u{c9}vora"], "{}", engine.name);
        assert_eq!(before.groups, ["all"]);
        let after = store.rows(&here, &wanted("wait", 3)).unwrap();
        assert_eq!(after.places, ["RA9", "Z1", "\u{c9}vora"], "{}", engine.name);
        assert_eq!(after.groups, ["all", "women"]);
        let told: Vec<_> = after
            .rows
            .iter()
            .map(|row| (after.key(row).unwrap(), row.reading, row.at))
            .collect();
        let month = |text| Period::parse(text).unwrap();
        let expected = [
            (("RA9", "all", month("2016-04")), Reading::Value(9.0), 2),
            (("RA9", "all", month("2016-Q2")), Reading::Value(2.0), 1),
            (("RA9", "all", month("2016-05")), THREE_OF_EIGHT, 1),
            (("Z1", "women", month("2016-04")), Reading::Value(0.0), 2),
            (
                ("\u{c9}vora", "all", month("2016-04")),
                Reading::Absent(Absence::Suppressed),
                1,
            ),
        ];
        assert_eq!(told, expected, "{}", engine.name);
        read_parts(store.as_ref());
    }
}

fn two_batches() -> (cm_kernel::Batch, cm_kernel::Batch) {
    let first = batch(
        "wait",
        &[
            ("\u{c9}vora", "all", "2016-04", Reading::Absent(Absence::Suppressed)),
            ("RA9", "all", "2016-05", THREE_OF_EIGHT),
            ("RA9", "all", "2016-04", Reading::Value(1.0)),
            ("RA9", "all", "2016-Q2", Reading::Value(2.0)),
        ],
    );
    let second = batch(
        "wait",
        &[
            ("Z1", "women", "2016-04", Reading::Value(-0.0)),
            ("RA9", "all", "2016-04", Reading::Value(9.0)),
        ],
    );
    (first, second)
}

/// Reads one place, one group, one history and the batches of [`two_batches`].
fn read_parts(store: &dyn Store) {
    let here = id("here");
    let mut one = wanted("wait", u64::MAX);
    one.place = Some("Z1".to_owned());
    let known = store.rows(&here, &one).unwrap();
    assert_eq!((known.places.len(), known.rows.len()), (1, 1));
    one.group = Some("all".to_owned());
    assert!(store.rows(&here, &one).unwrap().rows.is_empty());
    one.place = None;
    assert_eq!(store.rows(&here, &one).unwrap().rows.len(), 4);
    let key = ("RA9", "all", Period::parse("2016-04").unwrap());
    let version = |at, value| Version {
        at,
        reading: Reading::Value(value),
    };
    let history = store.history(&here, &id("wait"), key).unwrap();
    assert_eq!(history, [version(1, 1.0), version(2, 9.0)]);
    let (mut first, mut second) = two_batches();
    first.sort();
    second.sort();
    assert_eq!(store.batch(&here, 0).unwrap(), None);
    let back = store.batch(&here, 1).unwrap().unwrap();
    assert_eq!(back.digest(), first.digest());
    assert_eq!(back, first);
    assert_eq!(store.batch(&here, 2).unwrap(), Some(second));
}

#[test]
fn a_batch_that_cannot_be_kept_takes_its_entries_with_it() {
    let mut broken = batch("wait", &[("RA9", "all", "2016-04", Reading::Value(1.0))]);
    broken.rows[0].place = 7;
    let sound = batch("wait", &[("RA9", "all", "2016-04", Reading::Value(1.0))]);
    for engine in engines::all() {
        let (store, here) = (&engine.store, id("here"));
        let both = [(0, sound.clone()), (1, broken.clone())];
        assert!(store.append(&here, 0, drafts(2), &both).is_err(), "{}", engine.name);
        assert_eq!(store.length(&here).unwrap(), 0);
        assert!(store.rows(&here, &wanted("wait", 9)).unwrap().rows.is_empty());
        store.append(&here, 0, drafts(1), &[(0, batch("wait", &[]))]).unwrap();
        assert_eq!(
            store.batch(&here, 0).unwrap(),
            Some(batch("wait", &[])),
            "{}",
            engine.name
        );
    }
}

#[test]
fn the_cabinet_keeps_finds_and_forgets() {
    for engine in engines::all() {
        let (store, name) = (&engine.store, engine.name);
        store.keep("sign-ins", &kept("b", "1", Some(10))).unwrap();
        store.keep("sign-ins", &kept("b", "2", Some(20))).unwrap();
        store.keep("sign-ins", &kept("a", "3", None)).unwrap();
        assert!(!store.keep_new("sign-ins", &kept("a", "4", None)).unwrap(), "{name}");
        assert!(store.keep_new("keys", &kept("a", "5", Some(30))).unwrap(), "{name}");
        let found = store.find("sign-ins", "b", moment(19)).unwrap();
        assert_eq!(found, Some(kept("b", "2", Some(20))), "{name}");
        assert_eq!(store.find("sign-ins", "b", moment(20)).unwrap(), None, "{name}");
        assert_eq!(store.find("sign-ins", "nobody\0", moment(0)).unwrap(), None, "{name}");
        let keys = |now| -> Vec<String> {
            let list = store.list("sign-ins", moment(now)).unwrap();
            list.into_iter().map(|kept| kept.key).collect()
        };
        assert_eq!(keys(0), ["a", "b"], "{name}");
        assert_eq!(keys(20), ["a"], "{name}");
        assert!(!store.keep_new("sign-ins", &kept("b", "6", None)).unwrap(), "{name}");
        assert_eq!(store.sweep(moment(20)).unwrap(), 1, "{name}");
        assert!(store.keep_new("sign-ins", &kept("b", "6", None)).unwrap(), "{name}");
        store.discard("sign-ins", "a").unwrap();
        store.discard("sign-ins", "a").unwrap();
        store.discard("sign-ins", "zero\0").unwrap();
        assert_eq!(keys(0), ["b"], "{name}");
        assert!(store.keep("sign-ins", &kept("zero\0", "", None)).is_err(), "{name}");
        assert!(store.keep(&"d".repeat(1001), &kept("k", "", None)).is_err(), "{name}");
    }
}
