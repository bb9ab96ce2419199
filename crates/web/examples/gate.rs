//! What the agreement gate costs of a measure page: `cargo run --release -p cm-web --example gate`.
//!
//! It builds the demonstration in a folder of its own and asks the router for the page of one provider, first after a
//! start and again. Beside that it times all the gate does for such a page: every use looked up and a permit sought for
//! each, as often as a page could ask, and every reading of the measure looked through for whether the permit covers it.

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, header};
use cm_app::House;
use cm_framework::Motive;
use cm_kernel::{Id, Timestamp};
use cm_store::{Sqlite, Store, Wanted};
use cm_web::{Served, State, router};
use tower::ServiceExt;

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// How often each thing is timed; the median is told, with the quarter above and below.
const TIMES: usize = 41;
/// How often a page looks each use up: more than any does.
const LOOKED_UP: usize = 4;

fn house(store: &Arc<dyn Store>) -> Arc<House> {
    let clock = Arc::new(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Timestamp::from_ms(since.map_or(0, |it| it.as_millis() as i64))
    });
    let entropy = Arc::new(|bytes: &mut [u8]| getrandom_from_system(bytes));
    Arc::new(House::new(Arc::clone(store), clock, entropy))
}

/// Randomness for a bench that keeps no secret.
fn getrandom_from_system(bytes: &mut [u8]) -> bool {
    use std::io::Read as _;
    std::fs::File::open("/dev/urandom").is_ok_and(|mut it| it.read_exact(bytes).is_ok())
}

/// Median and quarters of what a piece of work takes.
fn timed(mut work: impl FnMut() -> Done) -> Done<[Duration; 3]> {
    let mut seen = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let start = Instant::now();
        work()?;
        seen.push(start.elapsed());
    }
    seen.sort();
    Ok([seen[TIMES / 2], seen[TIMES / 4], seen[TIMES * 3 / 4]])
}

fn line(what: &str, [median, low, high]: [Duration; 3]) {
    let us = |it: Duration| it.as_secs_f64() * 1e6;
    println!("{what:<58} {:>10.1} µs ({:.1} to {:.1})", us(median), us(low), us(high));
}

fn main() -> Done {
    let folder = std::env::temp_dir().join(format!("common-measure-gate-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let done = run(&folder);
    std::fs::remove_dir_all(&folder)?;
    done
}

fn run(folder: &std::path::Path) -> Done {
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(folder.join("demo.db"))?);
    let built = house(&store).build_demo(&mut |_, _| {}).map_err(|it| it.to_string())?;
    let (partnership, measure): (Id, Id) = (built.partnership, built.measure);
    let path = format!("/p/{partnership}/measures/{measure}?view=xmr&place=RF4");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let secret = house(&store)
        .sign_in_to_demonstration("demo-analyst")
        .map_err(|it| it.to_string())?
        .secret;
    let page = |app: axum::Router| -> Done {
        let asked = Request::get(&path).header(header::COOKIE, format!("cm-sign-in={secret}"));
        let answer = runtime.block_on(app.oneshot(asked.body(Body::empty())?))?;
        match answer.status().as_u16() {
            200 => Ok(()),
            other => Err(format!("{path} answered {other}").into()),
        }
    };
    let first = timed(|| page(router(State::new(house(&store), Served::default()))))?;
    let warm = house(&store);
    page(router(State::new(Arc::clone(&warm), Served::default())))?;
    let again = timed(|| page(router(State::new(Arc::clone(&warm), Served::default()))))?;

    let view = warm.view(&partnership).map_err(|it| it.to_string())?;
    let today = warm.today();
    let permits = timed(|| {
        for motive in Motive::ALL.into_iter().cycle().take(Motive::ALL.len() * LOOKED_UP) {
            std::hint::black_box(view.framework.use_state(&measure, motive, today));
            std::hint::black_box(view.framework.permit(&measure, motive, today).is_ok());
        }
        Ok(())
    })?;
    let permit = view
        .framework
        .permit(&measure, Motive::Learning, today)
        .map_err(|it| it.reason)?;
    let all = Wanted {
        measure: measure.clone(),
        place: None,
        group: None,
        known_at: view.length,
    };
    let known = store.rows(&partnership, &all)?;
    let of_place = known
        .rows
        .iter()
        .filter(|row| known.key(row).is_some_and(|it| it.0 == "RF4"));
    let of_place: Vec<_> = of_place.collect();
    let covered = timed(|| {
        std::hint::black_box(of_place.iter().filter(|row| permit.covers(row.at)).count());
        Ok(())
    })?;
    println!("{} readings of one provider, of {}", of_place.len(), known.rows.len());
    line("the page, first after a start", first);
    line("the page again", again);
    line("every use looked up and a permit sought, four times", permits);
    line("every reading looked through", covered);
    let gate = permits[0] + covered[0];
    for (what, page) in [("first", first[0]), ("again", again[0])] {
        let share = 100.0 * gate.as_secs_f64() / (page.as_secs_f64() - gate.as_secs_f64());
        println!("the gate beside a page without it, {what:<23} {share:>10.2} %");
    }
    Ok(())
}
