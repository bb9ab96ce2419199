use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Digest, Id, Timestamp};

#[cfg(test)]
mod tests;

/// Who did something, and for which partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The member, by id and never by name, so that a ledger outlives a person's wish to be forgotten.
    pub member: Id,
    /// The partner organisation they acted for.
    pub partner: Id,
}

/// Something about to be written in a ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What was done, `room/act`, e.g. `framework/agreement-signed`.
    pub kind: String,
    /// Who did it.
    pub author: Author,
    /// When the system received it.
    pub received: Timestamp,
    /// Thirty-two hexadecimal digits of fresh randomness, so that a published leaf does not betray a guessable body.
    pub salt: String,
    /// What the act says, as the room that owns the kind writes it.
    pub body: Value,
}

/// One line of a ledger: never edited, only followed by another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The ledger it stands in.
    pub partnership: Id,
    /// Position in the ledger, from 0, given by the store.
    pub at: u64,
    /// What was done, `room/act`.
    pub kind: String,
    /// Who did it.
    pub author: Author,
    /// When the system received it.
    pub received: Timestamp,
    /// See [`Draft::salt`].
    pub salt: String,
    /// What the act says.
    pub body: Value,
}

impl Draft {
    /// The entry this draft becomes at a position of a ledger.
    #[must_use]
    pub fn at(self, partnership: &Id, at: u64) -> Entry {
        let Self {
            kind,
            author,
            received,
            salt,
            body,
        } = self;
        Entry {
            partnership: partnership.clone(),
            at,
            kind,
            author,
            received,
            salt,
            body,
        }
    }
}

impl Entry {
    /// The entry as canonical JSON; these are the bytes under its leaf. Source: RFC 8785.
    #[must_use]
    pub fn canonical(&self) -> String {
        canonical(self).unwrap_or_default()
    }

    /// The Merkle leaf of these bytes: SHA-256 of `0x00` and the canonical entry. Source: RFC 6962, section 2.1.
    #[must_use]
    pub fn leaf(&self) -> Digest {
        Self::leaf_of(self.canonical().as_bytes())
    }

    /// The Merkle leaf of an entry's canonical bytes.
    #[must_use]
    pub fn leaf_of(canonical: &[u8]) -> Digest {
        Digest::of_parts(&[&[0], canonical])
    }
}

/// Writes a value as canonical JSON: sorted names, shortest numbers, no space. Source: RFC 8785.
///
/// `None` when the value has no JSON form, such as a number that is not finite.
#[must_use]
pub fn canonical<T: Serialize>(value: &T) -> Option<String> {
    serde_jcs::to_string(value).ok()
}
