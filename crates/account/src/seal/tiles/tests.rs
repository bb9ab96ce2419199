use std::collections::BTreeMap;

use cm_kernel::{Digest, Entry};
use proptest::prelude::*;

use super::{Fault, Tile, count, read, tiles, write};
use crate::seal::Tree;
use crate::seal::tree::empty_root;

fn tree(size: u32) -> (Vec<Digest>, Tree) {
    let leaves: Vec<Digest> = (0..size).map(|it| Entry::leaf_of(&it.to_be_bytes())).collect();
    let tree = Tree::of(&leaves);
    (leaves, tree)
}

#[test]
fn paths_are_those_of_the_specification() {
    let path = |level, index, width| Tile { level, index, width }.path();
    assert_eq!(path(0, 1_234_067, 256), "tile/0/x001/x234/067");
    assert_eq!(path(0, 273, 112), "tile/0/273.p/112");
    assert_eq!(path(2, 0, 1), "tile/2/000.p/1");
    assert_eq!(path(0, 1000, 256), "tile/0/x001/000");
}

#[test]
fn a_tree_of_seventy_thousand_has_the_tiles_the_specification_counts() {
    let all: Vec<String> = tiles(70_000).map(|it| it.path()).collect();
    assert_eq!(all.len() as u64, count(70_000));
    assert_eq!(all.len(), 273 + 1 + 1 + 1 + 1);
    let tail = ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"];
    assert_eq!(all[273..], tail);
    let small: Vec<String> = tiles(256).map(|it| it.path()).collect();
    assert_eq!(small, ["tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(tiles(0).count(), 0);
    assert_eq!(
        count(u64::MAX),
        (0..8).map(|it| (u64::MAX >> (8 * it)).div_ceil(256)).sum::<u64>()
    );
}

#[test]
fn tiles_give_back_leaves_and_root() {
    for size in [0, 1, 2, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 66_000] {
        let (leaves, tree) = tree(size);
        let files = write(&tree, u64::from(size)).unwrap();
        let root = tree.root_at(u64::from(size)).unwrap();
        assert_eq!(read(u64::from(size), &files).unwrap(), (leaves, root), "{size}");
    }
    let (leaves, tree) = tree(700);
    let files = write(&tree, 300).unwrap();
    assert_eq!(
        read(300, &files).unwrap(),
        (leaves[..300].to_vec(), tree.root_at(300).unwrap())
    );
    assert_eq!(write(&tree, 701), None);
    assert_eq!(read(0, &BTreeMap::new()).unwrap(), (Vec::new(), empty_root()));
}

#[test]
fn a_wrong_tile_is_named() {
    let (_, tree) = tree(700);
    let files = write(&tree, 700).unwrap();
    let (top, leaf) = ("tile/1/000.p/2".to_owned(), "tile/0/001".to_owned());
    let mut altered = files.clone();
    altered.get_mut(&top).unwrap()[40] ^= 1;
    assert_eq!(read(700, &altered).unwrap_err(), Fault::Disagrees(top.clone()));
    let mut altered = files.clone();
    altered.get_mut(&leaf).unwrap()[40] ^= 1;
    assert_eq!(read(700, &altered).unwrap_err(), Fault::Disagrees(top.clone()));
    let mut altered = files.clone();
    altered.get_mut(&top).unwrap().pop();
    assert_eq!(read(700, &altered).unwrap_err(), Fault::WrongLength(top));
    let mut altered = files;
    altered.remove(&leaf);
    assert_eq!(read(700, &altered).unwrap_err(), Fault::TooFew { needed: 4 });
    altered.insert("tile/other".to_owned(), Vec::new());
    assert_eq!(read(700, &altered).unwrap_err(), Fault::Missing(leaf));
}

proptest! {
    #[test]
    fn a_hostile_size_costs_nothing(size in any::<u64>(), bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let files = BTreeMap::from([("tile/0/000.p/1".to_owned(), bytes)]);
        let read = read(size, &files);
        prop_assert!(size < 2 || read.is_err());
    }
}
