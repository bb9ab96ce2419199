//! Cuts the power in the middle of the product's own writes, a thousand times, and looks at what is left.
//!
//! `CM_POWER_CUTS=10000` cuts more often; `CM_POWER_FIRST=7130` begins with that seed.

mod disk;
mod vfs;
mod work;

use std::thread;

use cm_store::{Memory, Sqlite, SqliteSetup, Store, Synchronous};
use rusqlite::Connection;

use crate::random::Random;
use crate::writing::light_folder;
use disk::{Disk, Failure, Mishap};
use vfs::Machine;
use work::{Act, same};

/// What was found after a mishap.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// All that was acknowledged, and of the last act all or nothing. With the number of acts acknowledged.
    All(usize),
    /// Something else.
    Not(String),
}

/// Works on a disk until the mishap, starts again on the machine's own file system and compares.
fn trial(machine: &Machine, seed: u64, mishap: (u64, Mishap), synchronous: Synchronous) -> Found {
    let mut random = Random::new(seed);
    *machine.disk() = Disk::new(random.next(), Some(mishap));
    let setup = SqliteSetup {
        vfs: Some(machine.vfs.clone()),
        alone: true,
        checkpoint_pages: Some(10 + random.below(150) as u32),
        synchronous,
    };
    let model = Memory::default();
    let mut unanswered = None;
    let mut acknowledged = 0;
    if let Ok(store) = Sqlite::open_with("store.db", setup) {
        while unanswered.is_none() && acknowledged < 40 {
            let act = Act::any(&mut random);
            let length = |id: &_| model.length(id).unwrap();
            if act.run(&store, length).is_ok() {
                act.run(&model, length).unwrap();
                acknowledged += 1;
            } else {
                unanswered = Some(act);
            }
        }
        if matches!(mishap, (_, Mishap::Cut)) && !machine.disk().is_off() {
            machine.disk().cut();
        }
    }
    match look(machine, &model, unanswered.as_ref()) {
        Ok(()) => Found::All(acknowledged),
        Err(why) => Found::Not(format!(
            "seed {seed}, {mishap:?}, {acknowledged} acts acknowledged: {why}"
        )),
    }
}

/// Opens what is left as an ordinary start of the program does.
fn look(machine: &Machine, model: &Memory, unanswered: Option<&Act>) -> Result<(), String> {
    let home = light_folder();
    for (name, bytes) in machine.disk().found() {
        std::fs::write(home.path().join(name), bytes).unwrap();
    }
    let path = home.path().join("store.db");
    let store = Sqlite::open(&path).map_err(|fault| format!("does not open: {fault}"))?;
    check_file(&Connection::open(&path).unwrap())?;
    let compared = |model: &Memory| same(&store, model).map_err(|fault| format!("does not read: {fault}"));
    if compared(model)? {
        return Ok(());
    }
    let Some(act) = unanswered else {
        return Err("something acknowledged is lost".to_owned());
    };
    let with_last = model.clone();
    act.run(&with_last, |id| model.length(id).unwrap()).unwrap();
    if compared(&with_last)? {
        return Ok(());
    }
    Err("something acknowledged is lost, or half of the last act was kept".to_owned())
}

fn check_file(connection: &Connection) -> Result<(), String> {
    let told: String = connection
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .map_err(|error| error.to_string())?;
    let strangers: i64 = connection
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
        .map_err(|error| error.to_string())?;
    match (told.as_str(), strangers) {
        ("ok", 0) => Ok(()),
        _ => Err(format!("the file is damaged: {told}, {strangers} rows point nowhere")),
    }
}

/// When to cut: often early, now and then during an import or while the tables are made.
fn moment_of_cut(seed: u64) -> u64 {
    let mut random = Random::new(!seed);
    let scale = random.pick(&[80, 400, 1500, 6000]);
    random.below(scale) as u64
}

fn power_cuts(seeds: std::ops::Range<u64>, synchronous: Synchronous) -> Vec<Found> {
    let machine = Machine::new();
    seeds
        .map(|seed| trial(&machine, seed, (moment_of_cut(seed), Mishap::Cut), synchronous))
        .collect()
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_half_kept_when_the_power_goes() {
    let cuts = std::env::var("CM_POWER_CUTS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(1000);
    let first = std::env::var("CM_POWER_FIRST")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(0);
    let half = first + cuts / 2;
    let found: Vec<Found> = thread::scope(|scope| {
        let other = scope.spawn(|| power_cuts(half..first + cuts, Synchronous::Full));
        let mut found = power_cuts(first..half, Synchronous::Full);
        found.extend(other.join().unwrap());
        found
    });
    let mut acknowledged = 0;
    for one in &found {
        match one {
            Found::All(acts) => acknowledged += acts,
            Found::Not(why) => panic!("{why}"),
        }
    }
    println!(
        "{} power cuts, {acknowledged} acknowledged acts, none lost",
        found.len()
    );
    assert!(
        acknowledged > found.len() * 5,
        "the cuts came before there was anything to lose"
    );
}

#[test]
fn the_same_cuts_find_what_a_weaker_setting_loses() {
    let found = power_cuts(0..150, Synchronous::Normal);
    let lost = found.iter().filter(|one| matches!(one, Found::Not(_))).count();
    println!(
        "{lost} of {} power cuts lost something with synchronous=NORMAL",
        found.len()
    );
    assert!(lost > 15, "the test is blind: {lost}");
}

#[test]
fn a_disk_that_fails_or_is_full_is_a_fault_and_never_half_an_append() {
    let machine = Machine::new();
    let mut failed = 0;
    for seed in 0..240 {
        let failure = if seed % 2 == 0 { Failure::Broken } else { Failure::Full };
        let mishap = (moment_of_cut(seed) / 2, Mishap::Fail(failure));
        if let Found::Not(why) = trial(&machine, seed, mishap, Synchronous::Full) {
            panic!("{why}");
        }
        failed += usize::from(machine.disk().is_past());
    }
    assert!(failed > 150, "the disk failed only {failed} times");
}
