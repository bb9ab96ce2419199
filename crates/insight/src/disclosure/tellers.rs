use std::collections::{BTreeMap, BTreeSet};

/// Who told something that is to be counted or quoted, and the cell it would be shown under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Teller<'a> {
    /// The cell: a place, a theme, a group of people, or several of them joined.
    pub cell: &'a str,
    /// Whoever told it, however often.
    pub person: &'a str,
}

/// The cells with fewer than `least` different people behind them, with how many there are: nothing told there is to be
/// shown under that cell. Pass every combination of features that will be shown as a cell of its own.
///
/// Several stories of one person are one person. Source: Sweeney (2002), k-anonymity: a model for protecting privacy.
#[must_use]
pub fn few_tellers<'a>(told: &[Teller<'a>], least: usize) -> BTreeMap<&'a str, usize> {
    let mut people: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for it in told {
        people.entry(it.cell).or_default().insert(it.person);
    }
    let counted = people.into_iter().map(|(cell, people)| (cell, people.len()));
    counted.filter(|(_, people)| *people < least).collect()
}
