use serde::{Deserialize, Serialize};

/// What a member may be for a partner in a partnership.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Keeps the partnership running: invites, proposes, convenes, publishes.
    Convenor,
    /// Brings evidence.
    Contributor,
    /// Asks the evidence and puts editions together.
    Analyst,
    /// Is answered to.
    AccountHolder,
    /// Lives with the outcomes.
    Resident,
    /// Checks the record.
    Auditor,
}

impl Role {
    /// Every role, in the order people are offered them.
    pub const ALL: [Self; 6] = [
        Self::Convenor,
        Self::Contributor,
        Self::Analyst,
        Self::AccountHolder,
        Self::Resident,
        Self::Auditor,
    ];

    /// What a person reads.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Convenor => "convenor",
            Self::Contributor => "contributor",
            Self::Analyst => "analyst",
            Self::AccountHolder => "account-holder",
            Self::Resident => "resident",
            Self::Auditor => "auditor",
        }
    }

    /// What the role lets a member do, in a few words.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::Convenor => "invites members, proposes, convenes sessions, publishes; signs for the partner",
            Self::Contributor => "brings evidence and proposes; signs for the partner",
            Self::Analyst => "asks the evidence, proposes, records decisions, puts editions together",
            Self::AccountHolder => "is answered to: reads, interprets, responds; signs for the partner",
            Self::Resident => "lives with the outcomes: reads, interprets, responds; signs for the partner",
            Self::Auditor => "checks the record: reads everything, changes nothing",
        }
    }

    /// The role with this word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}
