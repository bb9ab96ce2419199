use cm_kernel::{Date, Id};

use super::{AgainstLimits, Assessed, Assessment, Baseline, CounterMeasure};
use crate::Signature;

fn assessment(value: &str) -> Assessment {
    Assessment {
        measure: Id::slug("wait"),
        value: value.to_owned(),
        setters: ["a", "b"].map(Id::slug).into(),
        held: ["b", "c"].map(Id::slug).into(),
        rivals: vec!["Inspection: too rare".to_owned()],
        baseline: Baseline::Read {
            sentence: "No signal".to_owned(),
            lower: "39.0".to_owned(),
            upper: "62.2".to_owned(),
            span: ("2023-01".to_owned(), "2023-12".to_owned()),
            digest: "f00d".to_owned(),
        },
        attribution: "Some".to_owned(),
        gaming: "Some".to_owned(),
        counter: CounterMeasure::None {
            reason: "Nothing else is counted".to_owned(),
        },
        burden_minutes: 0,
        expires: Date::parse("2027-04-01").unwrap(),
    }
}

#[test]
fn a_value_at_a_limit_lies_inside() {
    let against = |value: &str| assessment(value).against_limits();
    assert_eq!(against("55"), Some(AgainstLimits::Inside));
    assert_eq!(against("39"), Some(AgainstLimits::Inside));
    assert_eq!(against(" 62.2 "), Some(AgainstLimits::Inside));
    assert_eq!(against("62.3"), Some(AgainstLimits::Above));
    assert_eq!(against("-1e12"), Some(AgainstLimits::Below));
    assert_eq!(against("NaN"), None);
    let mut unknown = assessment("55");
    unknown.baseline = Baseline::NotKnown {
        reason: "New".to_owned(),
    };
    assert_eq!(unknown.against_limits(), None);
}

#[test]
fn whoever_sets_a_target_and_is_held_to_it_signs_once() {
    let on = Date::parse("2026-04-01").unwrap();
    let signature = |name: &str| Signature {
        partner: Id::slug(name),
        at: 7,
        on,
    };
    let mut it = Assessed {
        at: 5,
        on,
        by: Id::slug("a"),
        assessment: assessment("55"),
        signatures: ["b", "a"].map(signature).into(),
    };
    assert_eq!(it.waits_for(), [&Id::slug("c")]);
    it.signatures.push(signature("c"));
    assert!(it.is_signed());
    let last = Date::parse("2027-04-01").unwrap();
    assert!(!it.has_expired(last) && it.has_expired(last.plus(1).unwrap()));
}

#[test]
fn an_assessment_reads_back_as_it_was_written() {
    let it = assessment("55");
    let text = serde_json::to_string(&it).unwrap();
    assert_eq!(serde_json::from_str::<Assessment>(&text).unwrap(), it);
}
