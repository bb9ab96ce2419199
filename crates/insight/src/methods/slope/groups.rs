use cm_kernel::Refusal;
use cm_numeric::interval::Interval;
use cm_numeric::slope::{Asked, Group};

use crate::counted::{Cell, Kind, numbered};
use crate::methods::undefined;
use crate::words::listed;

/// The fewest groups a line is drawn through: through two it always fits.
const FEWEST: usize = 3;
/// The level of the interval that a standard error is read off.
const USUAL: f64 = 0.95;

/// A population group between the most and the least deprived.
pub(super) struct Row {
    pub group: String,
    pub count: f64,
    pub total: f64,
    pub value: f64,
    pub interval: Interval,
    /// The 95% interval, which the standard error is read off whatever level is asked for.
    pub usual: Interval,
    pub at: u64,
}

/// Population groups in the order of the numbers in their names, which must run from 1 without a gap.
pub(super) fn in_order(
    known: &[Cell],
    without: &[(String, &'static str)],
    (kind, level): (Kind, f64),
) -> Result<Vec<Row>, Refusal> {
    let mut numbers: Vec<(u32, &Cell)> = Vec::with_capacity(known.len());
    for it in known {
        let number =
            numbered(&it.group).ok_or_else(|| not_in_order(format!("`{}` has no place in the order.", it.group)))?;
        numbers.push((number, it));
    }
    numbers.sort_by_key(|(number, _)| *number);
    if numbers.len() < FEWEST {
        return Err(Refusal::new(
            "insight/too-few-groups",
            format!(
                "A slope runs through at least {FEWEST} population groups with a number; here are {}.",
                numbers.len()
            ),
            "Gather the evidence by fifths or tenths of deprivation, or ask for the gap between population groups.",
        ));
    }
    for (wanted, (number, it)) in (1_u32..).zip(&numbers) {
        if *number == wanted {
            continue;
        }
        let why = match without.iter().find(|(group, _)| numbered(group) == Some(wanted)) {
            Some((group, why)) => format!("`{group}` has no number ({why}), and leaving it out would move the others."),
            None => format!("Where the one numbered {wanted} should be, there is `{}`.", it.group),
        };
        return Err(not_in_order(why));
    }
    if let Some((group, why)) = without
        .iter()
        .find(|(group, _)| numbered(group) == Some(numbers.len() as u32 + 1))
    {
        return Err(not_in_order(format!(
            "`{group}` has no number ({why}), and leaving it out would move the others."
        )));
    }
    let row = |(_, it): &(u32, &Cell)| {
        let total = it.total?;
        Some(Row {
            group: it.group.clone(),
            count: it.count,
            total,
            value: Some(it.count / total).filter(|it| it.is_finite())?,
            interval: kind.interval(it.count, total, level, "published")?,
            usual: kind.interval(it.count, total, USUAL, "published")?,
            at: it.at,
        })
    };
    numbers.iter().map(row).collect::<Option<_>>().ok_or_else(undefined)
}

/// The rows as numbers to draw a line through.
pub(super) fn with_errors(rows: &[Row], asked: Asked) -> Result<Vec<Group>, Refusal> {
    let odd: Vec<String> = rows
        .iter()
        .filter(|it| asked.scale.to(it.value).is_none() || asked.scale.error(it.usual, USUAL).is_none())
        .map(|it| format!("`{}`", it.group))
        .collect();
    if !odd.is_empty() {
        return Err(Refusal::new(
            "insight/none-or-all",
            format!(
                "In {} nobody or everybody is counted, so nobody can tell how far chance may move it.",
                listed(&odd)
            ),
            "Ask about a longer time or a larger area, or about fifths in place of tenths.",
        ));
    }
    let group = |it: &Row| {
        Some(Group {
            people: it.total,
            value: it.value,
            error: asked.scale.error(it.usual, USUAL)?,
        })
    };
    rows.iter().map(group).collect::<Option<_>>().ok_or_else(undefined)
}

fn not_in_order(reason: String) -> Refusal {
    Refusal::new(
        "insight/not-in-order",
        reason,
        "Name the population groups by their number from 1 up, such as `1` to `10` for tenths of deprivation.",
    )
}
