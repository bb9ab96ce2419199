use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Setup, Synchronous};
use crate::Fault;

/// What changes the tables, in order; never edited once published, only followed by another.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_ledger.sql")];

/// Marks the file as ours (`PRAGMA application_id`): the letters `CMea`.
const APPLICATION: i32 = 0x434d_6561;

/// How long a statement waits for another process that writes.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// Opens the connection that writes: makes the file when there is none and brings its tables up to date.
pub(super) fn writer(path: &Path, setup: &Setup) -> Result<Connection, Fault> {
    let connection = connect(path, setup, OpenFlags::SQLITE_OPEN_CREATE)?;
    if setup.alone {
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    }
    if let Err(refused) = check_is_ours(&connection) {
        // Closing must not move another program's log into its file.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        return Err(refused);
    }
    // With EXTRA the directory is synced too, so that the journal of the switch to WAL cannot come back after a power
    // cut and undo it. Source: sqlite.org, PRAGMA synchronous.
    connection.pragma_update(None, "synchronous", "EXTRA")?;
    keep_log(&connection)?;
    connection.pragma_update(None, "synchronous", setup.synchronous.word())?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    connection.pragma_update(None, "journal_size_limit", 67_108_864)?;
    if let Some(pages) = setup.checkpoint_pages {
        connection.pragma_update(None, "wal_autocheckpoint", pages)?;
    }
    migrate(&connection)?;
    Ok(connection)
}

/// Opens a connection that only reads.
pub(super) fn reader(path: &Path, setup: &Setup) -> Result<Connection, Fault> {
    let connection = connect(path, setup, OpenFlags::empty())?;
    connection.pragma_update(None, "query_only", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    Ok(connection)
}

/// Switches to the write-ahead log. Another process that does so at the same moment is waited for, which SQLite itself does
/// not do here.
fn keep_log(connection: &Connection) -> Result<(), Fault> {
    let mut tries = 0;
    loop {
        let mode = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        match mode {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(_) => return Err(Fault("the database cannot keep a write-ahead log here".to_owned())),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries < 100 => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

fn connect(path: &Path, setup: &Setup, extra: OpenFlags) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | extra;
    let connection = match &setup.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs.as_str())?,
        None => Connection::open_with_flags(path, flags)?,
    };
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// Refuses a file of a newer version or of another program, before anything is written.
fn check_is_ours(connection: &Connection) -> Result<(), Fault> {
    // One transaction sees one state, also while another process makes the tables.
    let snapshot = connection.unchecked_transaction()?;
    let version = version(&snapshot)?;
    if version > MIGRATIONS.len() as i64 {
        return Err(Fault(format!(
            "the database was written by a newer version of this program (its tables are at {version}, this program knows \
             {}); start the newer version. Nothing was changed",
            MIGRATIONS.len()
        )));
    }
    let application: i32 = snapshot.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = snapshot.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && tables > 0 {
        return Err(Fault(
            "the file is a database of another program; name another file. Nothing was changed".to_owned(),
        ));
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<i64, Fault> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the tables up to date in one transaction. Safe when several processes start at once.
fn migrate(connection: &Connection) -> Result<(), Fault> {
    if version(connection)? == MIGRATIONS.len() as i64 {
        return Ok(());
    }
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let done = usize::try_from(version(connection)?).unwrap_or_default();
    let changed = MIGRATIONS
        .iter()
        .skip(done)
        .try_for_each(|sql| connection.execute_batch(sql));
    let marked = changed
        .and_then(|()| connection.pragma_update(None, "application_id", APPLICATION))
        .and_then(|()| connection.pragma_update(None, "user_version", MIGRATIONS.len() as i64))
        .and_then(|()| connection.execute_batch("COMMIT"));
    if marked.is_err() {
        // The first failure is the one to report; a failed rollback leaves nothing behind either once it is closed.
        let _ = connection.execute_batch("ROLLBACK");
    }
    Ok(marked?)
}

impl Synchronous {
    fn word(self) -> &'static str {
        match self {
            Self::Full => "FULL",
            Self::Normal => "NORMAL",
        }
    }
}
