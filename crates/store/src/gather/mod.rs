//! Puts rows that come series by series from a database into the shape every reader gets.

use std::collections::BTreeMap;

use cm_kernel::{Batch, Date, Id, Known, KnownRow, Length, Period, Reading, Row};

use crate::Fault;

#[cfg(test)]
mod tests;

/// One series of a measure: a place and a population group, under the number the database gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Series {
    pub id: i64,
    pub place: String,
    pub group: String,
}

/// A reading as the tables keep it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stored {
    /// Days from 1970-01-01 to the first day of the period.
    pub start: i32,
    /// [`Length::code`].
    pub length: u8,
    pub value: Option<f64>,
    pub denominator: Option<f64>,
    /// [`cm_kernel::Absence::mark`], or 0.
    pub mark: u8,
}

impl Stored {
    /// The period and reading that these columns say.
    pub fn read(self) -> Result<(Period, Reading), Fault> {
        let damaged = || Fault("a row says no period or no reading; the database is damaged".to_owned());
        let start = Date::from_days(self.start).ok_or_else(damaged)?;
        let length = Length::from_code(self.length).ok_or_else(damaged)?;
        let period = Period::starting(start, length).ok_or_else(damaged)?;
        let reading = Reading::from_parts(self.value, self.denominator, self.mark).ok_or_else(damaged)?;
        Ok((period, reading))
    }
}

/// Collects the latest reading for each series and period.
#[derive(Debug, Default)]
pub(crate) struct Gather {
    /// With the position of the series in `place`, and 0 in `group`, until [`Gather::finish`].
    rows: Vec<KnownRow>,
}

impl Gather {
    /// Takes the next row. Rows of a series come together, in the order of period and entry, so that the last one of a
    /// period is the latest.
    pub fn push(&mut self, series: u32, at: u64, stored: Stored) -> Result<(), Fault> {
        let (period, reading) = stored.read()?;
        let row = KnownRow {
            period,
            place: series,
            group: 0,
            reading,
            at,
        };
        match self.rows.last_mut() {
            Some(last) if last.place == series && last.period == period => *last = row,
            _ => self.rows.push(row),
        }
        Ok(())
    }

    /// The rows as they are, of one series.
    pub fn into_rows(self) -> Vec<KnownRow> {
        self.rows
    }

    /// The rows under the names of their series, in order.
    pub fn finish(mut self, series: &[Series]) -> Known {
        let mut used = vec![false; series.len()];
        for row in &self.rows {
            if let Some(slot) = used.get_mut(row.place as usize) {
                *slot = true;
            }
        }
        let in_use = || series.iter().zip(&used).filter(|(_, used)| **used).map(|(it, _)| it);
        let places = numbered(in_use().map(|it| it.place.as_str()));
        let groups = numbered(in_use().map(|it| it.group.as_str()));
        let went: Vec<(u32, u32)> = series
            .iter()
            .map(|it| {
                let place = places.get(it.place.as_str()).copied();
                let group = groups.get(it.group.as_str()).copied();
                (place.unwrap_or_default(), group.unwrap_or_default())
            })
            .collect();
        for row in &mut self.rows {
            (row.place, row.group) = went.get(row.place as usize).copied().unwrap_or_default();
        }
        let order = |row: &KnownRow| (row.place, row.group, row.period);
        if !self.rows.is_sorted_by_key(order) {
            self.rows.sort_unstable_by_key(order);
        }
        Known {
            places: places.into_keys().map(str::to_owned).collect(),
            groups: groups.into_keys().map(str::to_owned).collect(),
            rows: self.rows,
        }
    }
}

/// The batch whose rows these are. A fault when they are not as many as were announced.
pub(crate) fn into_batch(known: Known, measure: Id, size: i64) -> Result<Batch, Fault> {
    if i64::try_from(known.rows.len()) != Ok(size) {
        return Err(Fault(
            "a batch has not as many rows as its entry announced; the database is damaged".to_owned(),
        ));
    }
    let row = |row: KnownRow| Row {
        period: row.period,
        place: row.place,
        group: row.group,
        reading: row.reading,
    };
    Ok(Batch {
        measure,
        places: known.places,
        groups: known.groups,
        rows: known.rows.into_iter().map(row).collect(),
    })
}

/// Names in order, each once, with their positions.
fn numbered<'t>(names: impl Iterator<Item = &'t str>) -> BTreeMap<&'t str, u32> {
    let mut numbers: BTreeMap<&str, u32> = names.map(|name| (name, 0)).collect();
    for (at, number) in (0..).zip(numbers.values_mut()) {
        *number = at;
    }
    numbers
}

/// The places and the population groups of series, each name once and in order.
pub(crate) fn names_of(all: Vec<Series>) -> (Vec<String>, Vec<String>) {
    let (mut places, mut groups): (Vec<_>, Vec<_>) = all.into_iter().map(|it| (it.place, it.group)).unzip();
    for names in [&mut places, &mut groups] {
        names.sort_unstable();
        names.dedup();
    }
    (places, groups)
}
