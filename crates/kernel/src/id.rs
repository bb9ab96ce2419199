use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// The longest id, so that an address stays readable and a database index stays small.
const LONGEST: usize = 64;

/// A stable name in addresses and entries: lower-case letters, digits and single hyphens, 1 to 64 characters.
///
/// # Refuses
/// `kernel/not-an-id`: any other text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// Reads an id exactly as written.
    ///
    /// # Errors
    /// `kernel/not-an-id` when the text is empty, too long, or holds anything but `a-z`, `0-9` and inner hyphens.
    pub fn new(text: impl Into<String>) -> Result<Self, Refusal> {
        let text = text.into();
        let letters = text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let hyphens = text.starts_with('-') || text.ends_with('-') || text.contains("--");
        if text.is_empty() || text.len() > LONGEST || !letters || hyphens {
            let shown: String = text.chars().take(40).collect();
            return Err(Refusal::new(
                "kernel/not-an-id",
                format!("`{shown}` is not a name the system uses."),
                "Use 1 to 64 lower-case letters, digits and single hyphens, such as `four-hour-wait`.",
            ));
        }
        Ok(Self(text))
    }

    /// Makes an id of a title: lower case, everything else a hyphen, cut at 64. Falls back to `unnamed`.
    #[must_use]
    pub fn slug(title: &str) -> Self {
        let mut text = String::new();
        for letter in title.chars().flat_map(char::to_lowercase) {
            if letter.is_ascii_alphanumeric() {
                text.push(letter);
            } else if !text.is_empty() && !text.ends_with('-') {
                text.push('-');
            }
            if text.len() >= LONGEST {
                break;
            }
        }
        let text = text.trim_matches('-');
        Self(if text.is_empty() {
            "unnamed".to_owned()
        } else {
            text.to_owned()
        })
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Id {
    type Error = Refusal;
    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::new(text)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}
