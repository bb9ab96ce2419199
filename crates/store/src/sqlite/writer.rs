use std::cell::Cell;
use std::sync::mpsc::channel;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use super::open::PATIENCE;
use crate::Fault;

/// How long an erasure waits for readers before it leaves the cleaning of the log to the next one.
const CLEANING: Duration = Duration::from_millis(250);

/// The one connection that writes, and those who wait for it.
///
/// Whoever gets the connection does the work of all who wait and commits it once: one sync of the disk serves them all.
pub(super) struct Writer {
    desk: Mutex<Desk>,
    waiting: Mutex<Vec<Job>>,
}

/// What a piece of work gets: the connection, inside a transaction.
pub(super) struct Desk {
    pub connection: Connection,
    /// Whether something was taken out for good of which the log still has a copy.
    erased: Cell<bool>,
}

impl Desk {
    /// Notes how many things were taken out for good, so that the log is cleaned of them after the commit.
    pub fn note_erased(&self, gone: usize) {
        self.erased.set(self.erased.get() || gone > 0);
    }
}

/// A piece of work for whoever holds the connection, or the fault why it cannot be done.
type Job = Box<dyn FnOnce(Result<&Desk, &Fault>) -> Done + Send>;

/// Tells the one who waits what came of work and commit.
type Done = Box<dyn FnOnce(Option<&Fault>)>;

impl Writer {
    pub fn new(connection: Connection) -> Self {
        let erased = Cell::new(false);
        Self {
            desk: Mutex::new(Desk { connection, erased }),
            waiting: Mutex::default(),
        }
    }

    /// The connection, outside any transaction.
    pub fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does a piece of work all or none; durable when it returns.
    pub fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let (tell, told) = channel();
        let job: Job = Box::new(move |desk| {
            let answer = desk.map_err(copy).and_then(|desk| within_savepoint(desk, work));
            Box::new(move |failed| {
                let answer = failed.map_or(answer, |fault| Err(copy(fault)));
                // The one who waits can be gone only when it panicked.
                let _ = tell.send(answer);
            })
        });
        self.waiting().push(job);
        let desk = self.desk();
        // Perhaps whoever held the connection before has done it already.
        if let Ok(answer) = told.try_recv() {
            return answer;
        }
        let jobs = std::mem::take(&mut *self.waiting());
        commit_together(&desk, jobs);
        drop(desk);
        told.recv()
            .unwrap_or_else(|_| Err(Fault("the work was dropped before it was done".to_owned())))
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Job>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does all the jobs in one transaction. A job that fails is undone alone; a failed commit undoes them all.
fn commit_together(desk: &Desk, jobs: Vec<Job>) {
    let connection = &desk.connection;
    if !connection.is_autocommit() {
        // Somebody's work panicked in the middle of a transaction; what it left must not be committed with ours.
        let _ = connection.execute_batch("ROLLBACK");
    }
    let mut state = connection.execute_batch("BEGIN IMMEDIATE").map_err(Fault::from);
    let mut done: Vec<Done> = Vec::with_capacity(jobs.len());
    for job in jobs {
        done.push(job(state.as_ref().map(|()| desk)));
        if state.is_ok() && connection.is_autocommit() {
            // A full disk can make SQLite roll the whole transaction back.
            state = Err(Fault("the machine failed in the middle of a transaction".to_owned()));
        }
    }
    let committed = state.and_then(|()| connection.execute_batch("COMMIT").map_err(Fault::from));
    if committed.is_err() && !connection.is_autocommit() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    if committed.is_ok() && desk.erased.get() {
        desk.erased.set(!clean_log(connection));
    }
    for tell in done {
        tell(committed.as_ref().err());
    }
}

fn within_savepoint<T>(desk: &Desk, work: impl FnOnce(&Desk) -> Result<T, Fault>) -> Result<T, Fault> {
    desk.connection.execute_batch("SAVEPOINT one")?;
    let answer = work(desk);
    let close = if answer.is_ok() {
        "RELEASE one"
    } else {
        "ROLLBACK TO one; RELEASE one"
    };
    desk.connection.execute_batch(close)?;
    answer
}

/// Moves the log into the file and empties it. Whether that could be done while others read.
fn clean_log(connection: &Connection) -> bool {
    let clean = || {
        connection.busy_timeout(CLEANING)?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
    };
    let busy: Result<i64, rusqlite::Error> = clean();
    let restored = connection.busy_timeout(PATIENCE);
    matches!(busy, Ok(0)) && restored.is_ok()
}

fn copy(fault: &Fault) -> Fault {
    Fault(fault.0.clone())
}
