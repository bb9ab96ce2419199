//! Agreement with other people's code: Cloudflare's `tlog_tiles` and `signed_note`, ports of Go's.

use std::collections::BTreeMap;

use cm_account::seal::tree::{consistent, included};
use cm_account::seal::{Algorithm, Checkpoint, Note, SigningKey, Tree, VerifierKey, tiles};
use cm_kernel::{Digest, Entry};
use proptest::prelude::*;
use signed_note::{Signer as _, StandardSigner, StandardVerifier, VerifierList};
use tlog_tiles::{Hash, HashReader, Tile, TileHashReader, TileReader};

/// Stored hashes in the order of Go's tlog.
struct Stored(Vec<Hash>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        Ok(indexes.iter().map(|it| self.0[*it as usize]).collect())
    }
}

struct OurTiles(BTreeMap<String, Vec<u8>>);

impl TileReader for OurTiles {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        Ok(tiles.iter().map(|it| self.0[&our_path(it)].clone()).collect())
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

/// Go's paths begin with the height of the tiles, which the later specification fixes at 8 and leaves out.
fn our_path(tile: &Tile) -> String {
    tile.path().replacen("tile/8/", "tile/", 1)
}

fn both(size: u64, seed: u64) -> (Vec<Digest>, Tree, Stored) {
    let inputs = (0..size).map(|at| [seed.to_be_bytes(), at.to_be_bytes()].concat());
    let (mut leaves, mut stored) = (Vec::new(), Stored(Vec::new()));
    for (at, input) in inputs.enumerate() {
        leaves.push(Entry::leaf_of(&input));
        let more = tlog_tiles::stored_hashes(at as u64, &input, &stored).unwrap();
        stored.0.extend(more);
    }
    let tree = Tree::of(&leaves);
    (leaves, tree, stored)
}

fn theirs(path: &[Digest]) -> Vec<Hash> {
    path.iter().map(|it| Hash(it.0)).collect()
}

fn ours(path: &[Hash]) -> Vec<Digest> {
    path.iter().map(|it| Digest(it.0)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn trees_and_proofs_agree(size in 1_u64..700, seed in any::<u64>(), at in any::<prop::sample::Index>(), old in any::<prop::sample::Index>()) {
        let (leaves, tree, stored) = both(size, seed);
        let (at, old) = (at.index(size as usize) as u64, old.index(size as usize) as u64 + 1);
        let root = tree.root_at(size).unwrap();
        let their_root = tlog_tiles::tree_hash(size, &stored).unwrap();
        prop_assert_eq!(their_root.0, root.0);

        let path = tree.inclusion(at, size).unwrap();
        let their_path = tlog_tiles::prove_record(size, at, &stored).unwrap();
        prop_assert_eq!(&ours(&their_path), &path);
        tlog_tiles::check_record(&theirs(&path), size, their_root, at, Hash(leaves[at as usize].0)).unwrap();
        prop_assert!(included(leaves[at as usize], at, size, &ours(&their_path), root));

        let path = tree.consistency(old, size).unwrap();
        let their_path = tlog_tiles::prove_tree(size, old, &stored).unwrap();
        prop_assert_eq!(&ours(&their_path), &path);
        let old_root = tree.root_at(old).unwrap();
        tlog_tiles::check_tree(&theirs(&path), size, their_root, old, Hash(old_root.0)).unwrap();
        prop_assert!(consistent((old, old_root), (size, root), &ours(&their_path)));
    }

    #[test]
    fn any_path_is_judged_alike(size in 1_u64..40, at in 0_u64..40, old in 1_u64..40, from in 0_u64..40, of in 1_u64..40, seed in 0_u64..4) {
        let (leaves, tree, _) = both(40, seed);
        let (root, old_root) = (tree.root_at(size).unwrap(), tree.root_at(old).unwrap());
        if let Some(path) = tree.inclusion(from, of) {
            let leaf = leaves[from as usize];
            let their = at < size && tlog_tiles::check_record(&theirs(&path), size, Hash(root.0), at, Hash(leaf.0)).is_ok();
            prop_assert_eq!(included(leaf, at, size, &path, root), their);
        }
        if let Some(path) = tree.consistency(from.max(1), of) {
            let their = old <= size && tlog_tiles::check_tree(&theirs(&path), size, Hash(root.0), old, Hash(old_root.0)).is_ok();
            prop_assert_eq!(consistent((old, old_root), (size, root), &path), their);
        }
    }
}

#[test]
fn our_tiles_serve_their_reader() {
    for size in [1, 255, 256, 257, 1000, 66_000] {
        let (_, tree, stored) = both(size, 7);
        let files = tiles::write(&tree, size).unwrap();
        let mut paths: Vec<String> = Tile::new_tiles(8, 0, size).iter().map(our_path).collect();
        paths.sort();
        assert_eq!(files.keys().cloned().collect::<Vec<_>>(), paths, "{size}");
        let root = Hash(tree.root_at(size).unwrap().0);
        let served = OurTiles(files);
        let reader = TileHashReader::new(size, root, &served);
        for at in [0, size / 3, size - 1] {
            let proof = tlog_tiles::prove_record(size, at, &reader).unwrap();
            assert_eq!(proof, tlog_tiles::prove_record(size, at, &stored).unwrap());
        }
    }
}

#[test]
fn our_checkpoints_are_read_and_believed_by_others() {
    let key = SigningKey::new("example.org/ledger", Algorithm::Ed25519, &[11; 32]).unwrap();
    let checkpoint = Checkpoint {
        origin: "example.org/ledger".to_owned(),
        size: 12_345,
        root: Digest::of(b"root"),
        extensions: Vec::new(),
    };
    let signed = checkpoint.sign(&key).unwrap().to_text();
    let verifier = StandardVerifier::new(&key.verifier().to_string()).unwrap();
    let note = signed_note::Note::from_bytes(signed.as_bytes()).unwrap();
    let (known, unknown) = note.verify(&VerifierList::new(vec![Box::new(verifier)])).unwrap();
    assert_eq!((known.len(), unknown.len()), (1, 0));
    let read = tlog_tiles::Checkpoint::from_bytes(note.text()).unwrap();
    assert_eq!(read.origin(), "example.org/ledger");
    assert_eq!((read.size(), read.hash().0), (12_345, checkpoint.root.0));
}

#[test]
fn we_read_and_believe_what_others_sign() {
    let key = SigningKey::new("example.org/ledger", Algorithm::Ed25519, &[12; 32]).unwrap();
    let signer = StandardSigner::new(&key.to_secret_text()).unwrap();
    assert_eq!(signer.key_id(), key.verifier().id());
    let mut note = signed_note::Note::new(
        b"example.org/ledger\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        &[],
    )
    .unwrap();
    note.add_sigs(&[&signer]).unwrap();
    let (checkpoint, ours) = Checkpoint::open(&note.to_bytes(), key.verifier()).unwrap();
    assert_eq!(checkpoint.root, cm_account::seal::tree::empty_root());
    assert_eq!(ours.to_text().into_bytes(), note.to_bytes());
    let key = VerifierKey::parse(&key.verifier().to_string()).unwrap();
    assert!(Note::parse(&note.to_bytes()).unwrap().check(&key).is_ok());
}
