use std::cmp::Ordering;
use std::fmt;

use cm_exchange::mapping::EVERYBODY;
use cm_kernel::{Batch, Known, Period, Reading, same_reading};

/// The most conflicts that are kept to show; the count is always whole.
const SHOWN: usize = 200;

/// A row that differs from what is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The place.
    pub place: String,
    /// The population group.
    pub group: String,
    /// The period.
    pub period: Period,
    /// What is known.
    pub known: Reading,
    /// What the file says.
    pub found: Reading,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", self.place)?;
        if self.group != EVERYBODY {
            write!(f, "{}, ", self.group)?;
        }
        let (period, known, found) = (self.period.in_words(), said(self.known), said(self.found));
        write!(f, "{period}: known as {known}, and the file says {found}")
    }
}

/// A reading in words: `18 out of 20`, `3.5`, `suppressed`.
fn said(reading: Reading) -> String {
    match reading {
        Reading::Value(value) => value.to_string(),
        Reading::Ratio { numerator, denominator } => format!("{numerator} out of {denominator}"),
        Reading::Absent(absence) => absence.word().to_owned(),
    }
}

/// A batch against what is known.
pub(super) struct Compared {
    /// Only rows that are new or differ.
    pub(super) batch: Batch,
    /// Rows that are new.
    pub(super) new: u64,
    /// Rows that are known already.
    pub(super) same: u64,
    /// Rows that differ, as many as are shown.
    pub(super) conflicts: Vec<Conflict>,
    /// How many rows differ.
    pub(super) conflicts_count: u64,
    /// Positions of the entries whose rows they would take the place of, each once.
    pub(super) corrected_entries: Vec<u64>,
}

/// Compares a sorted batch with what is known, in one pass over both.
pub(super) fn compare(batch: &Batch, known: &Known) -> Compared {
    let mut left = known.rows.iter().peekable();
    let mut compared = Compared {
        batch: Batch {
            rows: Vec::new(),
            ..batch.clone()
        },
        new: 0,
        same: 0,
        conflicts: Vec::new(),
        conflicts_count: 0,
        corrected_entries: Vec::new(),
    };
    for row in &batch.rows {
        let Some(key) = batch.key(row) else { continue };
        while left
            .next_if(|it| known.key(it).is_none_or(|there| there.cmp(&key) == Ordering::Less))
            .is_some()
        {}
        let there = left.peek().filter(|it| known.key(it) == Some(key));
        match there {
            None => {
                compared.new += 1;
                compared.batch.rows.push(*row);
            }
            Some(there) if same_reading(there.reading, row.reading) => compared.same += 1,
            Some(there) => {
                compared.conflicts_count += 1;
                compared.corrected_entries.push(there.at);
                compared.batch.rows.push(*row);
                if compared.conflicts.len() < SHOWN {
                    let (place, group, period) = (key.0.to_owned(), key.1.to_owned(), key.2);
                    compared.conflicts.push(Conflict {
                        place,
                        group,
                        period,
                        known: there.reading,
                        found: row.reading,
                    });
                }
            }
        }
    }
    compared.corrected_entries.sort_unstable();
    compared.corrected_entries.dedup();
    drop_unused_names(&mut compared.batch);
    compared
}

/// Leaves only places and groups that a row still names, so that the batch reads back as it was written.
fn drop_unused_names(batch: &mut Batch) {
    let mut used = (vec![false; batch.places.len()], vec![false; batch.groups.len()]);
    for row in &batch.rows {
        for (used, at) in [(&mut used.0, row.place), (&mut used.1, row.group)] {
            if let Some(slot) = used.get_mut(at as usize) {
                *slot = true;
            }
        }
    }
    let places = keep(&mut batch.places, &used.0);
    let groups = keep(&mut batch.groups, &used.1);
    for row in &mut batch.rows {
        row.place = places.get(row.place as usize).copied().unwrap_or_default();
        row.group = groups.get(row.group as usize).copied().unwrap_or_default();
    }
}

fn keep(names: &mut Vec<String>, used: &[bool]) -> Vec<u32> {
    let mut went = Vec::with_capacity(names.len());
    let mut kept = 0;
    for is_used in used {
        went.push(kept);
        kept += u32::from(*is_used);
    }
    let mut used = used.iter();
    names.retain(|_| used.next().copied().unwrap_or(false));
    went
}
