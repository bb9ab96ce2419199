#![doc = include_str!("card.md")]

mod groups;
mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Refusal};
use cm_numeric::gap;
use cm_numeric::slope::{self, Scale as Even, Slope as Found};

use super::Method;
use crate::counted::{Cells, Kind, LEVEL, PER, Scale, apart_from_unknown, level};
use crate::{
    Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Reference, Shape, Topic, Worked,
};
use groups::Row;

const FIRST: Parameter = Parameter {
    name: "first",
    does: "Which end of deprivation the population group numbered 1 is.",
    default: "most-deprived",
    choices: &["most-deprived", "least-deprived"],
};
const LINE: Parameter = Parameter {
    name: "line",
    does: "Whether the line runs through the figures as they are, or through log odds of shares and logarithms of rates.",
    default: "plain",
    choices: &["plain", "logarithms"],
};
const SEED: Parameter = Parameter {
    name: "seed",
    does: "Where the random draws start; the same seed gives the same intervals on every machine.",
    default: "1",
    choices: &[],
};

/// The slope and relative index of inequality.
pub struct Slope;

impl Method for Slope {
    fn name(&self) -> &'static str {
        "slope"
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
        &[FIRST, LINE, LEVEL, PER, SEED]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let level = level(question)?;
        let seed = seed(question)?;
        let kind = Kind::of(&question.unit);
        let cells = Cells::out_of(readings, kind == Kind::Share)?;
        if cells.cells.is_empty() {
            return Err(super::rate::no_numbers());
        }
        if !cells.one_place() {
            return Err(super::gap::several_places());
        }
        let without = cells.groups_without();
        let (known, unknown) = apart_from_unknown(cells.cells);
        let mut rows = groups::in_order(&known, &without, (kind, level))?;
        if question.setting(&FIRST) == "least-deprived" {
            rows.reverse();
        }
        let asked = slope::Asked {
            scale: match kind {
                Kind::Share => Even::LogOdds,
                Kind::Rate => Even::Log,
            },
            on_scale: question.setting(&LINE) == "logarithms",
            level,
            seed,
        };
        let numbers = groups::with_errors(&rows, asked)?;
        let found = slope::slope(&numbers, asked).ok_or_else(super::undefined)?;
        let whole = |of: fn(&Row) -> f64| rows.iter().map(of).sum::<f64>();
        let all = whole(|it| it.count) / whole(|it| it.total);
        let asked = Asked {
            question,
            level,
            scale: Scale::of(question, kind, all),
            all,
            rows,
            found,
            unknown: unknown.iter().filter_map(|it| it.total).sum(),
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

/// What was found, with what was asked.
struct Asked<'q> {
    question: &'q Question,
    level: f64,
    scale: Scale,
    all: f64,
    rows: Vec<Row>,
    found: Found,
    unknown: f64,
}

impl Asked<'_> {
    /// Whether the interval of the slope leaves out a level line.
    fn slopes(&self) -> bool {
        gap::leaves_out(self.found.difference_interval, 0.0)
    }

    fn chart(&self) -> IntervalChart {
        let row = |it: &Row| IntervalRow {
            label: it.group.clone(),
            heading: String::new(),
            value: Some(self.scale.drawn(it.value)),
            interval: Some(self.scale.ends(it.interval)),
            signal: None,
            note: format!("n = {}", crate::question::thousands(it.total)),
        };
        IntervalChart {
            unit: self.scale.unit(),
            axis: format!(
                "{}, with {} interval, the most deprived first",
                self.question.title,
                crate::words::level(self.level)
            ),
            rows: self.rows.iter().map(row).collect(),
            reference: Some(Reference {
                value: self.scale.drawn(self.all),
                label: "all together".to_owned(),
            }),
            ratio_scale: false,
        }
    }
}

fn seed(question: &Question) -> Result<u64, Refusal> {
    question.setting(&SEED).parse().map_err(|_| {
        Refusal::new(
            "insight/not-a-setting",
            "The seed is not a whole number to start random draws from.",
            "Choose one such as 1; the same seed always gives the same intervals.",
        )
    })
}
