//! A text signed with one or more keys. Source: C2SP signed-note.

use cm_kernel::Refusal;

use super::encoding::{from_base64, to_base64};
use super::key::{SigningKey, VerifierKey, is_name};

#[cfg(test)]
mod tests;

/// The longest note, in bytes; ours are under a thousand.
const LONGEST: usize = 1_000_000;
/// The most signatures on one note.
const MOST: usize = 100;
/// What begins a signature line: an em dash and a space.
const DASH: &str = "\u{2014} ";

/// One signature line of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name of the key.
    pub name: String,
    /// The first four bytes of the key's fingerprint.
    pub id: u32,
    /// The signature itself, as the key's algorithm writes it.
    pub bytes: Vec<u8>,
}

/// A text that ends with a newline, and at least one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// Signs a text.
    ///
    /// # Errors
    /// `account/not-a-note` when the text does not end with a newline or holds a control character.
    pub fn sign(text: &str, key: &SigningKey) -> Result<Self, Refusal> {
        let note = Self {
            text: text.to_owned(),
            signatures: Vec::new(),
        };
        if !text.ends_with('\n') || !is_plain(text) {
            return Err(not_a_note());
        }
        Ok(note.and_sign(key, 0))
    }

    /// The same note with one signature more. `seconds` since 1970 is the moment a witness says it saw the note.
    #[must_use]
    pub fn and_sign(mut self, key: &SigningKey, seconds: u64) -> Self {
        self.signatures.push(Signature {
            name: key.verifier().name().to_owned(),
            id: key.verifier().id(),
            bytes: key.sign(&self.text, seconds),
        });
        self
    }

    /// Reads what [`Note::to_text`] writes and nothing else.
    ///
    /// # Errors
    /// `account/not-a-note` when the bytes are not UTF-8, hold control characters, have no signature or a malformed one,
    /// or are longer than a million.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let note = || {
            let whole = std::str::from_utf8(bytes).ok()?;
            if whole.len() > LONGEST || !is_plain(whole) {
                return None;
            }
            let blank = whole.rfind("\n\n")?;
            let (text, lines) = (whole.get(..=blank)?, whole.get(blank + 2..)?);
            let signatures: Option<Vec<Signature>> = lines.strip_suffix('\n')?.split('\n').map(signature).collect();
            let signatures = signatures.filter(|it| it.len() <= MOST)?;
            Some(Self {
                text: text.to_owned(),
                signatures,
            })
        };
        note().ok_or_else(not_a_note)
    }

    /// The text that is signed, with its last newline. Not to be believed before [`Note::check`].
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, known or not, in order.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The note as it is stored: text, blank line, signature lines.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = format!("{}\n", self.text);
        for it in &self.signatures {
            let bytes = [&it.id.to_be_bytes(), it.bytes.as_slice()].concat();
            out.push_str(&format!("{DASH}{} {}\n", it.name, to_base64(&bytes)));
        }
        out
    }

    /// Checks that a key has signed this text. Signatures by other keys are passed over.
    ///
    /// # Errors
    /// `account/not-signed-by-key` when no signature is by this key, `account/bad-signature` when one claims to be and
    /// does not hold.
    pub fn check(&self, key: &VerifierKey) -> Result<(), Refusal> {
        let mut by_key = self
            .signatures
            .iter()
            .filter(|it| it.name == key.name() && it.id == key.id())
            .peekable();
        if by_key.peek().is_none() {
            return Err(Refusal::new(
                "account/not-signed-by-key",
                format!("It is not signed with the key of {} that was given.", key.name()),
                "Ask the publisher which key they sign with, and why it changed if it did.",
            ));
        }
        if by_key.all(|it| key.verifies(&self.text, &it.bytes)) {
            return Ok(());
        }
        Err(Refusal::new(
            "account/bad-signature",
            format!(
                "The signature by {} does not hold: the text or the signature was changed.",
                key.name()
            ),
            "Get the file again from where it was published.",
        ))
    }
}

/// No control character but the newline.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|it| it >= b' ' || it == b'\n')
}

fn signature(line: &str) -> Option<Signature> {
    let (name, bytes) = line.strip_prefix(DASH)?.split_once(' ')?;
    let bytes = from_base64(bytes).filter(|it| it.len() > 4 && is_name(name))?;
    let (id, bytes) = bytes.split_at_checked(4)?;
    Some(Signature {
        name: name.to_owned(),
        id: u32::from_be_bytes(id.try_into().ok()?),
        bytes: bytes.to_vec(),
    })
}

fn not_a_note() -> Refusal {
    Refusal::new(
        "account/not-a-note",
        "This is not a signed note: it needs a text, a blank line and at least one whole signature line.",
        "Get the file again, and keep programs from changing its line ends or its dashes.",
    )
}
