use std::collections::BTreeMap;

use cm_kernel::{Digest, Id};

use super::{Claim, Strength};
use crate::{InsightRef, Learning};

fn claim(strength: Strength, grounds: &str, rivals: &str) -> Claim {
    Claim {
        strength,
        grounds: grounds.to_owned(),
        rivals: rivals.to_owned(),
    }
}

fn asked(method: &str) -> InsightRef {
    InsightRef {
        measure: Id::slug("wait"),
        method: method.to_owned(),
        version: "1".to_owned(),
        read_for: "learning".to_owned(),
        settings: BTreeMap::new(),
        place: "all".to_owned(),
        group: "all".to_owned(),
        from: None,
        to: None,
        known_at: 0,
        headline: String::new(),
        digest: Digest::of(b""),
        beside: Vec::new(),
    }
}

fn code(claim: Option<&Claim>, table: &[InsightRef]) -> &'static str {
    let checked = Learning::default().may_claim(claim, table, None);
    checked.err().map_or("ok", |it| it.code)
}

#[test]
fn a_claim_carries_what_its_strength_requires() {
    assert_eq!(code(None, &[]), "learning/no-strength");
    for strength in Strength::ALL {
        assert_eq!(
            code(Some(&claim(strength, " ", "x")), &[asked("did")]),
            "learning/empty"
        );
        let alone = code(Some(&claim(strength, "x", " ")), &[asked("did")]);
        let expected = if strength.needs_rivals() {
            "learning/empty"
        } else {
            "ok"
        };
        assert_eq!(alone, expected, "{strength:?}");
    }
}

#[test]
fn attributing_takes_a_comparison_and_contributing_does_not() {
    let attributed = claim(Strength::Attributed, "the wards where nothing changed", "a mild winter");
    let contributed = claim(Strength::Contributed, "a nurse sees people sooner", "a mild winter");
    assert_eq!(code(Some(&attributed), &[asked("xmr")]), "learning/no-comparison");
    assert_eq!(code(Some(&contributed), &[asked("xmr")]), "ok");
    for method in ["did", "its"] {
        assert_eq!(code(Some(&attributed), &[asked("xmr"), asked(method)]), "ok");
    }
}

#[test]
fn the_methods_that_compare_are_on_the_shelf_and_words_are_read_back() {
    for method in super::COMPARING {
        assert!(cm_insight::method(method).is_some(), "{method}");
    }
    for strength in Strength::ALL {
        assert_eq!(Strength::read(strength.word()), Some(strength));
    }
}
