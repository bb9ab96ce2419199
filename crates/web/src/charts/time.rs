//! Dates worth writing under a time axis.

use cm_kernel::{Date, Length, Period};

/// A date under the axis: a short word, and the year beneath where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tick {
    pub day: i32,
    pub word: String,
    pub year: String,
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Steps in months, shortest first; each divides its larger neighbours or is a number of years.
const STEPS: [u32; 11] = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000];

/// Dates for periods that begin from `first` to `last`, at most `most` of them (and at least one).
pub(super) fn ticks(first: Period, last: Period, most: usize) -> Vec<Tick> {
    let most = most.max(1);
    let (from, to) = (first.start().days(), last.start().days());
    if matches!(first.length(), Length::Day | Length::Week) && to - from < 75 {
        return by_days(first, to, most);
    }
    let fewest = match first.length() {
        Length::Day | Length::Week | Length::Month => 1,
        Length::Quarter => 3,
        Length::Year | Length::FinancialYear => 12,
    };
    for step in STEPS.into_iter().filter(|step| *step >= fewest) {
        let found = by_months(first, from, to, step);
        if found.len() <= most && (!found.is_empty() || step == fewest) {
            return if found.is_empty() { vec![alone(first)] } else { found };
        }
        if found.is_empty() {
            break;
        }
    }
    vec![alone(first)]
}

fn alone(first: Period) -> Tick {
    let (year, month, day) = first.start().civil();
    let (word, year) = match first.length() {
        Length::Year | Length::FinancialYear => (first.to_string(), String::new()),
        Length::Quarter => (format!("Q{}", month.div_ceil(3)), year.to_string()),
        Length::Month => (month_word(month), year.to_string()),
        Length::Day | Length::Week => (format!("{day} {}", month_word(month)), year.to_string()),
    };
    Tick {
        day: first.start().days(),
        word,
        year,
    }
}

fn month_word(month: u32) -> String {
    MONTHS
        .get(month.saturating_sub(1) as usize)
        .copied()
        .unwrap_or_default()
        .to_owned()
}

fn by_days(first: Period, to: i32, most: usize) -> Vec<Tick> {
    let from = first.start().days();
    let step = [1, 2, 7, 14, 28, 56]
        .into_iter()
        .filter(|step| first.length() == Length::Day || step % 7 == 0)
        .find(|step| (((to - from) / step) as usize) < most)
        .unwrap_or(112);
    let mut year_before = None;
    (0..=(to - from) / step)
        .filter_map(|at| {
            let date = Date::from_days(from + at * step)?;
            let (year, month, day) = date.civil();
            let begins = year_before != Some(year);
            year_before = Some(year);
            Some(Tick {
                day: date.days(),
                word: format!("{day} {}", month_word(month)),
                year: if begins { year.to_string() } else { String::new() },
            })
        })
        .collect()
}

/// First days of months, `step` months apart, counted from January or, when the evidence follows the financial year
/// or steps are whole years, from the month it begins in.
fn by_months(first: Period, from: i32, to: i32, step: u32) -> Vec<Tick> {
    let (year, month, _) = first.start().civil();
    let yearly = matches!(first.length(), Length::Year | Length::FinancialYear);
    let financial = first.length() == Length::FinancialYear;
    let anchor = if yearly || (step >= 6 && month == 4) { month } else { 1 };
    // Whole decades and centuries are counted from year 0; financial years, whose names are long, from the first.
    let start_year = if financial {
        year
    } else if step > 12 {
        year - year.rem_euclid((step / 12) as i32)
    } else {
        year - 1
    };
    let mut at = start_year * 12 + anchor as i32 - 1;
    let mut year_before = None;
    let mut found = Vec::new();
    while found.len() < 200 {
        let (year, month) = (at.div_euclid(12), at.rem_euclid(12) as u32 + 1);
        at += step as i32;
        let Some(date) = Date::new(year, month, 1) else { break };
        if date.days() > to {
            break;
        }
        if date.days() < from {
            continue;
        }
        found.push(month_tick(date, first.length(), step, year_before != Some(year)));
        year_before = Some(year);
    }
    found
}

fn month_tick(date: Date, length: Length, step: u32, begins_year: bool) -> Tick {
    let (year, month, _) = date.civil();
    let shown = if begins_year { year.to_string() } else { String::new() };
    let (word, year) = match length {
        Length::FinancialYear => (format!("{year:04}/{:02}", (year + 1) % 100), String::new()),
        Length::Year => (year.to_string(), String::new()),
        _ if step >= 12 && month == 1 => (year.to_string(), String::new()),
        Length::Quarter => (format!("Q{}", month.div_ceil(3)), shown),
        Length::Day | Length::Week | Length::Month => (month_word(month), shown),
    };
    Tick {
        day: date.days(),
        word,
        year,
    }
}
