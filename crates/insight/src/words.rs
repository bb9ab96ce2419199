//! How numbers and lists of things are said in sentences.

use cm_kernel::{Length, Period};

use crate::Signal;

/// `1 reading`, `3 readings`.
pub(crate) fn count(number: usize, one: &str, several: &str) -> String {
    let digits = crate::question::thousands(number as f64);
    format!("{digits} {}", if number == 1 { one } else { several })
}

/// A share as whole per cent: `29%`; `under 1%` and `over 99%` at the ends.
pub(crate) fn whole_per_cent(share: f64) -> String {
    let per_cent = (share * 100.0).round();
    if per_cent < 1.0 && share > 0.0 {
        "under 1%".to_owned()
    } else if per_cent > 99.0 && share < 1.0 {
        "over 99%".to_owned()
    } else {
        format!("{per_cent:.0}%")
    }
}

/// `in March 2019`, `on 1 April 2016`, `in the week from 28 March 2016`.
pub(crate) fn when(period: Period) -> String {
    match period.length() {
        Length::Day => format!("on {}", period.in_words()),
        Length::Week => format!("in the {}", period.in_words()),
        Length::Month | Length::Quarter | Length::Year | Length::FinancialYear => format!("in {}", period.in_words()),
    }
}

/// What a signal is a sign of.
pub(crate) fn points_way(signal: Signal) -> &'static str {
    match signal {
        Signal::Improvement => "a sign of improvement",
        Signal::Concern => "a sign of concern",
        Signal::High => "unusually high",
        Signal::Low => "unusually low",
    }
}

/// A level of confidence in per cent, with as many decimals as it has: `95%`, `99.8%`.
pub(crate) fn level(share: f64) -> String {
    let text = format!("{:.4}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The text with its first letter upper case.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|it| it.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

/// The first headline of at most ten words.
pub(crate) fn fitting(candidates: &[String]) -> String {
    let fits = |it: &&String| it.split_whitespace().count() <= 10;
    candidates
        .iter()
        .find(fits)
        .or(candidates.last())
        .cloned()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_sentences_do() {
        let list = |items: &[&str]| listed(&items.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(count(1, "reading", "readings"), "1 reading");
        assert_eq!(count(1204, "reading", "readings"), "1,204 readings");
    }

    #[test]
    fn a_share_is_never_said_to_be_certain_when_it_is_not() {
        assert_eq!(whole_per_cent(0.001), "under 1%");
        assert_eq!(whole_per_cent(0.999), "over 99%");
        assert_eq!(whole_per_cent(0.288), "29%");
        assert_eq!(whole_per_cent(0.0), "0%");
    }
}
