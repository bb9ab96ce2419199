use std::collections::HashSet;

use super::words;
use crate::{
    Table,
    mapping::{
        Source,
        figure::{self, Said, has_decimal_comma},
        period,
    },
    table::shown,
};

/// Rows looked at, spread over the whole table.
const SAMPLE: usize = 2_000;

/// Rows from the top that are compared to see whether columns tell them apart.
const COMPARED: usize = 20_000;

/// What one column looks like from a sample of its cells.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub(super) name: String,
    /// Its first cell that is not empty.
    pub(super) example: String,
    /// How many different texts the sample holds.
    pub(super) different: u32,
    pub(super) sum: f64,
    pub(super) negative: bool,
    /// A number in it can only be read with a decimal comma, and none only with a point.
    pub(super) decimal_comma: bool,
    filled: u32,
    periods: u32,
    numbers: u32,
    absences: u32,
    fractions: u32,
}

impl Column {
    /// How like a list of words its name is.
    pub(super) fn likeness(&self, words: &[&str]) -> u32 {
        words::likeness(&self.name, words)
    }

    /// Nearly every cell reads as a period.
    pub(super) fn all_periods(&self) -> bool {
        self.nearly(self.periods)
    }

    /// Nearly every cell is a number or a sign for none, and some are numbers.
    pub(super) fn all_figures(&self) -> bool {
        self.numbers > 0 && self.nearly(self.numbers + self.absences)
    }

    /// Nearly no cell is a number or a period.
    pub(super) fn is_words(&self) -> bool {
        self.filled > 0 && (self.numbers + self.periods) * 20 < self.filled
    }

    /// It could name places or groups: it is filled, and holds no fractions.
    pub(super) fn could_name(&self) -> bool {
        self.filled > 0 && self.fractions == 0
    }

    /// How likely it is to be the value that is sought.
    pub(super) fn worth(&self) -> u32 {
        match self.likeness(words::VALUE) {
            _ if !self.all_figures() => 0,
            0 if self.likeness(words::SERIAL) > 0 => 1,
            likeness => 2 + likeness,
        }
    }

    fn nearly(&self, count: u32) -> bool {
        self.filled > 0 && count * 20 >= self.filled * 19
    }

    fn look(&mut self, text: &str) {
        if self.filled == 0 {
            self.example = shown(text);
        }
        self.filled += 1;
        let comma = has_decimal_comma(text);
        match figure::said(text, comma) {
            Ok(Said::Number(number)) => {
                self.numbers += 1;
                self.sum += number;
                self.negative |= number < 0.0;
                self.fractions += u32::from(number.fract() != 0.0);
            }
            Ok(Said::Absent(_)) => self.absences += 1,
            Err(_) => {}
        }
        // A whole number is a year only within living memory and planning.
        let odd_year = text.len() == 4 && text.parse().is_ok_and(|year: u32| !(1900..2100).contains(&year));
        self.periods += u32::from(!odd_year && period::spelt(text).is_some());
        self.decimal_comma |= comma;
    }
}

/// Looks at every column whose name is its own.
pub(super) fn survey(table: &Table) -> Vec<Column> {
    let step = table.rows().div_ceil(SAMPLE).max(1);
    let alone = |name: &&String| table.columns().iter().filter(|it| it == name).count() == 1;
    let names = table.columns().iter().enumerate().filter(|(_, name)| alone(name));
    names
        .map(|(at, name)| {
            let mut column = Column {
                name: name.clone(),
                ..Column::default()
            };
            let mut points = false;
            let mut texts = HashSet::new();
            let cells = (0..table.rows()).step_by(step).filter_map(|row| table.cell(row, at));
            for text in cells.filter(|it| !it.is_empty()) {
                column.look(text);
                points |= text.contains('.') && text.parse::<f64>().is_ok();
                texts.insert(text);
            }
            column.different = u32::try_from(texts.len()).unwrap_or(u32::MAX);
            column.decimal_comma &= !points;
            column
        })
        .collect()
}

/// Whether no two of the first rows agree in all of these.
pub(super) fn tells_apart(table: &Table, sources: &[&Source]) -> bool {
    let columns: Vec<usize> = sources
        .iter()
        .filter_map(|source| match source {
            Source::Column(name) => table.column(name).ok(),
            Source::Fixed(_) => None,
        })
        .collect();
    let mut seen = HashSet::new();
    (0..table.rows().min(COMPARED)).all(|row| {
        let key: Vec<_> = columns.iter().map(|column| table.cell(row, *column)).collect();
        seen.insert(key)
    })
}

/// Whether hardly any row of a sample has more in the one column than in the other.
pub(super) fn never_more(table: &Table, above: &str, below: &str) -> bool {
    let (Ok(above), Ok(below)) = (table.column(above), table.column(below)) else {
        return false;
    };
    let step = table.rows().div_ceil(SAMPLE).max(1);
    let number = |row: usize, column: usize| -> Option<f64> {
        let text = table.cell(row, column)?;
        match figure::said(text, has_decimal_comma(text)) {
            Ok(Said::Number(number)) => Some(number),
            _ => None,
        }
    };
    let (mut rows, mut more) = (0_u32, 0_u32);
    for row in (0..table.rows()).step_by(step) {
        if let (Some(a), Some(b)) = (number(row, above), number(row, below)) {
            rows += 1;
            more += u32::from(a > b);
        }
    }
    rows > 0 && more * 100 <= rows
}
