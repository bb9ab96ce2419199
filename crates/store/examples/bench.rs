//! Times the store: `cargo run --release -p cm-store --example bench [million rows already there]`.
//!
//! SQLite in a folder beside the working directory's `target`, or in the one `CM_BENCH_FOLDER` names; PostgreSQL in the
//! database that `CM_TEST_POSTGRES` names, in a ledger of its own, when it is set.

use std::error::Error;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use cm_kernel::{Author, Batch, Digest, Draft, Id, Period, Reading, Row, Timestamp};
use cm_store::{Appended, Kept, Postgres, Sqlite, Store, Wanted};
use serde_json::json;

type Done = Result<(), Box<dyn Error>>;

/// Months in a series: January 2000 to December 2019.
const MONTHS: usize = 240;

fn main() -> Done {
    let millions = std::env::args().nth(1).map_or(Ok(10), |it| it.parse())?;
    let folder = match std::env::var_os("CM_BENCH_FOLDER") {
        Some(named) => tempfile::tempdir_in(named)?,
        None => tempfile::tempdir()?,
    };
    let path = folder.path().join("bench.db");
    println!("SQLite");
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(&path)?);
    time_all(&store, millions)?;
    let size = std::fs::metadata(&path)?.len() as f64;
    println!("  file: {:.0} MB", size / 1e6);
    drop(store);
    let Ok(url) = std::env::var("CM_TEST_POSTGRES") else {
        println!("left out: PostgreSQL (set CM_TEST_POSTGRES)");
        return Ok(());
    };
    println!("PostgreSQL");
    let store: Arc<dyn Store> = Arc::new(Postgres::connect(&url)?);
    time_all(&store, millions)
}

fn time_all(store: &Arc<dyn Store>, millions: usize) -> Done {
    let here = Id::slug(&format!("bench {}", std::process::id()));
    for million in 0..millions {
        let batches: Vec<_> = (0..50).map(|measure| (0, measure)).collect();
        let names: Vec<_> = batches
            .iter()
            .map(|(_, measure)| format!("million {million} measure {measure}"))
            .collect();
        let took = import(store, &here, &names, 2000, 20_000 / MONTHS)?;
        if million == 0 || million + 1 == millions {
            let rows = 50.0 * (20_000 / MONTHS * MONTHS) as f64;
            println!(
                "  import of {rows:.0} rows of new measures, {million} million there: {:.0} rows/s",
                rows / took
            );
        }
    }
    let took = import(store, &here, &["large".to_owned()], 2000, 50)?;
    println!("  one batch of 12,000 rows: {:.0} ms", took * 1e3);
    let corrected: Vec<_> = (0..50).map(|measure| format!("million 0 measure {measure}")).collect();
    let took = import(store, &here, &corrected, 2020, 20_000 / MONTHS)?;
    println!(
        "  a million more rows of measures already there: {:.0} rows/s",
        996_000.0 / took
    );
    read(store, &here)?;
    write_together(store, &here)
}

/// Appends one entry and batch a measure, all in one append. Seconds.
fn import(
    store: &Arc<dyn Store>,
    here: &Id,
    measures: &[String],
    year: i32,
    places: usize,
) -> Result<f64, Box<dyn Error>> {
    let batches: Vec<(usize, Batch)> = measures
        .iter()
        .enumerate()
        .map(|(at, measure)| Ok((at, batch(&Id::slug(measure), year, places)?)))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let drafts = batches.iter().map(|_| draft()).collect();
    let expected = store.length(here)?;
    let start = Instant::now();
    let outcome = store.append(here, expected, drafts, &batches)?;
    let took = start.elapsed().as_secs_f64();
    if outcome != Appended::At(expected) {
        return Err("somebody else writes to the ledger of the bench".into());
    }
    Ok(took)
}

fn batch(measure: &Id, year: i32, places: usize) -> Result<Batch, Box<dyn Error>> {
    let mut rows = Vec::with_capacity(places * MONTHS);
    for place in 0..places {
        for month in 0..MONTHS {
            let period = Period::month(year + (month / 12) as i32, (month % 12) as u32 + 1).ok_or("no such month")?;
            let numerator = (place * 31 + month * 17) as f64;
            let denominator = numerator + 100.0;
            rows.push(Row {
                period,
                place: place as u32,
                group: 0,
                reading: Reading::Ratio { numerator, denominator },
            });
        }
    }
    Ok(Batch {
        measure: measure.clone(),
        places: (0..places).map(|place| format!("E{place:08}")).collect(),
        groups: vec!["all".to_owned()],
        rows,
    })
}

fn draft() -> Draft {
    Draft {
        kind: "evidence/batch-added".to_owned(),
        author: Author {
            member: Id::slug("bench"),
            partner: Id::slug("bench"),
        },
        received: Timestamp::from_ms(0),
        salt: "00".repeat(16),
        body: json!({ "digest": Digest::of(b"bench") }),
    }
}

/// The middle and the slowest of a hundred reads, in milliseconds.
fn often(mut read: impl FnMut() -> Result<usize, Box<dyn Error>>) -> Result<(f64, f64, usize), Box<dyn Error>> {
    let mut times = Vec::new();
    let mut rows = 0;
    for _ in 0..100 {
        let start = Instant::now();
        rows = read()?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    Ok((times[50], times[99], rows))
}

fn read(store: &Arc<dyn Store>, here: &Id) -> Done {
    let wanted = |place: Option<&str>| Wanted {
        measure: Id::slug("large"),
        place: place.map(str::to_owned),
        group: None,
        known_at: u64::MAX,
    };
    let (middle, slowest, rows) = often(|| Ok(store.rows(here, &wanted(Some("E00000017")))?.rows.len()))?;
    println!("  one series of {rows} rows: {middle:.3} ms, slowest of 100 {slowest:.3} ms");
    let (middle, slowest, rows) = often(|| Ok(store.rows(here, &wanted(None))?.rows.len()))?;
    println!(
        "  a measure of {rows} rows: {middle:.2} ms, slowest of 100 {slowest:.2} ms, {:.1} million rows/s",
        rows as f64 / middle / 1e3
    );
    Ok(())
}

/// Small appends and keeps by 1 and by 32 at once.
fn write_together(store: &Arc<dyn Store>, here: &Id) -> Done {
    let expected = store.length(here)?;
    let start = Instant::now();
    for at in 0..200 {
        store.append(here, expected + at, vec![draft()], &[])?;
    }
    println!("  one writer: {:.0} appends/s", 200.0 / start.elapsed().as_secs_f64());
    let start = Instant::now();
    let writers: Vec<_> = (0..32)
        .map(|writer| {
            let store = Arc::clone(store);
            thread::spawn(move || -> Result<(), String> {
                for number in 0..200 {
                    let (key, value, expires) = (format!("{writer} {number}"), "value".to_owned(), None);
                    let kept = Kept { key, value, expires };
                    store.keep("bench", &kept).map_err(|fault| fault.0)?;
                }
                Ok(())
            })
        })
        .collect();
    for writer in writers {
        writer.join().map_err(|_| "a writer stopped")??;
    }
    println!("  32 writers: {:.0} keeps/s", 6400.0 / start.elapsed().as_secs_f64());
    Ok(())
}
