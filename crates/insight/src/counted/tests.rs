use cm_framework::Unit;

use super::*;
use crate::made::{question, visits};

fn ages(names: &[&str]) -> Result<Vec<(f64, Option<f64>)>, &'static str> {
    let names: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
    Ages::read(&names)
        .map(|it| it.bands.iter().map(|(_, age)| (age.start, age.end)).collect())
        .map_err(|no| no.code)
}

#[test]
fn age_bands_are_read_in_the_ways_people_write_them() {
    let wanted = Ok(vec![
        (0.0, Some(1.0)),
        (1.0, Some(5.0)),
        (5.0, Some(10.0)),
        (10.0, None),
    ]);
    assert_eq!(ages(&["under 1", "1-4", "05 to 09", "10+"]), wanted);
    assert_eq!(ages(&["10 and over", "0", "1–4", "aged 5-9 years"]), wanted);
    assert_eq!(ages(&["0", "1", "5", "10"]), wanted);
}

#[test]
fn bands_that_overlap_or_leave_ages_out_are_refused() {
    for names in [
        &["0-4", "4-9"][..],
        &["0-4", "10+"],
        &["0-4", "young"],
        &["10+", "20+"],
        &["9-5"],
        &["5", "5"],
        &["0-900"],
    ] {
        assert_eq!(ages(names), Err("insight/not-age-bands"), "{names:?}");
    }
}

#[test]
fn numbers_are_said_in_the_unit_asked_for() {
    let share = Scale::of(&question(&Unit::Share), Kind::Share, 0.2);
    assert_eq!(
        (share.words(0.1234), share.apart(-0.0501), share.unit()),
        ("12.3%".into(), "-5.0 percentage points".into(), "share".into())
    );
    let rate = Scale::of(&question(&visits()), Kind::Rate, 0.0123);
    assert_eq!(rate.words(0.0123), "1.2 per 100");
    let many = Scale::of(&question(&Unit::Share).set("per", "100000"), Kind::Share, 0.2);
    assert_eq!(many.words(0.1234), "12,340 per 100,000");
    assert_eq!(
        Scale::of(&question(&visits()), Kind::Rate, 0.0).words(0.0),
        "0.0 per 100,000"
    );
}

#[test]
fn a_name_has_a_number_or_none() {
    assert_eq!(numbered("Decile 3 (of deprivation)"), Some(3));
    assert_eq!(numbered("3 of 10"), None);
    assert_eq!(numbered("north"), None);
}

#[test]
fn a_level_outside_what_can_be_is_refused() {
    for (set, good) in [
        ("95", true),
        ("0", false),
        ("100", false),
        ("-1", false),
        ("99.8", true),
    ] {
        assert_eq!(level(&question(&Unit::Share).set("level", set)).is_ok(), good, "{set}");
    }
}
