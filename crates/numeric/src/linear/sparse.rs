use super::field::{less, times};

/// A vector by its entries that are not nought: position and number, in order of position.
pub(crate) type Sparse = Vec<(u32, u64)>;

/// Room in which vectors are taken from one another, used again and again.
#[derive(Debug, Clone)]
pub(crate) struct Scratch {
    entries: Vec<u64>,
    held: Vec<bool>,
    touched: Vec<u32>,
}

impl Scratch {
    /// Room for vectors of this length.
    pub(crate) fn of(length: usize) -> Self {
        Self {
            entries: vec![0; length],
            held: vec![false; length],
            touched: Vec::new(),
        }
    }

    /// Takes `factor` times a vector from what is in the room.
    pub(crate) fn take(&mut self, vector: &[(u32, u64)], factor: u64) {
        for &(at, entry) in vector {
            self.take_one(at, times(factor, entry));
        }
    }

    /// Takes a number from one entry.
    pub(crate) fn take_one(&mut self, at: u32, amount: u64) {
        let place = at as usize;
        if !self.held[place] {
            self.held[place] = true;
            self.touched.push(at);
        }
        self.entries[place] = less(self.entries[place], amount);
    }

    /// What is in the room, but for entries that are nought or left out; the room is empty afterwards.
    pub(crate) fn out(&mut self, left_out: impl Fn(u32) -> bool) -> Sparse {
        self.touched.sort_unstable();
        let mut vector = Vec::with_capacity(self.touched.len());
        for &at in &self.touched {
            let place = at as usize;
            let entry = std::mem::take(&mut self.entries[place]);
            self.held[place] = false;
            if entry != 0 && !left_out(at) {
                vector.push((at, entry));
            }
        }
        self.touched.clear();
        vector
    }
}

/// The entry at a position.
pub(crate) fn entry(vector: &[(u32, u64)], at: u32) -> Option<u64> {
    let found = vector.binary_search_by_key(&at, |it| it.0).ok()?;
    Some(vector[found].1)
}

/// Whether one vector is a multiple of another, neither of them nought.
pub(crate) fn proportional(a: &[(u32, u64)], b: &[(u32, u64)]) -> bool {
    let (Some(&(_, first)), Some(&(_, other))) = (a.first(), b.first()) else {
        return false;
    };
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(x, y)| x.0 == y.0 && times(x.1, other) == times(y.1, first))
}
