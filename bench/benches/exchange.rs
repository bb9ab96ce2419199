//! Criterion benchmarks of reading files.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

use cm_bench::csv;
use cm_exchange::{Hint, Mapping, Table, read_batch};
use cm_kernel::Id;

fn reading(bench: &mut Criterion) {
    let (text, mapping) = csv(500, 60);
    let mut group = bench.benchmark_group("a CSV file of 30,000 rows");
    group.throughput(Throughput::Elements(30_000));
    group.bench_function("split", |it| {
        it.iter(|| Table::read("bench.csv", black_box(text.as_bytes())));
    });
    if let Ok(table) = Table::read("bench.csv", text.as_bytes()) {
        group.bench_function("propose a mapping", |it| {
            it.iter(|| Mapping::propose(black_box(&table), Hint { ratio: true }));
        });
        let measure = Id::slug("seen-in-time");
        group.bench_function("read", |it| {
            it.iter(|| read_batch(black_box(&table), &mapping, &measure, true, &mut |_, _| {}));
        });
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
