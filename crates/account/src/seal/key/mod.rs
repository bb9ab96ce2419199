//! Keys that sign notes and check them, in the text forms of C2SP signed-note.

use std::fmt;

use cm_kernel::{Digest, Refusal};
use ed25519_dalek::Signer as _;

use super::encoding::{from_base64, to_base64};

#[cfg(test)]
mod tests;

/// What begins the text of a secret key, so that nobody takes it for a public one.
const SECRET: &str = "PRIVATE+KEY+";

/// How a note is signed. The number of each is in the key's text, so that others can be added without breaking any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Ed25519 over the text of the note. Source: C2SP signed-note.
    Ed25519,
    /// Ed25519 by a witness, over the moment it saw the checkpoint and its text. Source: C2SP tlog-cosignature.
    Cosignature,
}

impl Algorithm {
    /// The byte that names it in keys.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 1,
            Self::Cosignature => 4,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Ed25519, Self::Cosignature]
            .into_iter()
            .find(|it| it.byte() == byte)
    }
}

/// Whether a name may stand in a signature line: not empty, no space, no `+`, no control character.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text
            .chars()
            .any(|it| it.is_whitespace() || it.is_control() || it == '+')
}

/// A public key with its name, written `name+12345678+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    algorithm: Algorithm,
    public: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    /// The key with this name and these 32 public bytes.
    ///
    /// # Errors
    /// `account/not-a-key` when the name has a space or a `+`, or the bytes are no point of the curve.
    pub fn new(name: &str, algorithm: Algorithm, public: &[u8; 32]) -> Result<Self, Refusal> {
        let public = ed25519_dalek::VerifyingKey::from_bytes(public).map_err(|_| not_a_key(name))?;
        if !is_name(name) || public.is_weak() {
            return Err(not_a_key(name));
        }
        Ok(Self {
            name: name.to_owned(),
            algorithm,
            public,
        })
    }

    /// Reads what [`fmt::Display`] writes and nothing else.
    ///
    /// # Errors
    /// `account/not-a-key` when the text is anything else, or its eight digits are not those of the key.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let key = || {
            let (name, rest) = text.split_once('+')?;
            let (id, bytes) = rest.split_once('+')?;
            let bytes = from_base64(bytes)?;
            let (algorithm, public) = bytes.split_first()?;
            let algorithm = Algorithm::from_byte(*algorithm)?;
            let key = Self::new(name, algorithm, public.try_into().ok()?).ok()?;
            (id == format!("{:08x}", key.id())).then_some(key)
        };
        key().ok_or_else(|| not_a_key(text))
    }

    /// The name, which for a ledger is also the origin of its checkpoints.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What kind of signatures it checks.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The first four bytes of the [`VerifierKey::fingerprint`]: enough to find a key, not to trust one.
    #[must_use]
    pub fn id(&self) -> u32 {
        let [a, b, c, d, ..] = self.fingerprint().0;
        u32::from_be_bytes([a, b, c, d])
    }

    /// SHA-256 of the name, a newline, the algorithm's byte and the public key: what people compare.
    #[must_use]
    pub fn fingerprint(&self) -> Digest {
        let algorithm = [b'\n', self.algorithm.byte()];
        Digest::of_parts(&[self.name.as_bytes(), &algorithm, self.public.as_bytes()])
    }

    /// The fingerprint in sixteen groups of four digits, to read aloud or compare on paper.
    #[must_use]
    pub fn fingerprint_in_groups(&self) -> String {
        let digits = self.fingerprint().to_string();
        let groups: Vec<String> = digits
            .as_bytes()
            .chunks(4)
            .map(|it| String::from_utf8_lossy(it).into())
            .collect();
        groups.join(" ")
    }

    /// Whether these bytes are this key's signature of the text. Refuses the malleable forms that RFC 8032 leaves open.
    #[must_use]
    pub fn verifies(&self, text: &str, signature: &[u8]) -> bool {
        let checked = || {
            let (message, signature) = match self.algorithm {
                Algorithm::Ed25519 => (text.to_owned(), signature),
                Algorithm::Cosignature => {
                    let (seconds, signature) = signature.split_at_checked(8)?;
                    (cosigned(u64::from_be_bytes(seconds.try_into().ok()?), text), signature)
                }
            };
            let signature = ed25519_dalek::Signature::from_slice(signature).ok()?;
            self.public.verify_strict(message.as_bytes(), &signature).ok()
        };
        checked().is_some()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![self.algorithm.byte()];
        bytes.extend(self.public.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, self.id(), to_base64(&bytes))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

/// A secret key with its name. Shows nothing of itself by accident.
#[derive(Clone)]
pub struct SigningKey {
    verifier: VerifierKey,
    secret: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// The key with this name and these 32 secret bytes, which must come from a good source of randomness.
    ///
    /// # Errors
    /// `account/not-a-key` when the name has a space or a `+`.
    pub fn new(name: &str, algorithm: Algorithm, secret: &[u8; 32]) -> Result<Self, Refusal> {
        let secret = ed25519_dalek::SigningKey::from_bytes(secret);
        let verifier = VerifierKey::new(name, algorithm, secret.verifying_key().as_bytes())?;
        Ok(Self { verifier, secret })
    }

    /// Reads `PRIVATE+KEY+name+12345678+base64` and nothing else.
    ///
    /// # Errors
    /// `account/not-a-key`; the text itself is never repeated.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let key = || {
            let (name, rest) = text.strip_prefix(SECRET)?.split_once('+')?;
            let (id, bytes) = rest.split_once('+')?;
            let bytes = from_base64(bytes)?;
            let (algorithm, secret) = bytes.split_first()?;
            let algorithm = Algorithm::from_byte(*algorithm)?;
            let key = Self::new(name, algorithm, secret.try_into().ok()?).ok()?;
            (id == format!("{:08x}", key.verifier.id())).then_some(key)
        };
        key().ok_or_else(|| not_a_key("a secret key"))
    }

    /// The text that [`SigningKey::parse`] reads. Whoever has it can sign in this name.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        let mut bytes = vec![self.verifier.algorithm.byte()];
        bytes.extend(self.secret.as_bytes());
        let (name, id) = (&self.verifier.name, self.verifier.id());
        format!("{SECRET}{name}+{id:08x}+{}", to_base64(&bytes))
    }

    /// The public key that checks what this one signs.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The signature of a text. `seconds` since 1970 is the moment a witness says it saw it; other kinds leave it out.
    #[must_use]
    pub fn sign(&self, text: &str, seconds: u64) -> Vec<u8> {
        match self.verifier.algorithm {
            Algorithm::Ed25519 => self.secret.sign(text.as_bytes()).to_bytes().to_vec(),
            Algorithm::Cosignature => {
                let signature = self.secret.sign(cosigned(seconds, text).as_bytes());
                [&seconds.to_be_bytes(), signature.to_bytes().as_slice()].concat()
            }
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(of {})", self.verifier)
    }
}

fn cosigned(seconds: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

fn not_a_key(text: &str) -> Refusal {
    let shown: String = text.chars().take(80).collect();
    Refusal::new(
        "account/not-a-key",
        format!("`{}` is not the key of a ledger.", shown.trim_end()),
        "Give it as it was printed, on one line: a name without spaces, eight digits and the key, joined by `+`.",
    )
}
