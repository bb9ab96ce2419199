//! How long places take to compare: `cargo run --release -p cm-numeric --example places`.

use std::hint::black_box;
use std::time::Instant;

use cm_numeric::funnel::{Allowance, Plan, Scale, compare};
use cm_numeric::random::Random;
use cm_numeric::ranks::{Confidence, Plan as RankPlan, rank_sets};

fn main() {
    if funnels().is_none() || ranks().is_none() {
        println!("not computed");
    }
}

fn funnels() -> Option<()> {
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
                let found = compare(&counts, &totals, &plan)?;
                outside += found.outside(0.998, Allowance::Chance) + found.outside(0.998, Allowance::Spread);
            }
            let verdicts = start.elapsed();
            let start = Instant::now();
            for _ in 0..10 {
                let found = compare(&counts, &totals, &plan)?;
                black_box(found.false_discovery(Allowance::Chance));
            }
            println!(
                "10 funnels of 10,000 places up to {largest}, {name}: {verdicts:?}, false discoveries {:?} ({outside})",
                start.elapsed()
            );
        }
    }
    Some(())
}

/// Alike in how sure they are, or not; far apart, or not.
fn ranks() -> Option<()> {
    let mut random = Random::from_seed(2);
    for (places, draws) in [(200, 1_000), (200, 10_000), (3_000, 1_000), (3_000, 10_000)] {
        for (name, uneven, apart) in [("alike", 0.0, 1.0), ("uneven", 2.0, 1.0), ("far apart", 1.0, 20.0)] {
            let errors: Vec<f64> = (0..places).map(|_| (uneven * random.normal()).exp()).collect();
            let estimates: Vec<f64> = errors
                .iter()
                .map(|error| apart * random.normal() + error * random.normal())
                .collect();
            for confidence in [Confidence::Simultaneous, Confidence::Marginal] {
                if places * draws > 3_000_000 && confidence == Confidence::Marginal {
                    continue;
                }
                let plan = RankPlan {
                    confidence,
                    draws,
                    ..RankPlan::simultaneous(1)
                };
                let start = Instant::now();
                let sets = rank_sets(&estimates, &errors, &plan)?;
                let width: usize = sets.iter().map(cm_numeric::ranks::RankSet::width).sum();
                println!(
                    "{places} places {name}, {draws} draws, {confidence:?}: {:?} (width {})",
                    start.elapsed(),
                    width / places
                );
            }
        }
    }
    Some(())
}
