//! How long methods take, beside what other people's tools took: `cargo xtask bench insight`.
//!
//! The peers' seconds were measured once on a machine of two cores, with other work running; ours are the median of three.

use std::hint::black_box;
use std::time::Instant;

use cm_bench::{csv, evidence, question, series};
use cm_evidence::EvidenceSet;
use cm_exchange::{Table, read_batch};
use cm_insight::{METHODS, method};
use cm_kernel::Id;
use cm_numeric::process::{Better, Chart, Many, Mark, Rules, Series, Standing};
use cm_numeric::protect::{Cells, secondary};
use cm_numeric::random::Random;
use cm_numeric::{funnel, ranks};

#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "what the shelf's tests are made of, which use the rest and may panic"
)]
#[path = "../../../crates/insight/tests/it/made.rs"]
mod made;

/// What was promised, by the row it is promised of.
const TARGETS: [(&str, &str); 6] = [
    ("XmR limits, rules and icons, 10000 series of 60, two threads", "50 ms"),
    (
        "XmR limits, rules and icons, 1,000,000 series of 60, two threads",
        "5 s",
    ),
    ("rank intervals, 200 places, 1000 draws", "0.3 s"),
    (
        "funnel with exact limits and false discovery, 10,000 places, 100 times",
        "1 s",
    ),
    ("funnel with overdispersion, 10,000 places, 100 times", "1 s"),
    ("suppression in a table of 10000 cells with margins", "1 s"),
];

fn main() {
    println!(
        "{:<66} {:>12}  {:>10}  {:>10}  peer",
        "what", "seen", "target", "peer's"
    );
    charts();
    places();
    tables();
    files();
    worked();
}

/// Times work and prints it beside what a peer took.
fn row(what: &str, peer: Option<(&str, f64)>, mut work: impl FnMut()) {
    let mut took = Vec::new();
    for _ in 0..3 {
        let began = Instant::now();
        work();
        took.push(began.elapsed().as_secs_f64());
        if took.iter().sum::<f64>() > 3.0 {
            break;
        }
    }
    took.sort_by(f64::total_cmp);
    let ours = took[took.len() / 2];
    let (name, theirs) = match peer {
        Some((name, seconds)) => (
            format!("{name}, {:.0} times as long", seconds / ours),
            format!("{seconds} s"),
        ),
        None => (String::new(), "-".to_owned()),
    };
    let target = TARGETS.iter().find(|it| it.0 == what).map_or("-", |it| it.1);
    println!("{what:<66} {:>9.3} ms  {target:>10}  {theirs:>10}  {name}", ours * 1e3);
}

fn charts() {
    let mut chart = Chart::default();
    let mut judge = |all: &[Vec<Option<f64>>]| {
        for values in all {
            chart.redraw(&Series::new(black_box(values), Better::Higher), &Rules::PLOT_THE_DOTS);
        }
    };
    for (count, peer) in [(1_u64, 0.057), (100, 0.49), (1_000, 3.8), (10_000, 39.9)] {
        let all: Vec<_> = (0..count).map(|number| series(number, 60)).collect();
        let what = format!("XmR limits, rules and icons, {count} series of 60");
        row(&what, Some(("NHSRplotthedots ptd_spc", peer)), || judge(&all));
    }
    let values: Vec<f64> = (0..10_000)
        .flat_map(|number| series(number, 60))
        .map(|it| it.unwrap_or(f64::NAN))
        .collect();
    let ends: Vec<usize> = (1..=10_000).map(|it| it * 60).collect();
    let (mut marks, mut standings) = (
        vec![Mark::default(); values.len()],
        vec![Standing::default(); ends.len()],
    );
    for (times, what) in [(1, "10000"), (100, "1,000,000")] {
        let what = format!("XmR limits, rules and icons, {what} series of 60, two threads");
        row(&what, (times == 1).then_some(("NHSRplotthedots ptd_spc", 39.9)), || {
            (0..times).for_each(|_| judge_on_two(black_box(&values), &ends, &mut marks, &mut standings));
        });
    }
    let Some(xmr) = method("xmr") else { return };
    let sets = evidence(10_000, 60).by_place();
    row(
        "xmr with its sentences and table, 10,000 series of 60",
        Some(("NHSRplotthedots ptd_spc", 39.9)),
        || {
            for (_, set) in &sets {
                black_box(xmr.ask(set, &question()).is_ok());
            }
        },
    );
}

/// Judges series in two halves side by side, with a target for all.
fn judge_on_two(values: &[f64], ends: &[usize], marks: &mut [Mark], standings: &mut [Standing]) {
    let many = Many {
        values,
        ends,
        better: Better::Higher,
        target: Some(100.0),
    };
    let half = ends.len() / 2;
    let cut = many.readings_of(&(0..half)).map_or(0, |it| it.end);
    let (marks, more_marks) = marks.split_at_mut(cut);
    let (standings, more_standings) = standings.split_at_mut(half);
    std::thread::scope(|scope| {
        scope.spawn(|| many.judge(&(0..half), &Rules::PLOT_THE_DOTS, marks, standings));
        many.judge(&(half..ends.len()), &Rules::PLOT_THE_DOTS, more_marks, more_standings);
    });
}

fn places() {
    let mut random = Random::from_seed(2);
    let totals: Vec<f64> = (0..10_000)
        .map(|_| 200.0 + (800.0 * random.uniform()).round())
        .collect();
    let counts: Vec<f64> = totals
        .iter()
        .map(|it| (it * (0.8 + 0.1 * random.uniform())).round())
        .collect();
    let plan = funnel::Plan::of(funnel::Scale::Share);
    let compare = || black_box(funnel::compare(&counts, &totals, &plan).is_some());
    row(
        "funnel with overdispersion, 10,000 places",
        Some(("FunnelPlotR", 0.19)),
        || {
            compare();
        },
    );
    row("funnel with overdispersion, 10,000 places, 100 times", None, || {
        (0..100).for_each(|_| {
            compare();
        });
    });
    let plan = plan.exact();
    let what = "funnel with exact limits and false discovery, 10,000 places, 100 times";
    row(what, None, || {
        for _ in 0..100 {
            let Some(found) = funnel::compare(&counts, &totals, &plan) else {
                return;
            };
            black_box(found.false_discovery(funnel::Allowance::Chance));
            for unit in found.units.iter().flatten() {
                black_box(found.limits(unit.size, 0.998, funnel::Allowance::Chance));
            }
        }
    });
    for (count, draws, peer) in [
        (20, 1_000, Some(("csranks simultaneous", 0.030))),
        (100, 1_000, Some(("csranks simultaneous", 2.19))),
        (200, 1_000, Some(("csranks simultaneous", 7.6))),
        (3_000, 1_000, None),
    ] {
        let estimates: Vec<f64> = (0..count).map(|_| random.normal()).collect();
        let errors: Vec<f64> = (0..count).map(|_| 0.1 + 0.2 * random.uniform()).collect();
        let plan = ranks::Plan {
            draws,
            ..ranks::Plan::simultaneous(7)
        };
        row(&format!("rank intervals, {count} places, {draws} draws"), peer, || {
            black_box(ranks::rank_sets(&estimates, &errors, &plan).is_some());
        });
    }
}

fn tables() {
    let mut random = Random::from_seed(3);
    for (side, peer) in [(32_u32, 0.34), (55, 3.0), (100, 28.8)] {
        let inner = side * side;
        let counts: Vec<f64> = (0..inner)
            .map(|_| (40.0 * random.uniform() * random.uniform()).floor())
            .collect();
        let rows: Vec<u32> = (0..inner).map(|at| at / side).collect();
        let columns: Vec<u32> = (0..inner).map(|at| at % side).collect();
        let what = format!("suppression in a table of {inner} cells with margins");
        row(&what, Some(("GaussSuppression", peer)), || {
            let mut cells = Cells::over(inner as usize);
            let Some(published) = cells.push_table(&[&rows, &columns]) else {
                return;
            };
            let count = |codes: &[Option<u32>]| -> f64 {
                let fits = |at: usize| {
                    let code = |it: &[u32]| it.get(at).copied();
                    [code(&rows), code(&columns)]
                        .iter()
                        .zip(codes)
                        .all(|(own, asked)| asked.is_none() || own == asked)
                };
                match codes {
                    [Some(row), Some(column)] => {
                        counts.get((row * side + column) as usize).copied().unwrap_or_default()
                    }
                    _ => (0..inner as usize)
                        .filter(|at| fits(*at))
                        .filter_map(|at| counts.get(at))
                        .sum(),
                }
            };
            let of: Vec<f64> = published.iter().map(|(_, codes)| count(codes)).collect();
            let primary: Vec<bool> = of.iter().map(|it| *it > 0.0 && *it < 5.0).collect();
            let singles = vec![false; inner as usize];
            let question = secondary::Unsafe {
                cells: &cells,
                primary: &primary,
                sums: &[],
                singles: &singles,
                open_singles: true,
            };
            black_box(secondary::hidden(&question, &secondary::by_size(&cells, &of, false)));
        });
    }
}

fn files() {
    let (text, mapping) = csv(10_000, 60);
    row("read a CSV file of 600,000 rows", None, || {
        let read = Table::read("bench.csv", text.as_bytes())
            .and_then(|table| read_batch(&table, &mapping, &Id::slug("own"), true, &mut |_, _| {}));
        black_box(read.is_ok());
    });
    let attendances = include_bytes!("../../../crates/app/demo/nhsr_ae_attendances.csv");
    row(
        "A&E attendances: read 12,765 rows and chart every provider",
        None,
        || {
            let Ok(table) = Table::read("nhsr_ae_attendances.csv", attendances) else {
                return;
            };
            let mapping = cm_exchange::Mapping::propose(&table, cm_exchange::Hint { ratio: true }).mapping;
            let read = read_batch(&table, &mapping, &Id::slug("own"), true, &mut |_, _| {});
            let Ok(Some(batch)) = read.map(|it| it.batch) else {
                return;
            };
            let Some(xmr) = method("xmr") else { return };
            for (_, set) in EvidenceSet::own_file(&batch).groups_pooled().by_place() {
                black_box(xmr.ask(&set, &question()).is_ok());
            }
        },
    );
}

/// Every method on the shelf, so that one that lands is timed without a line here.
fn worked() {
    for method in METHODS {
        let set = method.shape().narrow(made::worked_evidence(*method), false);
        let question = made::worked_question(*method);
        row(&format!("{}: its worked example", method.name()), None, || {
            black_box(method.ask(&set, &question).is_ok());
        });
    }
}
