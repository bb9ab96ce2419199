use cm_kernel::Entry;
use serde_json::Value;

use crate::{Draft, Figure, Note, Published, Response};

/// Something that can be done in this room; each becomes one entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// An edition is put together; partners may respond before it is published.
    Drafted(Draft),
    /// Another partner responds to an edition, before or after it is published.
    Responded(Response),
    /// A figure of a published edition.
    Figure(Box<Figure>),
    /// Something learned and changed, in a published edition.
    Learned(Note),
    /// What the figures of a published edition cannot say.
    CannotSay(Note),
    /// An edition is published; it names every entry it consists of.
    Published(Published),
}

impl Act {
    /// The entry's kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Drafted(_) => "account/edition-drafted",
            Self::Responded(_) => "account/responded",
            Self::Figure(_) => "account/figure",
            Self::Learned(_) => "account/learned",
            Self::CannotSay(_) => "account/cannot-say",
            Self::Published(_) => "account/edition-published",
        }
    }

    /// The entry's body.
    ///
    /// # Errors
    /// Only if a record had no JSON form, such as a number that is not finite.
    pub fn body(&self) -> Result<Value, serde_json::Error> {
        match self {
            Self::Drafted(it) => serde_json::to_value(it),
            Self::Responded(it) => serde_json::to_value(it),
            Self::Figure(it) => serde_json::to_value(it),
            Self::Learned(it) | Self::CannotSay(it) => serde_json::to_value(it),
            Self::Published(it) => serde_json::to_value(it),
        }
    }

    /// Reads an entry of this room. `None` when it belongs to another room or does not read.
    #[must_use]
    pub fn read(entry: &Entry) -> Option<Self> {
        fn body<T: serde::de::DeserializeOwned>(entry: &Entry) -> Option<T> {
            T::deserialize(&entry.body).ok()
        }
        match entry.kind.as_str() {
            "account/edition-drafted" => body(entry).map(Self::Drafted),
            "account/responded" => body(entry).map(Self::Responded),
            "account/figure" => body(entry).map(|it| Self::Figure(Box::new(it))),
            "account/learned" => body(entry).map(Self::Learned),
            "account/cannot-say" => body(entry).map(Self::CannotSay),
            "account/edition-published" => body(entry).map(Self::Published),
            _ => None,
        }
    }
}
