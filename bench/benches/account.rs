//! Criterion benchmarks of the seal.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

use cm_account::seal::{Algorithm, Note, SigningKey, Tree, tree};
use cm_kernel::Digest;

fn seal(bench: &mut Criterion) {
    let leaves: Vec<Digest> = (0..10_000_u32).map(|at| Digest::of(&at.to_be_bytes())).collect();
    bench.bench_function("root of 10,000 entries", |it| {
        it.iter(|| tree::root(black_box(&leaves)));
    });
    let whole = Tree::of(&leaves);
    bench.bench_function("inclusion proof among 10,000 entries", |it| {
        it.iter(|| whole.inclusion(black_box(4_321), 10_000));
    });
    let key = SigningKey::new("bench.example", Algorithm::Ed25519, &[7; 32]);
    let Ok(key) = key else { return };
    let text = "bench.example/log\n10000\nroot\n";
    bench.bench_function("sign a checkpoint", |it| it.iter(|| Note::sign(black_box(text), &key)));
}

criterion_group!(benches, seal);
criterion_main!(benches);
