use cm_kernel::Refusal;
use cm_numeric::protect::audit::Seen;
use cm_numeric::protect::secondary::{Unsafe, by_size};
use cm_numeric::protect::{Cells, audit, shelter};

use super::Limits;
use crate::words::count;

/// A table of counts that somebody brings: every row a combination of categories with its count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crosstab<'a> {
    /// Category numbers by dimension and row: `codes[d][i]`.
    pub codes: &'a [&'a [u32]],
    /// How many people each row counts.
    pub counts: &'a [f64],
}

/// A cell of a protected table.
#[derive(Debug, Clone, PartialEq)]
pub struct ProtectedCell {
    /// The category in each dimension; `None` for all together.
    pub codes: Vec<Option<u32>>,
    /// What is shown: the count, rounded where that is the rule; `None` when it is hidden.
    pub shown: Option<f64>,
    /// Whether its own count is small; of the hidden ones, the others are hidden to protect these.
    pub small: bool,
    /// The least and most that it could be, for someone who knows all that is shown; only of hidden cells.
    pub range: Option<(f64, f64)>,
}

/// A table in which small counts are hidden, with its margins.
#[derive(Debug, Clone, PartialEq)]
pub struct ProtectedTable {
    /// All together first, then by category.
    pub cells: Vec<ProtectedCell>,
    /// How many are hidden because they are small.
    pub small: usize,
    /// How many are hidden to protect those.
    pub others: usize,
    /// How many small cells somebody could still narrow down to within fewer values than the smallest that is shown.
    pub narrow: usize,
    /// Of how many hidden cells the range was not searched to its ends; it is at least as wide as told.
    pub at_least: usize,
    /// What was lost, and what would show more.
    pub sentence: String,
}

/// Hides the small counts of a table and its margins, and as many others as it takes that nobody who takes everything
/// shown together can tell a small count to within fewer values than the smallest that is shown. Where rounding is the
/// rule, cells are rounded in place of hiding others.
///
/// # Errors
/// `insight/no-counts` when a row is not a whole count of nought or more, or rows and counts differ in number;
/// `insight/cannot-be-protected` when rounding got the better of the audit.
pub fn protect_table(table: &Crosstab<'_>, limits: Limits) -> Result<ProtectedTable, Refusal> {
    let mut cells = Cells::over(table.counts.len());
    let placed = cells.push_table(table.codes);
    let whole = table
        .counts
        .iter()
        .all(|it| *it >= 0.0 && it.fract() == 0.0 && *it < 1e15);
    let (Some(placed), true) = (placed, whole) else {
        return Err(Refusal::new(
            "insight/no-counts",
            "Not every row of this table is a whole count of nought or more.",
            "Bring counts of people, one row a combination of categories, and no shares or averages.",
        ));
    };
    let sums = cells.sums(table.counts);
    let small: Vec<bool> = sums.iter().map(|it| limits.is_small(*it)).collect();
    let single = if limits.zeros { 0.0 } else { 1.0 };
    let singles: Vec<bool> = table.counts.iter().map(|it| *it == single).collect();
    let hidden = match limits.round_to {
        Some(_) => small.clone(),
        None => {
            let question = Unsafe {
                cells: &cells,
                primary: &small,
                sums: &[],
                singles: &singles,
                open_singles: false,
            };
            let order = by_size(&cells, &sums, false);
            let width = f64::from(limits.below);
            let sheltered = shelter::hidden(&question, table.counts, &order, width).ok_or_else(beyond)?;
            sheltered.hidden
        }
    };
    let shown = |at: usize| (!hidden[at]).then(|| limits.shown(sums[at]));
    let seen = |at: usize| shown(at).map_or(Seen::Hidden, |it| between(sums[at], limits.behind(it)));
    let seen: Vec<Seen> = (0..sums.len()).map(seen).collect();
    let width = f64::from(limits.below);
    let (ranges, at_least) = audit::ranges_at_least(&cells, table.counts, &seen, width).ok_or_else(beyond)?;
    let protected: Vec<ProtectedCell> = placed
        .into_iter()
        .map(|(at, codes)| ProtectedCell {
            codes,
            shown: shown(at),
            small: small[at],
            range: ranges[at],
        })
        .collect();
    Ok(told(protected, at_least, limits))
}

/// How much of a count is seen that is known to lie between these.
pub(super) fn between(count: f64, (least, most): (f64, f64)) -> Seen {
    match least == most {
        true => Seen::Exact,
        false => Seen::Within((count - least).max(0.0), (most - count).max(0.0)),
    }
}

fn told(cells: Vec<ProtectedCell>, at_least: usize, limits: Limits) -> ProtectedTable {
    let small = cells.iter().filter(|it| it.small).count();
    let hidden = cells.iter().filter(|it| it.shown.is_none()).count();
    let width = f64::from(limits.below) - 1e-6;
    let is_narrow = |it: &&ProtectedCell| it.small && it.range.is_none_or(|(least, most)| most - least < width);
    let narrow = cells.iter().filter(is_narrow).count();
    let (first, last) = (u32::from(!limits.zeros), limits.below - 1);
    let others = hidden - small;
    let mut sentence = match hidden {
        0 => format!(
            "No count is small, so all {} are shown.",
            count(cells.len(), "cell", "cells")
        ),
        _ => format!(
            "{hidden} of {} hidden to protect people: {small} with a count of {first} to {last}, and {others} from \
             which those could be worked out. Broader categories, a longer period or a larger area would show more.",
            count(cells.len(), "cell is", "cells are"),
        ),
    };
    if let Some(to) = limits.round_to {
        sentence.push_str(&format!(" What is shown is rounded to the nearest {to}."));
    }
    if at_least > 0 {
        sentence.push_str(&format!(
            " How far {} can be told was not searched to the end: it is at least as uncertain as is said here.",
            count(at_least, "hidden cell", "hidden cells")
        ));
    }
    ProtectedTable {
        cells,
        small,
        others,
        narrow,
        at_least,
        sentence,
    }
}

fn beyond() -> Refusal {
    Refusal::new(
        "insight/cannot-be-protected",
        "What could be worked out from this table was too hard to tell.",
        "Bring a smaller table, or fewer dimensions at a time.",
    )
}
