use cm_kernel::{Batch, Digest, Entry, Id, Known, KnownRow, Period};
use rusqlite::{Connection, OptionalExtension, Row as Line, params};

use crate::gather::{Gather, Series, Stored, into_batch, names_of};
use crate::prepare::{self, signed, unsigned};
use crate::{Fault, Version, Wanted};

pub(super) fn length(connection: &Connection, partnership: &Id) -> Result<u64, Fault> {
    let length = connection
        .prepare_cached("SELECT length FROM ledgers WHERE name = ?")?
        .query_row([partnership.as_str()], |row| row.get(0))
        .optional()?;
    unsigned(length.unwrap_or_default())
}

pub(super) fn entries(connection: &Connection, partnership: &Id, from: u64, limit: usize) -> Result<Vec<Entry>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT body FROM entries WHERE ledger = (SELECT id FROM ledgers WHERE name = ?) AND at >= ? ORDER BY at LIMIT ?",
    )?;
    let mut found = query.query(params![partnership.as_str(), signed(from), signed(limit as u64)])?;
    let mut entries = Vec::new();
    while let Some(line) = found.next()? {
        let text = line.get_ref(0)?.as_str().map_err(|_| damaged())?;
        entries.push(prepare::entry(text)?);
    }
    Ok(entries)
}

pub(super) fn leaves(connection: &Connection, partnership: &Id, length: u64) -> Result<Vec<Digest>, Fault> {
    let mut query = connection.prepare_cached(
        "SELECT leaf FROM entries INDEXED BY leaves
         WHERE ledger = (SELECT id FROM ledgers WHERE name = ?) AND at < ? ORDER BY at",
    )?;
    let mut found = query.query(params![partnership.as_str(), signed(length)])?;
    let mut leaves = Vec::new();
    while let Some(line) = found.next()? {
        leaves.push(prepare::leaf(line.get_ref(0)?.as_blob().map_err(|_| damaged())?)?);
    }
    Ok(leaves)
}

pub(super) fn partnerships(connection: &Connection) -> Result<Vec<Id>, Fault> {
    let mut query = connection.prepare_cached("SELECT name FROM ledgers WHERE length > 0 ORDER BY name")?;
    let mut found = query.query([])?;
    let mut ids = Vec::new();
    while let Some(line) = found.next()? {
        ids.push(id(line.get(0)?)?);
    }
    Ok(ids)
}

pub(super) fn rows(connection: &Connection, partnership: &Id, wanted: &Wanted) -> Result<Known, Fault> {
    let snapshot = connection.unchecked_transaction()?;
    let all = wanted_series(&snapshot, partnership, wanted)?;
    let mut gather = Gather::default();
    for (position, series) in (0..).zip(&all) {
        push_series(&snapshot, &mut gather, position, series, wanted.known_at)?;
    }
    Ok(gather.finish(&all))
}

/// The series that a reader wants rows of, by place and group.
pub(super) fn wanted_series(connection: &Connection, partnership: &Id, wanted: &Wanted) -> Result<Vec<Series>, Fault> {
    let (place, group) = (wanted.place.as_deref(), wanted.group.as_deref());
    match ledger_and_measure(connection, partnership, &wanted.measure)? {
        Some((ledger, measure)) => series(connection, [ledger, measure], place, group),
        None => Ok(Vec::new()),
    }
}

/// The rows of one series, as known at an entry.
pub(super) fn one_series(connection: &Connection, series: &Series, known_at: u64) -> Result<Vec<KnownRow>, Fault> {
    let mut gather = Gather::default();
    push_series(connection, &mut gather, 0, series, known_at)?;
    Ok(gather.into_rows())
}

fn push_series(
    connection: &Connection,
    gather: &mut Gather,
    position: u32,
    series: &Series,
    known_at: u64,
) -> Result<(), Fault> {
    let mut query = connection.prepare_cached(
        "SELECT start, length, value, denominator, mark, at FROM readings
         WHERE series = ? AND at < ? ORDER BY series, start, length, at",
    )?;
    let mut found = query.query([series.id, signed(known_at)])?;
    while let Some(line) = found.next()? {
        gather.push(position, unsigned(line.get(5)?)?, stored(line)?)?;
    }
    Ok(())
}

pub(super) fn places_and_groups(
    connection: &Connection,
    partnership: &Id,
    measure: &Id,
) -> Result<(Vec<String>, Vec<String>), Fault> {
    let snapshot = connection.unchecked_transaction()?;
    let Some((ledger, measure)) = ledger_and_measure(&snapshot, partnership, measure)? else {
        return Ok(Default::default());
    };
    let all = series(&snapshot, [ledger, measure], None, None)?;
    Ok(names_of(all))
}

pub(super) fn history(
    connection: &Connection,
    partnership: &Id,
    measure: &Id,
    (place, group, period): (&str, &str, Period),
) -> Result<Vec<Version>, Fault> {
    let snapshot = connection.unchecked_transaction()?;
    let Some((ledger, measure)) = ledger_and_measure(&snapshot, partnership, measure)? else {
        return Ok(Vec::new());
    };
    let mut versions = Vec::new();
    for series in series(&snapshot, [ledger, measure], Some(place), Some(group))? {
        let mut query = snapshot.prepare_cached(
            "SELECT start, length, value, denominator, mark, at FROM readings
             WHERE series = ? AND start = ? AND length = ? ORDER BY at",
        )?;
        let mut found = query.query(params![series.id, period.start().days(), period.length().code()])?;
        while let Some(line) = found.next()? {
            let (_, reading) = stored(line)?.read()?;
            let at = unsigned(line.get(5)?)?;
            versions.push(Version { at, reading });
        }
    }
    Ok(versions)
}

pub(super) fn batch(connection: &Connection, partnership: &Id, at: u64) -> Result<Option<Batch>, Fault> {
    let snapshot = connection.unchecked_transaction()?;
    let head = snapshot
        .prepare_cached(
            "SELECT b.ledger, b.measure, n.text, b.size, b.first, b.last
             FROM batches b JOIN ledgers l ON l.id = b.ledger JOIN names n ON n.id = b.measure
             WHERE l.name = ? AND b.at = ?",
        )?
        .query_row(params![partnership.as_str(), signed(at)], |line| {
            let key: [i64; 2] = [line.get(0)?, line.get(1)?];
            let (measure, size): (String, i64) = (line.get(2)?, line.get(3)?);
            let days: [i32; 2] = [line.get(4)?, line.get(5)?];
            Ok((key, measure, size, days))
        })
        .optional()?;
    let Some((key, measure, size, [first, last])) = head else {
        return Ok(None);
    };
    let all = series(&snapshot, key, None, None)?;
    let mut query = snapshot.prepare_cached(
        "SELECT start, length, value, denominator, mark FROM readings
         WHERE series = ? AND start BETWEEN ? AND ? AND at = ? ORDER BY series, start, length, at",
    )?;
    let mut gather = Gather::default();
    for (position, series) in (0..).zip(&all) {
        let mut found = query.query(params![series.id, first, last, signed(at)])?;
        while let Some(line) = found.next()? {
            gather.push(position, at, stored(line)?)?;
        }
    }
    into_batch(gather.finish(&all), id(measure)?, size).map(Some)
}

fn stored(line: &Line<'_>) -> Result<Stored, rusqlite::Error> {
    Ok(Stored {
        start: line.get(0)?,
        length: line.get(1)?,
        value: line.get(2)?,
        denominator: line.get(3)?,
        mark: line.get(4)?,
    })
}

/// The numbers of a ledger and a measure. `None` when one has never been seen.
fn ledger_and_measure(connection: &Connection, partnership: &Id, measure: &Id) -> Result<Option<(i64, i64)>, Fault> {
    Ok(connection
        .prepare_cached("SELECT l.id, n.id FROM ledgers l, names n WHERE l.name = ? AND n.text = ?")?
        .query_row([partnership.as_str(), measure.as_str()], |line| {
            Ok((line.get(0)?, line.get(1)?))
        })
        .optional()?)
}

/// The series of a ledger and a measure, by place and group.
fn series(
    connection: &Connection,
    [ledger, measure]: [i64; 2],
    place: Option<&str>,
    group: Option<&str>,
) -> Result<Vec<Series>, Fault> {
    let mut query = match place {
        Some(_) => connection.prepare_cached(
            "SELECT s.id, p.text, g.text FROM series s JOIN names p ON p.id = s.place JOIN names g ON g.id = s.population
             WHERE s.ledger = ? AND s.measure = ? AND (?3 IS NULL OR g.text = ?3)
             AND s.place = (SELECT id FROM names WHERE text = ?4)",
        )?,
        None => connection.prepare_cached(
            "SELECT s.id, p.text, g.text FROM series s JOIN names p ON p.id = s.place JOIN names g ON g.id = s.population
             WHERE s.ledger = ? AND s.measure = ? AND (?3 IS NULL OR g.text = ?3) AND ?4 IS NULL",
        )?,
    };
    let mut found = query.query(params![ledger, measure, group, place])?;
    let mut all = Vec::new();
    while let Some(line) = found.next()? {
        all.push(Series {
            id: line.get(0)?,
            place: line.get(1)?,
            group: line.get(2)?,
        });
    }
    all.sort_unstable_by(|a, b| (&a.place, &a.group).cmp(&(&b.place, &b.group)));
    Ok(all)
}

fn id(text: String) -> Result<Id, Fault> {
    Id::new(text).map_err(|_| damaged())
}

fn damaged() -> Fault {
    Fault("a kept value has another form than the one it was written in; the database is damaged".to_owned())
}
