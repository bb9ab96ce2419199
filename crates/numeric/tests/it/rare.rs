//! What passes between rare events, worked by hand.

use cm_numeric::process::{Watch, cases_between, times_between};
use proptest::prelude::*;

fn watch(start: f64, length: f64, events: u32) -> Watch {
    Watch {
        start,
        length,
        events: Some(events),
    }
}

fn sizes(found: &cm_numeric::process::EventGaps) -> Vec<f64> {
    found.gaps.iter().map(|it| it.size).collect()
}

#[test]
fn events_lie_evenly_over_their_period() {
    // One in the middle of the first ten days, none in the next ten, two in the last: at 22.5 and 27.5.
    let found = times_between(&[watch(0.0, 10.0, 1), watch(10.0, 10.0, 0), watch(20.0, 10.0, 2)]);
    assert_eq!(sizes(&found), [17.5, 5.0]);
    assert_eq!((found.gaps[0].place, found.gaps[1].place), (2, 2));
    assert_eq!((found.open, found.hidden), (Some(2.5), 0));
}

#[test]
fn cases_between_events_are_those_without_one() {
    // Cases of one at a time: event, none, none, event, event, none.
    let one = |events: u32| watch(0.0, 1.0, events);
    let found = cases_between(&[one(1), one(0), one(0), one(1), one(1), one(0)]);
    assert_eq!(sizes(&found), [2.0, 0.0]);
    assert_eq!(found.open, Some(1.0));
    // The same when cases are counted together: the 2nd and 5th of six, and the 3rd of the next five.
    let found = cases_between(&[watch(0.0, 6.0, 2), watch(0.0, 5.0, 1)]);
    assert_eq!(sizes(&found), [2.0, 3.0]);
    assert_eq!(found.open, Some(2.0));
}

#[test]
fn nobody_knows_what_passed_across_an_unknown_period() {
    let gone = Watch {
        events: None,
        ..watch(10.0, 10.0, 0)
    };
    let found = times_between(&[watch(0.0, 10.0, 1), gone, watch(20.0, 10.0, 1), watch(30.0, 10.0, 1)]);
    assert_eq!((sizes(&found), found.hidden), (vec![10.0], 1));
    assert_eq!(times_between(&[watch(0.0, 10.0, 1), gone]).open, None);
    assert_eq!(times_between(&[]).gaps, []);
    assert_eq!(times_between(&[watch(0.0, 10.0, 0)]).open, None);
    assert_eq!(cases_between(&[watch(0.0, 2.0, 1), watch(0.0, 2.0, 3)]).open, None);
}

proptest! {
    #[test]
    fn no_event_and_no_case_is_lost(record in prop::collection::vec((1_u32..30, 0_u32..5), 1..40)) {
        let cases: Vec<Watch> = record.iter().map(|(size, events)| watch(0.0, f64::from(*size), (*events).min(*size))).collect();
        let events: u32 = cases.iter().filter_map(|it| it.events).sum();
        let found = cases_between(&cases);
        prop_assert_eq!(found.gaps.len() as u32, events.saturating_sub(1));
        prop_assert!(found.gaps.iter().all(|it| it.size >= 0.0 && it.size.fract() == 0.0));
        let days: Vec<Watch> = record.iter().scan(0.0, |start, (length, events)| {
            let here = watch(*start, f64::from(*length), *events);
            *start += f64::from(*length);
            Some(here)
        }).collect();
        let found = times_between(&days);
        prop_assert!(found.gaps.iter().all(|it| it.size > 0.0));
    }
}
