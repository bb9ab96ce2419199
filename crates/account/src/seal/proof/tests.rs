use cm_kernel::{Digest, Entry};
use proptest::prelude::*;

use super::Proof;
use crate::seal::{Algorithm, Checkpoint, Note, SigningKey, Tree};

fn key() -> SigningKey {
    SigningKey::new("example.org/ledger", Algorithm::Ed25519, &[5; 32]).unwrap()
}

fn signed(tree: &Tree) -> Note {
    let checkpoint = Checkpoint {
        origin: "example.org/ledger".to_owned(),
        size: tree.size(),
        root: tree.root_at(tree.size()).unwrap(),
        extensions: Vec::new(),
    };
    checkpoint.sign(&key()).unwrap()
}

fn proof(size: u8, at: u64) -> (Digest, Proof) {
    let leaves: Vec<Digest> = (0..size).map(|it| Entry::leaf_of(&[it])).collect();
    let tree = Tree::of(&leaves);
    let proof = Proof {
        at,
        path: tree.inclusion(at, tree.size()).unwrap(),
        extra: None,
        checkpoint: signed(&tree),
    };
    (leaves[at as usize], proof)
}

#[test]
fn a_proof_is_written_read_and_holds() {
    for (size, at) in [(1, 0), (2, 1), (7, 6), (100, 37)] {
        let (leaf, proof) = proof(size, at);
        let text = proof.to_text();
        assert!(text.starts_with(&format!("c2sp.org/tlog-proof@v1\nindex {at}\n")));
        let read = Proof::parse(text.as_bytes()).unwrap();
        assert_eq!(read, proof);
        assert_eq!(read.check(leaf, key().verifier()).unwrap().size, u64::from(size));
        let other = read.check(Digest::of(b"another"), key().verifier()).unwrap_err();
        assert_eq!(other.code, "account/proof-does-not-hold");
    }
    let (_, mut with_extra) = proof(3, 1);
    with_extra.extra = Some(b"more".to_vec());
    let text = with_extra.to_text();
    assert!(text.contains("\nextra bW9yZQ==\nindex 1\n"));
    assert_eq!(Proof::parse(text.as_bytes()).unwrap(), with_extra);
}

#[test]
fn no_byte_of_a_proof_can_change() {
    let (leaf, proof) = proof(9, 4);
    let bytes = proof.to_text().into_bytes();
    for at in 0..bytes.len() {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        let holds = Proof::parse(&altered).is_ok_and(|it| it.check(leaf, key().verifier()).is_ok());
        assert!(!holds, "byte {at}");
    }
}

#[test]
fn a_malformed_proof_is_refused() {
    let text = proof(9, 4).1.to_text();
    for bad in [
        String::new(),
        "c2sp.org/tlog-proof@v1\n".to_owned(),
        text.replace("@v1", "@v2"),
        text.replace("index 4", "index 04"),
        text.replace("index 4", "index -4"),
        text.replace("index 4\n", ""),
        text.replace("index 4", "extra ?\nindex 4"),
        text.replace("index 4", &format!("index 4\n{}", "A".repeat(44))),
        text.replace(
            "index 4",
            &format!("index 4{}", format!("\n{}=", "A".repeat(43)).repeat(65)),
        ),
        text.trim_end().to_owned(),
    ] {
        assert_eq!(
            Proof::parse(bad.as_bytes()).unwrap_err().code,
            "account/not-a-proof",
            "{bad}"
        );
    }
}

proptest! {
    #[test]
    fn any_text_is_read_back_or_refused(text in "(c2sp.org/tlog-proof@v1\n)?(index [0-9]{0,3}\n)?[A-Za-z0-9+/=\n—]{0,120}") {
        if let Ok(proof) = Proof::parse(text.as_bytes()) {
            prop_assert_eq!(proof.to_text(), text);
        }
    }
}
