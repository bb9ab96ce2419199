use std::collections::HashSet;

/// How many words in a row make a quotation.
const RUN: usize = 8;
/// The fewest words of a whole saying that make one.
const FEWEST: usize = 4;

/// The words of a text, in small letters and without marks, so that a quotation is found however it is set.
#[must_use]
pub fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|it: char| !it.is_alphanumeric());
    words.filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
}

/// The runs of words of `said` that stand in `text` too: of eight words, or the whole saying where it is shorter.
/// Sayings of fewer than four words are too common to be anybody's.
///
/// Both are words as [`words_of`] gives them.
#[must_use]
pub fn quoted<'s>(text: &[String], said: &'s [String]) -> Vec<&'s [String]> {
    let run = RUN.min(said.len());
    if run < FEWEST || text.len() < run {
        return Vec::new();
    }
    let there: HashSet<&[String]> = text.windows(run).collect();
    said.windows(run).filter(|it| there.contains(it)).collect()
}
