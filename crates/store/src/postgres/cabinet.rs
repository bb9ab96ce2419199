use cm_kernel::Timestamp;
use postgres::Row;

use super::link::Link;
use crate::prepare::fits;
use crate::{Fault, Kept};

pub(super) fn keep(link: &mut Link, drawer: &str, kept: &Kept) -> Result<(), Fault> {
    link.run(
        "INSERT INTO cabinet (drawer, key, value, expires) VALUES ($1, $2, $3, $4)
         ON CONFLICT (drawer, key) DO UPDATE SET value = excluded.value, expires = excluded.expires",
        &[&drawer, &kept.key, &kept.value, &kept.expires.map(Timestamp::ms)],
    )?;
    Ok(())
}

pub(super) fn keep_new(link: &mut Link, drawer: &str, kept: &Kept) -> Result<bool, Fault> {
    let added = link.run(
        "INSERT INTO cabinet (drawer, key, value, expires) VALUES ($1, $2, $3, $4) ON CONFLICT (drawer, key) DO NOTHING",
        &[&drawer, &kept.key, &kept.value, &kept.expires.map(Timestamp::ms)],
    )?;
    Ok(added == 1)
}

pub(super) fn find(link: &mut Link, drawer: &str, key: &str, now: Timestamp) -> Result<Option<Kept>, Fault> {
    if !fits(drawer) || !fits(key) {
        return Ok(None);
    }
    let found = link.one(
        "SELECT key, value, expires FROM cabinet
         WHERE drawer = $1 AND key = $2 AND (expires IS NULL OR expires > $3)",
        &[&drawer, &key, &now.ms()],
    )?;
    found.as_ref().map(kept).transpose()
}

pub(super) fn list(link: &mut Link, drawer: &str, now: Timestamp) -> Result<Vec<Kept>, Fault> {
    if !fits(drawer) {
        return Ok(Vec::new());
    }
    let found = link.all(
        "SELECT key, value, expires FROM cabinet WHERE drawer = $1 AND (expires IS NULL OR expires > $2) ORDER BY key",
        &[&drawer, &now.ms()],
    )?;
    found.iter().map(kept).collect()
}

pub(super) fn discard(link: &mut Link, drawer: &str, key: &str) -> Result<(), Fault> {
    if fits(drawer) && fits(key) {
        link.run("DELETE FROM cabinet WHERE drawer = $1 AND key = $2", &[&drawer, &key])?;
    }
    Ok(())
}

pub(super) fn sweep(link: &mut Link, now: Timestamp) -> Result<u64, Fault> {
    link.run("DELETE FROM cabinet WHERE expires <= $1", &[&now.ms()])
}

fn kept(row: &Row) -> Result<Kept, Fault> {
    let expires: Option<i64> = row.try_get(2)?;
    Ok(Kept {
        key: row.try_get(0)?,
        value: row.try_get(1)?,
        expires: expires.map(Timestamp::from_ms),
    })
}
