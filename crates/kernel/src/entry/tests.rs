use serde_json::json;

use super::{Author, Draft, Entry, canonical};
use crate::{Digest, Id, Timestamp};

#[test]
fn an_entry_is_the_same_bytes_after_a_journey_through_json() {
    let draft = Draft {
        kind: "framework/partner-joined".into(),
        author: Author {
            member: Id::slug("ann"),
            partner: Id::slug("Library"),
        },
        received: Timestamp::parse("2026-11-23T09:30:00.250Z").unwrap(),
        salt: "00112233445566778899aabbccddeeff".into(),
        body: json!({"name": "Caf\u{e9} \u{20ac}", "share": 0.1, "many": 1e21, "none": null}),
    };
    let entry = draft.at(&Id::slug("here"), 7);
    let text = entry.canonical();
    assert!(text.contains(r#""at":7"#) && text.contains("1e+21"), "{text}");
    let back: Entry = serde_json::from_str(&text).unwrap();
    assert_eq!(back.leaf(), entry.leaf());
}

#[test]
fn canonical_json_sorts_names_as_rfc_8785_section_3_2_3_shows() {
    let given = json!({"\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh", "1": "One",
        "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis"});
    let text = canonical(&given).unwrap();
    let order = [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small",
        "Euro Sign",
        "Emoji",
        "Hebrew",
    ];
    let places: Vec<_> = order.iter().map(|word| text.find(word).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn the_leaf_of_nothing_is_the_one_in_rfc_6962() {
    let expected = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    assert_eq!(Entry::leaf_of(b""), Digest::parse(expected).unwrap());
}
