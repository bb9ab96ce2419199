//! Untidy files read as they stand: which sheet, where the header is, which line a cell is on.

mod encoding;
mod grid;
mod header;
mod long;
mod looks;
mod split;
#[cfg(test)]
mod tests;

use cm_kernel::Refusal;

use crate::standards::{csv, xlsx};

pub(crate) use encoding::decode;
pub(crate) use grid::{Filling, cell_too_long, check_size, too_many_columns};
pub use grid::{Grid, LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_TEXT};
pub use long::LongText;
use looks::{Looks, looks};

/// A file's table: named columns over rows of text. Nothing is interpreted yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    name: String,
    columns: Vec<String>,
    grid: Grid,
    // Rows of the grid before the first row of the table: notes and the header.
    before: usize,
    sheets: Vec<String>,
    sheet: Option<String>,
    remarks: Vec<String>,
}

/// What a standard hands over before the header is found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Raw {
    /// Every row that has text.
    pub grid: Grid,
    /// The sheets a person may choose from; empty when the file has none.
    pub sheets: Vec<String>,
    /// The sheet that was read.
    pub sheet: Option<String>,
    /// What a person should know, a sentence each.
    pub remarks: Vec<String>,
}

impl Table {
    /// Reads a file, by its content and by the ending of its name; of a workbook, the first sheet that holds a table.
    ///
    /// # Errors
    /// `exchange/empty-file`, `exchange/not-what-it-says`, `exchange/another-kind`, and what the standard's card lists.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, Refusal> {
        Self::read_sheet(name, bytes, None)
    }

    /// Reads a file as [`Table::read`] does, and of a workbook the sheet with this name.
    ///
    /// # Errors
    /// As [`Table::read`]; `exchange/no-such-sheet`.
    pub fn read_sheet(name: &str, bytes: &[u8], sheet: Option<&str>) -> Result<Self, Refusal> {
        if bytes.is_empty() {
            return Err(empty_file());
        }
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let ending = ending.as_deref().unwrap_or_default();
        let raw = match (Claims::of(ending), looks(bytes)) {
            (Claims::Text | Claims::Nothing, Looks::Text) => csv::read(bytes)?,
            (Claims::Xlsx | Claims::Nothing, Looks::Xlsx) => xlsx::read(bytes, sheet)?,
            (Claims::Another | Claims::Nothing, Looks::Other(what)) => return Err(another_kind(what)),
            (_, Looks::Text) => return Err(not_what_it_says(ending, "plain text, perhaps a CSV file")),
            (_, Looks::Xlsx) => return Err(not_what_it_says(ending, "an Excel workbook (.xlsx)")),
            (_, Looks::Other(what)) => return Err(not_what_it_says(ending, what)),
        };
        Self::of(name, raw)
    }

    /// Finds the header in rows that a standard split.
    ///
    /// # Errors
    /// `exchange/empty-file`, `exchange/no-header`, `exchange/no-rows`.
    pub fn of(name: &str, raw: Raw) -> Result<Self, Refusal> {
        let Raw {
            grid,
            sheets,
            sheet,
            mut remarks,
        } = raw;
        if grid.is_empty() {
            return Err(empty_file());
        }
        let header = header::find(&grid);
        let columns = header::names(&grid, header, &mut remarks)?;
        if grid.len() <= header + 1 {
            return Err(Refusal::new(
                "exchange/no-rows",
                "The file has a header and no rows under it.",
                "Check that the export finished, or choose another sheet, and bring it again.",
            ));
        }
        Ok(Self {
            name: name.to_owned(),
            columns,
            grid,
            before: header + 1,
            sheets,
            sheet,
            remarks,
        })
    }

    /// The file's name, as given.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Names of the columns from left to right, trimmed. Two may be the same.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Position of the column with this name.
    ///
    /// # Errors
    /// `exchange/no-such-column`, `exchange/two-columns-one-name`.
    pub fn column(&self, name: &str) -> Result<usize, Refusal> {
        let mut found = self.columns.iter().enumerate().filter(|(_, column)| *column == name);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => Ok(at),
            (None, _) => Err(Refusal::new(
                "exchange/no-such-column",
                format!("The file has no column `{}`.", shown(name)),
                format!("Choose one of its columns: {}.", shown_list(&self.columns)),
            )),
            (Some((first, _)), Some((second, _))) => Err(Refusal::new(
                "exchange/two-columns-one-name",
                format!(
                    "Columns {} and {} are both called `{}`.",
                    first + 1,
                    second + 1,
                    shown(name)
                ),
                "Give one of them another name in the file and bring it again.",
            )),
        }
    }

    /// How many rows stand under the header; rows without any text are not counted.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.grid.len().saturating_sub(self.before)
    }

    /// A cell without the spaces around it. `None` past the end of its row, which may be shorter than the header.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<&str> {
        self.grid.cell(self.before + row, column).map(str::trim)
    }

    /// How many cells a row has.
    #[must_use]
    pub fn width(&self, row: usize) -> usize {
        self.grid.width(self.before + row)
    }

    /// Whether a row of a text file has fewer cells than the header, or text past its end.
    ///
    /// A sheet's rows are never ragged: it does not keep empty cells.
    #[must_use]
    pub fn is_ragged(&self, row: usize) -> bool {
        let (width, columns) = (self.width(row), self.columns.len());
        let over = || (columns..width).any(|column| self.cell(row, column).is_some_and(|cell| !cell.is_empty()));
        self.sheet.is_none() && (width < columns || over())
    }

    /// The line of the file, or row of the sheet, that a row begins on, counted from one.
    #[must_use]
    pub fn line(&self, row: usize) -> u64 {
        self.grid.line(self.before + row)
    }

    /// The sheets of a workbook that a person may choose from; empty for a file without sheets.
    #[must_use]
    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// The sheet that was read; `None` for a file without sheets.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// What a person should know about how the file was read, a sentence each.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }
}

/// What the ending of a file's name says it is.
enum Claims {
    Text,
    Xlsx,
    Another,
    Nothing,
}

impl Claims {
    fn of(ending: &str) -> Self {
        match ending {
            "csv" | "tsv" | "tab" | "txt" => Self::Text,
            "xlsx" | "xlsm" => Self::Xlsx,
            "xls" | "xlsb" | "ods" | "numbers" | "doc" | "docx" | "pdf" | "json" | "xml" | "htm" | "html" | "zip"
            | "gz" | "7z" | "rar" | "parquet" | "sqlite" | "db" | "png" | "jpg" | "jpeg" | "gif" => Self::Another,
            _ => Self::Nothing,
        }
    }
}

/// The most characters of a cell that a message repeats.
const SHOWN: usize = 60;

/// A cell as a message repeats it: at most 60 characters, none of them a control character.
pub(crate) fn shown(text: &str) -> String {
    let mut letters = text.chars().map(|it| if it.is_control() { ' ' } else { it });
    let mut shown: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() {
        shown.pop();
        shown.push('…');
    }
    shown
}

fn shown_list(names: &[String]) -> String {
    let list: Vec<_> = names.iter().take(20).map(|name| format!("`{}`", shown(name))).collect();
    let more = if names.len() > list.len() { " and more" } else { "" };
    format!("{}{more}", list.join(", "))
}

fn empty_file() -> Refusal {
    Refusal::new(
        "exchange/empty-file",
        "The file is empty.",
        "Check that the export finished and bring the file again.",
    )
}

fn another_kind(what: &str) -> Refusal {
    Refusal::new(
        "exchange/another-kind",
        format!("The file is {what}, which is not a table this reads."),
        "Open it in the program it came from and save the table as `CSV UTF-8` or as an Excel workbook (.xlsx).",
    )
}

fn not_what_it_says(ending: &str, what: &str) -> Refusal {
    Refusal::new(
        "exchange/not-what-it-says",
        format!(
            "The name ends in `.{}` and the content looks like {what}.",
            shown(ending)
        ),
        "Open it in the program it came from and save the table as `CSV UTF-8` (.csv) or as an Excel workbook (.xlsx).",
    )
}
