use serde::{Deserialize, Serialize};

/// Why there is no number. Five different facts, and none of them is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absence {
    /// It should be there and is not (`..`, `[x]`, an empty cell).
    Missing,
    /// There is nothing to measure (`z`, `[z]`, `n/a`).
    NotApplicable,
    /// It was asked for and withheld by the one asked.
    Refused,
    /// It is known and hidden to protect people (`*`, `c`, `[c]`).
    Suppressed,
    /// The one who was to return it says that it cannot honestly be said: neither success nor failure.
    CannotSay,
}

impl Absence {
    /// Every absence, in the order of their marks.
    pub const ALL: [Self; 5] = [
        Self::Missing,
        Self::NotApplicable,
        Self::Refused,
        Self::Suppressed,
        Self::CannotSay,
    ];

    /// The number that stores it, 1 to 5; 0 is kept for a number that is there.
    #[must_use]
    pub fn mark(self) -> u8 {
        match self {
            Self::Missing => 1,
            Self::NotApplicable => 2,
            Self::Refused => 3,
            Self::Suppressed => 4,
            Self::CannotSay => 5,
        }
    }

    /// The absence stored as this number.
    #[must_use]
    pub fn from_mark(mark: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|absence| absence.mark() == mark)
    }

    /// The word a person reads.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotApplicable => "not applicable",
            Self::Refused => "refused",
            Self::Suppressed => "suppressed",
            Self::CannotSay => "cannot honestly say",
        }
    }

    /// What a sentence says of a figure that is absent: `is missing`.
    #[must_use]
    pub fn in_a_sentence(self) -> String {
        match self {
            Self::CannotSay => "cannot honestly be said".to_owned(),
            it => format!("is {}", it.word()),
        }
    }
}

/// What was read for one period, place and population group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// A number in the unit of the measure; finite.
    Value(f64),
    /// A numerator out of a denominator, both finite and not negative. A denominator of zero is kept: nobody came.
    Ratio {
        /// The count of interest.
        numerator: f64,
        /// What it is a share of.
        denominator: f64,
    },
    /// No number, and why.
    Absent(Absence),
}

impl Reading {
    /// The number to plot: the value, or numerator over denominator. `None` when absent or out of nothing.
    #[must_use]
    pub fn number(self) -> Option<f64> {
        match self {
            Self::Value(value) => value.is_finite().then_some(value),
            Self::Ratio { numerator, denominator } if denominator > 0.0 => Some(numerator / denominator),
            Self::Ratio { .. } | Self::Absent(_) => None,
        }
    }

    /// Value or numerator, denominator, and mark, as the store keeps them.
    #[must_use]
    pub fn parts(self) -> (Option<f64>, Option<f64>, u8) {
        match self {
            Self::Value(value) => (Some(value), None, 0),
            Self::Ratio { numerator, denominator } => (Some(numerator), Some(denominator), 0),
            Self::Absent(absence) => (None, None, absence.mark()),
        }
    }

    /// The reading the store kept as these parts. `None` when they make no reading.
    #[must_use]
    pub fn from_parts(value: Option<f64>, denominator: Option<f64>, mark: u8) -> Option<Self> {
        match (value, denominator, mark) {
            (Some(value), None, 0) => Some(Self::Value(value)),
            (Some(numerator), Some(denominator), 0) => Some(Self::Ratio { numerator, denominator }),
            (None, None, mark) => Absence::from_mark(mark).map(Self::Absent),
            _ => None,
        }
    }
}
