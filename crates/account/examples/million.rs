//! How long it takes to seal and check a ledger of a million entries: `cargo run --release -p cm-account --example million`.

use std::time::Instant;

use cm_account::seal::tree::{consistent, included};
use cm_account::seal::{Algorithm, Checkpoint, Frontier, SigningKey, Tree, tiles};
use cm_kernel::{Digest, Entry};

const SIZE: u64 = 1_000_000;

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    println!("{what:<52} {:>10.1} ms", start.elapsed().as_secs_f64() * 1000.0);
    done
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let leaves: Vec<Digest> = (0..SIZE).map(|at| Entry::leaf_of(&at.to_be_bytes())).collect();
    let frontier = timed("root of 1,000,000 leaves, one at a time", || {
        let mut frontier = Frontier::default();
        leaves.iter().for_each(|leaf| frontier.append(*leaf));
        frontier
    });
    let key = SigningKey::new("example.org/ledger", Algorithm::Ed25519, &[7; 32])?;
    let checkpoint = Checkpoint {
        origin: "example.org/ledger".to_owned(),
        size: SIZE,
        root: frontier.root(),
        extensions: Vec::new(),
    };
    let signed = timed("a checkpoint from the frontier, signed", || checkpoint.sign(&key))?.to_text();
    timed("the checkpoint read and its signature checked", || {
        Checkpoint::open(signed.as_bytes(), key.verifier())
    })?;

    let tree = timed("the tree with every complete subtree (64 MB)", || Tree::of(&leaves));
    let root = tree.root_at(SIZE).ok_or("no root")?;
    assert_eq!(root, frontier.root());
    let positions = || (0..SIZE).step_by(997);
    let paths = timed("1,004 inclusion proofs made", || {
        positions()
            .filter_map(|at| tree.inclusion(at, SIZE))
            .collect::<Vec<_>>()
    });
    let held = timed("1,004 inclusion proofs checked", || {
        let proofs = positions().zip(leaves.iter().step_by(997)).zip(&paths);
        proofs
            .filter(|((at, leaf), path)| included(**leaf, *at, SIZE, path, root))
            .count()
    });
    assert_eq!(held, paths.len());
    let held = timed("1,003 consistency proofs made and checked", || {
        let old = positions().skip(1).filter_map(|old| Some((old, tree.root_at(old)?)));
        old.filter(|old| {
            tree.consistency(old.0, SIZE)
                .is_some_and(|path| consistent(*old, (SIZE, root), &path))
        })
        .count()
    });
    assert_eq!(held, paths.len() - 1);

    let files = timed("all tiles written (32 MB)", || tiles::write(&tree, SIZE)).ok_or("no tiles")?;
    let (_, rebuilt) = timed("all tiles read and the root rebuilt", || tiles::read(SIZE, &files))
        .map_err(|fault| format!("{fault:?}"))?;
    assert_eq!(rebuilt, root);
    println!("{} tiles; everything agrees", files.len());
    Ok(())
}
