use cm_evidence::EvidenceSet;
use cm_framework::Unit;
use cm_kernel::Reading;

use super::{Choice, choose};
use crate::made::{month, own, question, ratio, visits};
use crate::method;

fn counts(values: impl IntoIterator<Item = u32>) -> EvidenceSet {
    let rows = values.into_iter().zip(0..);
    own(rows.map(|(value, at)| (month(at), "a", Reading::Value(f64::from(value)))))
}

fn shares(pairs: impl IntoIterator<Item = (u32, u32)>) -> EvidenceSet {
    let rows = pairs.into_iter().zip(0..);
    own(rows.map(|((count, size), at)| (month(at), "a", ratio(f64::from(count), f64::from(size)))))
}

fn of_counts(values: impl IntoIterator<Item = u32>) -> Choice {
    choose(&counts(values), &question(&visits()))
}

fn of_shares(pairs: impl IntoIterator<Item = (u32, u32)>) -> Choice {
    choose(&shares(pairs), &question(&Unit::Share))
}

#[test]
fn rare_events_get_a_chart_of_the_time_between_them() {
    let choice = of_counts((0..36).map(|at| u32::from(at * 7 % 5 < 2)));
    assert_eq!(choice.method, "t");
    assert!(
        choice
            .reason
            .starts_with("Counts here average 0.417 a month, where the usual rules raise a false alarm on about"),
        "{}",
        choice.reason
    );
    assert!(
        choice.reason.contains("A chart of the time between events is steadier"),
        "{}",
        choice.reason
    );
    let set = counts((0..36).map(|at| u32::from(at * 7 % 5 < 2)));
    let asked = choice.ask(&question(&visits()));
    assert!(method("t").unwrap().ask(&set, &asked).is_ok());
}

#[test]
fn small_counts_get_limits_made_for_counts_unless_they_spread_too_far() {
    assert_eq!(of_counts((0..36).map(|at| at * 5 % 7 % 4 + 1)).method, "c");
    let bursts = of_counts((0..36).map(|at| if at % 9 == 0 { 20 } else { 1 }));
    assert_eq!(bursts.method, "run");
    assert!(
        bursts.reason.contains("times as far as chance alone explains"),
        "{}",
        bursts.reason
    );
}

#[test]
fn counts_that_are_large_enough_get_the_usual_chart() {
    let choice = of_counts((0..36).map(|at| 40 + at * 7 % 11));
    assert_eq!((choice.method, choice.settings.len()), ("xmr", 0));
    assert_eq!(choice.others, ["run", "c", "g", "t", "mr"]);
}

#[test]
fn few_readings_or_few_events_get_a_run_chart() {
    let choice = of_counts((0..9).map(|at| 40 + at));
    assert_eq!(choice.method, "run");
    assert!(
        choice.reason.starts_with("There are only 9 readings."),
        "{}",
        choice.reason
    );
    let choice = of_counts((0..36).map(|at| u32::from(at == 20)));
    assert_eq!(choice.method, "run");
    assert!(choice.reason.starts_with("Only 1 event is known"), "{}", choice.reason);
    assert_eq!(of_counts([0; 36]).method, "run");
}

#[test]
fn shares_are_charted_by_how_rare_and_how_unequal_they_are() {
    let rare = of_shares((0..24).map(|at| (u32::from(at % 3 == 0), 30)));
    assert_eq!((rare.method, rare.settings[0]), ("g", ("events", "counted")));
    let failures = of_shares((0..24).map(|at| (30 - u32::from(at % 3 == 0), 30)));
    assert_eq!((failures.method, failures.settings[0]), ("g", ("events", "others")));
    let small = of_shares((0..24).map(|at| (1 + at * 7 % 5, 30)));
    assert_eq!((small.method, small.settings[0]), ("p", ("spread", "chance")));
    let unequal = of_shares((0..24).map(|at| (20 + at * 7 % 11, 60 + 100 * (at % 2))));
    assert_eq!((unequal.method, unequal.settings[0]), ("p", ("spread", "periods")));
    let level = of_shares((0..24).map(|at| (200 + at * 7 % 11, 300 + at % 5)));
    assert_eq!(level.method, "xmr");
    assert_eq!(level.others, ["run", "p", "i-prime", "g", "t", "mr"]);
}

#[test]
fn rates_and_measurements_are_told_apart() {
    let falls = Unit::Number("falls".into());
    let mut asked = question(&falls);
    asked.size_is = Some("bed-days".into());
    let of = |pairs: Vec<(u32, u32)>| choose(&shares(pairs), &asked);
    assert_eq!(of((0..24).map(|at| (at * 7 % 5, 800 + at)).collect()).method, "u");
    assert_eq!(
        of((0..24).map(|at| (u32::from(at % 4 == 0), 800 + at)).collect()).method,
        "t"
    );
    assert_eq!(
        of((0..24).map(|at| (30 + at * 7 % 5, 400 + 500 * (at % 2))).collect()).method,
        "u"
    );
    assert_eq!(
        of((0..24).map(|at| (30 + at * 7 % 5, 800 + at)).collect()).method,
        "xmr"
    );
    let minutes = own((0..24).map(|at| (month(at), "a", Reading::Value(31.5 + f64::from(at % 4)))));
    assert_eq!(choose(&minutes, &question(&visits())).method, "xmr");
    let still = own((0..24).map(|at| (month(at), "a", Reading::Value(if at == 7 { 2.5 } else { 1.5 }))));
    assert_eq!(choose(&still, &question(&visits())).method, "run");
}

#[test]
fn what_is_no_series_gets_the_usual_chart() {
    let several = own([(month(0), "a", ratio(1.0, 2.0)), (month(0), "b", ratio(1.0, 2.0))]);
    for set in [several, own([])] {
        assert_eq!(choose(&set, &question(&Unit::Share)).method, "xmr");
    }
}
