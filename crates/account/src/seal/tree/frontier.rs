use cm_kernel::Digest;

use super::{empty_root, node};

/// The right edge of a growing tree: enough to append leaves and to say the root, in at most 64 digests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    // Hashes of the complete subtrees the leaves fall into, largest first: one for every 1 in the binary size.
    peaks: Vec<Digest>,
}

impl Frontier {
    /// Takes up a frontier where it was left. `None` when there is not one peak for every 1 in the binary size.
    #[must_use]
    pub fn resume(size: u64, peaks: Vec<Digest>) -> Option<Self> {
        (peaks.len() == size.count_ones() as usize).then_some(Self { size, peaks })
    }

    /// Adds a leaf at the right.
    pub fn append(&mut self, leaf: Digest) {
        let mut carried = leaf;
        let mut complete = self.size;
        while complete & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            carried = node(left, carried);
            complete >>= 1;
        }
        self.peaks.push(carried);
        self.size += 1;
    }

    /// How many leaves were appended.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Hashes of the complete subtrees, largest first; with the size, all that [`Frontier::resume`] needs.
    #[must_use]
    pub fn peaks(&self) -> &[Digest] {
        &self.peaks
    }

    /// The root over all leaves so far.
    #[must_use]
    pub fn root(&self) -> Digest {
        let whole = self.peaks.iter().rev().copied().reduce(|right, left| node(left, right));
        whole.unwrap_or_else(empty_root)
    }
}
