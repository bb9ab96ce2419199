//! What many looks at steady numbers say of themselves.

use cm_insight::{Looks, method};
use cm_kernel::Reading;

use crate::made::{month, own, question, visits};

#[test]
fn charts_of_steady_numbers_say_how_many_signals_luck_makes() {
    let xmr = method("xmr").unwrap();
    let mut state = 7_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / 2_147_483_648.0
    };
    let insights: Vec<_> = (0..60)
        .map(|_| {
            let noise: Vec<f64> = (0..36)
                .map(|_| 500.0 + 10.0 * (0..12).map(|_| next()).sum::<f64>())
                .collect();
            let rows = noise
                .iter()
                .zip(0_u32..)
                .map(|(value, at)| (month(at), "a", Reading::Value(value.round())));
            xmr.ask(&own(rows), &question(&visits())).unwrap()
        })
        .collect();
    let looks = Looks::at(&insights);
    let expected = looks.expected().unwrap();
    println!("{}", looks.in_words());
    assert_eq!(looks.count(), 60);
    assert!(expected > 12.0 && expected < 24.0, "{expected}");
    assert!((looks.signals() as f64 - expected).abs() < 12.0, "{}", looks.in_words());
}
