//! How long the hot loops take: `cargo run --release -p cm-numeric --example speed`.

use std::hint::black_box;
use std::time::Instant;

use cm_numeric::process::{Better, Chart, Rules, Series, chart};
use cm_numeric::random::Random;
use cm_numeric::ranks::{Plan, rank_sets};

fn main() {
    let mut random = Random::from_seed(1);
    let all: Vec<Vec<Option<f64>>> = (0..10_000)
        .map(|_| (0..60).map(|_| Some(random.normal())).collect())
        .collect();
    let start = Instant::now();
    let signals: usize = all
        .iter()
        .filter(|values| chart(&Series::new(values, Better::Higher), &Rules::PLOT_THE_DOTS).any_signal())
        .count();
    println!(
        "10,000 charts of 60 points, each its own: {:?} ({signals} with a signal)",
        start.elapsed()
    );
    let mut room = Chart::default();
    let start = Instant::now();
    for values in &all {
        room.redraw(&Series::new(values, Better::Higher), &Rules::PLOT_THE_DOTS);
        black_box(&room);
    }
    println!("10,000 charts of 60 points, one room: {:?}", start.elapsed());
    for places in [130, 200] {
        let estimates: Vec<f64> = (0..places).map(|_| random.normal()).collect();
        let errors = vec![0.3; places];
        for (name, plan) in [("simultaneous", Plan::simultaneous(1)), ("marginal", Plan::marginal(1))] {
            for draws in [1_000, 10_000] {
                let start = Instant::now();
                black_box(rank_sets(&estimates, &errors, &Plan { draws, ..plan }));
                println!(
                    "{name} rank sets of {places} places, {draws} draws: {:?}",
                    start.elapsed()
                );
            }
        }
    }
}
