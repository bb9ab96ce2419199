use std::collections::HashMap;

use cm_kernel::{Batch, Digest, Entry, Id, Known, Period};
use postgres::Row;
use postgres::fallible_iterator::FallibleIterator;

use super::link::Link;
use crate::gather::{Gather, Series, Stored, into_batch, names_of};
use crate::prepare::{self, fits, signed, unsigned};
use crate::{Fault, Version, Wanted};

pub(super) fn length(link: &mut Link, partnership: &Id) -> Result<u64, Fault> {
    let found = link.one("SELECT length FROM ledgers WHERE name = $1", &[&partnership.as_str()])?;
    unsigned(found.map_or(Ok(0), |row| row.try_get(0))?)
}

pub(super) fn entries(link: &mut Link, partnership: &Id, from: u64, limit: usize) -> Result<Vec<Entry>, Fault> {
    let found = link.all(
        "SELECT body FROM entries WHERE ledger = (SELECT id FROM ledgers WHERE name = $1) AND at >= $2
         ORDER BY at LIMIT $3",
        &[&partnership.as_str(), &signed(from), &signed(limit as u64)],
    )?;
    found.iter().map(|row| prepare::entry(row.try_get(0)?)).collect()
}

pub(super) fn leaves(link: &mut Link, partnership: &Id, length: u64) -> Result<Vec<Digest>, Fault> {
    let found = link.all(
        "SELECT leaf FROM entries WHERE ledger = (SELECT id FROM ledgers WHERE name = $1) AND at < $2 ORDER BY at",
        &[&partnership.as_str(), &signed(length)],
    )?;
    found.iter().map(|row| prepare::leaf(row.try_get(0)?)).collect()
}

pub(super) fn partnerships(link: &mut Link) -> Result<Vec<Id>, Fault> {
    let found = link.all("SELECT name FROM ledgers WHERE length > 0 ORDER BY name", &[])?;
    found.iter().map(|row| id(row.try_get(0)?)).collect()
}

pub(super) fn rows(link: &mut Link, partnership: &Id, wanted: &Wanted) -> Result<Known, Fault> {
    let Some((ledger, measure)) = ledger_and_measure(link, partnership, &wanted.measure)? else {
        return Ok(Known::default());
    };
    let all = series(
        link,
        [ledger, measure],
        wanted.place.as_deref(),
        wanted.group.as_deref(),
    )?;
    let found = link.stream(
        "SELECT start, length, value, denominator, mark, series, at FROM readings WHERE series = ANY ($1) AND at < $2",
        &[&ids(&all), &signed(wanted.known_at)],
    )?;
    gather(found, &all)
}

pub(super) fn places_and_groups(
    link: &mut Link,
    partnership: &Id,
    measure: &Id,
) -> Result<(Vec<String>, Vec<String>), Fault> {
    let Some((ledger, measure)) = ledger_and_measure(link, partnership, measure)? else {
        return Ok(Default::default());
    };
    series(link, [ledger, measure], None, None).map(names_of)
}

pub(super) fn history(
    link: &mut Link,
    partnership: &Id,
    measure: &Id,
    (place, group, period): (&str, &str, Period),
) -> Result<Vec<Version>, Fault> {
    let Some((ledger, measure)) = ledger_and_measure(link, partnership, measure)? else {
        return Ok(Vec::new());
    };
    let all = series(link, [ledger, measure], Some(place), Some(group))?;
    let length = i16::from(period.length().code());
    let found = link.all(
        "SELECT start, length, value, denominator, mark, at FROM readings
         WHERE series = ANY ($1) AND start = $2 AND length = $3 ORDER BY at",
        &[&ids(&all), &period.start().days(), &length],
    )?;
    let version = |row: &Row| {
        let (_, reading) = stored(row)?.read()?;
        let at = unsigned(row.try_get(5)?)?;
        Ok(Version { at, reading })
    };
    found.iter().map(version).collect()
}

pub(super) fn batch(link: &mut Link, partnership: &Id, at: u64) -> Result<Option<Batch>, Fault> {
    let head = link.one(
        "SELECT b.ledger, b.measure, n.text, b.size, b.first, b.last
         FROM batches b JOIN ledgers l ON l.id = b.ledger JOIN names n ON n.id = b.measure
         WHERE l.name = $1 AND b.at = $2",
        &[&partnership.as_str(), &signed(at)],
    )?;
    let Some(head) = head else { return Ok(None) };
    let (measure, size) = (id(head.try_get(2)?)?, head.try_get(3)?);
    let (first, last): (i32, i32) = (head.try_get(4)?, head.try_get(5)?);
    let all = series(link, [head.try_get(0)?, head.try_get(1)?], None, None)?;
    let found = link.stream(
        "SELECT start, length, value, denominator, mark, series, at FROM readings
         WHERE series = ANY ($1) AND start BETWEEN $2 AND $3 AND at = $4",
        &[&ids(&all), &first, &last, &signed(at)],
    )?;
    into_batch(gather(found, &all)?, measure, size).map(Some)
}

/// Puts rows that come in any order under their series.
fn gather(mut found: postgres::RowIter<'_>, all: &[Series]) -> Result<Known, Fault> {
    let positions: HashMap<i64, u32> = all.iter().map(|series| series.id).zip(0..).collect();
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let position = positions.get(&row.try_get(5)?).copied().unwrap_or(u32::MAX);
        rows.push((position, unsigned(row.try_get(6)?)?, stored(&row)?));
    }
    rows.sort_unstable_by_key(|(position, at, stored)| (*position, stored.start, stored.length, *at));
    let mut gather = Gather::default();
    for (position, at, stored) in rows {
        gather.push(position, at, stored)?;
    }
    Ok(gather.finish(all))
}

fn ids(all: &[Series]) -> Vec<i64> {
    all.iter().map(|series| series.id).collect()
}

fn stored(row: &Row) -> Result<Stored, Fault> {
    let code = |at: usize| -> Result<u8, Fault> {
        let code: i16 = row.try_get(at)?;
        Ok(u8::try_from(code).unwrap_or(u8::MAX))
    };
    Ok(Stored {
        start: row.try_get(0)?,
        length: code(1)?,
        value: row.try_get(2)?,
        denominator: row.try_get(3)?,
        mark: code(4)?,
    })
}

/// The numbers of a ledger and a measure. `None` when one has never been seen.
fn ledger_and_measure(link: &mut Link, partnership: &Id, measure: &Id) -> Result<Option<(i64, i64)>, Fault> {
    let found = link.one(
        "SELECT l.id, n.id FROM ledgers l, names n WHERE l.name = $1 AND n.text = $2",
        &[&partnership.as_str(), &measure.as_str()],
    )?;
    found.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// The series of a ledger and a measure, by place and group.
fn series(
    link: &mut Link,
    [ledger, measure]: [i64; 2],
    place: Option<&str>,
    group: Option<&str>,
) -> Result<Vec<Series>, Fault> {
    if !place.is_none_or(fits) || !group.is_none_or(fits) {
        return Ok(Vec::new());
    }
    let found = match place {
        Some(place) => link.all(
            "SELECT s.id, p.text, g.text FROM series s JOIN names p ON p.id = s.place JOIN names g ON g.id = s.population
             WHERE s.ledger = $1 AND s.measure = $2 AND ($3::text IS NULL OR g.text = $3) AND p.text = $4",
            &[&ledger, &measure, &group, &place],
        )?,
        None => link.all(
            "SELECT s.id, p.text, g.text FROM series s JOIN names p ON p.id = s.place JOIN names g ON g.id = s.population
             WHERE s.ledger = $1 AND s.measure = $2 AND ($3::text IS NULL OR g.text = $3)",
            &[&ledger, &measure, &group],
        )?,
    };
    let mut all = Vec::with_capacity(found.len());
    for row in &found {
        all.push(Series {
            id: row.try_get(0)?,
            place: row.try_get(1)?,
            group: row.try_get(2)?,
        });
    }
    all.sort_unstable_by(|a, b| (&a.place, &a.group).cmp(&(&b.place, &b.group)));
    Ok(all)
}

fn id(text: String) -> Result<Id, Fault> {
    Id::new(text).map_err(|_| Fault("a kept name is not an id; the database is damaged".to_owned()))
}
