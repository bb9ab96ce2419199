//! A published account as a folder of plain files: made by [`build`], checked by [`verify`].
//!
//! Both work on a map of relative paths to bytes; reading and writing the disk is for others. The layout is described in
//! `docs/specs/SPEC-seal.md`.

mod build;
mod figure;
mod manifest;
mod report;
mod table;
mod verify;

use std::collections::BTreeMap;

pub use build::{Parts, build};
pub use manifest::{Listed, Manifest};
pub use report::{Check, FigureTrail, KeyShown, Report, Rests};
pub use verify::{Trust, verify};

/// A folder: every file's path from the folder, with `/`, and its bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The list of everything in the folder.
pub const MANIFEST: &str = "account.json";
/// The signature over the list.
pub const MANIFEST_NOTE: &str = "account.note";
/// The signed length and root of the ledger.
pub const CHECKPOINT: &str = "checkpoint";
/// The public key, in text.
pub const KEY: &str = "key.txt";
/// The figures as a table.
pub const FIGURES: &str = "figures.csv";

/// Where the entry at a position stands: `entries/000123.json`.
#[must_use]
pub fn entry_path(at: u64) -> String {
    format!("entries/{at:06}.json")
}

/// Where the proof of the entry at a position stands: `proofs/000123.tlog-proof`.
#[must_use]
pub fn proof_path(at: u64) -> String {
    format!("proofs/{at:06}.tlog-proof")
}

/// Where the rows of the batch announced at a position stand, when they are public: `evidence/000123.csv`.
#[must_use]
pub fn evidence_path(at: u64) -> String {
    format!("evidence/{at:06}.csv")
}

/// Kinds of entries that an edition is made of, and what each is in it.
const ROLES: [(&str, &str); 12] = [
    ("account/figure", "figure"),
    ("account/learned", "learned"),
    ("account/cannot-say", "cannot-say"),
    ("account/responded", "response"),
    ("account/edition-published", "edition"),
    ("evidence/gathered", "evidence"),
    ("framework/agreement-proposed", "agreement"),
    ("framework/agreement-signed", "signature"),
    ("framework/agreement-objected", "objection"),
    ("framework/measure-proposed", "measure"),
    ("framework/use-refused", "refusal"),
    ("learning/decided", "decision"),
];

/// The role of every kind that is not among [`ROLES`].
const OTHER: &str = "other";

/// What an entry of this kind is in an edition; `other` when it is of no kind an edition is usually made of.
#[must_use]
pub fn role_of(kind: &str) -> &'static str {
    let known = ROLES.iter().find(|(it, _)| *it == kind);
    known.map_or(OTHER, |(_, role)| role)
}

/// A role as a person reads it in a sentence.
fn role_in_words(role: &str) -> &'static str {
    match role {
        "figure" => "a figure",
        "learned" => "what was learned",
        "cannot-say" => "what the figures cannot say",
        "response" => "a response",
        "edition" => "the edition itself",
        "evidence" => "a batch of evidence",
        "agreement" => "an agreement about use",
        "signature" => "a signature under an agreement",
        "objection" => "an objection",
        "measure" => "a measure",
        "refusal" => "a refusal",
        "decision" => "a decision",
        _ => "an entry of the ledger",
    }
}

/// Text from outside, short enough to stand in a sentence and without anything that could break it.
fn quoted(text: &str) -> String {
    let plain = text.chars().map(|it| if it.is_control() { ' ' } else { it });
    let mut shown: String = plain.clone().take(120).collect();
    if plain.count() > 120 {
        shown.push('…');
    }
    shown
}
