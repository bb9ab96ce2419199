//! Cell-key perturbation: a little noise that is the same wherever the same people are counted.
//!
//! Every record has a key drawn once and for all. A cell's key is the sum of its records' keys, so the same cell gets
//! the same noise in every table, and nobody can average it away.
//!
//! Source: Fraser and Wooton (2005), A proposed method for confidentialising tabular output to protect against
//! differencing; Office for National Statistics, cell-key-perturbation 3 (method specification).

/// How many different keys there are.
pub const KEYS: u32 = 256;

/// The key of a cell from the keys of its records.
#[must_use]
pub fn key(record_keys: impl IntoIterator<Item = u32>) -> u32 {
    record_keys.into_iter().fold(0, |sum, key| (sum + key % KEYS) % KEYS)
}

/// The row of the table of changes for a count: the count itself up to 750, then rows 501 to 750 over and over.
#[must_use]
pub fn row(count: u32) -> u32 {
    match count {
        0..=750 => count,
        _ => (count - 1) % 250 + 501,
    }
}

/// What is added to a count, by row and key; 0 where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    by_row: Vec<i32>,
}

impl Changes {
    /// Reads a table of changes: row from 1 to 750, key from 0 to 255, and what to add. `None` when a row or key is
    /// beyond that.
    #[must_use]
    pub fn read(entries: impl IntoIterator<Item = (u32, u32, i32)>) -> Option<Self> {
        let mut by_row = vec![0; 751 * KEYS as usize];
        for (row, key, change) in entries {
            if row > 750 || key >= KEYS {
                return None;
            }
            by_row[(row * KEYS + key) as usize] = change;
        }
        Some(Self { by_row })
    }

    /// What is added to a cell of this count and key. Empty cells stay empty.
    #[must_use]
    pub fn change(&self, count: u32, key: u32) -> i32 {
        let at = row(count) * KEYS + key % KEYS;
        let change = self.by_row.get(at as usize).copied().unwrap_or_default();
        if count == 0 { 0 } else { change }
    }

    /// The count that is shown; `None`, hidden, when it comes to less than `least`. An empty cell that nobody is
    /// counted in is shown as `None` too when `least` is above 0.
    #[must_use]
    pub fn shown(&self, count: u32, key: u32, least: u32) -> Option<u32> {
        let changed = count.checked_add_signed(self.change(count, key)).unwrap_or_default();
        (changed >= least).then_some(changed)
    }
}
