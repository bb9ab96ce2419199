use cm_kernel::Refusal;

use super::{Grid, shown};
use crate::mapping::{is_day, is_number};

/// Rows searched for the header: notes above a table are seldom longer.
pub(super) const SEARCHED: usize = 30;

/// The row of the grid that names the columns: the first that is at least half as full as the fullest near the top.
pub(super) fn find(grid: &Grid) -> usize {
    let rows = grid.len().min(SEARCHED);
    let fullest = (0..rows).map(|row| full(grid, row)).max().unwrap_or_default();
    (0..rows)
        .find(|row| full(grid, *row) * 2 >= fullest)
        .unwrap_or_default()
}

fn full(grid: &Grid, row: usize) -> usize {
    (0..grid.width(row))
        .filter(|column| grid.cell(row, *column).is_some_and(|cell| !cell.trim().is_empty()))
        .count()
}

/// The names in the header row, with a name for each column that has none.
///
/// # Errors
/// `exchange/no-header` when a name is a number or a day, so the first row is data.
pub(super) fn names(grid: &Grid, header: usize, remarks: &mut Vec<String>) -> Result<Vec<String>, Refusal> {
    let mut names: Vec<String> = (0..grid.width(header))
        .map(|column| grid.cell(header, column).unwrap_or_default().trim().to_owned())
        .collect();
    if let Some(odd) = names.iter().find(|name| is_data(name)) {
        return Err(Refusal::new(
            "exchange/no-header",
            format!(
                "Line {} should name the columns, and it holds `{}`, which looks like data.",
                grid.line(header),
                shown(odd)
            ),
            "Put a first line above the rows that names each column, such as `period,place,value`.",
        ));
    }
    while names.last().is_some_and(String::is_empty) && column_is_empty(grid, header, names.len() - 1) {
        names.pop();
    }
    for (column, name) in names.iter_mut().enumerate().filter(|(_, name)| name.is_empty()) {
        *name = format!("(column {})", column + 1);
        if !column_is_empty(grid, header, column) {
            remarks.push(format!("Column {} has no name in the header.", column + 1));
        }
    }
    if header > 0 {
        let notes = (0..header).filter_map(|row| grid.cell(row, 0)).map(str::trim);
        let first = notes.into_iter().find(|note| !note.is_empty()).unwrap_or_default();
        remarks.push(format!(
            "The columns are named on line {}; what stands above was taken as notes (`{}`).",
            grid.line(header),
            shown(first)
        ));
    }
    Ok(names)
}

/// True for what names no column: a number that is not a year, or a day.
fn is_data(name: &str) -> bool {
    let year = name.len() == 4 && name.bytes().all(|it| it.is_ascii_digit());
    !year && (is_number(name) || is_day(name))
}

/// Whether nothing stands under a name, as far as the first rows show.
fn column_is_empty(grid: &Grid, header: usize, column: usize) -> bool {
    (header + 1..grid.len().min(header + 1_000))
        .all(|row| grid.cell(row, column).is_none_or(|cell| cell.trim().is_empty()))
}
