//! The engine on a server: PostgreSQL, for any number of servers of ours at once.

mod append;
mod cabinet;
mod link;
mod migrate;
mod read;

use cm_kernel::{Batch, Digest, Draft, Entry, Id, Known, Period, Timestamp};
use postgres::Config;

use crate::pool::Pool;
use crate::prepare::{check_kept, prepare};
use crate::{Appended, Fault, Kept, Store, Version, Wanted};
use link::Link;

/// How many connections one server of ours holds at most.
const CONNECTIONS: usize = 8;

/// A store in a PostgreSQL database.
///
/// Every call blocks, and must not be made, nor the store dropped, on a thread that runs async tasks: it would stop that
/// thread, and the client underneath panics there. Use `spawn_blocking`. Connections that broke are replaced.
///
/// What is discarded from the cabinet is gone for every reader at once; its bytes leave the server's disk when its
/// vacuum and its own log have moved on, which is the operator's to arrange.
pub struct Postgres {
    config: Config,
    pool: Pool<Link>,
}

impl Postgres {
    /// Connects to a database, `postgres://user:password@host/database`, and brings its tables up to date.
    ///
    /// # Errors
    /// The address cannot be read, the server cannot be reached, the database is not in UTF-8, or a newer version of this
    /// program wrote it; then nothing is changed.
    pub fn connect(url: &str) -> Result<Self, Fault> {
        let config: Config = url
            .parse()
            .map_err(|_| Fault("the address of the PostgreSQL database cannot be read".to_owned()))?;
        let pool = Pool::new(CONNECTIONS);
        let store = Self { config, pool };
        store.with(migrate::migrate)?;
        Ok(store)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Link) -> Result<T, Fault>) -> Result<T, Fault> {
        self.pool.with(Link::is_sound, || Link::open(&self.config), work)
    }

    /// Several statements that see one state.
    fn read<T>(&self, work: impl FnOnce(&mut Link) -> Result<T, Fault>) -> Result<T, Fault> {
        self.with(|link| link.read(work))
    }
}

impl Store for Postgres {
    fn append(
        &self,
        partnership: &Id,
        expected: u64,
        drafts: Vec<Draft>,
        batches: &[(usize, Batch)],
    ) -> Result<Appended, Fault> {
        let ready = prepare(partnership, expected, drafts, batches)?;
        let outcome = self.with(|link| link.write(|link| append::append(link, &ready)));
        // The connection may have broken after the commit and before its answer: then the ledger tells.
        let arrived = outcome.is_err() && self.with(|link| append::has_arrived(link, &ready)).unwrap_or(false);
        if arrived { Ok(Appended::At(expected)) } else { outcome }
    }

    fn length(&self, partnership: &Id) -> Result<u64, Fault> {
        self.with(|link| read::length(link, partnership))
    }

    fn entries(&self, partnership: &Id, from: u64, limit: usize) -> Result<Vec<Entry>, Fault> {
        self.with(|link| read::entries(link, partnership, from, limit))
    }

    fn leaves(&self, partnership: &Id, length: u64) -> Result<Vec<Digest>, Fault> {
        self.with(|link| read::leaves(link, partnership, length))
    }

    fn partnerships(&self) -> Result<Vec<Id>, Fault> {
        self.with(read::partnerships)
    }

    fn rows(&self, partnership: &Id, wanted: &Wanted) -> Result<Known, Fault> {
        self.read(|link| read::rows(link, partnership, wanted))
    }

    fn places_and_groups(&self, partnership: &Id, measure: &Id) -> Result<(Vec<String>, Vec<String>), Fault> {
        self.read(|link| read::places_and_groups(link, partnership, measure))
    }

    fn history(&self, partnership: &Id, measure: &Id, key: (&str, &str, Period)) -> Result<Vec<Version>, Fault> {
        self.read(|link| read::history(link, partnership, measure, key))
    }

    fn batch(&self, partnership: &Id, at: u64) -> Result<Option<Batch>, Fault> {
        self.read(|link| read::batch(link, partnership, at))
    }

    fn keep(&self, drawer: &str, kept: &Kept) -> Result<(), Fault> {
        check_kept(drawer, kept)?;
        self.with(|link| cabinet::keep(link, drawer, kept))
    }

    fn keep_new(&self, drawer: &str, kept: &Kept) -> Result<bool, Fault> {
        check_kept(drawer, kept)?;
        self.with(|link| cabinet::keep_new(link, drawer, kept))
    }

    fn find(&self, drawer: &str, key: &str, now: Timestamp) -> Result<Option<Kept>, Fault> {
        self.with(|link| cabinet::find(link, drawer, key, now))
    }

    fn list(&self, drawer: &str, now: Timestamp) -> Result<Vec<Kept>, Fault> {
        self.with(|link| cabinet::list(link, drawer, now))
    }

    fn discard(&self, drawer: &str, key: &str) -> Result<(), Fault> {
        self.with(|link| cabinet::discard(link, drawer, key))
    }

    fn sweep(&self, now: Timestamp) -> Result<u64, Fault> {
        self.with(|link| cabinet::sweep(link, now))
    }
}
