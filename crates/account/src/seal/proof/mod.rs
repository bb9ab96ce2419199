//! Proof that one entry is in a ledger, whole in one small file. Source: C2SP tlog-proof.

use cm_kernel::{Digest, Refusal};

use super::checkpoint::Checkpoint;
use super::encoding::{decimal, digest_from_base64, from_base64, to_base64};
use super::key::VerifierKey;
use super::note::Note;
use super::tree::included;

#[cfg(test)]
mod tests;

const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// A path is as long as the tree is high.
const HIGHEST: usize = 64;

/// That the leaf at a position is under a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Position of the entry, from 0.
    pub at: u64,
    /// Hashes from the leaf's sibling upwards.
    pub path: Vec<Digest>,
    /// Anything else, not covered by the proof and not to be believed. We write none.
    pub extra: Option<Vec<u8>>,
    /// The signed checkpoint the path leads to.
    pub checkpoint: Note,
}

impl Proof {
    /// The proof as it is stored in a `.tlog-proof` file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = format!("{HEADER}\n");
        if let Some(extra) = &self.extra {
            out.push_str(&format!("extra {}\n", to_base64(extra)));
        }
        out.push_str(&format!("index {}\n", self.at));
        for hash in &self.path {
            out.push_str(&to_base64(&hash.0));
            out.push('\n');
        }
        out.push('\n');
        out.push_str(&self.checkpoint.to_text());
        out
    }

    /// Reads what [`Proof::to_text`] writes and nothing else.
    ///
    /// # Errors
    /// `account/not-a-proof` when a line is missing or malformed, the path has more than 64 hashes, or the rest is not a
    /// signed note.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let proof = || {
            let whole = std::str::from_utf8(bytes).ok()?;
            let (head, checkpoint) = whole.split_once("\n\n")?;
            let mut lines = head.split('\n').peekable();
            if lines.next()? != HEADER {
                return None;
            }
            let extra = match lines.next_if(|it| it.starts_with("extra ")) {
                Some(line) => Some(from_base64(line.strip_prefix("extra ")?)?),
                None => None,
            };
            let at = decimal(lines.next()?.strip_prefix("index ")?)?;
            let path: Option<Vec<Digest>> = lines.take(HIGHEST + 1).map(digest_from_base64).collect();
            Some(Self {
                at,
                path: path.filter(|it| it.len() <= HIGHEST)?,
                extra,
                checkpoint: Note::parse(checkpoint.as_bytes()).ok()?,
            })
        };
        proof().ok_or_else(|| {
            Refusal::new(
                "account/not-a-proof",
                "This is not a proof that an entry is in a ledger.",
                "Get the file again, and keep programs from changing its line ends or its dashes.",
            )
        })
    }

    /// Checks that a leaf is in the ledger of this key, and returns the checkpoint it is under.
    ///
    /// # Errors
    /// `account/not-signed-by-key`, `account/bad-signature`, `account/not-a-checkpoint` for the checkpoint;
    /// `account/proof-does-not-hold` when the path does not lead from the leaf to the root.
    pub fn check(&self, leaf: Digest, key: &VerifierKey) -> Result<Checkpoint, Refusal> {
        self.checkpoint.check(key)?;
        let checkpoint = Checkpoint::parse(self.checkpoint.text())?;
        if included(leaf, self.at, checkpoint.size, &self.path, checkpoint.root) {
            return Ok(checkpoint);
        }
        Err(Refusal::new(
            "account/proof-does-not-hold",
            format!(
                "Entry {} is not, in this form, in the ledger of {}.",
                self.at, checkpoint.origin
            ),
            "Compare the entry with another copy: it or its proof was changed after it was sealed.",
        ))
    }
}
