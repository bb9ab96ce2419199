//! Times the whole product over a store of ten million readings:
//! `cargo xtask bench`, or `cargo run --release -p measure --example whole -- target/release/measure [--quick]`.
//!
//! It fills a SQLite file in a folder of its own, then starts the binary on it and asks for pages as a browser does.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use cm_app::{Caller, House, Import, ImportOutcome, Member, Profile, Role};
use cm_exchange::{Counts, Figure, Mapping, Source};
use cm_framework::{Act, Better, DecisionRule, Measure, Motive, Outcome, Partner, Proposal, Signed, Unit};
use cm_kernel::{Author, Batch, Date, Draft, Id, Length, Period, Reading, Row, Timestamp};
use cm_store::{Appended, Sqlite, Store};

type Done<T = ()> = Result<T, Box<dyn Error>>;

const PASSWORD: &str = "four small words here";
/// When the partnership of the bench begins: 3 April 2017.
const BEGAN: i64 = 1_491_210_000_000;

fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let binary = words.first().ok_or("name the binary")?.clone();
    let quick = words.iter().any(|it| it == "--quick");
    let folder = std::env::temp_dir().join(format!("common-measure-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let done = fill(&folder, quick).and_then(|()| serve(&binary, &folder.join("bench.db")));
    std::fs::remove_dir_all(&folder)?;
    done
}

/// A use case's no, or the machine's, as a sentence.
fn fault(unable: &cm_app::Unable) -> Box<dyn Error> {
    unable.to_string().into()
}

fn line(what: &str, value: f64, unit: &str) {
    println!("{what:<66} {value:>12.1} {unit}");
}

fn fill(folder: &Path, quick: bool) -> Done {
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(folder.join("bench.db"))?);
    let began = Instant::now();
    let clock = Arc::new(move || Timestamp::from_ms(BEGAN + began.elapsed().as_millis() as i64));
    let entropy = Arc::new(|bytes: &mut [u8]| getrandom::fill(bytes).is_ok());
    let house = House::new(Arc::clone(&store), clock, entropy);
    let (here, caller) = found(&house)?;
    for (title, places, months) in [("Own", 137, 88), ("Large", 4000, if quick { 25 } else { 250 })] {
        agreed(&house, &caller, title)?;
        let csv = csv(places, months)?;
        let start = Instant::now();
        let outcome = import(&house, &caller, title, &csv)?;
        let (took, rows) = (start.elapsed().as_secs_f64(), (places * months) as f64);
        let ImportOutcome::Added { .. } = outcome else {
            return Err(format!("{outcome:?}").into());
        };
        let what = format!("use case: {rows:.0} rows of CSV into SQLite");
        line(&what, rows / took, "rows/s");
    }
    // Measures that nobody asks about, 20,000 readings each, past the use case: they only fill the store.
    for at in 0..if quick { 50 } else { 450 } {
        let batch = filler(&Id::slug(&format!("filler {at}")))?;
        let length = store.length(&here)?;
        if store.append(&here, length, vec![draft()], &[(0, batch)])? != Appended::At(length) {
            return Err("somebody else writes".into());
        }
    }
    let size = std::fs::metadata(folder.join("bench.db"))?.len() as f64;
    line("the SQLite file", size / 1e6, "MB");
    Ok(())
}

fn found(house: &House) -> Done<(Id, Caller)> {
    let here = Id::slug("bench");
    let profile = Profile {
        name: "Bench".into(),
        about: String::new(),
        demonstration: false,
    };
    let member = Member::new(Id::slug("convenor"), "Convenor", "convenor");
    house.take_in(member.clone(), Some(PASSWORD)).map_err(|it| fault(&it))?;
    let council = Partner {
        id: Id::slug("council"),
        name: "The council".into(),
        kind: "council".into(),
        identifier: None,
        fictional: false,
    };
    let roles = BTreeSet::from([Role::Convenor, Role::Contributor, Role::Analyst]);
    let caller = house
        .establish(&member, &here, &profile, &council, &roles)
        .map_err(|it| fault(&it))?;
    let outcome = Outcome {
        id: Id::slug("care-in-time"),
        title: "People get care in time".into(),
        why: "Waiting harms.".into(),
        unmeasured: vec!["How people fared afterwards".into()],
        from: None,
    };
    house
        .agree(&caller, &Act::OutcomeProposed(outcome))
        .map_err(|it| fault(&it))?;
    Ok((here, caller))
}

fn agreed(house: &House, caller: &Caller, title: &str) -> Done {
    let measure = Measure {
        id: Id::slug(title),
        title: title.into(),
        outcome: Id::slug("care-in-time"),
        question: "Is it changing?".into(),
        form: "observation".into(),
        numerator: "Seen in time".into(),
        denominator: Some("All".into()),
        unit: Unit::Share,
        better: Better::Higher,
        population: "Everyone".into(),
        period: Length::Month,
        groups_are: None,
        places_are: "ward".into(),
        burden_minutes: 25,
        could_go_wrong: "Moved just in time.".into(),
        source: "Agreed here".into(),
    };
    house
        .agree(caller, &Act::MeasureProposed(measure))
        .map_err(|it| fault(&it))?;
    let proposal = Proposal {
        measure: Id::slug(title),
        motives: [Motive::Learning].into_iter().collect(),
        signatories: [Id::slug("council")].into_iter().collect(),
        rule: DecisionRule::All,
        target: None,
        assessment: None,
        definition: None,
        review_by: Date::new(2018, 4, 3).ok_or("no such day")?,
        reason: "So that we can learn.".into(),
    };
    let agreement = house
        .agree(caller, &Act::AgreementProposed(proposal))
        .map_err(|it| fault(&it))?;
    let reason = String::new();
    house
        .agree(caller, &Act::AgreementSigned(Signed { agreement, reason }))
        .map_err(|it| fault(&it))?;
    Ok(())
}

fn import(house: &House, caller: &Caller, title: &str, csv: &str) -> Done<ImportOutcome> {
    let mapping = Mapping {
        period: Source::Column("month".into()),
        length: Length::Month,
        place: Source::Column("ward".into()),
        group: Source::Fixed("all".into()),
        figure: Figure::Ratio {
            numerator: "seen".into(),
            denominator: "all".into(),
            numerator_counts: Counts::These,
        },
        decimal_comma: false,
        sheet: None,
    };
    let import = Import {
        measure: Id::slug(title),
        file: "bench.csv",
        bytes: csv.as_bytes(),
        mapping: Some(mapping),
        attribution: "The bench".into(),
        corrects: None,
    };
    house.import(caller, &import, &mut |_, _| {}).map_err(|it| fault(&it))
}

fn csv(places: usize, months: usize) -> Done<String> {
    let mut out = String::from("month,ward,seen,all\n");
    for place in 0..places {
        for month in 0..months {
            let (year, month) = (1995 + month / 12, month % 12 + 1);
            let (seen, all) = (400 + (place * 31 + month * 17 + year) % 90, 500 + place % 50);
            writeln!(out, "{year}-{month:02},E{place:05},{seen},{all}")?;
        }
    }
    Ok(out)
}

fn filler(measure: &Id) -> Done<Batch> {
    let mut rows = Vec::with_capacity(20_000);
    for place in 0..100_u32 {
        for month in 0..200_u32 {
            let period = Period::month(2000 + (month / 12) as i32, month % 12 + 1).ok_or("no such month")?;
            let numerator = f64::from(place * 31 + month);
            let denominator = numerator + 100.0;
            rows.push(Row {
                period,
                place,
                group: 0,
                reading: Reading::Ratio { numerator, denominator },
            });
        }
    }
    Ok(Batch {
        measure: measure.clone(),
        places: (0..100).map(|place| format!("E{place:08}")).collect(),
        groups: vec!["all".to_owned()],
        rows,
    })
}

fn draft() -> Draft {
    Draft {
        kind: "bench/filler".to_owned(),
        author: Author {
            member: Id::slug("convenor"),
            partner: Id::slug("council"),
        },
        received: Timestamp::from_ms(BEGAN),
        salt: "00".repeat(16),
        body: serde_json::json!({}),
    }
}

fn start(binary: &str, store: &Path) -> Done<(Child, String, f64)> {
    let began = Instant::now();
    let mut child = Command::new(binary)
        .arg("--json")
        .arg("--store")
        .arg(store)
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .spawn()?;
    let mut said = String::new();
    BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut said)?;
    let address = said.split("http://").nth(1).and_then(|it| it.split('"').next());
    let address = address.ok_or("the server said no address")?.to_owned();
    get(&address, "/healthz", "")?;
    Ok((child, address, began.elapsed().as_secs_f64() * 1e3))
}

fn stop(mut child: Child) -> Done {
    child.kill()?;
    child.wait()?;
    Ok(())
}

fn serve(binary: &str, store: &Path) -> Done {
    let mut starts = Vec::new();
    for _ in 0..5 {
        let (child, _, took) = start(binary, store)?;
        starts.push(took);
        stop(child)?;
    }
    starts.sort_by(f64::total_cmp);
    line(
        "start on that store until /healthz answers, median of 5",
        starts[2],
        "ms",
    );
    let (child, address, _) = start(binary, store)?;
    let done = pages(&address, child.id());
    stop(child)?;
    done
}

/// Resident memory of a process in MiB, where the system tells it.
fn resident(process: u32) -> Done<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    let kib: f64 = line.ok_or("no VmRSS")?.trim().trim_end_matches(" kB").parse()?;
    Ok(kib / 1024.0)
}

fn signed_in(address: &str) -> Done<String> {
    let body = format!("name=convenor&password={}", PASSWORD.replace(' ', "+"));
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
        body.len()
    );
    let answer = ask(address, &head, &body)?;
    let cookies = answer.lines().filter_map(|it| it.strip_prefix("set-cookie: "));
    let cookies: Vec<_> = cookies.filter_map(|it| it.split(';').next()).collect();
    if cookies.is_empty() {
        return Err(format!("not signed in: {answer}").into());
    }
    Ok(cookies.join("; "))
}

fn pages(address: &str, process: u32) -> Done {
    thread::sleep(Duration::from_secs(1));
    line("memory of the idle server", resident(process)?, "MiB");
    let cookie = signed_in(address)?;
    let own = "/p/bench/measures/own";
    for (name, path) in [
        ("12,056 readings", own),
        ("1,000,000 readings (100,000 when quick)", "/p/bench/measures/large"),
    ] {
        let mut waits = Vec::new();
        for _ in 0..21 {
            let began = Instant::now();
            get(address, path, &cookie)?;
            waits.push(began.elapsed().as_secs_f64() * 1e3);
        }
        let mut warm = waits.split_off(1);
        warm.sort_by(f64::total_cmp);
        line(&format!("page of a measure of {name}, first"), waits[0], "ms");
        line("  again, median of 20", warm[10], "ms");
        line("  again, slowest of 20", warm[19], "ms");
        if path == own {
            load(address, path, &cookie)?;
            line("  memory of the server then", resident(process)?, "MiB");
        }
    }
    let began = Instant::now();
    get(address, &format!("{own}?view=funnel"), &cookie)?;
    let took = began.elapsed().as_secs_f64() * 1e3;
    line("funnel of the 12,056 readings, first", took, "ms");
    line("memory of the server after all of this", resident(process)?, "MiB");
    Ok(())
}

/// 2,000 pages, 4 at a time.
fn load(address: &str, path: &str, cookie: &str) -> Done {
    let began = Instant::now();
    let ask = || (0..500).try_for_each(|_| get(address, path, cookie).map_err(|it| it.to_string()));
    thread::scope(|scope| -> Done {
        let callers: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        for caller in callers {
            caller.join().map_err(|_| "a caller stopped")??;
        }
        Ok(())
    })?;
    let took = began.elapsed().as_secs_f64();
    line("  2,000 of them, 4 at a time", 2000.0 / took, "pages/s");
    Ok(())
}

/// Reads a page whole; a page of a measure must show its chart.
fn get(address: &str, path: &str, cookie: &str) -> Done {
    let answer = ask(address, &format!("GET {path} HTTP/1.1\r\nCookie: {cookie}\r\n"), "")?;
    if answer.starts_with("HTTP/1.1 200") && (path == "/healthz" || answer.contains("<svg")) {
        return Ok(());
    }
    let shown: String = answer.chars().take(3000).collect();
    Err(format!("{path}: no chart in {shown}").into())
}

fn ask(address: &str, head: &str, body: &str) -> Done<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let text = format!("{head}Host: {address}\r\nConnection: close\r\n\r\n{body}");
    stream.write_all(text.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
