//! The Merkle tree over a ledger's leaves. Source: RFC 6962 section 2.1; RFC 9162 section 2.1 for verification.

mod frontier;
mod verification;

use cm_kernel::Digest;

pub use frontier::Frontier;
pub use verification::{consistent, included};

#[cfg(test)]
mod tests;

/// The hash of an inner node: SHA-256 of `0x01`, the left hash and the right hash.
#[must_use]
pub fn node(left: Digest, right: Digest) -> Digest {
    Digest::of_parts(&[&[1], &left.0, &right.0])
}

/// The root of a tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Digest {
    Digest::of(&[])
}

/// The root over these leaves, in memory proportional to the logarithm of their number.
#[must_use]
pub fn root(leaves: &[Digest]) -> Digest {
    let mut frontier = Frontier::default();
    for leaf in leaves {
        frontier.append(*leaf);
    }
    frontier.root()
}

/// A tree that keeps the hash of every complete subtree, 64 bytes a leaf, so that any proof is a few look-ups.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    // levels[k][i] is the hash over leaves i·2^k .. (i+1)·2^k.
    levels: Vec<Vec<Digest>>,
}

impl Tree {
    /// The tree over these leaves.
    #[must_use]
    pub fn of(leaves: &[Digest]) -> Self {
        let mut tree = Self::default();
        for leaf in leaves {
            tree.append(*leaf);
        }
        tree
    }

    /// Adds a leaf at the right.
    pub fn append(&mut self, leaf: Digest) {
        let mut carried = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(level) else {
                break;
            };
            hashes.push(carried);
            // A level of even length has just completed a pair.
            match hashes.as_slice() {
                [.., left, right] if hashes.len().is_multiple_of(2) => carried = node(*left, *right),
                _ => break,
            }
        }
    }

    /// How many leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// The hash over leaves `index`·2^`level` up to (`index` + 1)·2^`level`; level 0 holds the leaves. `None` when the
    /// tree does not reach so far.
    #[must_use]
    pub fn hash(&self, level: u32, index: u64) -> Option<Digest> {
        let hashes = self.levels.get(usize::try_from(level).ok()?)?;
        hashes.get(usize::try_from(index).ok()?).copied()
    }

    /// The root when the tree had this many leaves. `None` when it never had.
    #[must_use]
    pub fn root_at(&self, size: u64) -> Option<Digest> {
        if size == 0 {
            return Some(empty_root());
        }
        self.range(0, size)
    }

    /// The path that proves the leaf at a position in the tree of this size, from the leaf's sibling upwards.
    ///
    /// `None` when the position is not in a tree of this size, or the tree is smaller.
    #[must_use]
    pub fn inclusion(&self, at: u64, size: u64) -> Option<Vec<Digest>> {
        if at >= size || size > self.size() {
            return None;
        }
        let (mut from, mut to, mut path) = (0, size, Vec::new());
        while to - from > 1 {
            let middle = from + split(to - from);
            if at < middle {
                path.push(self.range(middle, to)?);
                to = middle;
            } else {
                path.push(self.range(from, middle)?);
                from = middle;
            }
        }
        path.reverse();
        Some(path)
    }

    /// The path that proves that the tree of size `new` begins with the tree of size `old`. `None` when `old` is larger
    /// than `new` or `new` than the tree.
    #[must_use]
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Digest>> {
        if old > new || new > self.size() {
            return None;
        }
        let (mut from, mut to, mut path) = (0, new, Vec::new());
        while old != 0 && to != old {
            let middle = from + split(to - from);
            if old <= middle {
                path.push(self.range(middle, to)?);
                to = middle;
            } else {
                path.push(self.range(from, middle)?);
                from = middle;
            }
        }
        if from > 0 {
            path.push(self.range(from, to)?);
        }
        path.reverse();
        Some(path)
    }

    /// The hash over leaves `from` up to `to`, where `from` is a multiple of the largest complete subtree at its left.
    fn range(&self, from: u64, to: u64) -> Option<Digest> {
        let (mut from, mut parts) = (from, Vec::new());
        while from < to {
            let level = (to - from).ilog2();
            parts.push(self.hash(level, from >> level)?);
            from += 1 << level;
        }
        parts.into_iter().rev().reduce(|right, left| node(left, right))
    }
}

/// The largest power of two smaller than `size`, for a size of at least 2.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}
