use cm_kernel::{Date, Length, Period};

use super::token::{
    Token::{self, Month, Number, Quarter, Week},
    tokens,
};

/// What a text says about time, before it is known how long the periods of its column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mapping) enum Spelling {
    /// A day, which may stand for a longer period.
    Day { date: Date, day_first: bool },
    /// A period of one length.
    Exact(Period),
    /// `2011-12`, which is a month or a financial year.
    MonthOrFinancial { month: Period, financial: Period },
}

/// Why a text spells no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// Year before 1800 or after 2200.
    Absurd,
    /// `04/13/2016`.
    MonthFirst,
    /// `42461`.
    DayNumber,
    /// `16-Apr`.
    NoYear,
    /// Anything else.
    Other,
}

impl Spelling {
    /// The period of this length that is meant. `None` when the spelling means another length.
    pub(in crate::mapping) fn period(self, length: Length) -> Option<Period> {
        match self {
            Self::Day { date, .. } => Period::containing(date, length),
            Self::Exact(period) => (period.length() == length).then_some(period),
            Self::MonthOrFinancial { month, financial } => match length {
                Length::Month => Some(month),
                Length::FinancialYear => Some(financial),
                _ => None,
            },
        }
    }

    /// What it is, in words.
    pub(super) fn words(self) -> String {
        match self {
            Self::Day { .. } => "a day".to_owned(),
            Self::Exact(period) => format!("a {}", period.length().word()),
            Self::MonthOrFinancial { .. } => "a month or a financial year".to_owned(),
        }
    }
}

/// Reads a text.
pub(super) fn spelling(text: &str) -> Result<Spelling, Unread> {
    let tokens = tokens(without_time(text)).ok_or(Unread::Other)?;
    let sign = tokens.signs.first().copied().unwrap_or(' ');
    match *tokens.pieces.as_slice() {
        [Token::Financial, a, b] => two(a, b, '/'),
        [one] => single(one),
        [a, b] => two(a, b, sign),
        [a, b, c] => three(a, b, c, sign),
        [
            Quarter,
            Number { digits: 1, value },
            Number { digits: 4, value: year },
            end,
        ]
        | [
            Number { digits: 4, value: year },
            end,
            Quarter,
            Number { digits: 1, value },
        ] => financial_quarter(year, end, value),
        _ => Err(Unread::Other),
    }
}

/// `2016`, `20160401`.
fn single(piece: Token) -> Result<Spelling, Unread> {
    match piece {
        Number { digits: 4, value } => exact(Length::Year, value, 1),
        Number { digits: 5, value } if (20_000..80_000).contains(&value) => Err(Unread::DayNumber),
        Number { digits: 8, value } => day(value / 10_000, value / 100 % 100, value % 100, false),
        _ => Err(Unread::Other),
    }
}

/// `2016-04`, `2016/17`, `04/2016`, `Apr-16`, `2016 April`.
fn two(a: Token, b: Token, sign: char) -> Result<Spelling, Unread> {
    match (a, b) {
        (Number { digits: 4, value: year }, Number { digits: 1 | 2, value }) if sign == '.' => {
            exact(Length::Month, year, value)
        }
        (Number { digits: 4, value: year }, Number { digits, value }) => two_numbers(year, digits, value),
        (Number { digits: 1 | 2, value }, Number { digits: 4, value: year }) => exact(Length::Month, year, value),
        (Month(month), Number { digits, value }) => exact(Length::Month, year(digits, value)?, month),
        (Number { digits: 4, value }, Month(month)) => exact(Length::Month, value, month),
        (Number { digits: 1 | 2, .. }, Month(_)) => Err(Unread::NoYear),
        _ => Err(Unread::Other),
    }
}

/// Days, calendar quarters and weeks.
fn three(a: Token, b: Token, c: Token, sign: char) -> Result<Spelling, Unread> {
    match (a, b, c) {
        (Number { digits: 4, value: year }, Number { value: month, .. }, Number { digits: 1 | 2, value }) => {
            day(year, month, value, false)
        }
        (
            Number {
                digits: 1 | 2,
                value: a,
            },
            Number {
                digits: 1 | 2,
                value: b,
            },
            Number { digits, value },
        ) if digits == 4 || (digits == 2 && sign == '/') => day_first(a, b, year(digits, value)?),
        (
            Number {
                digits: 1 | 2,
                value: of_month,
            },
            Month(month),
            Number { digits, value },
        ) => day(year(digits, value)?, month, of_month, false),
        (Month(month), Number { digits: 1 | 2, value }, Number { digits: 4, value: year }) => {
            day(year, month, value, false)
        }
        (Quarter, Number { digits: 1, value }, Number { digits: 4, value: year })
        | (Number { digits: 4, value: year }, Quarter, Number { digits: 1, value }) => {
            exact(Length::Quarter, year, value)
        }
        (Number { digits: 4, value: year }, Week, Number { digits: 1 | 2, value }) => exact(Length::Week, year, value),
        _ => Err(Unread::Other),
    }
}

/// The text without a time of day after an ISO date.
fn without_time(text: &str) -> &str {
    let Some((date, time)) = text.split_at_checked(10) else {
        return text;
    };
    let is_time = |it: char| it.is_ascii_digit() || ":.+-zZ".contains(it);
    match time.strip_prefix(['T', 't', ' ']) {
        Some(clock) if Date::parse(date).is_some() && clock.contains(':') && clock.chars().all(is_time) => date,
        _ => text,
    }
}

/// A year in four digits, or in two: 00 to 49 are of this century and 50 to 99 of the last.
fn year(digits: usize, value: u32) -> Result<u32, Unread> {
    match digits {
        4 => Ok(value),
        2 if value < 50 => Ok(2000 + value),
        2 => Ok(1900 + value),
        _ => Err(Unread::Other),
    }
}

fn sane(year: u32) -> Result<i32, Unread> {
    if (1800..=2200).contains(&year) {
        i32::try_from(year).map_err(|_| Unread::Absurd)
    } else {
        Err(Unread::Absurd)
    }
}

/// A period by its year and its number in the year.
fn exact(length: Length, year: u32, number: u32) -> Result<Spelling, Unread> {
    let year = sane(year)?;
    let start = match length {
        Length::Week => return Period::iso_week(year, number).map(Spelling::Exact).ok_or(Unread::Other),
        Length::Month => Date::new(year, number, 1),
        Length::Quarter if (1..=4).contains(&number) => Date::new(year, number * 3 - 2, 1),
        Length::Year => Date::new(year, 1, 1),
        Length::FinancialYear => Date::new(year, 4, 1),
        Length::Quarter | Length::Day => None,
    };
    let period = start.and_then(|start| Period::containing(start, length));
    period.map(Spelling::Exact).ok_or(Unread::Other)
}

fn day(year: u32, month: u32, of_month: u32, day_first: bool) -> Result<Spelling, Unread> {
    let date = Date::new(sane(year)?, month, of_month).ok_or(Unread::Other)?;
    Ok(Spelling::Day { date, day_first })
}

/// `01/04/2016` is the first of April. What could only be the other way round is not turned round.
fn day_first(a: u32, b: u32, year: u32) -> Result<Spelling, Unread> {
    if b > 12 && (1..=12).contains(&a) && day(year, a, b, false).is_ok() {
        return Err(Unread::MonthFirst);
    }
    day(year, b, a, true)
}

/// `2016-04`, `2016/17`, `2016-17`, `2016/2017`.
fn two_numbers(year: u32, digits: usize, end: u32) -> Result<Spelling, Unread> {
    let month = exact(Length::Month, year, end).ok().filter(|_| digits <= 2);
    let financial = follows(year, digits, end).then(|| exact(Length::FinancialYear, year, 0));
    match (month, financial) {
        (Some(Spelling::Exact(month)), Some(Ok(Spelling::Exact(financial)))) => {
            Ok(Spelling::MonthOrFinancial { month, financial })
        }
        (Some(month), _) => Ok(month),
        (None, Some(financial)) => financial,
        (None, None) => sane(year).and(Err(Unread::Other)),
    }
}

/// Whether a year ends in the next: `2016` and `17`, `1999` and `00`, `2016` and `2017`.
fn follows(year: u32, digits: usize, end: u32) -> bool {
    match digits {
        2 => (year + 1) % 100 == end,
        4 => year + 1 == end,
        _ => false,
    }
}

/// `2016/17 Q1` is April to June 2016.
fn financial_quarter(year: u32, end: Token, quarter: u32) -> Result<Spelling, Unread> {
    let follows = matches!(end, Number { digits, value } if follows(year, digits, value));
    match quarter {
        1..=3 if follows => exact(Length::Quarter, year, quarter + 1),
        4 if follows => exact(Length::Quarter, year + 1, 1),
        _ => Err(Unread::Other),
    }
}
