use cm_kernel::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::writer::Desk;
use crate::{Fault, Kept};

pub(super) fn keep(connection: &Connection, drawer: &str, kept: &Kept) -> Result<(), Fault> {
    connection
        .prepare_cached(
            "INSERT INTO cabinet (drawer, key, value, expires) VALUES (?, ?, ?, ?)
             ON CONFLICT (drawer, key) DO UPDATE SET value = excluded.value, expires = excluded.expires",
        )?
        .execute(params![drawer, kept.key, kept.value, kept.expires.map(Timestamp::ms)])?;
    Ok(())
}

pub(super) fn keep_new(connection: &Connection, drawer: &str, kept: &Kept) -> Result<bool, Fault> {
    let added = connection
        .prepare_cached(
            "INSERT INTO cabinet (drawer, key, value, expires) VALUES (?, ?, ?, ?) ON CONFLICT (drawer, key) DO NOTHING",
        )?
        .execute(params![drawer, kept.key, kept.value, kept.expires.map(Timestamp::ms)])?;
    Ok(added == 1)
}

pub(super) fn find(connection: &Connection, drawer: &str, key: &str, now: Timestamp) -> Result<Option<Kept>, Fault> {
    Ok(connection
        .prepare_cached(
            "SELECT key, value, expires FROM cabinet WHERE drawer = ? AND key = ? AND (expires IS NULL OR expires > ?)",
        )?
        .query_row(params![drawer, key, now.ms()], kept)
        .optional()?)
}

pub(super) fn list(connection: &Connection, drawer: &str, now: Timestamp) -> Result<Vec<Kept>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT key, value, expires FROM cabinet WHERE drawer = ? AND (expires IS NULL OR expires > ?) ORDER BY key",
    )?;
    let found = query.query_map(params![drawer, now.ms()], kept)?;
    Ok(found.collect::<Result<_, _>>()?)
}

pub(super) fn discard(desk: &Desk, drawer: &str, key: &str) -> Result<(), Fault> {
    let gone = desk
        .connection
        .prepare_cached("DELETE FROM cabinet WHERE drawer = ? AND key = ?")?
        .execute([drawer, key])?;
    desk.note_erased(gone);
    Ok(())
}

pub(super) fn sweep(desk: &Desk, now: Timestamp) -> Result<u64, Fault> {
    let gone = desk
        .connection
        .prepare_cached("DELETE FROM cabinet WHERE expires <= ?")?
        .execute([now.ms()])?;
    desk.note_erased(gone);
    Ok(gone as u64)
}

fn kept(row: &Row<'_>) -> Result<Kept, rusqlite::Error> {
    Ok(Kept {
        key: row.get(0)?,
        value: row.get(1)?,
        expires: row.get::<_, Option<i64>>(2)?.map(Timestamp::from_ms),
    })
}
