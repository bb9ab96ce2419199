//! How long places take to compare: `cargo run --release -p cm-numeric --example places`.

use std::hint::black_box;
use std::time::Instant;

use cm_numeric::funnel::{Allowance, Plan, Scale, compare};
use cm_numeric::random::Random;

fn main() {
    let mut random = Random::from_seed(1);
    for largest in [1_000, 10_000, 100_000] {
        let totals: Vec<f64> = (0..10_000).map(|_| 30.0 + random.below(largest) as f64).collect();
        let counts: Vec<f64> = totals
            .iter()
            .map(|total| (total * (0.3 + 0.02 * random.normal())).clamp(0.0, *total).round())
            .collect();
        for (name, plan) in [
            ("usual", Plan::of(Scale::Share)),
            ("exact", Plan::of(Scale::Share).exact()),
        ] {
            let start = Instant::now();
            let mut outside = 0;
            for _ in 0..10 {
                let found = compare(&counts, &totals, &plan).unwrap();
                outside += found.outside(0.998, Allowance::Chance) + found.outside(0.998, Allowance::Spread);
            }
            let verdicts = start.elapsed();
            let start = Instant::now();
            for _ in 0..10 {
                let found = compare(&counts, &totals, &plan).unwrap();
                black_box(found.false_discovery(Allowance::Chance));
            }
            println!(
                "10 funnels of 10,000 places up to {largest}, {name}: {verdicts:?}, false discoveries {:?} ({outside})",
                start.elapsed()
            );
        }
    }
}
