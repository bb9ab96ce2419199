use cm_kernel::Digest;

use super::{empty_root, node};

/// Whether a path proves that the leaf is at this position of the tree of this size and root.
///
/// Source: RFC 9162, section 2.1.3.2.
#[must_use]
pub fn included(leaf: Digest, at: u64, size: u64, path: &[Digest], root: Digest) -> bool {
    if at >= size {
        return false;
    }
    let (mut here, mut last, mut hash) = (at, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if here & 1 == 1 || here == last {
            hash = node(*sibling, hash);
            rise_past_missing_siblings(&mut here, &mut last);
        } else {
            hash = node(hash, *sibling);
        }
        here >>= 1;
        last >>= 1;
    }
    last == 0 && hash == root
}

/// Whether a path proves that the tree of size and root `new` begins with all leaves of the one of size and root `old`.
///
/// Every tree begins with the empty tree, whose path is empty. Source: RFC 9162, section 2.1.4.2.
#[must_use]
pub fn consistent(old: (u64, Digest), new: (u64, Digest), path: &[Digest]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == 0 || old_size >= new_size {
        let same = if old_size == 0 {
            old_root == empty_root() && (new_size > 0 || new_root == old_root)
        } else {
            old == new
        };
        return same && path.is_empty();
    }
    // The old root itself is part of the path when the old tree is a complete subtree of the new one.
    let own = old_size.is_power_of_two().then_some(old_root);
    let mut steps = own.into_iter().chain(path.iter().copied());
    let Some(first) = steps.next() else { return false };
    let skipped = (old_size - 1).trailing_ones();
    let (mut here, mut last) = ((old_size - 1) >> skipped, (new_size - 1) >> skipped);
    let (mut old_hash, mut new_hash) = (first, first);
    for sibling in steps {
        if last == 0 {
            return false;
        }
        if here & 1 == 1 || here == last {
            old_hash = node(sibling, old_hash);
            new_hash = node(sibling, new_hash);
            rise_past_missing_siblings(&mut here, &mut last);
        } else {
            new_hash = node(new_hash, sibling);
        }
        here >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == old_root && new_hash == new_root
}

/// At the right edge a node without a sibling is carried up unchanged until it is a right child.
fn rise_past_missing_siblings(here: &mut u64, last: &mut u64) {
    while *here & 1 == 0 && *here != 0 {
        *here >>= 1;
        *last >>= 1;
    }
}
