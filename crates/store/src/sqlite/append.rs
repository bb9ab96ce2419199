use std::ops::Range;

use cm_kernel::{Batch, Row};
use rusqlite::{Connection, OptionalExtension, params};

use crate::prepare::{Ready, signed, unsigned};
use crate::{Appended, Fault};

/// Adds a whole append inside the transaction of the caller.
pub(super) fn append(connection: &Connection, ready: &Ready) -> Result<Appended, Fault> {
    let head: Option<(i64, i64)> = connection
        .prepare_cached("SELECT id, length FROM ledgers WHERE name = ?")?
        .query_row([ready.partnership.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let length = head.map_or(Ok(0), |(_, length)| unsigned(length))?;
    if length != ready.expected {
        return Ok(Appended::Moved(length));
    }
    if ready.lines.is_empty() {
        return Ok(Appended::At(length));
    }
    let ledger = match head {
        Some((id, _)) => id,
        None => {
            connection.execute(
                "INSERT INTO ledgers (name, length) VALUES (?, 0)",
                [ready.partnership.as_str()],
            )?;
            connection.last_insert_rowid()
        }
    };
    add_entries(connection, ledger, ready)?;
    for (at, batch) in &ready.batches {
        add_batch(connection, ledger, signed(*at), batch)?;
    }
    connection
        .prepare_cached("UPDATE ledgers SET length = ? WHERE id = ?")?
        .execute([signed(ready.length()), ledger])?;
    Ok(Appended::At(length))
}

fn add_entries(connection: &Connection, ledger: i64, ready: &Ready) -> Result<(), Fault> {
    let mut insert =
        connection.prepare_cached("INSERT INTO entries (ledger, at, kind, leaf, body) VALUES (?, ?, ?, ?, ?)")?;
    for (at, line) in (signed(ready.expected)..).zip(&ready.lines) {
        insert.execute(params![ledger, at, line.kind, line.leaf.0, line.text])?;
    }
    Ok(())
}

fn add_batch(connection: &Connection, ledger: i64, at: i64, batch: &Batch) -> Result<(), Fault> {
    let measure = name(connection, batch.measure.as_str())?;
    let start = |row: &Row| row.period.start().days();
    connection
        .prepare_cached("INSERT INTO batches (ledger, at, measure, size, first, last) VALUES (?, ?, ?, ?, ?, ?)")?
        .execute(params![
            ledger,
            at,
            measure,
            signed(batch.rows.len() as u64),
            batch.rows.iter().map(start).min().unwrap_or_default(),
            batch.rows.iter().map(start).max().unwrap_or_default(),
        ])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO readings (series, start, length, at, value, denominator, mark) VALUES (?, ?, ?, ?, ?, ?, ?)",
    )?;
    for (series, range) in series_in_order(connection, ledger, measure, batch)? {
        for row in batch.rows.get(range).unwrap_or_default() {
            let (value, denominator, mark) = row.reading.parts();
            let length = row.period.length().code();
            insert.execute(params![series, start(row), length, at, value, denominator, mark])?;
        }
    }
    Ok(())
}

/// The series of a sorted batch with the stretch of its rows that each has, in the order in which they lie in the table.
fn series_in_order(
    connection: &Connection,
    ledger: i64,
    measure: i64,
    batch: &Batch,
) -> Result<Vec<(i64, Range<usize>)>, Fault> {
    let names = |list: &[String]| {
        list.iter()
            .map(|text| name(connection, text))
            .collect::<Result<Vec<i64>, Fault>>()
    };
    let (places, groups) = (names(&batch.places)?, names(&batch.groups)?);
    let mut found = Vec::new();
    let mut from = 0;
    for rows in batch.rows.chunk_by(|a, b| (a.place, a.group) == (b.place, b.group)) {
        let (Some(place), Some(group)) = (
            rows.first().and_then(|row| places.get(row.place as usize)),
            rows.first().and_then(|row| groups.get(row.group as usize)),
        ) else {
            continue;
        };
        let key = [ledger, measure, *place, *group];
        let to = from + rows.len();
        found.push((series(connection, key)?, from..to));
        from = to;
    }
    found.sort_unstable_by_key(|(series, _)| *series);
    Ok(found)
}

/// The number of a text, given to it now when it has none.
fn name(connection: &Connection, text: &str) -> Result<i64, Fault> {
    let known = connection
        .prepare_cached("SELECT id FROM names WHERE text = ?")?
        .query_row([text], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    connection
        .prepare_cached("INSERT INTO names (text) VALUES (?)")?
        .execute([text])?;
    Ok(connection.last_insert_rowid())
}

/// The number of a series of ledger, measure, place and group, given to it now when it has none.
fn series(connection: &Connection, key: [i64; 4]) -> Result<i64, Fault> {
    let known = connection
        .prepare_cached("SELECT id FROM series WHERE ledger = ? AND measure = ? AND place = ? AND population = ?")?
        .query_row(key, |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    connection
        .prepare_cached("INSERT INTO series (ledger, measure, place, population) VALUES (?, ?, ?, ?)")?
        .execute(key)?;
    Ok(connection.last_insert_rowid())
}
