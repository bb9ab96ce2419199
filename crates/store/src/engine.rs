use std::fmt;

use cm_kernel::{Batch, Digest, Draft, Entry, Id, Known, KnownRow, Period, Reading, Timestamp};

/// A fault of the machine, never of the request. The text is for the operator's log, not for a person's page.
#[derive(Debug)]
pub struct Fault(pub String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// What came of an append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// All of it is durable; the position of the first new entry.
    At(u64),
    /// Nothing was written: the ledger was already this many entries long, so the caller decided on an old state.
    Moved(u64),
}

impl Appended {
    /// The position of the first new entry; absent when nothing was written.
    #[must_use]
    pub fn at(self) -> Option<u64> {
        match self {
            Self::At(at) => Some(at),
            Self::Moved(_) => None,
        }
    }
}

/// Which rows to read.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The measure.
    pub measure: Id,
    /// Only this place.
    pub place: Option<String>,
    /// Only this population group.
    pub group: Option<String>,
    /// As known when the ledger was this many entries long: only batches of entries before this position count.
    pub known_at: u64,
}

/// One reading of the history of a place, group and period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Version {
    /// Position of the entry whose batch brought it.
    pub at: u64,
    /// What was read.
    pub reading: Reading,
}

/// Something kept in the cabinet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its name within the drawer.
    pub key: String,
    /// What is kept, usually JSON.
    pub value: String,
    /// The moment from which it is no longer found.
    pub expires: Option<Timestamp>,
}

/// What takes the rows of one series after the other: place, group, rows.
pub type TakeSeries<'t> = &'t mut dyn FnMut(&str, &str, &[KnownRow]);

/// The narrow waist: everything the system keeps goes through these.
///
/// Calls block until they are done; a caller on an async thread moves them to a blocking one.
pub trait Store: Send + Sync {
    /// Adds drafts in order, all or none, if the ledger is `expected` entries long, and with each listed batch the rows
    /// that draft announces (`batches.0` is the position among the drafts). Durable when it returns [`Appended::At`].
    ///
    /// # Errors
    /// The drafts or batches could not be read back as they are (a row outside its batch's lists, two rows about one
    /// place, group and period, a number that is not finite): nothing was written. Or the machine failed: then the
    /// append is there whole or not at all, and [`Store::length`] tells.
    fn append(
        &self,
        partnership: &Id,
        expected: u64,
        drafts: Vec<Draft>,
        batches: &[(usize, Batch)],
    ) -> Result<Appended, Fault>;

    /// How many entries the ledger has; 0 when there is no such partnership.
    ///
    /// # Errors
    /// The machine failed.
    fn length(&self, partnership: &Id) -> Result<u64, Fault>;

    /// Up to `limit` entries from a position on, in order.
    ///
    /// # Errors
    /// The machine failed.
    fn entries(&self, partnership: &Id, from: u64, limit: usize) -> Result<Vec<Entry>, Fault>;

    /// The Merkle leaves of the first `length` entries, in order (fewer when the ledger is shorter).
    ///
    /// # Errors
    /// The machine failed.
    fn leaves(&self, partnership: &Id, length: u64) -> Result<Vec<Digest>, Fault>;

    /// Every partnership with an entry, by id.
    ///
    /// # Errors
    /// The machine failed.
    fn partnerships(&self) -> Result<Vec<Id>, Fault>;

    /// The latest reading for each place, group and period of a measure, as known at an entry.
    ///
    /// # Errors
    /// The machine failed.
    fn rows(&self, partnership: &Id, wanted: &Wanted) -> Result<Known, Fault>;

    /// The rows that [`Store::rows`] gives, handed over series by series in order of place and group, so that nobody
    /// need hold them all: place, group, and rows in order of period. The positions in the rows mean nothing.
    ///
    /// # Errors
    /// The machine failed; some series may have been handed over.
    fn each_series(&self, partnership: &Id, wanted: &Wanted, take: TakeSeries<'_>) -> Result<(), Fault> {
        let known = self.rows(partnership, wanted)?;
        for rows in known.rows.chunk_by(|a, b| (a.place, a.group) == (b.place, b.group)) {
            if let Some((place, group, _)) = rows.first().and_then(|row| known.key(row)) {
                take(place, group, rows);
            }
        }
        Ok(())
    }

    /// The places and population groups that any row of a measure was ever about, each in order.
    ///
    /// # Errors
    /// The machine failed.
    fn places_and_groups(&self, partnership: &Id, measure: &Id) -> Result<(Vec<String>, Vec<String>), Fault> {
        let all = Wanted {
            measure: measure.clone(),
            place: None,
            group: None,
            known_at: u64::MAX,
        };
        let known = self.rows(partnership, &all)?;
        Ok((known.places, known.groups))
    }

    /// Every reading there ever was for one place, group and period of a measure, oldest first.
    ///
    /// # Errors
    /// The machine failed.
    fn history(&self, partnership: &Id, measure: &Id, key: (&str, &str, Period)) -> Result<Vec<Version>, Fault>;

    /// The batch an entry announced, sorted as [`Batch::sort`] leaves it, without names that no row uses. `None` when the entry announced none.
    ///
    /// # Errors
    /// The machine failed.
    fn batch(&self, partnership: &Id, at: u64) -> Result<Option<Batch>, Fault>;

    /// Keeps something under a key of a drawer, in place of what was there: sign-ins, keys, limits. Durable on return.
    ///
    /// # Errors
    /// The machine failed.
    fn keep(&self, drawer: &str, kept: &Kept) -> Result<(), Fault>;

    /// Keeps something only when the key is free. Whether it was. Safe when two servers try at once.
    /// A key whose content has expired is free only after [`Store::sweep`] or [`Store::discard`].
    ///
    /// # Errors
    /// The machine failed.
    fn keep_new(&self, drawer: &str, kept: &Kept) -> Result<bool, Fault>;

    /// What is kept under a key and has not expired by `now`.
    ///
    /// # Errors
    /// The machine failed.
    fn find(&self, drawer: &str, key: &str, now: Timestamp) -> Result<Option<Kept>, Fault>;

    /// Everything in a drawer that has not expired by `now`, by key.
    ///
    /// # Errors
    /// The machine failed.
    fn list(&self, drawer: &str, now: Timestamp) -> Result<Vec<Kept>, Fault>;

    /// Takes out one key; nothing happens when it is not there.
    ///
    /// # Errors
    /// The machine failed.
    fn discard(&self, drawer: &str, key: &str) -> Result<(), Fault>;

    /// Takes out everything that expired by `now`, and says how many.
    ///
    /// # Errors
    /// The machine failed.
    fn sweep(&self, now: Timestamp) -> Result<u64, Fault>;
}
