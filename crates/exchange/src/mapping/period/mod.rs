//! Periods as people write them.

mod spelling;
#[cfg(test)]
mod tests;
mod token;

use cm_kernel::{Length, Period, Refusal};

pub(super) use spelling::Spelling;
use spelling::{Unread, spelling};

/// A period, with how it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spelt {
    pub(super) period: Period,
    /// It was a day, and stands for a longer period.
    pub(super) from_day: bool,
    /// It was written like `01/04/2016`.
    pub(super) day_first: bool,
}

/// Reads a trimmed cell as a period of this length.
///
/// # Errors
/// `exchange/no-period`, `exchange/not-a-period`, `exchange/month-first-date`, `exchange/absurd-date`,
/// `exchange/day-number`, `exchange/no-year`, `exchange/period-of-another-length`.
pub(super) fn read(text: &str, length: Length) -> Result<Spelt, Refusal> {
    let spelling = spelling(text).map_err(|why| unread(text, why))?;
    let period = spelling
        .period(length)
        .ok_or_else(|| another_length(spelling, length))?;
    Ok(Spelt {
        period,
        from_day: matches!(spelling, Spelling::Day { .. }) && length != Length::Day,
        day_first: matches!(spelling, Spelling::Day { day_first: true, .. }),
    })
}

/// How a text spells a period, if it does.
pub(super) fn spelt(text: &str) -> Option<Spelling> {
    spelling(text).ok()
}

/// Whether a text is a day.
pub(crate) fn is_day(text: &str) -> bool {
    matches!(spelling(text), Ok(Spelling::Day { .. }))
}

fn unread(text: &str, why: Unread) -> Refusal {
    match why {
        Unread::Absurd => Refusal::new(
            "exchange/absurd-date",
            "The year is before 1800 or after 2200.",
            "Check the date; if it came out of a spreadsheet, look at the cell's format.",
        ),
        Unread::MonthFirst => Refusal::new(
            "exchange/month-first-date",
            "This date can only be read with the month first, and dates are read day first.",
            "Write the dates of the whole column as year, month and day, such as 2016-04-13.",
        ),
        Unread::DayNumber => Refusal::new(
            "exchange/day-number",
            "This looks like the number that a spreadsheet stores for a day.",
            "Format the column as dates in the spreadsheet and save the file again.",
        ),
        Unread::NoYear => Refusal::new(
            "exchange/no-year",
            "The date has no year that can be told from its day.",
            "Write the year in four digits, such as 2016-04 or 16 April 2016.",
        ),
        Unread::Other if text.is_empty() => Refusal::new(
            "exchange/no-period",
            "The row does not say which period it is about.",
            "Write the period in every row; a sheet's merged cells hold it only in their first row.",
        ),
        Unread::Other => Refusal::new(
            "exchange/not-a-period",
            "This is not a period.",
            "Write it as 2016-04 (month), 2016-04-01 (day), 2016-Q2, 2016-W13, 2016 or 2016/17 (financial year).",
        ),
    }
}

fn another_length(spelling: Spelling, length: Length) -> Refusal {
    let (word, is) = (length.word(), spelling.words());
    Refusal::new(
        "exchange/period-of-another-length",
        format!("The periods are read as one {word} each, and this is {is}."),
        format!("Choose another length of period in the mapping, or write each period as one {word}."),
    )
}
