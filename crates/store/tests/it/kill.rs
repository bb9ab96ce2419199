//! Kills a program that writes, at a random moment, and opens what it left.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use cm_kernel::Batch;
use cm_store::{Appended, Postgres, Sqlite, Store};

use crate::engines::Database;
use crate::random::Random;
use crate::writing::{drafts, id, large_batch};

/// Names the file or server that a child writes to.
const CHILD: &str = "CM_STORE_CHILD";

/// The batch at a position: large ones among small ones, and now and then none.
fn batch_at(at: u64) -> Option<Batch> {
    let rows = match at % 4 {
        0 => return None,
        1 => 10_000,
        _ => 50,
    };
    let mut batch = large_batch("wait", rows, at as f64);
    batch.sort();
    Some(batch)
}

fn open(target: &str) -> Box<dyn Store> {
    if target.starts_with("postgres") {
        Box::new(Postgres::connect(target).unwrap())
    } else {
        Box::new(Sqlite::open(target).unwrap())
    }
}

/// Does nothing in an ordinary run; as the child of the other tests it writes until it is killed.
#[test]
fn child_that_writes() {
    let Ok(target) = std::env::var(CHILD) else { return };
    let store = open(&target);
    let mut at = store.length(&id("here")).unwrap();
    loop {
        let batches: Vec<_> = batch_at(at).into_iter().map(|batch| (0, batch)).collect();
        let outcome = store.append(&id("here"), at, drafts(1), &batches).unwrap();
        assert_eq!(outcome, Appended::At(at));
        at += 1;
        println!("\nlength {at}");
        std::io::stdout().flush().unwrap();
    }
}

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Lets a child write for a while, kills it, and says how long it had made the ledger for certain.
fn write_and_kill(target: &str, random: &mut Random) -> u64 {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::child_that_writes", "--nocapture"])
        .env(CHILD, target)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut child = Killed(child);
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    let enough = 1 + random.below(6);
    let mut acknowledged = Vec::new();
    while acknowledged.len() < enough {
        let line = lines.next().unwrap().unwrap();
        acknowledged.extend(line.strip_prefix("length ").and_then(|it| it.parse::<u64>().ok()));
    }
    sleep(Duration::from_micros(random.below(40_000) as u64));
    drop(child);
    // What it said before it died counts too.
    let rest = lines.map_while(Result::ok);
    acknowledged.extend(rest.filter_map(|line| line.strip_prefix("length ")?.parse::<u64>().ok()));
    acknowledged.into_iter().max().unwrap()
}

/// How long the ledger is; panics when an entry has not its whole batch or a batch no entry.
fn check_whole(target: &str, from: u64) -> u64 {
    let store = open(target);
    let length = store.length(&id("here")).unwrap();
    let there = store.entries(&id("here"), 0, usize::MAX).unwrap().len() as u64;
    assert_eq!(there, length);
    for at in from..length + 2 {
        let expected = if at < length { batch_at(at) } else { None };
        assert!(
            store.batch(&id("here"), at).unwrap() == expected,
            "the batch of entry {at}"
        );
    }
    length
}

fn kill_often(target: &str, times: usize) {
    let mut random = Random::new(20_261_123);
    let mut length = 0;
    for _ in 0..times {
        let acknowledged = write_and_kill(target, &mut random);
        let found = check_whole(target, length);
        assert!(
            found >= acknowledged,
            "{acknowledged} were acknowledged, {found} are there"
        );
        length = found;
    }
}

#[test]
fn a_killed_program_leaves_every_acknowledged_append_whole_in_sqlite() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("store.db");
    kill_often(path.to_str().unwrap(), 30);
    no_reading_without_a_batch(&path);
}

fn no_reading_without_a_batch(path: &Path) {
    let connection = rusqlite::Connection::open(path).unwrap();
    let strays: i64 = connection
        .query_row(
            "SELECT count(*) FROM readings WHERE at NOT IN (SELECT at FROM batches)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(strays, 0);
}

#[test]
fn a_killed_program_leaves_every_acknowledged_append_whole_in_postgresql() {
    let Some(database) = Database::fresh() else { return };
    kill_often(&database.url, 6);
}
