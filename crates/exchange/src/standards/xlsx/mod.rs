#![doc = include_str!("card.md")]

mod cell;
mod guard;
#[cfg(test)]
mod tests;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx as Workbook, XlsxError};
use cm_kernel::{Card, Refusal};

use super::{Standard, Worked};
use crate::table::{Filling, Grid, MOST_COLUMNS, Raw, shown, too_many_columns};

/// Largest file in bytes as it is stored, packed; guards the unpacking that comes after.
pub const LARGEST: usize = 64 << 20;

/// What stands for a formula whose result was not saved, so that it is not taken for an empty cell.
pub(crate) const NO_RESULT: &str = "=formula without a saved result";

/// A workbook of sheets.
pub struct Xlsx;

impl Standard for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn card(&self) -> Card {
        include_str!("card.md")
    }

    fn media_type(&self) -> &'static str {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm"]
    }

    fn reads(&self) -> Option<super::Reads> {
        Some(read)
    }

    fn writes(&self) -> Option<super::Writes> {
        None
    }

    fn worked(&self) -> Worked {
        Worked {
            name: "worked.xlsx",
            bytes: include_bytes!("worked.xlsx"),
            ratio: true,
            batch: include_str!("worked.batch.csv"),
        }
    }
}

/// Splits a workbook's sheet into rows: the named one, or the first visible one that holds a table.
///
/// # Errors
/// `exchange/file-too-large`, `exchange/workbook-too-large`, `exchange/damaged-workbook`, `exchange/no-such-sheet`,
/// `exchange/cell-too-long`, `exchange/too-many-columns`, `exchange/too-many-cells`.
pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Raw, Refusal> {
    if bytes.len() > LARGEST {
        return Err(Refusal::new(
            "exchange/file-too-large",
            format!(
                "The workbook has {} megabytes; {} is the most.",
                bytes.len() >> 20,
                LARGEST >> 20
            ),
            "Save the sheet that holds the table as `CSV UTF-8`.",
        ));
    }
    // The bytes are anybody's. Where the libraries that unpack them give up in a panic, the answer is still a refusal.
    catch_unwind(AssertUnwindSafe(|| {
        guard::check(bytes)?;
        read_checked(bytes, sheet)
    }))
    .unwrap_or_else(|_| Err(damaged("its parts contradict one another")))
}

fn read_checked(bytes: &[u8], sheet: Option<&str>) -> Result<Raw, Refusal> {
    let mut workbook = Workbook::new(Cursor::new(bytes)).map_err(unreadable)?;
    let worksheets = workbook
        .sheets_metadata()
        .iter()
        .filter(|it| it.typ == SheetType::WorkSheet);
    let sheets: Vec<_> = worksheets
        .filter(|it| it.visible == SheetVisible::Visible || sheet == Some(&*it.name))
        .map(|it| it.name.clone())
        .collect();
    if let Some(name) = sheet {
        if !sheets.iter().any(|it| it == name) {
            return Err(no_such_sheet(name, &sheets));
        }
        let grid = read_sheet(&mut workbook, name)?;
        return Ok(Raw {
            grid,
            sheet: Some(name.to_owned()),
            sheets,
            remarks: Vec::new(),
        });
    }
    let mut found = Raw::default();
    for name in &sheets {
        let grid = read_sheet(&mut workbook, name)?;
        let is_table = holds_table(&grid);
        if is_table || found.grid.is_empty() {
            (found.grid, found.sheet) = (grid, Some(name.clone()));
        }
        if is_table {
            break;
        }
    }
    if let (Some(name), true) = (&found.sheet, sheets.len() > 1) {
        found.remarks.push(format!(
            "Sheet `{}` was read, the first of {} that holds a table.",
            shown(name),
            sheets.len()
        ));
    }
    Ok(Raw { sheets, ..found })
}

/// A header and a row under it, at least two columns wide; a cover page or notes are narrower.
fn holds_table(grid: &Grid) -> bool {
    let wide = |row: usize| {
        let cells = (0..grid.width(row)).filter(|column| grid.cell(row, *column).is_some_and(|it| !it.is_empty()));
        cells.count() > 1
    };
    (0..grid.len()).filter(|row| wide(*row)).nth(1).is_some()
}

fn read_sheet(workbook: &mut Workbook<Cursor<&[u8]>>, name: &str) -> Result<Grid, Refusal> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut filling = Filling::default();
    let mut line = 0;
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(unreadable)? {
        let (row, column) = (cell.pos.0.saturating_add(1), cell.pos.1 as usize);
        if row != line {
            filling.end_row(line);
        }
        if row < line || column < filling.width() {
            return Err(damaged("its cells are out of order"));
        }
        line = row;
        if cell.value == DataRef::Empty && cell.formula.is_none() {
            continue;
        }
        if column >= MOST_COLUMNS {
            return Err(too_many_columns(line));
        }
        while filling.width() < column {
            filling.end_cell(line)?;
        }
        match (&cell.value, &cell.formula) {
            (DataRef::Empty, Some(_)) => filling.text().push_str(NO_RESULT),
            (value, _) => cell::write(filling.text(), value),
        }
        filling.end_cell(line)?;
    }
    filling.end_row(line);
    Ok(filling.finish())
}

fn no_such_sheet(name: &str, sheets: &[String]) -> Refusal {
    let list: Vec<_> = sheets.iter().take(20).map(|it| format!("`{}`", shown(it))).collect();
    Refusal::new(
        "exchange/no-such-sheet",
        format!("The workbook has no sheet `{}`.", shown(name)),
        format!("Choose one of its sheets: {}.", list.join(", ")),
    )
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed to `map_err`, which gives the error away"
)]
fn unreadable(error: XlsxError) -> Refusal {
    damaged(&error.to_string())
}

fn damaged(why: &str) -> Refusal {
    Refusal::new(
        "exchange/damaged-workbook",
        format!("The workbook cannot be read: {}.", shown(why)),
        "Open it in a spreadsheet program and save it again as .xlsx, or save the sheet as `CSV UTF-8`.",
    )
}
