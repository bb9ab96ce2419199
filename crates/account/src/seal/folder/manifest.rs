use std::collections::BTreeMap;

use cm_kernel::{Digest, Id, canonical};
use serde::{Deserialize, Serialize};

/// An entry that stands in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Position in the ledger.
    pub at: u64,
    /// What it is in the edition, such as `figure` or `evidence`.
    pub role: String,
    /// Where it stands, from the folder.
    pub file: String,
}

/// The list of everything in the folder, stored as canonical JSON in `account.json` and signed in `account.note`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The edition.
    pub edition: Id,
    /// The ledger it stands in.
    pub partnership: Id,
    /// Its title.
    pub title: String,
    /// How many entries the ledger had at the checkpoint.
    pub checkpoint_size: u64,
    /// The entries in the folder, by position, each once.
    pub entries: Vec<Listed>,
    /// SHA-256 of every file but this one, its signature and the checkpoint.
    pub files: BTreeMap<String, Digest>,
}

impl Manifest {
    /// The bytes of `account.json`.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical(self).unwrap_or_default().into_bytes()
    }

    /// Reads what [`Manifest::to_bytes`] writes and nothing else.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let manifest: Self = serde_json::from_slice(bytes).ok()?;
        (manifest.to_bytes() == bytes).then_some(manifest)
    }

    /// The text signed in `account.note`: what it is, the ledger, the edition and the SHA-256 of `account.json`.
    ///
    /// Its second line is never a number, so it cannot be taken for a checkpoint.
    #[must_use]
    pub fn note_text(&self, origin: &str, bytes: &[u8]) -> String {
        format!(
            "common-measure account v1\nledger {origin}\nedition {}\nsha256 {}\n",
            self.edition,
            Digest::of(bytes)
        )
    }
}
