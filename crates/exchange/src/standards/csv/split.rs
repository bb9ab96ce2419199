use cm_kernel::Refusal;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::table::{Grid, LONGEST_CELL, MOST_COLUMNS, cell_too_long, check_size, too_many_columns};

/// Splits text into cells.
///
/// # Errors
/// `exchange/open-quote`, `exchange/cell-too-long`, `exchange/too-many-columns`, `exchange/too-many-cells`.
pub(super) fn split(text: &str, delimiter: u8, first_line: u32) -> Result<Grid, Refusal> {
    Ok(split_all(text, delimiter, first_line)?.grid)
}

/// Splits text that nothing follows.
///
/// # Errors
/// As [`split`].
pub(crate) fn split_all(text: &str, delimiter: u8, first_line: u32) -> Result<Begun, Refusal> {
    Splitter::run(text, delimiter, first_line, true)
}

/// Splits text of which more may follow: a last row that is inside a quotation is left.
///
/// # Errors
/// As [`split`].
pub(crate) fn split_begun(text: &str, delimiter: u8, first_line: u32) -> Result<Begun, Refusal> {
    Splitter::run(text, delimiter, first_line, false)
}

/// The rows that a text begins with.
pub(crate) struct Begun {
    pub(crate) grid: Grid,
    /// Where each row begins in the text; empty when all of the text was there.
    pub(crate) starts: Vec<usize>,
    /// Where what is left begins, and on which line.
    pub(crate) left: (usize, u32),
}

impl Splitter {
    fn run(text: &str, delimiter: u8, first_line: u32, whole: bool) -> Result<Begun, Refusal> {
        let mut splitter = Self {
            reader: ReaderBuilder::new().delimiter(delimiter).build(),
            // Unquoting only shortens, so the cells of a text fit in its length; the splitter asks for room to spare.
            out: vec![0; text.len() + 1],
            written: 0,
            ends: Vec::new(),
            rows: Vec::new(),
            record: vec![0; MOST_COLUMNS + 1],
            line: first_line,
            length: text.len(),
            whole,
            open: false,
            starts: Vec::new(),
        };
        let mut rest = text.as_bytes();
        while !rest.is_empty() && !splitter.open {
            rest = splitter.row(rest)?;
        }
        let left = (text.len() - rest.len(), splitter.line);
        let Splitter {
            mut out,
            written,
            ends,
            rows,
            line,
            starts,
            ..
        } = splitter;
        out.truncate(written);
        let text = String::from_utf8(out).map_err(|_| open_quote(line))?;
        let grid = Grid::of_parts(text, ends, rows.into_iter());
        Ok(Begun { grid, starts, left })
    }
}

struct Splitter {
    reader: Reader,
    out: Vec<u8>,
    written: usize,
    ends: Vec<u32>,
    // First cell and line of each row.
    rows: Vec<(u32, u32)>,
    // Where the cells of the row being read end, counted from its start.
    record: Vec<usize>,
    line: u32,
    // How long the text is, and whether nothing follows it.
    length: usize,
    whole: bool,
    // Whether the text ends inside a row.
    open: bool,
    starts: Vec<usize>,
}

impl Splitter {
    /// Reads one row and returns what follows it.
    fn row<'t>(&mut self, text: &'t [u8]) -> Result<&'t [u8], Refusal> {
        let text = self.skip_line_ends(text);
        if text.is_empty() {
            return Ok(text);
        }
        let (line, start) = (self.line, self.length - text.len());
        let out = self.out.get_mut(self.written..).unwrap_or_default();
        let (mut result, read, mut length, mut cells) = self.reader.read_record(text, out, &mut self.record);
        if result == ReadRecordResult::InputEmpty && !self.whole {
            self.open = true;
            return Ok(text);
        }
        if result == ReadRecordResult::InputEmpty {
            // The last row may lack its line end. If one does not finish it, it is inside a quotation.
            let out = out.get_mut(length..).unwrap_or_default();
            let ends = self.record.get_mut(cells..).unwrap_or_default();
            let (finished, _, more, more_cells) = self.reader.read_record(b"\n", out, ends);
            (result, length, cells) = (finished, length + more, cells + more_cells);
        }
        match result {
            ReadRecordResult::Record if cells <= MOST_COLUMNS => self.keep((line, start), length, cells)?,
            ReadRecordResult::Record | ReadRecordResult::OutputEndsFull => return Err(too_many_columns(line)),
            ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull => return Err(open_quote(line)),
            ReadRecordResult::End => {}
        }
        let (row, rest) = text.split_at_checked(read).unwrap_or((text, &[]));
        self.line = self.line.saturating_add(count_lines(row));
        Ok(rest)
    }

    /// Passes over empty lines, counting them.
    fn skip_line_ends<'t>(&mut self, text: &'t [u8]) -> &'t [u8] {
        let blank = text
            .iter()
            .position(|it| *it != b'\n' && *it != b'\r')
            .unwrap_or(text.len());
        let (blank, rest) = text.split_at_checked(blank).unwrap_or((text, &[]));
        self.line = self.line.saturating_add(count_lines(blank));
        rest
    }

    fn keep(&mut self, (line, start): (u32, usize), length: usize, cells: usize) -> Result<(), Refusal> {
        let row = self.out.get(self.written..self.written + length).unwrap_or_default();
        if row.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        check_size(self.ends.len() + cells, self.written + length)?;
        self.rows.push((self.ends.len() as u32, line));
        if !self.whole {
            self.starts.push(start);
        }
        let mut start = 0;
        for (column, end) in self.record.iter().take(cells).enumerate() {
            if end - start > LONGEST_CELL {
                return Err(cell_too_long(line, column, end - start));
            }
            self.ends.push((self.written + end) as u32);
            start = *end;
        }
        self.written += length;
        Ok(())
    }
}

fn count_lines(text: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text).count()).unwrap_or(u32::MAX)
}

pub(crate) fn open_quote(line: u32) -> Refusal {
    Refusal::new(
        "exchange/open-quote",
        format!("A quotation mark is opened on line {line} and never closed."),
        "Close it, or double it (`\"\"`) where it is part of the text, and bring the file again.",
    )
}
