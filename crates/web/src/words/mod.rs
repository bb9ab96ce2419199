//! Days, periods and shares as people write them.

use cm_framework::{Measure, Unit};
use cm_kernel::{Date, Length, Period, Timestamp};

#[cfg(test)]
mod tests;

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

fn month(number: u32) -> &'static str {
    MONTHS
        .get(number.saturating_sub(1) as usize)
        .copied()
        .unwrap_or_default()
}

/// A day: `3 April 2017`.
pub(crate) fn date(date: Date) -> String {
    let (year, number, day) = date.civil();
    format!("{day} {} {year}", month(number))
}

/// The time of day of a moment in UTC: `14:05`.
pub(crate) fn time(moment: Timestamp) -> String {
    let in_day = moment.ms().rem_euclid(86_400_000);
    format!("{:02}:{:02}", in_day / 3_600_000, in_day / 60_000 % 60)
}

/// A moment: `3 April 2017, 14:05 UTC`.
pub(crate) fn moment(moment: Timestamp) -> String {
    format!("{}, {} UTC", date(moment.date()), time(moment))
}

/// A period: `April 2016`, `week from 4 April 2016`, `2016/17`.
pub(crate) fn period(period: Period) -> String {
    let (year, number, _) = period.start().civil();
    match period.length() {
        Length::Day => date(period.start()),
        Length::Week => format!("week from {}", date(period.start())),
        Length::Month => format!("{} {year}", month(number)),
        Length::Quarter => format!("{} to {} {year}", month(number), month(number + 2)),
        Length::Year | Length::FinancialYear => period.to_string(),
    }
}

/// A sentence as refusals and records hold it, as people read it: names between backticks get quotation marks, and days
/// such as `2027-11-23` are written out.
pub(crate) fn prose(text: &str) -> String {
    let mut parts = text.split('`');
    let mut out = dated(parts.next().unwrap_or_default());
    for (at, part) in parts.enumerate() {
        out.push(if at % 2 == 0 { '“' } else { '”' });
        out.push_str(&if at % 2 == 0 { part.to_owned() } else { dated(part) });
    }
    out
}

/// A text with its days written out, where they stand as words of their own.
fn dated(text: &str) -> String {
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let core = word.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let day = Some(core).filter(|it| it.len() == 10).and_then(Date::parse);
        day.map_or_else(|| word.to_owned(), |day| date(day) + word.get(10..).unwrap_or_default())
    });
    words.collect()
}

/// A day as people write it: `2027-11-23`, `23/11/2027` or `23 November 2027`, day before month.
pub(crate) fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = Date::parse(text) {
        return Some(date);
    }
    let mut parts = text
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '-' | '.'))
        .filter(|part| !part.is_empty());
    let (day, number, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let lower = number.to_lowercase();
    let named = MONTHS
        .iter()
        .position(|name| lower.len() >= 3 && name.to_lowercase().starts_with(&lower));
    let number = match named {
        Some(at) => u32::try_from(at).ok()? + 1,
        None => number.parse().ok()?,
    };
    Date::new(year.parse().ok()?, number, day.parse().ok()?)
}

/// A value in the unit of a measure as a person enters it, as text that reads back as a number: `95%` becomes `0.95`.
///
/// `None` when it is not a number, or a share outside 0% to 100%, or a share of which nobody can tell whether it is
/// meant in per cent.
pub(crate) fn read_value(text: &str, measure: &Measure) -> Option<String> {
    let text = text.trim().replace(',', "");
    match &measure.unit {
        Unit::Share => {
            let share = match text.strip_suffix('%') {
                Some(percent) => plain(percent)? / 100.0,
                None if text.contains('.') || text == "0" => plain(&text)?,
                None => return None,
            };
            (0.0..=1.0).contains(&share).then(|| shortest(share))
        }
        Unit::Number(_) => plain(&text).map(|number| number.to_string()),
    }
}

/// A value as [`read_value`] takes it, for an input that is filled in beforehand.
pub(crate) fn entered(value: &str, measure: &Measure) -> String {
    match (&measure.unit, value.trim().parse::<f64>()) {
        (Unit::Share, Ok(share)) => format!("{}%", shortest(share * 100.0)),
        _ => value.to_owned(),
    }
}

fn plain(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    text.parse().ok().filter(|number: &f64| digits && number.is_finite())
}

/// At most ten decimals, so that dividing by a hundred leaves no dust.
fn shortest(number: f64) -> String {
    let text = format!("{number:.10}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
