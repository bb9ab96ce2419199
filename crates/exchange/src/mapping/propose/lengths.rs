use std::collections::{BTreeSet, HashSet};

use cm_kernel::{Date, Length, Period};

use crate::{
    Table,
    mapping::{
        Source,
        period::{Spelling, spelt},
    },
};

/// Most different spellings that are looked at: a day each for fifty years.
const MOST: usize = 20_000;

/// How long the periods of a column are, and why.
pub(super) fn propose(table: &Table, period: &Source) -> (Length, String) {
    let Source::Column(name) = period else {
        return (Length::Year, "the period is the same for the whole file".to_owned());
    };
    let mut texts = HashSet::new();
    if let Ok(column) = table.column(name) {
        for text in (0..table.rows()).filter_map(|row| table.cell(row, column)) {
            texts.insert(text);
            if texts.len() >= MOST {
                break;
            }
        }
    }
    let spellings: Vec<Spelling> = texts.iter().filter_map(|text| spelt(text)).collect();
    if let Some(length) = written(&spellings) {
        return (length, format!("each is written as a {}", length.word()));
    }
    let slashed = texts.iter().any(|text| text.contains('/'));
    if let Some(length) = ambiguous(&spellings, slashed) {
        return (length, format!("they follow one another as {}s do", length.word()));
    }
    let dates = spellings.iter().filter_map(|it| match it {
        Spelling::Day { date, .. } => Some(*date),
        _ => None,
    });
    of_days(&dates.collect())
}

/// The length that most spellings say of themselves.
fn written(spellings: &[Spelling]) -> Option<Length> {
    let says = |length: Length| {
        spellings
            .iter()
            .filter(|it| matches!(it, Spelling::Exact(period) if period.length() == length))
            .count()
    };
    let most = Length::ALL.into_iter().max_by_key(|length| says(*length))?;
    let days = spellings.iter().filter(|it| matches!(it, Spelling::Day { .. })).count();
    (says(most) > days).then_some(most)
}

/// `2011-12` and its like: months come in more than one month of a year, financial years do not.
fn ambiguous(spellings: &[Spelling], slashed: bool) -> Option<Length> {
    let both = spellings
        .iter()
        .filter(|it| matches!(it, Spelling::MonthOrFinancial { .. }))
        .count();
    if both == 0 || both * 2 < spellings.len() {
        return None;
    }
    Some(if slashed || both > 1 {
        Length::FinancialYear
    } else {
        Length::Month
    })
}

/// What days in a column stand for, by where in the calendar they fall.
fn of_days(dates: &BTreeSet<Date>) -> (Length, String) {
    let all = |test: &dyn Fn(Date) -> bool| !dates.is_empty() && dates.iter().all(|date| test(*date));
    let starts = |length: Length| all(&|date| Period::containing(date, length).is_some_and(|it| it.start() == date));
    let ends = |length: Length| all(&|date| Period::containing(date, length).and_then(Period::last_day) == Some(date));
    for (edge, is_edge) in [("first", &starts as &dyn Fn(Length) -> bool), ("last", &ends)] {
        if !is_edge(Length::Month) {
            continue;
        }
        // One or two dates at the edge of a year are as likely to be two months.
        for (length, fewest) in [(Length::Year, 2), (Length::FinancialYear, 2), (Length::Quarter, 3)] {
            if dates.len() >= fewest && is_edge(length) {
                return (length, format!("every date is the {edge} day of a {}", length.word()));
            }
        }
        return (Length::Month, format!("every date is the {edge} day of a month"));
    }
    let weekdays: BTreeSet<u32> = dates.iter().map(|date| date.weekday()).collect();
    if dates.len() > 1 && weekdays.len() == 1 {
        return (Length::Week, "every date is the same day of the week".to_owned());
    }
    let of_month: BTreeSet<u32> = dates.iter().map(|date| date.civil().2).collect();
    if dates.len() > 2 && of_month.len() == 1 {
        return (Length::Month, "every date is the same day of the month".to_owned());
    }
    (Length::Day, "the dates fall on any day".to_owned())
}
