use std::fmt::Write;

use crate::{Digest, Id, Period, Reading, canonical};

#[cfg(test)]
mod tests;

/// One typed row of a batch. Places and groups are positions in the batch's own lists, so a row is 40 bytes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// What stretch of time it is about.
    pub period: Period,
    /// Position in [`Batch::places`].
    pub place: u32,
    /// Position in [`Batch::groups`].
    pub group: u32,
    /// What was read.
    pub reading: Reading,
}

/// Rows of one measure that arrived together; the entry that announces them carries [`Batch::digest`].
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Which measure they are evidence for.
    pub measure: Id,
    /// Places or organisations by their codes, each once.
    pub places: Vec<String>,
    /// Population groups, each once; `all` is everybody.
    pub groups: Vec<String>,
    /// The rows, at most one for a period, place and group.
    pub rows: Vec<Row>,
}

/// What a row is about: place, population group and period.
pub type Key<'t> = (&'t str, &'t str, Period);

impl Batch {
    /// What a row is about. `None` when the row points outside the batch's lists.
    #[must_use]
    pub fn key(&self, row: &Row) -> Option<Key<'_>> {
        let place = self.places.get(row.place as usize)?;
        let group = self.groups.get(row.group as usize)?;
        Some((place, group, row.period))
    }

    /// Puts places, groups and rows in order, so that equal evidence is an equal batch whatever order it came in.
    ///
    /// Rows that point outside the lists are dropped.
    pub fn sort(&mut self) {
        let places = order(&mut self.places);
        let groups = order(&mut self.groups);
        self.rows
            .retain(|row| (row.place as usize) < places.len() && (row.group as usize) < groups.len());
        for row in &mut self.rows {
            row.place = places.get(row.place as usize).copied().unwrap_or_default();
            row.group = groups.get(row.group as usize).copied().unwrap_or_default();
        }
        self.rows.sort_by_key(|row| (row.place, row.group, row.period));
    }

    /// The batch as the CSV its digest is taken of: header, then a line a row, in the order of [`Batch::sort`].
    ///
    /// Numbers as RFC 8785 writes them, lines ended by `\n`; anyone can check the digest with `sha256sum`.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut out = String::with_capacity(40 * (self.rows.len() + 1));
        out.push_str("period,place,group,value,denominator,mark\n");
        for row in &self.rows {
            let Some((place, group, period)) = self.key(row) else {
                continue;
            };
            let (value, denominator, mark) = row.reading.parts();
            let _ = write!(out, "{period},");
            write_field(&mut out, place);
            out.push(',');
            write_field(&mut out, group);
            out.push(',');
            write_number(&mut out, value);
            out.push(',');
            write_number(&mut out, denominator);
            let _ = writeln!(out, ",{mark}");
        }
        out
    }

    /// The file whose SHA-256 an entry announces: a line with a salt, then [`Batch::to_csv`].
    ///
    /// Without the salt, a digest made public would let anyone try 1 to 4 in a hidden cell until it fits. Whoever is
    /// shown the file can check it with `sha256sum`.
    #[must_use]
    pub fn to_salted_csv(&self, salt: &str) -> String {
        format!("# salt {salt}\n{}", self.to_csv())
    }

    /// SHA-256 of [`Batch::to_csv`]. Sort first: the digest is of the order the rows are in.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.to_csv().as_bytes())
    }
}

/// Sorts a list of names and says where each old position went.
fn order(names: &mut Vec<String>) -> Vec<u32> {
    let old = std::mem::take(names);
    let mut by_name: Vec<usize> = (0..old.len()).collect();
    by_name.sort_by(|a, b| old.get(*a).cmp(&old.get(*b)));
    let mut went = vec![0; old.len()];
    for (to, from) in by_name.iter().enumerate() {
        if let Some(slot) = went.get_mut(*from) {
            *slot = u32::try_from(to).unwrap_or(u32::MAX);
        }
    }
    let mut old: Vec<Option<String>> = old.into_iter().map(Some).collect();
    *names = by_name
        .iter()
        .filter_map(|from| old.get_mut(*from).and_then(Option::take))
        .collect();
    went
}

fn write_field(out: &mut String, text: &str) {
    if text.contains([',', '"', '\n', '\r']) {
        let _ = write!(out, "\"{}\"", text.replace('"', "\"\""));
    } else {
        out.push_str(text);
    }
}

fn write_number(out: &mut String, number: Option<f64>) {
    let Some(number) = number else { return };
    let size = number.abs();
    if number == 0.0 {
        out.push('0');
    } else if (1e-6..1e21).contains(&size) {
        // In this range the shortest digits that read back are what RFC 8785 asks for, without an exponent.
        let _ = write!(out, "{number}");
    } else {
        out.push_str(&canonical(&number).unwrap_or_default());
    }
}

/// One row as a ledger knows it: with the position of the entry that brought it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KnownRow {
    /// What stretch of time it is about.
    pub period: Period,
    /// Position in [`Known::places`].
    pub place: u32,
    /// Position in [`Known::groups`].
    pub group: u32,
    /// What was read.
    pub reading: Reading,
    /// Position in the ledger of the entry whose batch brought it.
    pub at: u64,
}

/// The rows of one measure as known at some entry: the latest reading for each place, group and period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// Places by code, sorted, each once.
    pub places: Vec<String>,
    /// Population groups, sorted, each once.
    pub groups: Vec<String>,
    /// Sorted by place, group and period.
    pub rows: Vec<KnownRow>,
}

impl Known {
    /// What a row is about. `None` when the row points outside the lists.
    #[must_use]
    pub fn key(&self, row: &KnownRow) -> Option<Key<'_>> {
        let place = self.places.get(row.place as usize)?;
        let group = self.groups.get(row.group as usize)?;
        Some((place, group, row.period))
    }
}

/// Whether two readings say the same, to the bit.
#[must_use]
pub fn same_reading(a: Reading, b: Reading) -> bool {
    let bits = |reading: Reading| {
        let (value, denominator, mark) = reading.parts();
        (
            value.map(|it| (it + 0.0).to_bits()),
            denominator.map(|it| (it + 0.0).to_bits()),
            mark,
        )
    };
    bits(a) == bits(b)
}
