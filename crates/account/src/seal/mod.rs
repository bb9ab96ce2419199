//! The seal: proof that nothing of a ledger was altered or dropped after it was written down.
//!
//! Entries are leaves of an RFC 6962 Merkle [`tree`]. A [`checkpoint`] says how long the ledger is and what its root is,
//! in a [`note`] signed with a [`key`]. A [`proof`] shows that one entry is under a checkpoint; [`tiles`] let anyone
//! rebuild the root. A published account is a [`folder`] of plain files that anyone can check with no trust in who
//! published it. The layout is described in `docs/specs/SPEC-seal.md`.

pub mod checkpoint;
mod encoding;
pub mod folder;
pub mod key;
pub mod note;
pub mod proof;
pub mod tiles;
pub mod tree;

pub use checkpoint::Checkpoint;
pub use folder::{Check, FigureTrail, Files, KeyShown, Parts, Report, Trust};
pub use key::{Algorithm, SigningKey, VerifierKey};
pub use note::{Note, Signature};
pub use proof::Proof;
pub use tree::{Frontier, Tree};

/// What a verification that holds has proved, one plain sentence each.
pub const PROVES: &[&str] = &[
    "Nothing in this account was altered after it was written in the ledger: every entry is, to the last letter, the one that was sealed.",
    "Nothing was left out of this edition: the edition names every entry it consists of, and each of them is here.",
    "Every figure names the batches of evidence it rests on and the agreement it was published under, and those entries are here.",
    "The ledger's length and content were signed with the key shown, and so was the list of files in this folder.",
];

/// What no verification of this kind can prove, one plain sentence each.
pub const DOES_NOT_PROVE: &[&str] = &[
    "It does not prove that a number was true when it was written down: only that it has not changed since.",
    "It does not prove who holds the key: compare its fingerprint with one you got another way, such as on paper or from another partner.",
    "It does not prove that everyone was shown the same ledger, unless witnesses you trust have cosigned the checkpoint.",
    "It does not prove when something happened: the times are the publisher's own, unless a witness's cosignature dates them.",
    "It does not prove that a response made after the edition was published has not been left out.",
    "It does not prove that the pages and pictures say the same as the entries: only that the publisher signed them and that figures.csv equals the sealed figures.",
];
