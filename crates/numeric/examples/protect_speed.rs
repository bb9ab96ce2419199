//! How long hiding and auditing take: `cargo run --release -p cm-numeric --example protect_speed`.

use std::time::Instant;

use cm_numeric::protect::audit::{Seen, ranges_at_least};
use cm_numeric::protect::secondary::{Unsafe, by_size, hidden};
use cm_numeric::protect::{Cells, shelter};
use cm_numeric::random::Random;

fn main() {
    for sides in [vec![100, 100], vec![10, 10, 25], vec![20, 20, 25]] {
        table(&sides);
    }
}

fn table(sides: &[u32]) {
    let inner: u32 = sides.iter().product();
    let mut random = Random::from_seed(3);
    let counts: Vec<f64> = (0..inner)
        .map(|_| (40.0 * random.uniform() * random.uniform()).floor())
        .collect();
    let mut below = 1;
    let mut codes: Vec<Vec<u32>> = Vec::new();
    for side in sides {
        codes.push((0..inner).map(|at| at / below % side).collect());
        below *= side;
    }
    let slices: Vec<&[u32]> = codes.iter().map(Vec::as_slice).collect();
    let mut cells = Cells::over(inner as usize);
    if cells.push_table(&slices).is_none() {
        return;
    }
    let sums = cells.sums(&counts);
    let primary: Vec<bool> = sums.iter().map(|it| *it > 0.0 && *it < 5.0).collect();
    let singles: Vec<bool> = counts.iter().map(|it| *it == 1.0).collect();
    let question = Unsafe {
        cells: &cells,
        primary: &primary,
        sums: &[],
        singles: &singles,
        open_singles: false,
    };
    let order = by_size(&cells, &sums, false);
    let start = Instant::now();
    let one = hidden(&question, &order);
    let marked = one.iter().filter(|it| **it).count();
    println!("{sides:?}: elimination {:?}, {marked} hidden", start.elapsed());
    let start = Instant::now();
    let Some(sheltered) = shelter::hidden(&question, &counts, &order, 5.0) else {
        return;
    };
    println!("  elimination and shelter {:?}", start.elapsed());
    let seen: Vec<Seen> = sheltered
        .hidden
        .iter()
        .map(|it| if *it { Seen::Hidden } else { Seen::Exact })
        .collect();
    let start = Instant::now();
    let (found, at_least) = ranges_at_least(&cells, &counts, &seen, 5.0).unwrap_or_default();
    let total: f64 = found.iter().flatten().map(|it| it.1 - it.0).sum();
    println!(
        "  every range {:?}, {total} wide together, {at_least} not searched to the end",
        start.elapsed()
    );
}
