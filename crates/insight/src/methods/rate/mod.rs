#![doc = include_str!("card.md")]

mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Refusal};
use cm_numeric::gap;
use cm_numeric::interval::Interval;

use super::Method;
use crate::counted::{Cell, Cells, INTERVAL, Kind, LEVEL, PER, Scale, level};
use crate::{
    Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Reference, Shape, Signal, Topic, Worked,
};

/// Shares and rates with their intervals.
pub struct Rate;

impl Method for Rate {
    fn name(&self) -> &'static str {
        "rate"
    }

    fn version(&self) -> &'static str {
        "1"
    }

    fn card(&self) -> Card {
        include_str!("card.md")
    }

    fn form(&self) -> &'static str {
        "observation"
    }

    fn shape(&self) -> Shape {
        Shape::OneReadingAPlace
    }

    fn topic(&self) -> Topic {
        Topic::BetweenPlaces
    }

    fn suits(&self, question: &Question) -> bool {
        question.size_is.is_some()
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[INTERVAL, LEVEL, PER]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let level = level(question)?;
        let how = question.setting(&INTERVAL);
        let kind = Kind::of(&question.unit);
        // Wilson's and the exact interval of a share are of some of a total, whatever the unit.
        let cells = Cells::out_of(readings, kind == Kind::Share || how == "wilson")?;
        if cells.cells.is_empty() {
            return Err(no_numbers());
        }
        let all = together(&cells.cells)?;
        let by_group = cells.one_place();
        let rated = |cell: &Cell| rated(cell, kind, level, how, by_group);
        let asked = Asked {
            question,
            level,
            by_group,
            scale: Scale::of(question, kind, all),
            all,
            rows: cells
                .cells
                .iter()
                .map(rated)
                .collect::<Option<_>>()
                .ok_or_else(super::undefined)?,
            without: cells
                .without
                .iter()
                .map(|(place, group, why)| (if by_group { group.clone() } else { place.clone() }, *why))
                .collect(),
        };
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: question.settled(self.parameters()),
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&crate::counted::until(readings)),
            findings: sentences::findings(&asked),
            figures: sentences::figures(&asked),
            chart: Chart::Intervals(asked.chart()),
            spoken: sentences::spoken(&asked),
            table: sentences::table(&asked),
            rests_on: readings.rests_on().clone(),
            protection: None,
        })
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[],
            answer: include_str!("worked.txt"),
        }
    }
}

/// A place or population group with its rate.
struct Row {
    label: String,
    count: f64,
    total: f64,
    value: f64,
    interval: Interval,
    at: u64,
}

/// What was found, with what was asked.
struct Asked<'q> {
    question: &'q Question,
    level: f64,
    by_group: bool,
    scale: Scale,
    /// The rate of everything together.
    all: f64,
    rows: Vec<Row>,
    without: Vec<(String, &'static str)>,
}

impl Asked<'_> {
    /// Which side of everything together a row's interval lies, when it leaves that out.
    fn signal(&self, row: &Row) -> Option<Signal> {
        if self.rows.len() < 2 || !gap::leaves_out(row.interval, self.all) {
            return None;
        }
        Some(super::gap::way(self.question.better, row.value > self.all))
    }

    fn chart(&self) -> IntervalChart {
        let row = |it: &Row| IntervalRow {
            label: it.label.clone(),
            heading: String::new(),
            value: Some(self.scale.drawn(it.value)),
            interval: Some(self.scale.ends(it.interval)),
            signal: self.signal(it),
            note: format!("n = {}", crate::question::thousands(it.total)),
        };
        IntervalChart {
            unit: self.scale.unit(),
            axis: format!(
                "{}, with {} interval",
                self.question.title,
                crate::words::level(self.level)
            ),
            rows: self.rows.iter().map(row).collect(),
            reference: (self.rows.len() > 1).then(|| Reference {
                value: self.scale.drawn(self.all),
                label: "all together".to_owned(),
            }),
            ratio_scale: false,
        }
    }
}

fn rated(cell: &Cell, kind: Kind, level: f64, how: &str, by_group: bool) -> Option<Row> {
    let total = cell.total?;
    let value = Some(cell.count / total).filter(|it| it.is_finite())?;
    Some(Row {
        label: if by_group {
            cell.group.clone()
        } else {
            cell.place.clone()
        },
        count: cell.count,
        total,
        value,
        interval: kind.interval(cell.count, total, level, how)?,
        at: cell.at,
    })
}

fn together(cells: &[Cell]) -> Result<f64, Refusal> {
    let count: f64 = cells.iter().map(|it| it.count).sum();
    let total: f64 = cells.iter().filter_map(|it| it.total).sum();
    let all = count / total;
    all.is_finite().then_some(all).ok_or_else(super::undefined)
}

/// Every count is absent, or out of nothing.
pub(super) fn no_numbers() -> Refusal {
    Refusal::new(
        "insight/no-numbers",
        "No reading is a count out of a total above nought: all are absent, out of nothing or counting more than all.",
        "Choose other dates, or ask whoever gathers the evidence why it is absent.",
    )
}
