//! The catalogue of refusals: read from the source, written to `docs/refusals.md`.

mod page;
mod read;
mod sentence;
#[cfg(test)]
mod tests;

use crate::{rules::ROOMS, tree::Source};

pub use page::page;
pub use read::read;

/// Where the catalogue stands, from the root of the project.
pub const PAGE: &str = "docs/refusals.md";

/// One place in the source that says no.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    /// Stable name, `room/reason`.
    pub code: String,
    /// What was refused, with names in braces where the words come from the moment.
    pub reason: String,
    /// What would make it possible, likewise.
    pub remedy: String,
    /// The file it stands in.
    pub file: String,
}

/// All refusals of the source in the order of the page, and what could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// The refusals, sorted by code, without repeats.
    pub said: Vec<Said>,
    /// Refusals whose code is not plain from the source, as sentences that name the file and line.
    pub complaints: Vec<String>,
}

impl Catalogue {
    /// The codes that no test and no transcript names, so nobody has seen them said.
    #[must_use]
    pub fn unprovoked<'c>(&'c self, sources: &[Source], transcripts: &[String]) -> Vec<&'c str> {
        let seen = |code: &str| {
            let quoted = |it: &&Source| it.text.contains(code) && (it.test || named_in_tests(it, code));
            sources.iter().find(quoted).is_some() || transcripts.iter().any(|it| it.contains(code))
        };
        let mut codes: Vec<_> = self
            .said
            .iter()
            .map(|it| it.code.as_str())
            .filter(|it| !seen(it))
            .collect();
        codes.dedup();
        codes
    }
}

/// True when the code stands in a string inside a `#[cfg(test)]` item: its quotes are in the code and not in production.
fn named_in_tests(source: &Source, code: &str) -> bool {
    source
        .literals
        .iter()
        .any(|it| it.value.contains(code) && source.production.as_bytes().get(it.at) == Some(&b' '))
}

/// True for `room/reason`: a room's name, a slash, and lower-case words joined by hyphens.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let Some((room, reason)) = text.split_once('/') else {
        return false;
    };
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    ROOMS.iter().any(|it| it.name == room)
        && reason.starts_with(|it: char| it.is_ascii_lowercase())
        && reason.chars().all(plain)
        && !reason.ends_with('-')
}
