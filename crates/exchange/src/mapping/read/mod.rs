//! A table and its mapping become a batch, or a list of what is wrong with every row.

mod figures;
mod names;
mod plan;
mod remarks;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use cm_kernel::{Batch, Id, Length, Period, Refusal, Row};

use super::{
    Complaint, Mapping,
    complaint::Complaints,
    period::{self, Spelt},
};
use crate::Table;
use names::Names;
use plan::{From, Plan};
use remarks::Seen;

/// Rows between two reports of progress.
const REPORTED: usize = 16_384;

/// What came of a file. A batch and complaints never come together.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The evidence, sorted; only when nothing is wrong with any row.
    pub batch: Option<Batch>,
    /// What is wrong, in the order of the file: at most [`super::MOST_COMPLAINTS`].
    pub complaints: Vec<Complaint>,
    /// How many more there are.
    pub unlisted: u64,
    /// What a person should know about how the rows were read, a sentence each.
    pub remarks: Vec<String>,
    /// Rows that were read, good and bad.
    pub rows_read: u64,
}

/// Reads every row of a table as the mapping says. All or nothing: one bad row, and there is no batch.
///
/// `ratio` says whether the measure is a share; `progress` is told how many rows of how many are done.
///
/// # Errors
/// When the mapping does not fit the table or the measure: `exchange/no-such-column`, `exchange/two-columns-one-name`,
/// `exchange/column-used-twice`, `exchange/ratio-needs-two-columns`, `exchange/value-needs-one-column`, and what is
/// wrong with a fixed period, place or group.
pub fn read_batch(
    table: &Table,
    mapping: &Mapping,
    measure: &Id,
    ratio: bool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Read, Refusal> {
    let plan = Plan::new(table, mapping, ratio)?;
    let rows = table.rows();
    let mut reader = Reader::new(table, &plan);
    for row in 0..rows {
        if row % REPORTED == 0 {
            progress(row as u64, rows as u64);
        }
        reader.row(row);
    }
    reader.find_twins();
    progress(rows as u64, rows as u64);
    let Reader {
        places,
        groups,
        rows: found,
        complaints,
        seen,
        ..
    } = reader;
    let mut remarks = seen.remarks(plan.length, plan.decimal_comma);
    remarks.extend(places.look_alikes("places"));
    remarks.extend(groups.look_alikes("groups"));
    let batch = complaints.is_empty().then(|| {
        let mut batch = Batch {
            measure: measure.clone(),
            places: places.into_list(),
            groups: groups.into_list(),
            rows: found.into_iter().map(|(row, _)| row).collect(),
        };
        batch.sort();
        batch
    });
    let (complaints, unlisted) = complaints.in_order();
    Ok(Read {
        batch,
        complaints,
        unlisted,
        remarks,
        rows_read: rows as u64,
    })
}

struct Reader<'t> {
    table: &'t Table,
    plan: &'t Plan,
    // What each spelling of a period means; a file has few and repeats them.
    periods: HashMap<&'t str, Spelt>,
    last_period: Option<(&'t str, Spelt)>,
    places: Names<'t>,
    groups: Names<'t>,
    // Good rows, each with its position in the table.
    rows: Vec<(Row, u32)>,
    complaints: Complaints,
    seen: Seen,
}

impl<'t> Reader<'t> {
    fn new(table: &'t Table, plan: &'t Plan) -> Self {
        Self {
            table,
            plan,
            periods: HashMap::new(),
            last_period: None,
            places: Names::default(),
            groups: Names::default(),
            rows: Vec::with_capacity(table.rows()),
            complaints: Complaints::default(),
            seen: Seen::default(),
        }
    }

    /// Reads one row; what is wrong with each of its cells is listed, not only the first.
    fn row(&mut self, row: usize) {
        if self.table.is_ragged(row) {
            let found = self.table.cell(row, 0).unwrap_or_default();
            let refusal = ragged(self.table.width(row), self.table.columns().len());
            self.complaints.add(self.table.line(row), "", found, refusal);
            return;
        }
        let period = self.period(row);
        let place = self.table_text(&self.plan.place, row);
        let place = self.places.position(place).map_err(|it| (place, it));
        let place = self.listed(row, &self.plan.place, place);
        let group = self.table_text(&self.plan.group, row);
        let group = self
            .groups
            .position(names::group_or_everybody(group))
            .map_err(|it| (group, it));
        let group = self.listed(row, &self.plan.group, group);
        let reading = self.reading(row);
        if let (Some(period), Some(place), Some(group), Some(reading)) = (period, place, group, reading) {
            let row_read = Row {
                period,
                place,
                group,
                reading,
            };
            self.rows.push((row_read, u32::try_from(row).unwrap_or(u32::MAX)));
        }
    }

    fn period(&mut self, row: usize) -> Option<Period> {
        let (column, text) = match &self.plan.period {
            From::Fixed(period) => return Some(*period),
            From::Column(column) => (*column, self.table.cell(row, *column).unwrap_or_default()),
        };
        let known = match self.last_period {
            Some((last, spelt)) if last == text => Some(spelt),
            _ => self.periods.get(text).copied(),
        };
        let spelt = match known.map_or_else(|| period::read(text, self.plan.length), Ok) {
            Ok(spelt) => spelt,
            Err(refusal) => {
                self.complain(row, column, text, refusal);
                return None;
            }
        };
        if known.is_none() {
            self.periods.insert(text, spelt);
        }
        self.last_period = Some((text, spelt));
        self.seen.period(spelt);
        Some(spelt.period)
    }

    fn table_text(&self, from: &'t From<String>, row: usize) -> &'t str {
        match from {
            From::Fixed(text) => text,
            From::Column(column) => self.table.cell(row, *column).unwrap_or_default(),
        }
    }

    fn listed<T>(&mut self, row: usize, from: &From<String>, name: Result<T, (&'t str, Refusal)>) -> Option<T> {
        name.map_err(|(text, refusal)| {
            let column = if let From::Column(column) = from {
                *column
            } else {
                usize::MAX
            };
            self.complain(row, column, text, refusal);
        })
        .ok()
    }

    fn complain(&mut self, row: usize, column: usize, found: &str, refusal: Refusal) {
        let column = self.table.columns().get(column).map_or("", String::as_str);
        self.complaints.add(self.table.line(row), column, found, refusal);
    }

    /// Complains of every row whose period, place and group an earlier row has.
    fn find_twins(&mut self) {
        let key = |(row, at): &(Row, u32)| {
            let day =
                u128::from(row.period.start().days().unsigned_abs()) | u128::from(row.period.start().days() < 0) << 31;
            u128::from(row.place) << 96 | u128::from(row.group) << 64 | day << 32 | u128::from(*at)
        };
        let mut keys: Vec<u128> = self.rows.iter().map(key).collect();
        keys.sort_unstable();
        let mut first = None;
        for key in keys {
            let (about, at) = (key >> 32, (key & u128::from(u32::MAX)) as usize);
            match first {
                Some((same, earlier)) if same == about => self.twin(at, earlier),
                _ => first = Some((about, at)),
            }
        }
    }

    fn twin(&mut self, row: usize, earlier: usize) {
        let column = if let From::Column(column) = self.plan.period {
            column
        } else {
            usize::MAX
        };
        let found = self.table.cell(row, column).unwrap_or_default();
        let refusal = Refusal::new(
            "exchange/same-twice",
            format!(
                "The period, place and group of this row are those of line {}.",
                self.table.line(earlier)
            ),
            "Keep one of the two, or map a column that tells them apart, such as the population group.",
        );
        self.complain(row, column, found, refusal);
    }
}

fn ragged(cells: usize, columns: usize) -> Refusal {
    Refusal::new(
        "exchange/ragged-row",
        format!("The row has {cells} cells and the header has {columns}."),
        "Put a quotation mark on either side of a cell that holds a comma, and take out notes below the table.",
    )
}

/// What a fixed period means.
fn fixed_period(text: &str, length: Length) -> Result<Period, Refusal> {
    period::read(text.trim(), length).map(|spelt| spelt.period)
}
