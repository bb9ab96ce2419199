use std::fmt::Write as _;

use cm_exchange::standards::csv;
use cm_insight::{Insight, Table};

use super::digits;
use super::spool::Spool;
use crate::ending::Ending;

/// The most rows of a table that are shown, and the widest cell.
pub const MOST_ROWS: usize = 60;
pub const WIDEST: usize = 28;

/// The table of an answer as CSV, with the numbers behind it to every digit.
pub fn table_as_csv(insight: &Insight) -> Result<Spool, Ending> {
    let (head, rows) = digits::columns(insight);
    let mut out = Spool::new();
    out.add(&csv::line(&head))?;
    rows.iter().try_for_each(|row| out.add(&csv::line(row)))?;
    Ok(out)
}

/// The table of an answer in columns, for a terminal; it may hold only the first of `all` rows.
pub fn table_in_words(table: &Table, all: usize) -> String {
    let shown: Vec<&Vec<String>> = table.rows.iter().take(MOST_ROWS).collect();
    let width = |at: usize| {
        let cells = shown.iter().filter_map(|row| row.get(at));
        let widths = cells.chain(table.columns.get(at)).map(|it| it.chars().count());
        widths.max().unwrap_or_default().min(WIDEST)
    };
    let widths: Vec<usize> = (0..table.columns.len()).map(width).collect();
    let is_number = |text: &String| text.starts_with(|it: char| it.is_ascii_digit() || it == '-');
    let mut out = String::new();
    for row in std::iter::once(&table.columns).chain(shown.iter().copied()) {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let text = shortened(cell, *width);
            let right = shown.iter().filter_map(|row| row.get(at)).any(is_number);
            let _ = match right {
                true => write!(line, "{text:>width$}  "),
                false => write!(line, "{text:<width$}  "),
            };
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if all > shown.len() {
        let left = all - shown.len();
        let _ = writeln!(out, "{left} more rows are not shown; --csv FILE gives every one.");
    }
    out
}

/// A text in at most so many letters.
pub fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}
