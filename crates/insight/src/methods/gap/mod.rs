#![doc = include_str!("card.md")]

mod sentences;

#[cfg(test)]
pub(super) mod tests;

pub(super) use sentences::{times, two};

use cm_framework::{Better, Motive};
use cm_kernel::{Card, Refusal};
use cm_numeric::gap::{self, Arm, Difference, Ratio};
use cm_numeric::interval::Interval;

use super::Method;
use crate::counted::{BASE, Base, Cell, Cells, Kind, LEVEL, PER, Scale, apart_from_unknown, choose_base, level};
use crate::{
    Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Reference, Shape, Signal, Topic, Worked,
};

/// Gaps between population groups.
pub struct Gap;

impl Method for Gap {
    fn name(&self) -> &'static str {
        "gap"
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
        Shape::OneReadingAGroup
    }

    fn topic(&self) -> Topic {
        Topic::BetweenGroups
    }

    fn suits(&self, question: &Question) -> bool {
        question.size_is.is_some()
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[BASE, LEVEL, PER]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let level = level(question)?;
        let kind = Kind::of(&question.unit);
        let cells = Cells::out_of(readings, kind == Kind::Share)?;
        let without = cells.groups_without();
        if cells.cells.is_empty() {
            return Err(super::rate::no_numbers());
        }
        if !cells.one_place() {
            return Err(several_places());
        }
        let (known, unknown) = apart_from_unknown(cells.cells);
        if known.len() < 2 {
            return Err(one_group_only());
        }
        let sizes: Vec<(String, f64)> = known
            .iter()
            .map(|it| (it.group.clone(), it.total.unwrap_or(0.0)))
            .collect();
        let base = choose_base(question, &sizes)?;
        let asked = Asked::compared(question, (kind, level), &known, &unknown, (base, without))?;
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

/// A population group with its figure and how far it is from the base.
struct Row {
    group: String,
    arm: Arm,
    interval: Interval,
    at: u64,
    /// Absent for the base itself; the ratio also where the base has none.
    apart: Option<(Difference, Option<Ratio>)>,
}

impl Row {
    /// Whether the difference's interval leaves out none.
    fn differs(&self) -> bool {
        self.apart
            .is_some_and(|(difference, _)| gap::leaves_out(difference.interval, 0.0))
    }
}

/// What was found, with what was asked.
struct Asked<'q> {
    question: &'q Question,
    level: f64,
    scale: Scale,
    base: Base,
    rows: Vec<Row>,
    /// People of known and of unknown population group.
    known: f64,
    unknown: f64,
    without: Vec<(String, &'static str)>,
}

impl<'q> Asked<'q> {
    fn compared(
        question: &'q Question,
        (kind, level): (Kind, f64),
        known: &[Cell],
        unknown: &[Cell],
        (base, without): (Base, Vec<(String, &'static str)>),
    ) -> Result<Self, Refusal> {
        let whole = |cells: &[Cell]| cells.iter().filter_map(|it| it.total).sum::<f64>();
        let against = known.iter().find(|it| it.group == base.group).and_then(arm);
        let against = against.ok_or_else(super::undefined)?;
        let rows: Option<Vec<Row>> = known.iter().map(|it| row(it, &base, against, (kind, level))).collect();
        Ok(Self {
            question,
            level,
            scale: Scale::of(question, kind, against.value()),
            base,
            rows: rows.ok_or_else(super::undefined)?,
            known: whole(known),
            unknown: whole(unknown),
            without,
        })
    }

    fn base_row(&self) -> Option<&Row> {
        self.rows.iter().find(|it| it.group == self.base.group)
    }

    fn others(&self) -> impl Iterator<Item = (&Row, Difference, Option<Ratio>)> {
        let apart = |it: &'_ Row| it.apart;
        self.rows
            .iter()
            .filter_map(move |it| apart(it).map(|(difference, ratio)| (it, difference, ratio)))
    }

    fn signal(&self, row: &Row) -> Option<Signal> {
        let (difference, _) = row.apart.filter(|_| row.differs())?;
        Some(way(self.question.better, difference.value > 0.0))
    }

    fn chart(&self) -> IntervalChart {
        let row = |it: &Row| IntervalRow {
            label: it.group.clone(),
            heading: String::new(),
            value: Some(self.scale.drawn(it.arm.value())),
            interval: Some(self.scale.ends(it.interval)),
            signal: self.signal(it),
            note: format!("n = {}", crate::question::thousands(it.arm.total)),
        };
        IntervalChart {
            unit: self.scale.unit(),
            axis: format!(
                "{}, with {} interval",
                self.question.title,
                crate::words::level(self.level)
            ),
            rows: self.rows.iter().map(row).collect(),
            reference: self.base_row().map(|it| Reference {
                value: self.scale.drawn(it.arm.value()),
                label: it.group.clone(),
            }),
            ratio_scale: false,
        }
    }
}

fn arm(cell: &Cell) -> Option<Arm> {
    Some(Arm {
        count: cell.count,
        total: cell.total?,
    })
}

fn row(cell: &Cell, base: &Base, against: Arm, (kind, level): (Kind, f64)) -> Option<Row> {
    let arm = arm(cell)?;
    let apart = if cell.group == base.group {
        None
    } else {
        Some(between(kind, arm, against, level)?)
    };
    Some(Row {
        group: cell.group.clone(),
        arm,
        interval: kind.interval(arm.count, arm.total, level, "published")?,
        at: cell.at,
        apart,
    })
}

/// What lying above or below is a sign of.
pub(super) fn way(better: Better, above: bool) -> Signal {
    match (better, above) {
        (Better::Higher, true) | (Better::Lower, false) => Signal::Improvement,
        (Better::Higher, false) | (Better::Lower, true) => Signal::Concern,
        (Better::Neither, true) => Signal::High,
        (Better::Neither, false) => Signal::Low,
    }
}

/// Both gaps; the ratio is absent where the base has none, and the difference never.
pub(super) fn between(kind: Kind, first: Arm, base: Arm, level: f64) -> Option<(Difference, Option<Ratio>)> {
    let (difference, ratio) = match kind {
        Kind::Share => (
            gap::share_difference(first, base, level)?,
            gap::share_ratio(first, base, level),
        ),
        Kind::Rate => (
            gap::rate_difference(first, base, level)?,
            gap::rate_ratio(first, base, level),
        ),
    };
    match ratio {
        None if base.count > 0.0 => None,
        ratio => Some((difference, ratio)),
    }
}

pub(super) fn several_places() -> Refusal {
    Refusal::new(
        "insight/several-readings",
        "This evidence holds several places, and the method reads one a population group.",
        "Choose one place, or ask for all of them together.",
    )
}

pub(super) fn one_group_only() -> Refusal {
    Refusal::new(
        "insight/one-group",
        "A gap lies between at least two population groups of known name with a number.",
        "Gather the evidence by population group, or use a funnel or a process chart of everybody.",
    )
}
