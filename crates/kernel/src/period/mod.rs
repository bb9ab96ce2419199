use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::date::days_in;

#[cfg(test)]
mod tests;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Length {
    /// One day, written `2016-04-01`.
    Day,
    /// An ISO week from Monday, written `2016-W13`.
    Week,
    /// A calendar month, written `2016-04`.
    Month,
    /// A quarter of the calendar year, written `2016-Q2`.
    Quarter,
    /// A calendar year, written `2016`.
    Year,
    /// A financial year from 1 April, written `2016/17`.
    FinancialYear,
}

impl Length {
    /// Every length, shortest first.
    pub const ALL: [Self; 6] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::Year,
        Self::FinancialYear,
    ];

    /// The number that stores it, 0 to 5.
    #[must_use]
    pub fn code(self) -> u8 {
        Self::ALL.iter().position(|it| *it == self).map_or(0, |at| at as u8)
    }

    /// The length stored as this number.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// The word a person reads, in the singular.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::FinancialYear => "financial year",
        }
    }
}

/// A stretch of time a reading is about. Orders by first day, then by length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    // Invariant: the first day of a period of this length.
    start: Date,
    length: Length,
}

impl Period {
    /// The period of this length that contains the day.
    #[must_use]
    pub fn containing(date: Date, length: Length) -> Option<Self> {
        let (year, month, _) = date.civil();
        let start = match length {
            Length::Day => Some(date),
            Length::Week => date.plus(1 - date.weekday() as i32),
            Length::Month => Date::new(year, month, 1),
            Length::Quarter => Date::new(year, (month - 1) / 3 * 3 + 1, 1),
            Length::Year => Date::new(year, 1, 1),
            Length::FinancialYear => Date::new(if month < 4 { year - 1 } else { year }, 4, 1),
        };
        start.map(|start| Self { start, length })
    }

    /// The period of this length whose first day it is. `None` when no such period begins on that day.
    #[must_use]
    pub fn starting(start: Date, length: Length) -> Option<Self> {
        let begins = match length {
            Length::Day => true,
            Length::Week => start.weekday() == 1,
            Length::Month | Length::Quarter | Length::Year | Length::FinancialYear => {
                let (_, month, day) = start.civil();
                let month_fits = match length {
                    Length::Quarter => month % 3 == 1,
                    Length::Year => month == 1,
                    Length::FinancialYear => month == 4,
                    Length::Day | Length::Week | Length::Month => true,
                };
                day == 1 && month_fits
            }
        };
        begins.then_some(Self { start, length })
    }

    /// A calendar month, 1 to 12.
    #[must_use]
    pub fn month(year: i32, month: u32) -> Option<Self> {
        Date::new(year, month, 1).map(|start| Self {
            start,
            length: Length::Month,
        })
    }

    /// The first day.
    #[must_use]
    pub fn start(self) -> Date {
        self.start
    }

    /// How long it is.
    #[must_use]
    pub fn length(self) -> Length {
        self.length
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> Option<Date> {
        self.next()?.start.plus(-1)
    }

    /// The period after this one. `None` past year 9999.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        let (year, month, day) = self.start.civil();
        let start = match self.length {
            Length::Day => self.start.plus(1),
            Length::Week => self.start.plus(7),
            Length::Month => self.start.plus((days_in(year, month) - day + 1) as i32),
            Length::Quarter if month == 10 => Date::new(year + 1, 1, 1),
            Length::Quarter => Date::new(year, month + 3, 1),
            Length::Year | Length::FinancialYear => Date::new(year + 1, month, 1),
        };
        start.map(|start| Self {
            start,
            length: self.length,
        })
    }

    /// Reads what [`fmt::Display`] writes and nothing else; looser spellings are for the room that reads files.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(date) = Date::parse(text) {
            return Some(Self {
                start: date,
                length: Length::Day,
            });
        }
        let year: i32 = text
            .get(..4)
            .filter(|it| it.bytes().all(|b| b.is_ascii_digit()))?
            .parse()
            .ok()?;
        let rest = text.get(4..)?;
        if rest.is_empty() {
            return Date::new(year, 1, 1).map(|start| Self {
                start,
                length: Length::Year,
            });
        }
        let number =
            |text: &str| -> Option<u32> { text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok())? };
        if let Some(end) = rest.strip_prefix('/') {
            let fits = end.len() == 2 && number(end)? == ((year + 1) % 100) as u32;
            return fits.then(|| Date::new(year, 4, 1)).flatten().map(|start| Self {
                start,
                length: Length::FinancialYear,
            });
        }
        let rest = rest.strip_prefix('-')?;
        if let Some(quarter) = rest.strip_prefix('Q') {
            let quarter = number(quarter).filter(|it| quarter.len() == 1 && (1..=4).contains(it))?;
            return Date::new(year, quarter * 3 - 2, 1).map(|start| Self {
                start,
                length: Length::Quarter,
            });
        }
        if let Some(week) = rest.strip_prefix('W') {
            let week = number(week).filter(|it| week.len() == 2 && (1..=53).contains(it))?;
            return Self::iso_week(year, week);
        }
        (rest.len() == 2)
            .then(|| number(rest))
            .flatten()
            .and_then(|month| Self::month(year, month))
    }

    /// An ISO week of an ISO year. `None` when the year has no such week.
    #[must_use]
    pub fn iso_week(year: i32, week: u32) -> Option<Self> {
        let fourth = Date::new(year, 1, 4)?;
        let start = fourth.plus(1 - fourth.weekday() as i32 + 7 * (week as i32 - 1))?;
        let found = Self {
            start,
            length: Length::Week,
        };
        (found.iso_year_and_week() == Some((year, week))).then_some(found)
    }

    fn iso_year_and_week(self) -> Option<(i32, u32)> {
        let thursday = self.start.plus(3)?;
        let (year, ..) = thursday.civil();
        let ordinal = thursday.days() - Date::new(year, 1, 1)?.days();
        Some((year, ordinal as u32 / 7 + 1))
    }

    /// As a person reads it: `April 2016`, `2016/17`, `1 April 2016`, `2016 quarter 2`, `week from 28 March 2016`.
    #[must_use]
    pub fn in_words(self) -> String {
        let (year, month, day) = self.start.civil();
        let name = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
        match self.length {
            Length::Day => format!("{day} {name} {year}"),
            Length::Week => format!("week from {day} {name} {year}"),
            Length::Month => format!("{name} {year}"),
            Length::Quarter => format!("{year} quarter {}", month.div_ceil(3)),
            Length::Year | Length::FinancialYear => self.to_string(),
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, _) = self.start.civil();
        match self.length {
            Length::Day => self.start.fmt(f),
            Length::Week => {
                let (year, week) = self.iso_year_and_week().unwrap_or((year, 1));
                write!(f, "{year:04}-W{week:02}")
            }
            Length::Month => write!(f, "{year:04}-{month:02}"),
            Length::Quarter => write!(f, "{year:04}-Q{}", month.div_ceil(3)),
            Length::Year => write!(f, "{year:04}"),
            Length::FinancialYear => write!(f, "{year:04}/{:02}", (year + 1) % 100),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is not a period such as 2016-04, 2016-Q2 or 2016/17"))
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}
