use super::*;

fn arm(count: f64, total: f64) -> Arm {
    Arm { count, total }
}

fn near(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() < within, "{found} against {wanted}");
}

// Newcombe (1998), table II, the two examples with method 10.
#[test]
fn the_published_differences_come_back() {
    for (first, base, lower, upper) in [
        (arm(56.0, 70.0), arm(48.0, 80.0), 0.0524, 0.3339),
        (arm(9.0, 10.0), arm(3.0, 10.0), 0.1705, 0.8090),
        (arm(10.0, 10.0), arm(0.0, 20.0), 0.6791, 1.0),
    ] {
        let found = share_difference(first, base, 0.95).unwrap();
        near(found.interval.lower, lower, 6e-5);
        near(found.interval.upper, upper, 6e-5);
    }
}

#[test]
fn a_stage_of_eight_of_forty_against_forty_eight_of_a_hundred_and_twenty() {
    let found = share_ratio(arm(8.0, 40.0), arm(48.0, 120.0), 0.95).unwrap();
    near(found.value, 0.5, 1e-15);
    near(found.interval.lower, 0.259_1, 1e-4);
    near(found.interval.upper, 0.964_9, 1e-4);
    assert!(!found.halves_added);
}

#[test]
fn turning_the_two_round_turns_the_answers_round() {
    let (a, b) = (arm(7.0, 40.0), arm(31.0, 60.0));
    let (there, back) = (share_ratio(a, b, 0.9).unwrap(), share_ratio(b, a, 0.9).unwrap());
    near(there.interval.lower * back.interval.upper, 1.0, 1e-12);
    let (there, back) = (
        share_difference(a, b, 0.9).unwrap(),
        share_difference(b, a, 0.9).unwrap(),
    );
    near(there.interval.lower, -back.interval.upper, 1e-15);
    let (there, back) = (rate_ratio(a, b, 0.9).unwrap(), rate_ratio(b, a, 0.9).unwrap());
    near(there.interval.lower * back.interval.upper, 1.0, 1e-12);
}

#[test]
fn intervals_hold_their_estimate_and_grow_with_the_level() {
    for first in [arm(0.0, 12.0), arm(1.0, 2.0), arm(12.0, 12.0), arm(1e9, 1e12)] {
        for base in [arm(1.0, 7.0), arm(7.0, 7.0), arm(1e12, 1e12)] {
            let at = |level: f64| {
                (
                    share_ratio(first, base, level).unwrap(),
                    share_difference(first, base, level).unwrap(),
                    rate_ratio(first, base, level).unwrap(),
                    rate_difference(first, base, level).unwrap(),
                )
            };
            let (narrow, wide) = (at(0.8), at(0.99));
            let holds = |value: f64, it: Interval| it.lower <= value && value <= it.upper;
            assert!(holds(narrow.0.value, narrow.0.interval) && holds(narrow.1.value, narrow.1.interval));
            assert!(holds(narrow.2.value, narrow.2.interval) && holds(narrow.3.value, narrow.3.interval));
            let wider = |a: Interval, b: Interval| b.lower <= a.lower && a.upper <= b.upper;
            assert!(wider(narrow.0.interval, wide.0.interval) && wider(narrow.1.interval, wide.1.interval));
            assert!(wider(narrow.2.interval, wide.2.interval) && wider(narrow.3.interval, wide.3.interval));
        }
    }
}

#[test]
fn nought_is_handled_and_said() {
    let none = share_ratio(arm(0.0, 20.0), arm(5.0, 20.0), 0.95).unwrap();
    assert!(none.halves_added && none.value == 0.0 && none.interval.lower == 0.0 && none.interval.upper > 0.5);
    assert_eq!(share_ratio(arm(5.0, 20.0), arm(0.0, 20.0), 0.95), None);
    assert!(share_difference(arm(5.0, 20.0), arm(0.0, 20.0), 0.95).is_some());
    let all = share_ratio(arm(20.0, 20.0), arm(9.0, 9.0), 0.95).unwrap();
    assert!(all.halves_added && all.interval.lower < 1.0 && all.interval.upper > 1.0);
    assert_eq!(rate_ratio(arm(5.0, 20.0), arm(0.0, 20.0), 0.95), None);
    assert!(rate_ratio(arm(0.0, 20.0), arm(3.0, 2.0), 0.95).unwrap().halves_added);
    assert_eq!(share_ratio(arm(21.0, 20.0), arm(2.0, 20.0), 0.95), None);
    assert_eq!(share_difference(arm(1.0, 0.0), arm(2.0, 20.0), 0.95), None);
    assert!(leaves_out(Interval { lower: 0.2, upper: 0.9 }, 1.0) && !leaves_out(all.interval, 1.0));
}
