use cm_kernel::{Digest, Entry};
use proptest::prelude::*;

use super::{Frontier, Tree, consistent, empty_root, included, root};

/// The eight inputs that Certificate Transparency implementations test with.
fn leaves() -> Vec<Digest> {
    let inputs: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    inputs.iter().map(|it| Entry::leaf_of(it)).collect()
}

const GOLDEN: &str = include_str!("../../../../../golden/contracts/merkle_vectors.txt");

fn golden_roots() -> Vec<Digest> {
    let lines = GOLDEN.lines().take(9);
    lines
        .map(|line| Digest::parse(line.split(' ').nth(1).unwrap()).unwrap())
        .collect()
}

fn golden_path(name: &str) -> Vec<Digest> {
    let line = GOLDEN.lines().find(|line| line.starts_with(name)).unwrap();
    line.split('\'').filter_map(Digest::parse).collect()
}

#[test]
fn roots_are_those_of_the_published_vectors() {
    let (leaves, tree) = (leaves(), Tree::of(&leaves()));
    for (size, golden) in golden_roots().into_iter().enumerate() {
        assert_eq!(root(&leaves[..size]), golden);
        assert_eq!(tree.root_at(size as u64), Some(golden));
    }
}

#[test]
fn proofs_are_those_of_the_published_vectors() {
    let tree = Tree::of(&leaves());
    assert_eq!(tree.inclusion(0, 8).unwrap(), golden_path("incl(0,8)"));
    assert_eq!(tree.consistency(1, 8).unwrap(), golden_path("cons(1,8)"));
    assert_eq!(tree.consistency(6, 8).unwrap(), golden_path("cons(6,8)"));
}

#[test]
fn every_proof_of_every_small_tree_holds_and_no_other() {
    let all: Vec<Digest> = (0..40_u8).map(|it| Entry::leaf_of(&[it])).collect();
    let tree = Tree::of(&all);
    let wrong = Digest::of(b"another");
    for size in 1..=40_u64 {
        let root = tree.root_at(size).unwrap();
        for at in 0..size {
            let (leaf, path) = (all[at as usize], tree.inclusion(at, size).unwrap());
            assert!(included(leaf, at, size, &path, root));
            assert!(!included(wrong, at, size, &path, root));
            assert!(!included(leaf, at + 1, size, &path, root) || size == 1 && at + 1 < size);
            let mut longer = path.clone();
            longer.push(wrong);
            assert!(!included(leaf, at, size, &longer, root));
            assert!(path.is_empty() || !included(leaf, at, size, &path[1..], root));
        }
        for old in 0..=size {
            let old_root = tree.root_at(old).unwrap();
            let path = tree.consistency(old, size).unwrap();
            assert!(consistent((old, old_root), (size, root), &path), "{old} in {size}");
            if old > 0 {
                assert!(!consistent((old, wrong), (size, root), &path));
                assert!(!consistent((old, old_root), (size, wrong), &path));
            }
            let mut longer = path;
            longer.push(wrong);
            assert!(!consistent((old, old_root), (size, root), &longer));
        }
    }
    assert_eq!(tree.inclusion(40, 40), None);
    assert_eq!(tree.inclusion(0, 41), None);
    assert_eq!(tree.consistency(5, 4), None);
    assert_eq!(tree.consistency(5, 41), None);
}

#[test]
fn a_frontier_is_taken_up_where_it_was_left() {
    let mut frontier = Frontier::default();
    assert_eq!(frontier.root(), empty_root());
    for (at, leaf) in leaves().into_iter().enumerate() {
        let mut resumed = Frontier::resume(frontier.size(), frontier.peaks().to_vec()).unwrap();
        frontier.append(leaf);
        resumed.append(leaf);
        assert_eq!(resumed, frontier);
        assert_eq!(frontier.root(), golden_roots()[at + 1]);
    }
    assert_eq!(Frontier::resume(3, vec![empty_root()]), None);
}

proptest! {
    #[test]
    fn hostile_proofs_are_refused_without_a_panic(
        at in any::<u64>(), size in any::<u64>(), other in any::<u64>(),
        path in prop::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let path: Vec<Digest> = path.into_iter().map(Digest).collect();
        let made_up = Digest::of(b"made up");
        prop_assert!(!included(made_up, at, size, &path, Digest::of(b"root")));
        prop_assert!(!consistent((size, made_up), (other, Digest::of(b"root")), &path));
    }
}
