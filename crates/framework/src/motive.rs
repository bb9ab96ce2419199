use std::fmt;

use serde::{Deserialize, Serialize};

/// A use partners may agree a measure can be put to.
///
/// Source: Hood, *Public Administration* 85(1), 2007, tells targets, rankings and intelligence apart; payment,
/// accountability and publication stand beside them here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Motive {
    /// To understand and adapt; never shown outside the partnership.
    Learning,
    /// To answer to named account-holders for what was done.
    Accountability,
    /// To compare with a set value.
    Target,
    /// To order organisations or places, always with rank intervals.
    Ranking,
    /// To release money.
    Payment,
    /// To show the public.
    Publication,
}

impl Motive {
    /// Every motive, in the order people are offered them.
    pub const ALL: [Self; 6] = [
        Self::Learning,
        Self::Accountability,
        Self::Target,
        Self::Ranking,
        Self::Payment,
        Self::Publication,
    ];

    /// The word in addresses and entries.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Learning => "learning",
            Self::Accountability => "accountability",
            Self::Target => "target",
            Self::Ranking => "ranking",
            Self::Payment => "payment",
            Self::Publication => "publication",
        }
    }

    /// What the use is, in a few words that follow "used".
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Learning => "to understand and adapt, inside the partnership",
            Self::Accountability => "to answer to named account-holders",
            Self::Target => "to compare with a set value",
            Self::Ranking => "to order organisations or places",
            Self::Payment => "to release money",
            Self::Publication => "to show the public",
        }
    }

    /// Whether the use changes what people risk by being honest; these three stop when a review lapses.
    #[must_use]
    pub fn high_stakes(self) -> bool {
        matches!(self, Self::Target | Self::Ranking | Self::Payment)
    }

    /// The motive with this word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|motive| motive.word() == word)
    }
}

impl fmt::Display for Motive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
