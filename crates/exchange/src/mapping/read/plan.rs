use cm_kernel::{Length, Period, Refusal};

use super::{fixed_period, names};
use crate::{
    Table,
    mapping::{Counts, Figure, Mapping, Source},
    table::shown,
};

/// A mapping whose columns were found in a table.
pub(super) struct Plan {
    pub(super) period: From<Period>,
    pub(super) length: Length,
    pub(super) place: From<String>,
    pub(super) group: From<String>,
    pub(super) figure: Figures,
    pub(super) decimal_comma: bool,
}

/// The position of a column, or what every row has.
#[derive(Debug)]
pub(super) enum From<T> {
    Column(usize),
    Fixed(T),
}

/// The positions of the columns of figures.
#[derive(Debug, Clone, Copy)]
pub(super) enum Figures {
    Value(usize),
    Ratio {
        numerator: usize,
        denominator: usize,
        counts: Counts,
    },
}

impl Plan {
    pub(super) fn new(table: &Table, mapping: &Mapping, ratio: bool) -> Result<Self, Refusal> {
        let figure = match (&mapping.figure, ratio) {
            (Figure::Value { column }, false) => Figures::Value(table.column(column)?),
            (
                Figure::Ratio {
                    numerator,
                    denominator,
                    numerator_counts,
                },
                true,
            ) => Figures::Ratio {
                numerator: table.column(numerator)?,
                denominator: table.column(denominator)?,
                counts: *numerator_counts,
            },
            (Figure::Value { .. }, true) => return Err(needs_two_columns()),
            (Figure::Ratio { .. }, false) => return Err(needs_one_column()),
        };
        let text = |source: &Source| match source {
            Source::Column(name) => table.column(name).map(From::Column),
            Source::Fixed(text) => names::check(text.trim()).map(|()| From::Fixed(text.trim().to_owned())),
        };
        let plan = Self {
            period: match &mapping.period {
                Source::Column(name) => From::Column(table.column(name)?),
                Source::Fixed(text) => From::Fixed(fixed_period(text, mapping.length)?),
            },
            length: mapping.length,
            place: text(&mapping.place)?,
            group: text(&mapping.group)?,
            figure,
            decimal_comma: mapping.decimal_comma,
        };
        plan.check_each_once(table)?;
        Ok(plan)
    }

    /// One column says one thing.
    fn check_each_once(&self, table: &Table) -> Result<(), Refusal> {
        let column = |from: &From<String>| if let From::Column(at) = from { Some(*at) } else { None };
        let period = if let From::Column(at) = self.period {
            Some(at)
        } else {
            None
        };
        let figures = match self.figure {
            Figures::Value(at) => [Some(at), None],
            Figures::Ratio {
                numerator, denominator, ..
            } => [Some(numerator), Some(denominator)],
        };
        let mut used: Vec<_> = [period, column(&self.place), column(&self.group)]
            .into_iter()
            .chain(figures)
            .flatten()
            .collect();
        used.sort_unstable();
        let twice = used.iter().zip(used.iter().skip(1)).find(|(a, b)| a == b);
        let Some((at, _)) = twice else { return Ok(()) };
        let name = table.columns().get(*at).map(|name| shown(name)).unwrap_or_default();
        Err(Refusal::new(
            "exchange/column-used-twice",
            format!("The mapping uses column `{name}` for two things."),
            "Choose a column of its own for each, or fix the place or the group for the whole file.",
        ))
    }
}

fn needs_two_columns() -> Refusal {
    Refusal::new(
        "exchange/ratio-needs-two-columns",
        "The measure is a share, and the mapping names one column of values.",
        "Choose the column of the count and the column of what it is out of; a ready percentage cannot be pooled.",
    )
}

fn needs_one_column() -> Refusal {
    Refusal::new(
        "exchange/value-needs-one-column",
        "The measure is a plain number, and the mapping names a count and what it is out of.",
        "Choose the one column that holds the value in the unit of the measure.",
    )
}
