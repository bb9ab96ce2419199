//! How long a ledger is and what its root is, in one signed note. Source: C2SP tlog-checkpoint.

use cm_kernel::{Digest, Refusal};

use super::encoding::{decimal, digest_from_base64, to_base64};
use super::key::{SigningKey, VerifierKey};
use super::note::Note;

#[cfg(test)]
mod tests;

/// A ledger's name, length and root at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the ledger, which is also the name of its key.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// The Merkle root over their leaves.
    pub root: Digest,
    /// Further lines, which we never write and never need.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// The text that is signed: a line each for origin, size, root and extensions.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, to_base64(&self.root.0));
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Reads what [`Checkpoint::text`] writes and nothing else.
    ///
    /// # Errors
    /// `account/not-a-checkpoint` when a line is missing or empty, the size has leading zeros or is above 2^63, or the root
    /// is not 32 bytes in base 64.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let checkpoint = || {
            let mut lines = text.strip_suffix('\n')?.split('\n');
            let origin = lines.next()?.to_owned();
            let size = decimal(lines.next()?).filter(|it| *it <= 1 << 63)?;
            let root = digest_from_base64(lines.next()?)?;
            let extensions: Vec<String> = lines.map(str::to_owned).collect();
            let whole = !origin.is_empty() && extensions.iter().all(|it| !it.is_empty());
            whole.then_some(Self {
                origin,
                size,
                root,
                extensions,
            })
        };
        checkpoint().ok_or_else(|| {
            Refusal::new(
                "account/not-a-checkpoint",
                "This is not a checkpoint: it needs the name of a ledger, its length and its root, a line each.",
                "Get the file again from where it was published.",
            )
        })
    }

    /// This checkpoint, signed.
    ///
    /// # Errors
    /// `account/not-a-note`, `account/not-a-checkpoint` when the origin or an extension cannot stand on a line of its own.
    pub fn sign(&self, key: &SigningKey) -> Result<Note, Refusal> {
        let text = self.text();
        Self::parse(&text).and_then(|_| Note::sign(&text, key))
    }

    /// Reads a signed checkpoint and checks the signature of this key.
    ///
    /// # Errors
    /// `account/not-a-note`, `account/not-signed-by-key`, `account/bad-signature`, `account/not-a-checkpoint`.
    pub fn open(bytes: &[u8], key: &VerifierKey) -> Result<(Self, Note), Refusal> {
        let note = Note::parse(bytes)?;
        note.check(key)?;
        Ok((Self::parse(note.text())?, note))
    }
}
