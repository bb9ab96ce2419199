use std::collections::BTreeMap;

/// Published cells, each a sum of inner cells.
///
/// Shape: inner cells are numbered from 0 up to but not including [`Cells::inner`]; a published cell lists those it
/// sums, each once, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells {
    inner: usize,
    ends: Vec<usize>,
    members: Vec<u32>,
}

impl Cells {
    /// No published cell yet, over this many inner cells.
    #[must_use]
    pub fn over(inner: usize) -> Self {
        Self {
            inner,
            ..Self::default()
        }
    }

    /// Publishes a sum of inner cells; repeated ones count once and ones that are not there are left out. Its position.
    pub fn push(&mut self, members: &[u32]) -> usize {
        let mut members: Vec<u32> = members
            .iter()
            .copied()
            .filter(|it| (*it as usize) < self.inner)
            .collect();
        members.sort_unstable();
        members.dedup();
        self.members.append(&mut members);
        self.ends.push(self.members.len());
        self.ends.len() - 1
    }

    /// Publishes a table that crosses some dimensions, with every margin of it, and gives each cell's codes by
    /// dimension, `None` for all categories together. Codes come in order, all together first.
    ///
    /// Shape: `codes[d][i]` is the category of inner cell `i` in dimension `d`. Cells without inner cells are no part
    /// of it. `None` when the lists differ in length.
    pub fn push_table(&mut self, codes: &[&[u32]]) -> Option<Vec<(usize, Vec<Option<u32>>)>> {
        if codes.iter().any(|it| it.len() != self.inner) || codes.len() > 16 {
            return None;
        }
        let mut found: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        for kept in 0..1_u32 << codes.len() {
            for at in 0..self.inner {
                let key = codes
                    .iter()
                    .enumerate()
                    .map(|(dimension, codes)| match kept >> dimension & 1 {
                        0 => 0,
                        _ => codes[at].saturating_add(1),
                    });
                found.entry(key.collect()).or_default().push(at as u32);
            }
        }
        let placed = found.into_iter().map(|(key, members)| {
            let codes = key.into_iter().map(|it| it.checked_sub(1)).collect();
            (self.push(&members), codes)
        });
        Some(placed.collect())
    }

    /// How many inner cells there are.
    #[must_use]
    pub fn inner(&self) -> usize {
        self.inner
    }

    /// How many cells are published.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing is published.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The inner cells a published cell sums, in order; none when there is no such cell.
    #[must_use]
    pub fn members(&self, at: usize) -> &[u32] {
        let start = match at {
            0 => 0,
            _ => self.ends.get(at - 1).copied().unwrap_or_default(),
        };
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.members.get(start..end).unwrap_or_default()
    }

    /// What each published cell adds up to. Values of inner cells that are missing count nought.
    #[must_use]
    pub fn sums(&self, inner: &[f64]) -> Vec<f64> {
        (0..self.len())
            .map(|at| {
                let values = self.members(at).iter().filter_map(|it| inner.get(*it as usize));
                values.sum()
            })
            .collect()
    }
}
