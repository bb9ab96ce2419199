//! Whatever evidence comes, the chart that is chosen can be drawn.

use cm_framework::Unit;
use cm_insight::{choose, method};
use cm_kernel::{Absence, Reading};
use proptest::prelude::*;

use crate::made::{month, own, question, ratio, visits};

fn reading(share: bool, most: u32) -> impl Strategy<Value = Reading> {
    let counted = (0..=most, 0_u32..60).prop_map(move |(count, more)| match share {
        true => ratio(f64::from(count), f64::from(count + more)),
        false => Reading::Value(f64::from(count)),
    });
    prop_oneof![
        9 => counted,
        1 => Just(Reading::Absent(Absence::Missing)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_chart_that_is_chosen_can_be_drawn(
        (share, readings) in (any::<bool>(), prop_oneof![Just(1_u32), Just(3), Just(40)])
            .prop_flat_map(|(share, most)| (Just(share), prop::collection::vec(reading(share, most), 1..50))),
    ) {
        let set = own(readings.into_iter().zip(0..).map(|(reading, at)| (month(at), "a", reading)));
        let question = question(&if share { Unit::Share } else { visits() });
        let choice = choose(&set, &question);
        prop_assert!(choice.reason.ends_with('.') && !choice.reason.contains("NaN"), "{}", choice.reason);
        prop_assert!(!choice.others.contains(&choice.method));
        let usual = method("xmr").unwrap().ask(&set, &question);
        let chosen = method(choice.method).unwrap();
        prop_assert!(chosen.suits(&question));
        let answer = chosen.ask(&set, &choice.ask(&question));
        prop_assert_eq!(usual.is_ok(), answer.is_ok(), "{} {:?}", choice.method, answer.err());
    }
}
