use cm_kernel::{Absence, Reading, Refusal};

use crate::Readings;

/// What was counted of one place and population group, its periods pooled.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub place: String,
    pub group: String,
    pub count: f64,
    /// What it is out of; absent where readings are plain counts.
    pub total: Option<f64>,
    pub at: u64,
}

/// Cells by place and population group, and which have none and why.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Cells {
    pub cells: Vec<Cell>,
    /// Place, population group, and why there is no number.
    pub without: Vec<(String, String, &'static str)>,
}

impl Cells {
    /// Counts out of totals. `most_is_all` refuses a count above its total, as of shares.
    pub(crate) fn out_of(readings: &Readings, most_is_all: bool) -> Result<Self, Refusal> {
        let mut found = Self::of(readings)?;
        if found.cells.iter().any(|it| it.total.is_none()) {
            return Err(crate::shares::not_a_share());
        }
        let why = |it: &Cell| match it.total {
            Some(total) if total <= 0.0 => Some("out of nothing"),
            Some(total) if most_is_all && it.count > total => Some("counting more than all"),
            _ if it.count < 0.0 => Some("below nought"),
            _ => None,
        };
        for it in &found.cells {
            if let Some(why) = why(it) {
                found.without.push((it.place.clone(), it.group.clone(), why));
            }
        }
        found.cells.retain(|it| why(it).is_none());
        found.without.sort();
        Ok(found)
    }

    /// Counts with or without totals, the periods of each place and population group added together.
    pub(crate) fn of(readings: &Readings) -> Result<Self, Refusal> {
        let mut found = Self::default();
        for series in readings.series() {
            let mut sum: Option<Cell> = None;
            let mut why = Absence::Missing.word();
            for point in &series.points {
                let (count, total) = match point.reading {
                    Reading::Ratio { numerator, denominator } => (numerator, Some(denominator)),
                    Reading::Value(value) => (value, None),
                    Reading::Absent(absence) => {
                        why = absence.word();
                        continue;
                    }
                };
                sum = Some(match sum {
                    None => Cell {
                        place: series.place.clone(),
                        group: series.group.clone(),
                        count,
                        total,
                        at: point.at,
                    },
                    Some(so_far) => added(so_far, count, total, point.at)?,
                });
            }
            match sum {
                Some(cell) if !cell.count.is_finite() || cell.total.is_some_and(|it| !it.is_finite()) => {
                    return Err(crate::methods::undefined());
                }
                Some(cell) => found.cells.push(cell),
                None => found.without.push((series.place.clone(), series.group.clone(), why)),
            }
        }
        Ok(found)
    }

    /// Why each population group has no number, by its name.
    pub(crate) fn groups_without(&self) -> Vec<(String, &'static str)> {
        self.without
            .iter()
            .map(|(_, group, why)| (group.clone(), *why))
            .collect()
    }

    /// Whether there is one place only, so that cells are told apart by population group.
    pub(crate) fn one_place(&self) -> bool {
        let places = self.cells.iter().map(|it| &it.place);
        let mut all = places.chain(self.without.iter().map(|(place, _, _)| place));
        let first = all.next();
        all.all(|it| Some(it) == first)
    }
}

fn added(so_far: Cell, count: f64, total: Option<f64>, at: u64) -> Result<Cell, Refusal> {
    let total = match (so_far.total, total) {
        (None, None) => None,
        (Some(a), Some(b)) => Some(a + b),
        _ => return Err(crate::shares::not_a_share()),
    };
    Ok(Cell {
        count: so_far.count + count,
        total,
        at: so_far.at.max(at),
        ..so_far
    })
}
