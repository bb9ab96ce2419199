use std::collections::BTreeSet;

use cm_evidence::Series;
use cm_framework::Unit;
use cm_kernel::{Absence, Period, Reading, Refusal};

use super::Limits;
use crate::{HiddenReading, Question, Readings};

/// One reading with a number, as someone who knows totals sees it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    /// Position of its series.
    pub row: usize,
    /// Position of its period among all periods.
    pub column: usize,
    /// Counts that add up along rows and columns: those of interest, and those who are not (or all of them, when events
    /// may outnumber people).
    pub counts: [f64; 2],
    /// Whether one of its own counts is small.
    pub small: bool,
    /// Whether it is hidden.
    pub hidden: bool,
}

impl Cell {
    /// How much is lost by hiding it.
    pub(super) fn size(&self) -> f64 {
        self.counts.iter().sum()
    }
}

/// The readings of a question as a table of counts: a row a series, a column a period.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub cells: Vec<Cell>,
    pub rows: usize,
    pub columns: usize,
    /// How many of a cell's counts mean something: one for counts, two for shares.
    pub kinds: usize,
    periods: Vec<Period>,
}

impl Table {
    /// The table of readings that have counts. Readings without a number are no part of it.
    pub(super) fn of(readings: &Readings, question: &Question) -> Result<Self, Refusal> {
        let mut periods: Vec<Period> = readings.all().map(|(_, point)| point.period).collect();
        periods.sort_unstable();
        periods.dedup();
        let mut cells = Vec::with_capacity(readings.rests_on().rows);
        let mut outnumbered = false;
        for (row, series) in readings.series().iter().enumerate() {
            for point in &series.points {
                let Some((count, out_of)) = counted(point.reading, &question.unit)? else {
                    continue;
                };
                outnumbered |= out_of.is_some_and(|out_of| count > out_of);
                cells.push(Cell {
                    row,
                    column: periods.binary_search(&point.period).unwrap_or_default(),
                    counts: [count, out_of.unwrap_or_default()],
                    small: false,
                    hidden: false,
                });
            }
        }
        if !outnumbered && holds_shares(readings) {
            for cell in &mut cells {
                let [count, out_of] = cell.counts;
                cell.counts = [count, (out_of - count).max(0.0)];
            }
        }
        Ok(Self {
            cells,
            rows: readings.series().len(),
            columns: periods.len(),
            kinds: if holds_shares(readings) { 2 } else { 1 },
            periods,
        })
    }

    #[cfg(test)]
    pub(super) fn empty(rows: usize, columns: usize) -> Self {
        Self {
            cells: Vec::new(),
            rows,
            columns,
            kinds: 1,
            periods: Vec::new(),
        }
    }

    /// How many readings have a number.
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// How many of them are hidden.
    pub(super) fn hidden(&self) -> usize {
        self.cells.iter().filter(|cell| cell.hidden).count()
    }

    /// Which of them are hidden.
    pub(super) fn hidden_at(&self, readings: &Readings) -> Vec<HiddenReading> {
        let hidden = self.cells.iter().filter(|cell| cell.hidden);
        let named = hidden.filter_map(|cell| {
            let series = readings.series().get(cell.row)?;
            Some(HiddenReading {
                place: series.place.clone(),
                group: series.group.clone(),
                period: *self.periods.get(cell.column)?,
            })
        });
        named.collect()
    }

    /// Hides every reading one of whose counts is small.
    pub(super) fn hide_small(&mut self, limits: Limits) {
        for cell in &mut self.cells {
            cell.small = cell.counts.iter().take(self.kinds).any(|count| limits.is_small(*count));
            cell.hidden = cell.small;
        }
    }

    /// The series with hidden readings marked so, and counts rounded when that is the rule.
    pub(super) fn shown(&self, readings: &Readings, round_to: Option<f64>) -> Vec<Series> {
        let hidden: BTreeSet<(usize, Period)> = self
            .cells
            .iter()
            .filter(|cell| cell.hidden)
            .filter_map(|cell| Some((cell.row, *self.periods.get(cell.column)?)))
            .collect();
        let mut series = readings.series().to_vec();
        for (row, it) in series.iter_mut().enumerate() {
            for point in &mut it.points {
                point.reading = match hidden.contains(&(row, point.period)) {
                    true => Reading::Absent(Absence::Suppressed),
                    false => rounded(point.reading, round_to),
                };
            }
        }
        series
    }
}

fn holds_shares(readings: &Readings) -> bool {
    readings
        .all()
        .any(|(_, point)| matches!(point.reading, Reading::Ratio { .. }))
}

/// A count and what it is out of; nothing when there is no number.
fn counted(reading: Reading, unit: &Unit) -> Result<Option<(f64, Option<f64>)>, Refusal> {
    match (reading, unit) {
        (Reading::Absent(_), _) => Ok(None),
        (Reading::Ratio { numerator, denominator }, _) if numerator >= 0.0 && denominator >= 0.0 => {
            Ok(Some((numerator, Some(denominator))))
        }
        (Reading::Value(value), Unit::Number(_)) if value >= 0.0 && value.fract() == 0.0 => Ok(Some((value, None))),
        (Reading::Value(_) | Reading::Ratio { .. }, _) => Err(Refusal::new(
            "insight/no-counts",
            "These readings are not counts, so nobody can tell how few people one of them is about.",
            "Bring the count and what it is out of in place of the finished share or average, and ask again.",
        )),
    }
}

fn rounded(reading: Reading, to: Option<f64>) -> Reading {
    let Some(to) = to else { return reading };
    let round = |count: f64| (count / to).round() * to;
    match reading {
        Reading::Value(value) => Reading::Value(round(value)),
        Reading::Ratio { numerator, denominator } => Reading::Ratio {
            numerator: round(numerator),
            denominator: round(denominator),
        },
        Reading::Absent(_) => reading,
    }
}
