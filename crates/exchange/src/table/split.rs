use cm_kernel::Refusal;

use super::grid::Filling;
use super::{Table, shown};

/// Most tables that one is split into; a column with more values than this says something else than which measure.
pub const MOST_PARTS: usize = 50;

impl Table {
    /// One table for each value of a column, in the order the values first appear; an empty cell is a value too.
    ///
    /// Each has the header and the lines of the whole, so that a complaint still says where in the file it is.
    ///
    /// # Errors
    /// `exchange/no-such-column`, `exchange/two-columns-one-name`, `exchange/too-many-measures`.
    pub fn split(&self, column: &str) -> Result<Vec<(String, Self)>, Refusal> {
        let at = self.column(column)?;
        let mut parts: Vec<(String, Filling)> = Vec::new();
        for row in 0..self.rows() {
            let value = self.cell(row, at).unwrap_or_default();
            let part = match parts.iter().position(|(name, _)| name == value) {
                Some(part) => part,
                None if parts.len() == MOST_PARTS => return Err(too_many(column)),
                None => {
                    parts.push((value.to_owned(), self.above()?));
                    parts.len() - 1
                }
            };
            if let Some((_, filling)) = parts.get_mut(part) {
                self.copy(self.before + row, filling)?;
            }
        }
        let whole = |(name, filling): (String, Filling)| {
            let part = Self {
                name: self.name.clone(),
                columns: self.columns.clone(),
                grid: filling.finish(),
                before: self.before,
                sheets: self.sheets.clone(),
                sheet: self.sheet.clone(),
                remarks: self.remarks.clone(),
            };
            (name, part)
        };
        Ok(parts.into_iter().map(whole).collect())
    }

    /// The notes and the header, to put rows under.
    fn above(&self) -> Result<Filling, Refusal> {
        let mut filling = Filling::default();
        for row in 0..self.before {
            self.copy(row, &mut filling)?;
        }
        Ok(filling)
    }

    fn copy(&self, row: usize, filling: &mut Filling) -> Result<(), Refusal> {
        let line = u32::try_from(self.grid.line(row)).unwrap_or(u32::MAX);
        for column in 0..self.grid.width(row) {
            filling.text().push_str(self.grid.cell(row, column).unwrap_or_default());
            filling.end_cell(line)?;
        }
        filling.end_row(line);
        Ok(())
    }
}

fn too_many(column: &str) -> Refusal {
    Refusal::new(
        "exchange/too-many-measures",
        format!(
            "Column `{}` holds more than {MOST_PARTS} different values, so it does not say which measure a row is about.",
            shown(column)
        ),
        "Choose the column that names the measure, or leave it out when the file is about one measure.",
    )
}
