use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use cm_kernel::{Batch, Row};
use postgres::binary_copy::BinaryCopyInWriter;
use postgres::types::Type;

use super::link::Link;
use crate::prepare::{Ready, signed, unsigned};
use crate::{Appended, Fault};

/// How many entries go to the server in one statement.
const TOGETHER: usize = 500;

/// Adds a whole append inside the transaction of the caller.
pub(super) fn append(link: &mut Link, ready: &Ready) -> Result<Appended, Fault> {
    let (ledger, length) = match head(link, ready)? {
        Some(head) => head,
        None if ready.expected != 0 || ready.lines.is_empty() => (0, 0),
        None => {
            link.run(
                "INSERT INTO ledgers (name, length) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING",
                &[&ready.partnership.as_str()],
            )?;
            head(link, ready)?.ok_or_else(|| Fault("a ledger vanished while it was made".to_owned()))?
        }
    };
    if length != ready.expected {
        return Ok(Appended::Moved(length));
    }
    if ready.lines.is_empty() {
        return Ok(Appended::At(length));
    }
    add_entries(link, ledger, ready)?;
    let numbers = name_all(link, ready)?;
    for (at, batch) in &ready.batches {
        add_batch(link, ledger, signed(*at), batch, &numbers)?;
    }
    link.run(
        "UPDATE ledgers SET length = $1 WHERE id = $2",
        &[&signed(ready.length()), &ledger],
    )?;
    Ok(Appended::At(length))
}

/// The number and length of a ledger, held against every other append until the transaction ends.
fn head(link: &mut Link, ready: &Ready) -> Result<Option<(i64, u64)>, Fault> {
    let found = link.one(
        "SELECT id, length FROM ledgers WHERE name = $1 FOR UPDATE",
        &[&ready.partnership.as_str()],
    )?;
    found
        .map(|row| Ok((row.try_get(0)?, unsigned(row.try_get(1)?)?)))
        .transpose()
}

/// Whether the first entry of an append stands in the ledger: asked when a connection broke before it could tell.
pub(super) fn has_arrived(link: &mut Link, ready: &Ready) -> Result<bool, Fault> {
    let Some(first) = ready.lines.first() else {
        return Ok(false);
    };
    let found = link.one(
        "SELECT 1 FROM entries e JOIN ledgers l ON l.id = e.ledger WHERE l.name = $1 AND e.at = $2 AND e.leaf = $3",
        &[
            &ready.partnership.as_str(),
            &signed(ready.expected),
            &first.leaf.0.as_slice(),
        ],
    )?;
    Ok(found.is_some())
}

fn add_entries(link: &mut Link, ledger: i64, ready: &Ready) -> Result<(), Fault> {
    let mut at = signed(ready.expected);
    for lines in ready.lines.chunks(TOGETHER) {
        let kinds: Vec<&str> = lines.iter().map(|line| line.kind.as_str()).collect();
        let leaves: Vec<&[u8]> = lines.iter().map(|line| line.leaf.0.as_slice()).collect();
        let bodies: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        link.run(
            "INSERT INTO entries (ledger, at, kind, leaf, body)
             SELECT $1, $2 + number - 1, kind, leaf, body
             FROM unnest($3::text[], $4::bytea[], $5::text[]) WITH ORDINALITY AS given (kind, leaf, body, number)",
            &[&ledger, &at, &kinds, &leaves, &bodies],
        )?;
        at += signed(lines.len() as u64);
    }
    Ok(())
}

/// The numbers of all names of an append, given to them now where they have none.
fn name_all(link: &mut Link, ready: &Ready) -> Result<BTreeMap<String, i64>, Fault> {
    let mut names = BTreeSet::new();
    for (_, batch) in &ready.batches {
        names.insert(batch.measure.as_str());
        names.extend(batch.places.iter().chain(&batch.groups).map(String::as_str));
    }
    if names.is_empty() {
        return Ok(BTreeMap::new());
    }
    // In order, so that two appends that bring the same new names wait for each other and never in a ring.
    let names: Vec<&str> = names.into_iter().collect();
    link.run(
        "INSERT INTO names (text) SELECT given.text FROM unnest($1::text[]) WITH ORDINALITY AS given (text, number)
         WHERE NOT EXISTS (SELECT FROM names n WHERE n.text = given.text)
         ORDER BY number ON CONFLICT (text) DO NOTHING",
        &[&names],
    )?;
    let found = link.all("SELECT text, id FROM names WHERE text = ANY ($1)", &[&names])?;
    found
        .into_iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}

fn add_batch(
    link: &mut Link,
    ledger: i64,
    at: i64,
    batch: &Batch,
    numbers: &BTreeMap<String, i64>,
) -> Result<(), Fault> {
    let measure = number(numbers, batch.measure.as_str())?;
    let start = |row: &Row| row.period.start().days();
    let first = batch.rows.iter().map(start).min().unwrap_or_default();
    let last = batch.rows.iter().map(start).max().unwrap_or_default();
    link.run(
        "INSERT INTO batches (ledger, at, measure, size, first, last) VALUES ($1, $2, $3, $4, $5, $6)",
        &[&ledger, &at, &measure, &signed(batch.rows.len() as u64), &first, &last],
    )?;
    let series = series_in_order(link, ledger, measure, batch, numbers)?;
    let copy = link
        .client
        .copy_in("COPY readings (series, at, value, denominator, start, length, mark) FROM STDIN BINARY")?;
    let types = [
        Type::INT8,
        Type::INT8,
        Type::FLOAT8,
        Type::FLOAT8,
        Type::INT4,
        Type::INT2,
        Type::INT2,
    ];
    let mut writer = BinaryCopyInWriter::new(copy, &types);
    for (series, range) in series {
        for row in batch.rows.get(range).unwrap_or_default() {
            let (value, denominator, mark) = row.reading.parts();
            let (length, mark) = (i16::from(row.period.length().code()), i16::from(mark));
            writer.write(&[&series, &at, &value, &denominator, &start(row), &length, &mark])?;
        }
    }
    writer.finish()?;
    Ok(())
}

/// The series of a sorted batch with the stretch of its rows that each has, in the order of their numbers.
fn series_in_order(
    link: &mut Link,
    ledger: i64,
    measure: i64,
    batch: &Batch,
    numbers: &BTreeMap<String, i64>,
) -> Result<Vec<(i64, Range<usize>)>, Fault> {
    let mut ranges = BTreeMap::new();
    let (mut places, mut groups) = (Vec::new(), Vec::new());
    let mut from = 0;
    for rows in batch.rows.chunk_by(|a, b| (a.place, a.group) == (b.place, b.group)) {
        if let Some((place, group, _)) = rows.first().and_then(|row| batch.key(row)) {
            let (place, group) = (number(numbers, place)?, number(numbers, group)?);
            ranges.insert((place, group), from..from + rows.len());
            places.push(place);
            groups.push(group);
        }
        from += rows.len();
    }
    // Nobody else adds series to this ledger: its head is ours until the transaction ends.
    link.run(
        "INSERT INTO series (ledger, measure, place, population)
         SELECT $1, $2, place, population
         FROM unnest($3::bigint[], $4::bigint[]) WITH ORDINALITY AS given (place, population, number)
         WHERE NOT EXISTS (SELECT FROM series s WHERE s.ledger = $1 AND s.measure = $2
             AND s.place = given.place AND s.population = given.population)
         ORDER BY number",
        &[&ledger, &measure, &places, &groups],
    )?;
    let found = link.all(
        "SELECT s.id, s.place, s.population FROM series s
         JOIN unnest($3::bigint[], $4::bigint[]) AS given (place, population)
         ON s.place = given.place AND s.population = given.population
         WHERE s.ledger = $1 AND s.measure = $2 ORDER BY s.id",
        &[&ledger, &measure, &places, &groups],
    )?;
    let mut series = Vec::with_capacity(found.len());
    for row in found {
        let key: (i64, i64) = (row.try_get(1)?, row.try_get(2)?);
        let range = ranges.remove(&key).ok_or_else(missing)?;
        series.push((row.try_get(0)?, range));
    }
    if ranges.is_empty() { Ok(series) } else { Err(missing()) }
}

fn number(numbers: &BTreeMap<String, i64>, name: &str) -> Result<i64, Fault> {
    numbers.get(name).copied().ok_or_else(missing)
}

fn missing() -> Fault {
    Fault("a name or series just written is not there".to_owned())
}
