use cm_kernel::Refusal;

/// Most cells of one table: ten million rows of ten columns. Each costs four bytes beside its text.
pub const MOST_CELLS: usize = 100_000_000;

/// Most columns. Evidence is long, not wide; a file that is wider was meant for something else.
pub const MOST_COLUMNS: usize = 1_000;

/// Most text of one table in bytes: four times the largest CSV file, since a workbook may repeat what it stores once.
pub const MOST_TEXT: usize = 1 << 30;

/// Longest cell in bytes: what a spreadsheet allows in characters, and far more than a place or a number needs.
pub const LONGEST_CELL: usize = 32_767;

/// Cells in rows, their text end to end in one piece, so that a million rows are one allocation and not six million.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    text: String,
    // Where each cell ends in the text; it begins where the one before it ends.
    ends: Vec<u32>,
    rows: Vec<RowAt>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct RowAt {
    // Position of the row's first cell in `ends`.
    first: u32,
    line: u32,
}

impl Grid {
    /// A grid of text that was split already: `ends` of its cells, and for each row its first cell and its line.
    pub(crate) fn of_parts(text: String, ends: Vec<u32>, rows: impl Iterator<Item = (u32, u32)>) -> Self {
        let rows = rows.map(|(first, line)| RowAt { first, line }).collect();
        Self { text, ends, rows }
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many cells a row has; 0 for a row that does not exist.
    #[must_use]
    pub fn width(&self, row: usize) -> usize {
        let Some(at) = self.rows.get(row) else { return 0 };
        let next = self
            .rows
            .get(row + 1)
            .map_or(self.ends.len(), |next| next.first as usize);
        next.saturating_sub(at.first as usize)
    }

    /// The text of a cell as it stands in the file. `None` past the end of the row or of the grid.
    #[must_use]
    pub fn cell(&self, row: usize, column: usize) -> Option<&str> {
        if column >= self.width(row) {
            return None;
        }
        let at = self.rows.get(row)?.first as usize + column;
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..*self.ends.get(at)? as usize)
    }

    /// Drops every row from this one on.
    pub(crate) fn truncate(&mut self, rows: usize) {
        let Some(first) = self.rows.get(rows).map(|at| at.first as usize) else {
            return;
        };
        let before = first.checked_sub(1).and_then(|at| self.ends.get(at));
        let text = before.map_or(0, |end| *end as usize);
        self.text.truncate(text);
        self.ends.truncate(first);
        self.rows.truncate(rows);
    }

    /// The line of the file, or row of the sheet, that a row begins on, counted from one.
    #[must_use]
    pub fn line(&self, row: usize) -> u64 {
        self.rows.get(row).map_or(0, |at| u64::from(at.line))
    }
}

/// A grid being filled cell by cell.
#[derive(Debug, Default)]
pub(crate) struct Filling {
    grid: Grid,
    // Cells and text of the rows that are finished.
    cells: usize,
    text: usize,
}

impl Filling {
    /// The text of the cell being written.
    pub(crate) fn text(&mut self) -> &mut String {
        &mut self.grid.text
    }

    /// How many cells the row being written has.
    pub(crate) fn width(&self) -> usize {
        self.grid.ends.len() - self.cells
    }

    /// Ends the cell being written.
    ///
    /// # Errors
    /// `exchange/cell-too-long`, `exchange/too-many-columns`, `exchange/too-many-cells`.
    pub(crate) fn end_cell(&mut self, line: u32) -> Result<(), Refusal> {
        let column = self.width();
        let start = self.grid.ends.last().map_or(0, |end| *end as usize);
        let length = self.grid.text.len().saturating_sub(start);
        if column >= MOST_COLUMNS {
            return Err(too_many_columns(line));
        }
        if length > LONGEST_CELL {
            return Err(cell_too_long(line, column, length));
        }
        check_size(self.grid.ends.len() + 1, self.grid.text.len())?;
        self.grid.ends.push(self.grid.text.len() as u32);
        Ok(())
    }

    /// Ends the row being written; a row without any text is left out.
    pub(crate) fn end_row(&mut self, line: u32) {
        if self.grid.text.get(self.text..).is_none_or(|row| row.trim().is_empty()) {
            self.grid.text.truncate(self.text);
            self.grid.ends.truncate(self.cells);
            return;
        }
        self.grid.rows.push(RowAt {
            first: self.cells as u32,
            line,
        });
        self.text = self.grid.text.len();
        self.cells = self.grid.ends.len();
    }

    /// The grid of the rows that were ended.
    pub(crate) fn finish(self) -> Grid {
        self.grid
    }
}

/// Whether so many cells of so much text can be kept.
///
/// # Errors
/// `exchange/too-many-cells`.
pub(crate) fn check_size(cells: usize, text: usize) -> Result<(), Refusal> {
    if cells > MOST_CELLS || text > MOST_TEXT {
        return Err(Refusal::new(
            "exchange/too-many-cells",
            format!("The table has more than {MOST_CELLS} cells or a gigabyte of text."),
            "Split it, for instance by year, keep only the columns that are needed, and bring the parts one by one.",
        ));
    }
    Ok(())
}

/// A row is wider than a table may be.
pub(crate) fn too_many_columns(line: u32) -> Refusal {
    Refusal::new(
        "exchange/too-many-columns",
        format!("Line {line} has more than {MOST_COLUMNS} columns."),
        "Keep one row for each period, place and group, with only the columns that are needed.",
    )
}

/// A cell is longer than a cell may be; `column` is counted from nought.
pub(crate) fn cell_too_long(line: u32, column: usize, length: usize) -> Refusal {
    Refusal::new(
        "exchange/cell-too-long",
        format!(
            "The cell on line {line}, column {} holds {length} bytes; {LONGEST_CELL} is the most.",
            column + 1
        ),
        "Look for a quotation mark near that line that is opened and not closed, or take the column out.",
    )
}
