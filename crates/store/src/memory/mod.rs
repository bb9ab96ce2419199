use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use cm_kernel::{Batch, Digest, Draft, Entry, Id, Known, KnownRow, Period, Reading, Timestamp};

use crate::prepare::{Line, check_kept, entry, prepare};
use crate::{Appended, Fault, Kept, Store, Version, Wanted};

/// The reference engine: everything in memory, gone with the process.
///
/// Written to be obviously right, not fast: a read goes through every batch of its measure.
#[derive(Debug, Default)]
pub struct Memory {
    shelves: Mutex<Shelves>,
}

impl Clone for Memory {
    /// A second store that holds the same now and goes its own way from here.
    fn clone(&self) -> Self {
        let shelves = Mutex::new(self.lock().clone());
        Self { shelves }
    }
}

#[derive(Debug, Default, Clone)]
struct Shelves {
    ledgers: BTreeMap<Id, Ledger>,
    /// By drawer and key.
    cabinet: BTreeMap<(String, String), Kept>,
}

#[derive(Debug, Default, Clone)]
struct Ledger {
    lines: Vec<Line>,
    /// By the position of the entry that announced it.
    batches: BTreeMap<u64, Batch>,
}

impl Ledger {
    fn length(&self) -> u64 {
        self.lines.len() as u64
    }
}

impl Memory {
    fn lock(&self) -> MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a ledger says, or `empty` where there is none.
    fn read<T>(&self, partnership: &Id, empty: T, read: impl FnOnce(&Ledger) -> T) -> T {
        self.lock().ledgers.get(partnership).map_or(empty, read)
    }
}

impl Store for Memory {
    fn append(
        &self,
        partnership: &Id,
        expected: u64,
        drafts: Vec<Draft>,
        batches: &[(usize, Batch)],
    ) -> Result<Appended, Fault> {
        let ready = prepare(partnership, expected, drafts, batches)?;
        let mut shelves = self.lock();
        let length = shelves.ledgers.get(partnership).map_or(0, Ledger::length);
        if length != expected {
            return Ok(Appended::Moved(length));
        }
        if !ready.lines.is_empty() {
            let ledger = shelves.ledgers.entry(ready.partnership).or_default();
            ledger.lines.extend(ready.lines);
            ledger.batches.extend(ready.batches);
        }
        Ok(Appended::At(expected))
    }

    fn length(&self, partnership: &Id) -> Result<u64, Fault> {
        Ok(self.read(partnership, 0, Ledger::length))
    }

    fn entries(&self, partnership: &Id, from: u64, limit: usize) -> Result<Vec<Entry>, Fault> {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        self.read(partnership, Ok(Vec::new()), |ledger| {
            ledger
                .lines
                .iter()
                .skip(from)
                .take(limit)
                .map(|line| entry(&line.text))
                .collect()
        })
    }

    fn leaves(&self, partnership: &Id, length: u64) -> Result<Vec<Digest>, Fault> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        Ok(self.read(partnership, Vec::new(), |ledger| {
            ledger.lines.iter().take(length).map(|line| line.leaf).collect()
        }))
    }

    fn partnerships(&self) -> Result<Vec<Id>, Fault> {
        Ok(self.lock().ledgers.keys().cloned().collect())
    }

    fn rows(&self, partnership: &Id, wanted: &Wanted) -> Result<Known, Fault> {
        Ok(self.read(partnership, Known::default(), |ledger| known(ledger, wanted)))
    }

    fn history(&self, partnership: &Id, measure: &Id, key: (&str, &str, Period)) -> Result<Vec<Version>, Fault> {
        Ok(self.read(partnership, Vec::new(), |ledger| {
            let mut versions = Vec::new();
            for (at, batch) in ledger.batches.iter().filter(|(_, batch)| batch.measure == *measure) {
                let found = batch.rows.iter().find(|row| batch.key(row) == Some(key));
                versions.extend(found.map(|row| Version {
                    at: *at,
                    reading: row.reading,
                }));
            }
            versions
        }))
    }

    fn batch(&self, partnership: &Id, at: u64) -> Result<Option<Batch>, Fault> {
        Ok(self.read(partnership, None, |ledger| ledger.batches.get(&at).cloned()))
    }

    fn keep(&self, drawer: &str, kept: &Kept) -> Result<(), Fault> {
        check_kept(drawer, kept)?;
        let place = (drawer.to_owned(), kept.key.clone());
        self.lock().cabinet.insert(place, kept.clone());
        Ok(())
    }

    fn keep_new(&self, drawer: &str, kept: &Kept) -> Result<bool, Fault> {
        check_kept(drawer, kept)?;
        let place = (drawer.to_owned(), kept.key.clone());
        let mut shelves = self.lock();
        let free = !shelves.cabinet.contains_key(&place);
        if free {
            shelves.cabinet.insert(place, kept.clone());
        }
        Ok(free)
    }

    fn find(&self, drawer: &str, key: &str, now: Timestamp) -> Result<Option<Kept>, Fault> {
        let place = (drawer.to_owned(), key.to_owned());
        let found = self.lock().cabinet.get(&place).cloned();
        Ok(found.filter(|kept| is_current(kept, now)))
    }

    fn list(&self, drawer: &str, now: Timestamp) -> Result<Vec<Kept>, Fault> {
        let shelves = self.lock();
        let in_drawer = shelves.cabinet.iter().filter(|((it, _), _)| it == drawer);
        Ok(in_drawer
            .map(|(_, kept)| kept.clone())
            .filter(|kept| is_current(kept, now))
            .collect())
    }

    fn discard(&self, drawer: &str, key: &str) -> Result<(), Fault> {
        self.lock().cabinet.remove(&(drawer.to_owned(), key.to_owned()));
        Ok(())
    }

    fn sweep(&self, now: Timestamp) -> Result<u64, Fault> {
        let mut shelves = self.lock();
        let before = shelves.cabinet.len();
        shelves.cabinet.retain(|_, kept| is_current(kept, now));
        Ok((before - shelves.cabinet.len()) as u64)
    }
}

fn is_current(kept: &Kept, now: Timestamp) -> bool {
    kept.expires.is_none_or(|expires| expires > now)
}

/// Goes through the batches from the oldest on, so that what comes later stands in place of what came before.
fn known(ledger: &Ledger, wanted: &Wanted) -> Known {
    let mut latest: BTreeMap<(&str, &str, Period), (u64, Reading)> = BTreeMap::new();
    for (at, batch) in ledger.batches.range(..wanted.known_at) {
        if batch.measure != wanted.measure {
            continue;
        }
        for row in &batch.rows {
            let Some((place, group, period)) = batch.key(row) else {
                continue;
            };
            let place_fits = wanted.place.as_deref().is_none_or(|it| it == place);
            let group_fits = wanted.group.as_deref().is_none_or(|it| it == group);
            if place_fits && group_fits {
                latest.insert((place, group, period), (*at, row.reading));
            }
        }
    }
    let places = numbered(latest.keys().map(|key| key.0));
    let groups = numbered(latest.keys().map(|key| key.1));
    let row = |(key, (at, reading)): (&(&str, &str, Period), &(u64, Reading))| KnownRow {
        period: key.2,
        place: places.get(key.0).copied().unwrap_or_default(),
        group: groups.get(key.1).copied().unwrap_or_default(),
        reading: *reading,
        at: *at,
    };
    Known {
        rows: latest.iter().map(row).collect(),
        places: places.into_keys().map(str::to_owned).collect(),
        groups: groups.into_keys().map(str::to_owned).collect(),
    }
}

/// Names in order, each once, with their positions.
fn numbered<'t>(names: impl Iterator<Item = &'t str>) -> BTreeMap<&'t str, u32> {
    let sorted: BTreeSet<&str> = names.collect();
    sorted.into_iter().zip(0..).collect()
}
