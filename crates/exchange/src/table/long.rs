//! Text files longer than a table may be, read a part at a time.

use cm_kernel::Refusal;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::encoding::{broken_letters, nul_byte};
use super::grid::{Grid, LONGEST_CELL, MOST_COLUMNS};
use super::header::SEARCHED;
use super::looks::{Looks, looks};
use super::{Claims, Raw, Table};
use crate::standards::csv::{self, Begun};

/// A text file that comes a piece at a time and is handed on in tables that each hold whole places, one after another.
///
/// Bytes go in with [`LongText::add`]; [`LongText::part`] gives the rows up to the last change of place, with the names
/// of the columns and the lines of the whole file. What is held is a part and the place that is not finished.
#[derive(Debug)]
pub struct LongText {
    name: String,
    letters: Letters,
    delimiter: u8,
    // What came after the last line end.
    tail: Vec<u8>,
    // Rows that were not handed on, and the line of the file they begin on.
    text: String,
    line: u32,
    columns: Option<Vec<String>>,
    ended: bool,
}

/// How the file is written, as far as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Letters {
    /// Every letter so far is the same in UTF-8 and in Windows-1252.
    Plain,
    Utf8,
    Windows1252,
}

impl LongText {
    /// Begins with the first bytes of a file, some lines at least. `None` for what is read in one piece or not at all: a
    /// workbook, UTF-16, old line ends, a file that is no text.
    ///
    /// # Errors
    /// `exchange/nul-byte`, `exchange/broken-letters`.
    pub fn begin(name: &str, head: &[u8]) -> Result<Option<Self>, Refusal> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let is_text = matches!(
            Claims::of(ending.as_deref().unwrap_or_default()),
            Claims::Text | Claims::Nothing
        ) && looks(head) == Looks::Text;
        let wide = [UTF_16LE, UTF_16BE].map(|it| encoding_rs::Encoding::for_bom(head).map(|(is, _)| is) == Some(it));
        if !is_text || wide.contains(&true) || memchr::memchr(b'\n', head).is_none() {
            return Ok(None);
        }
        let marked = head.strip_prefix(b"\xef\xbb\xbf");
        let mut long = Self {
            name: name.to_owned(),
            letters: if marked.is_some() {
                Letters::Utf8
            } else {
                Letters::Plain
            },
            delimiter: b',',
            tail: Vec::new(),
            text: String::new(),
            line: 1,
            columns: None,
            ended: false,
        };
        long.add(marked.unwrap_or(head))?;
        match csv::declared(&long.text) {
            Some((mark, length)) => {
                long.delimiter = mark;
                long.text.drain(..length);
                long.line = 2;
            }
            None => long.delimiter = csv::detect(&long.text),
        }
        Ok(Some(long))
    }

    /// Takes in the next bytes.
    ///
    /// # Errors
    /// `exchange/nul-byte`, `exchange/broken-letters`.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        self.tail.extend_from_slice(bytes);
        let Some(last) = memchr::memrchr(b'\n', &self.tail) else {
            return Ok(());
        };
        let after = self.tail.split_off(last + 1);
        let lines = std::mem::replace(&mut self.tail, after);
        self.decode(&lines)
    }

    /// Nothing follows.
    ///
    /// # Errors
    /// `exchange/nul-byte`, `exchange/broken-letters`.
    pub fn end(&mut self) -> Result<(), Refusal> {
        let tail = std::mem::take(&mut self.tail);
        self.ended = true;
        self.decode(&tail)
    }

    /// How many bytes are held.
    #[must_use]
    pub fn held(&self) -> usize {
        self.text.len() + self.tail.len()
    }

    /// All that is held as a table, from which a mapping may be proposed. Nothing is handed on.
    ///
    /// # Errors
    /// As [`Table::read`].
    pub fn preview(&self) -> Result<Table, Refusal> {
        let grid = self.split()?.grid;
        Table::of(&self.name, Raw { grid, ..Raw::default() })
    }

    /// The next rows, up to where the last place that is held begins, or all of them once the end was met. `None` when
    /// only one place is held and more may follow, or nothing is left.
    ///
    /// # Errors
    /// As [`Table::read`]; `exchange/no-such-column`, `exchange/two-columns-one-name` for the column of the place.
    pub fn part(&mut self, place: &str) -> Result<Option<Table>, Refusal> {
        if self.text.is_empty() && (self.columns.is_some() || !self.ended) {
            return Ok(None);
        }
        let Begun { grid, starts, left } = self.split()?;
        if !self.ended && self.text.len() - left.0 > 2 * MOST_COLUMNS * LONGEST_CELL {
            return Err(csv::open_quote(left.1));
        }
        if !self.ended && self.columns.is_none() && grid.len() <= SEARCHED {
            return Ok(None);
        }
        let mut table = self.table(grid)?;
        if self.ended {
            self.text = String::new();
            return Ok((table.rows() > 0).then_some(table));
        }
        let column = table.column(place)?;
        let rows = table.rows();
        let last = rows.checked_sub(1).and_then(|row| table.cell(row, column));
        let alike = (0..rows).rev().take_while(|row| table.cell(*row, column) == last);
        let (whole, before) = (rows - alike.count(), table.before);
        let cut = starts.get(before + whole).copied();
        let Some(cut) = cut.filter(|_| whole > 0) else {
            return Ok(None);
        };
        self.line = u32::try_from(table.line(whole)).unwrap_or(u32::MAX);
        self.text.drain(..cut);
        table.grid.truncate(before + whole);
        self.columns.get_or_insert_with(|| table.columns.clone());
        Ok(Some(table))
    }

    fn split(&self) -> Result<Begun, Refusal> {
        match self.ended {
            true => csv::split_all(&self.text, self.delimiter, self.line),
            false => csv::split_begun(&self.text, self.delimiter, self.line),
        }
    }

    /// The rows under the names of the columns, which the first of them hold.
    fn table(&self, grid: Grid) -> Result<Table, Refusal> {
        let Some(columns) = &self.columns else {
            return Table::of(&self.name, Raw { grid, ..Raw::default() });
        };
        Ok(Table {
            name: self.name.clone(),
            columns: columns.clone(),
            grid,
            before: 0,
            sheets: Vec::new(),
            sheet: None,
            remarks: Vec::new(),
        })
    }

    fn decode(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        let line_at = |at: usize| {
            let before = memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count();
            self.line as usize + memchr::memchr_iter(b'\n', self.text.as_bytes()).count() + before
        };
        if let Some(at) = memchr::memchr(0, bytes) {
            return Err(nul_byte(line_at(at)));
        }
        let plain = bytes.is_ascii();
        match (std::str::from_utf8(bytes), self.letters) {
            (Ok(text), Letters::Plain | Letters::Utf8) => {
                if !plain {
                    self.letters = Letters::Utf8;
                }
                self.text.push_str(text);
                return Ok(());
            }
            (Err(wrong), letters @ (Letters::Plain | Letters::Utf8)) => {
                let before = bytes.get(..wrong.valid_up_to()).is_some_and(<[u8]>::is_ascii);
                if letters == Letters::Utf8 || !before {
                    return Err(broken_letters("UTF-8", line_at(wrong.valid_up_to())));
                }
                self.letters = Letters::Windows1252;
            }
            (_, Letters::Windows1252) => {}
        }
        self.text.push_str(&WINDOWS_1252.decode_without_bom_handling(bytes).0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file in pieces of so many bytes: every part's cells, and the line each row is on.
    fn parts(rows: &[u8], piece: usize) -> Result<Vec<Vec<String>>, Refusal> {
        let first: String = (0..40).map(|at| format!("0,{at}\n")).collect();
        let bytes = [b"place,value\n", first.as_bytes(), rows].concat();
        let head = bytes.iter().position(|it| *it == b'\n').unwrap() + 1;
        let mut long = LongText::begin("a.csv", &bytes[..head])?.unwrap();
        let mut found = Vec::new();
        let mut take = |long: &mut LongText| -> Result<(), Refusal> {
            while let Some(table) = long.part("place")? {
                let row = |row| {
                    let cells: Vec<_> = (0..table.width(row)).filter_map(|at| table.cell(row, at)).collect();
                    format!("{} {}", table.line(row), cells.join("|"))
                };
                found.push((0..table.rows()).map(row).collect());
                if long.ended {
                    break;
                }
            }
            Ok(())
        };
        for piece in bytes[head..].chunks(piece) {
            long.add(piece)?;
            if long.held() > 8 {
                take(&mut long)?;
            }
        }
        long.end()?;
        take(&mut long)?;
        Ok(found)
    }

    #[test]
    fn parts_hold_whole_places_and_the_lines_of_the_file() {
        let text = "A,1\r\nA,\"2\r\n, two\"\r\n\r\nB,\"say \"\"3\"\"\"\r\nC,4\r\nC,5";
        for piece in 1..text.len() {
            let found = parts(text.as_bytes(), piece).unwrap();
            for place in ["A", "B", "C"] {
                let holds = |part: &&Vec<String>| part.iter().any(|row| row.contains(&format!(" {place}|")));
                assert_eq!(found.iter().filter(holds).count(), 1, "{piece}: {found:?}");
            }
            let all = ["42 A|1", "43 A|2\r\n, two", "46 B|say \"3\"", "47 C|4", "48 C|5"];
            assert_eq!(found.concat()[40..], all, "{piece}");
        }
        assert!(parts(text.as_bytes(), 1).unwrap().len() > 3);
    }

    #[test]
    fn letters_are_read_as_in_one_piece() {
        let windows = b"B,2\nCaf\xe9,3\nD,\xa3\n";
        assert_eq!(parts(windows, 5).unwrap().concat()[41..], ["43 Café|3", "44 D|£"]);
        let utf = "Café,3\nD,£\n".as_bytes();
        assert_eq!(parts(utf, 3).unwrap().concat()[40..], ["42 Café|3", "43 D|£"]);
        let mixed = [utf, b"E,\xa3\n"].concat();
        assert_eq!(parts(&mixed, 4).unwrap_err().code, "exchange/broken-letters");
        assert!(parts(b"A,1\nB,\0\n", 4).unwrap_err().reason.starts_with("Line 43 "));
    }

    #[test]
    fn what_is_read_in_one_piece_is_left_to_that() {
        for (name, head) in [
            ("a.xlsx", &b"PK\x03\x04\n"[..]),
            ("a.csv", b"%PDF-1.4\n"),
            ("a.csv", b"place,value"),
            ("a.csv", b"place,value\rA,1\r"),
            ("a.csv", b"\xff\xfep\0,\0v\0\n\0"),
        ] {
            assert!(LongText::begin(name, head).unwrap().is_none(), "{name}");
        }
        let semicolons = LongText::begin("a", b"sep=;\nplace;value\nA;1\nB;2\n")
            .unwrap()
            .unwrap();
        let table = semicolons.preview().unwrap();
        assert_eq!((table.columns().len(), table.rows(), table.line(0)), (2, 2, 3));
    }
}
