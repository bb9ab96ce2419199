//! The tree as plain files, so that anyone can rebuild the root. Source: C2SP tlog-tiles.
//!
//! A tile holds 256 consecutive hashes of one level of eight. Only hashes are published, never bundles of entries: most
//! entries of a ledger are not public.

use std::collections::BTreeMap;

use cm_kernel::Digest;

use super::tree::{Frontier, Tree, node};

#[cfg(test)]
mod tests;

/// How many hashes a full tile has.
const WIDTH: u64 = 256;

/// Which tile: one of the files of a tree of some size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// Level of tiles, from 0 for leaves; a hash at level `n` is over 256 to the power `n` leaves.
    pub level: u32,
    /// Position in its level, from 0.
    pub index: u64,
    /// How many hashes it has, 1 to 256.
    pub width: u64,
}

impl Tile {
    /// Its path: `tile/0/000`, `tile/0/x001/234`, and for a tile not yet full `tile/0/000.p/17`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut number = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            number = format!("x{:03}/{number}", rest % 1000);
            rest /= 1000;
        }
        let partial = if self.width < WIDTH {
            format!(".p/{}", self.width)
        } else {
            String::new()
        };
        format!("tile/{}/{number}{partial}", self.level)
    }
}

/// Every tile of a tree of this size, by level and position.
pub fn tiles(size: u64) -> impl Iterator<Item = Tile> {
    (0..8).flat_map(move |level| {
        let hashes = size >> (8 * level);
        let full = (0..hashes / WIDTH).map(move |index| (index, WIDTH));
        let partial = (hashes / WIDTH, hashes % WIDTH);
        full.chain((partial.1 > 0).then_some(partial))
            .map(move |(index, width)| Tile { level, index, width })
    })
}

/// How many tiles a tree of this size has.
#[must_use]
pub fn count(size: u64) -> u64 {
    (0..8).map(|level| (size >> (8 * level)).div_ceil(WIDTH)).sum()
}

/// The files of a tree when it had this size: path and bytes. `None` when the tree is smaller.
#[must_use]
pub fn write(tree: &Tree, size: u64) -> Option<BTreeMap<String, Vec<u8>>> {
    if size > tree.size() {
        return None;
    }
    let file = |tile: Tile| {
        let mut bytes = Vec::new();
        for at in 0..tile.width {
            bytes.extend(tree.hash(8 * tile.level, tile.index * WIDTH + at)?.0);
        }
        Some((tile.path(), bytes))
    };
    tiles(size).map(file).collect()
}

/// What is wrong with the tiles of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There are fewer tile files than a tree of this size has.
    TooFew {
        /// How many a tree of this size has.
        needed: u64,
    },
    /// A tile is not there.
    Missing(String),
    /// A tile is not as long as its name says.
    WrongLength(String),
    /// A tile does not agree with the tiles below it.
    Disagrees(String),
}

/// Rebuilds a tree of this size from its files: the leaves and the root.
///
/// # Errors
/// The first [`Fault`]. A size that the files cannot reach is refused before any work is done.
pub fn read(size: u64, files: &BTreeMap<String, Vec<u8>>) -> Result<(Vec<Digest>, Digest), Fault> {
    let needed = count(size);
    if needed > files.len() as u64 {
        return Err(Fault::TooFew { needed });
    }
    let mut leaves = Vec::new();
    let mut frontier = Frontier::default();
    // Hashes over whole tiles of the level below, as the level above must hold them.
    let (mut whole, mut above, mut level) = (Vec::new(), Vec::new().into_iter(), 0);
    for tile in tiles(size) {
        let path = tile.path();
        let hashes = hashes(&tile, &path, files)?;
        if tile.level != level {
            level = tile.level;
            above = std::mem::take(&mut whole).into_iter();
        }
        if level > 0 && !above.by_ref().take(hashes.len()).eq(hashes.iter().copied()) {
            return Err(Fault::Disagrees(path));
        }
        if tile.width == WIDTH {
            whole.push(over(&hashes));
        }
        if level == 0 {
            hashes.iter().for_each(|leaf| frontier.append(*leaf));
            leaves.extend(hashes);
        }
    }
    Ok((leaves, frontier.root()))
}

fn hashes(tile: &Tile, path: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<Digest>, Fault> {
    let bytes = files.get(path).ok_or_else(|| Fault::Missing(path.to_owned()))?;
    if bytes.len() as u64 != tile.width * 32 {
        return Err(Fault::WrongLength(path.to_owned()));
    }
    let (hashes, _) = bytes.as_chunks::<32>();
    Ok(hashes.iter().copied().map(Digest).collect())
}

/// The hash over a full tile: its 256 hashes joined in pairs until one is left.
fn over(hashes: &[Digest]) -> Digest {
    let mut level = hashes.to_vec();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .filter_map(|pair| pair.iter().copied().reduce(node))
            .collect();
    }
    level.first().copied().unwrap_or_else(super::tree::empty_root)
}
