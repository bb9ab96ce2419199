//! Criterion benchmarks of methods and of the arithmetic under them.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

use cm_bench::{evidence, question, series};
use cm_insight::{Shape, method};
use cm_numeric::process::{Better, Chart, Rules, Series};

fn arithmetic(bench: &mut Criterion) {
    let all: Vec<_> = (0..1_000).map(|number| series(number, 60)).collect();
    let mut chart = Chart::default();
    bench.bench_function("numeric: 1,000 process charts of 60 readings", |it| {
        it.iter(|| {
            for values in &all {
                chart.redraw(&Series::new(black_box(values), Better::Higher), &Rules::PLOT_THE_DOTS);
            }
        });
    });
}

fn methods(bench: &mut Criterion) {
    for (name, places, months) in [("xmr", 1, 60), ("funnel", 150, 12), ("ranks", 50, 12)] {
        let Some(method) = method(name) else { continue };
        let set = method.shape().narrow(evidence(places, months), false);
        bench.bench_function(&format!("{name}: {places} places of {months} months"), |it| {
            it.iter(|| method.ask(black_box(&set), &question()));
        });
    }
    let set = evidence(100, 1_200);
    bench.bench_function("pool 120,000 readings of 100 places", |it| {
        it.iter(|| Shape::OneSeries.narrow(black_box(set.clone()), false));
    });
}

criterion_group!(benches, arithmetic, methods);
criterion_main!(benches);
