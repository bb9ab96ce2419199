//! A store that fails when it is told to, before it writes anything.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use cm_kernel::{Batch, Digest, Draft, Entry, Id, Known, Period, Timestamp};
use cm_store::{Appended, Fault, Kept, Memory, Store, Version, Wanted};

/// Memory that fails one write.
pub struct Wayward {
    kept: Memory,
    /// Writes until the one that fails; fails nothing once it is below nought.
    until: AtomicI64,
    overtaken: AtomicBool,
}

impl Wayward {
    /// Fails the write that comes after so many others.
    pub fn after(writes: i64) -> Self {
        Self {
            kept: Memory::default(),
            until: AtomicI64::new(writes),
            overtaken: AtomicBool::new(false),
        }
    }

    /// Fails the write that comes after so many more, once.
    pub fn fail_after(&self, writes: i64) {
        self.until.store(writes, Ordering::Relaxed);
    }

    /// From now on somebody else is always faster.
    pub fn always_overtaken(&self) {
        self.overtaken.store(true, Ordering::Relaxed);
    }

    fn passes(&self) -> Result<(), Fault> {
        match self.until.fetch_sub(1, Ordering::Relaxed) {
            0 => Err(Fault("the disk is full".to_owned())),
            _ => Ok(()),
        }
    }
}

impl Store for Wayward {
    fn append(
        &self,
        at: &Id,
        expected: u64,
        drafts: Vec<Draft>,
        batches: &[(usize, Batch)],
    ) -> Result<Appended, Fault> {
        self.passes()?;
        if self.overtaken.load(Ordering::Relaxed) {
            return Ok(Appended::Moved(expected + 1));
        }
        self.kept.append(at, expected, drafts, batches)
    }

    fn keep(&self, drawer: &str, kept: &Kept) -> Result<(), Fault> {
        self.passes()?;
        self.kept.keep(drawer, kept)
    }

    fn keep_new(&self, drawer: &str, kept: &Kept) -> Result<bool, Fault> {
        self.passes()?;
        self.kept.keep_new(drawer, kept)
    }

    fn length(&self, at: &Id) -> Result<u64, Fault> {
        self.kept.length(at)
    }

    fn entries(&self, at: &Id, from: u64, limit: usize) -> Result<Vec<Entry>, Fault> {
        self.kept.entries(at, from, limit)
    }

    fn leaves(&self, at: &Id, length: u64) -> Result<Vec<Digest>, Fault> {
        self.kept.leaves(at, length)
    }

    fn partnerships(&self) -> Result<Vec<Id>, Fault> {
        self.kept.partnerships()
    }

    fn rows(&self, at: &Id, wanted: &Wanted) -> Result<Known, Fault> {
        self.kept.rows(at, wanted)
    }

    fn history(&self, at: &Id, measure: &Id, key: (&str, &str, Period)) -> Result<Vec<Version>, Fault> {
        self.kept.history(at, measure, key)
    }

    fn batch(&self, partnership: &Id, at: u64) -> Result<Option<Batch>, Fault> {
        self.kept.batch(partnership, at)
    }

    fn find(&self, drawer: &str, key: &str, now: Timestamp) -> Result<Option<Kept>, Fault> {
        self.kept.find(drawer, key, now)
    }

    fn list(&self, drawer: &str, now: Timestamp) -> Result<Vec<Kept>, Fault> {
        self.kept.list(drawer, now)
    }

    fn discard(&self, drawer: &str, key: &str) -> Result<(), Fault> {
        self.kept.discard(drawer, key)
    }

    fn sweep(&self, now: Timestamp) -> Result<u64, Fault> {
        self.kept.sweep(now)
    }
}
