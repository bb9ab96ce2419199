use std::cell::Cell;
use std::mem::take;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

use super::open::PATIENCE;
use crate::Fault;

/// How long an erasure waits for readers before it leaves the cleaning of the log to the next one.
const CLEANING: Duration = Duration::from_millis(250);

/// The one connection that writes, and those who wait for it.
///
/// Of those who wait one leads: it does the work of all of them, commits it once, so that one sync of the disk serves
/// them all, and names the next leader among those who came meanwhile.
pub(super) struct Writer {
    desk: Mutex<Desk>,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    waiting: Vec<Waiting>,
    /// Whether somebody leads, or has been told to.
    is_led: bool,
}

struct Waiting {
    job: Job,
    /// Tells the one who waits to lead.
    lead: Box<dyn FnOnce() + Send>,
}

/// What the one who waits is told.
enum Word<T> {
    Lead,
    Answer(Result<T, Fault>),
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
            queue: Mutex::default(),
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
        let waiting = waiting(work, tell);
        let mut queue = self.queue();
        queue.waiting.push(waiting);
        let leads = !std::mem::replace(&mut queue.is_led, true);
        drop(queue);
        if leads {
            self.lead();
        }
        loop {
            match told.recv() {
                Ok(Word::Lead) => self.lead(),
                Ok(Word::Answer(answer)) => return answer,
                Err(_) => return Err(Fault("the work was dropped before it was done".to_owned())),
            }
        }
    }

    /// Does the work of all who wait, and hands over.
    fn lead(&self) {
        let _leading = Leading(self);
        let desk = self.desk();
        let waiting = take(&mut self.queue().waiting);
        commit_together(&desk, waiting.into_iter().map(|it| it.job).collect());
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hands the lead over when it is dropped, also when the work of somebody panics.
struct Leading<'t>(&'t Writer);

impl Drop for Leading<'_> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        match queue.waiting.first_mut() {
            Some(next) => std::mem::replace(&mut next.lead, Box::new(|| ()))(),
            None => queue.is_led = false,
        }
    }
}

/// A place in the queue for a piece of work.
fn waiting<T: Send + 'static>(
    work: impl FnOnce(&Desk) -> Result<T, Fault> + Send + 'static,
    tell: Sender<Word<T>>,
) -> Waiting {
    let lead = tell.clone();
    // Sending fails only when the one who waits has panicked: then nobody is there to be told.
    let lead = Box::new(move || drop(lead.send(Word::Lead)));
    let job: Job = Box::new(move |desk| {
        let answer = desk.map_err(copy).and_then(|desk| within_savepoint(desk, work));
        Box::new(move |failed| {
            let answer = failed.map_or(answer, |fault| Err(copy(fault)));
            drop(tell.send(Word::Answer(answer)));
        })
    });
    Waiting { job, lead }
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
