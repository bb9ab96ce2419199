//! The engine in a file of its own: SQLite with a write-ahead log, every commit synced to the disk.

mod append;
mod cabinet;
mod open;
mod read;
mod several;
mod writer;

use std::path::{Path, PathBuf};

use cm_kernel::{Batch, Digest, Draft, Entry, Id, Known, Period, Timestamp};
use rusqlite::Connection;

use crate::pool::Pool;
use crate::prepare::{check_kept, prepare};
use crate::{Appended, Fault, Kept, Store, TakeSeries, Version, Wanted};
use writer::Writer;

/// How many read at the same time.
const READERS: usize = 8;

/// When a commit is synced to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// Before it is acknowledged.
    #[default]
    Full,
    /// Some time later: a power cut loses acknowledged entries. Only there to show that a test would see it.
    Normal,
}

/// How a database file is opened. The default is what a server uses; tests change it.
#[derive(Debug, Clone, Default)]
pub struct SqliteSetup {
    /// The SQLite virtual file system to use instead of the machine's own, by name.
    pub vfs: Option<String>,
    /// One connection that locks the file for itself and also reads; needs no shared memory.
    pub alone: bool,
    /// After how many pages the log is moved into the file. SQLite's own default is 1,000.
    pub checkpoint_pages: Option<u32>,
    /// When a commit is synced.
    pub synchronous: Synchronous,
}

use SqliteSetup as Setup;

/// A store in one SQLite file.
///
/// Those who write at the same time share one commit; readers are never in their way. Erased contents of the cabinet
/// are overwritten in the file and taken out of the log.
pub struct Sqlite {
    path: PathBuf,
    setup: Setup,
    readers: Pool<Connection>,
    writer: Writer,
}

impl Sqlite {
    /// Opens a database file, making it when there is none and bringing its tables up to date.
    ///
    /// # Errors
    /// The file cannot be opened or written, belongs to another program, or was written by a newer version of this one;
    /// then it is left as it is.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Fault> {
        Self::open_with(path, Setup::default())
    }

    /// Opens a database file in a given way.
    ///
    /// # Errors
    /// As [`Sqlite::open`].
    pub fn open_with(path: impl AsRef<Path>, setup: Setup) -> Result<Self, Fault> {
        let path = path.as_ref().to_owned();
        let writer = Writer::new(open::writer(&path, &setup)?);
        Ok(Self {
            path,
            setup,
            readers: Pool::new(READERS),
            writer,
        })
    }

    fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.setup.alone {
            return read(&self.writer.desk().connection);
        }
        let open = || open::reader(&self.path, &self.setup);
        self.readers.with(|_| true, open, |connection| read(connection))
    }
}

impl From<rusqlite::Error> for Fault {
    /// Says what failed without anything that was to be written.
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(code, message) => {
                let message = message.unwrap_or_default();
                Self(format!("SQLite failed with code {}: {message}", code.extended_code))
            }
            rusqlite::Error::SqlInputError { error, msg, .. } => {
                Self(format!("SQLite failed with code {}: {msg}", error.extended_code))
            }
            _ => Self("SQLite gave back something of another form than it was written in".to_owned()),
        }
    }
}

impl Store for Sqlite {
    fn append(
        &self,
        partnership: &Id,
        expected: u64,
        drafts: Vec<Draft>,
        batches: &[(usize, Batch)],
    ) -> Result<Appended, Fault> {
        let ready = prepare(partnership, expected, drafts, batches)?;
        self.writer.run(move |desk| append::append(&desk.connection, &ready))
    }

    fn length(&self, partnership: &Id) -> Result<u64, Fault> {
        self.read(|connection| read::length(connection, partnership))
    }

    fn entries(&self, partnership: &Id, from: u64, limit: usize) -> Result<Vec<Entry>, Fault> {
        self.read(|connection| read::entries(connection, partnership, from, limit))
    }

    fn leaves(&self, partnership: &Id, length: u64) -> Result<Vec<Digest>, Fault> {
        self.read(|connection| read::leaves(connection, partnership, length))
    }

    fn partnerships(&self) -> Result<Vec<Id>, Fault> {
        self.read(read::partnerships)
    }

    fn rows(&self, partnership: &Id, wanted: &Wanted) -> Result<Known, Fault> {
        self.read(|connection| read::rows(connection, partnership, wanted))
    }

    fn each_series(&self, partnership: &Id, wanted: &Wanted, take: TakeSeries<'_>) -> Result<(), Fault> {
        several::each_series(self, partnership, wanted, take)
    }

    fn places_and_groups(&self, partnership: &Id, measure: &Id) -> Result<(Vec<String>, Vec<String>), Fault> {
        self.read(|connection| read::places_and_groups(connection, partnership, measure))
    }

    fn history(&self, partnership: &Id, measure: &Id, key: (&str, &str, Period)) -> Result<Vec<Version>, Fault> {
        self.read(|connection| read::history(connection, partnership, measure, key))
    }

    fn batch(&self, partnership: &Id, at: u64) -> Result<Option<Batch>, Fault> {
        self.read(|connection| read::batch(connection, partnership, at))
    }

    fn keep(&self, drawer: &str, kept: &Kept) -> Result<(), Fault> {
        check_kept(drawer, kept)?;
        let (drawer, kept) = (drawer.to_owned(), kept.clone());
        self.writer
            .run(move |desk| cabinet::keep(&desk.connection, &drawer, &kept))
    }

    fn keep_new(&self, drawer: &str, kept: &Kept) -> Result<bool, Fault> {
        check_kept(drawer, kept)?;
        let (drawer, kept) = (drawer.to_owned(), kept.clone());
        self.writer
            .run(move |desk| cabinet::keep_new(&desk.connection, &drawer, &kept))
    }

    fn find(&self, drawer: &str, key: &str, now: Timestamp) -> Result<Option<Kept>, Fault> {
        self.read(|connection| cabinet::find(connection, drawer, key, now))
    }

    fn list(&self, drawer: &str, now: Timestamp) -> Result<Vec<Kept>, Fault> {
        self.read(|connection| cabinet::list(connection, drawer, now))
    }

    fn discard(&self, drawer: &str, key: &str) -> Result<(), Fault> {
        let (drawer, key) = (drawer.to_owned(), key.to_owned());
        self.writer.run(move |desk| cabinet::discard(desk, &drawer, &key))
    }

    fn sweep(&self, now: Timestamp) -> Result<u64, Fault> {
        self.writer.run(move |desk| cabinet::sweep(desk, now))
    }
}
