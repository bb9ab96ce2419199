#![doc = include_str!("card.md")]

mod gathered;
mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Refusal};
use cm_numeric::gap;
use cm_numeric::interval::{Mean, mean};

use self::gathered::Gathered;
use super::Method;
use crate::counted::{LEVEL, level};
use crate::{
    Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Reference, Shape, Signal, Topic, Worked,
};

const BY: Parameter = Parameter {
    name: "by",
    does: "What a mean is of: each `place`, each population `group`, or `auto`, which is the group where there is one \
           place.",
    default: "auto",
    choices: &["auto", "place", "group"],
};

/// Means of measured values with their intervals.
pub struct Means;

impl Method for Means {
    fn name(&self) -> &'static str {
        "means"
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
        Shape::EverySeries
    }

    fn topic(&self) -> Topic {
        Topic::BetweenPlaces
    }

    fn suits(&self, question: &Question) -> bool {
        question.size_is.is_none()
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[BY, LEVEL]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let level = level(question)?;
        let gathered = Gathered::of(readings, question.setting(&BY))?;
        let every: Vec<f64> = gathered.sets.iter().flat_map(|it| it.values.iter().copied()).collect();
        let mut without = gathered.without;
        let mut rows = Vec::with_capacity(gathered.sets.len());
        for it in gathered.sets {
            if it.values.len() < 2 {
                without.push((it.label, "with a single reading"));
                continue;
            }
            rows.push(Row {
                found: mean(&it.values, level).ok_or_else(super::undefined)?,
                alike: it.values.iter().all(|value| it.values.first() == Some(value)),
                label: it.label,
                at: it.at,
            });
        }
        if rows.is_empty() {
            return Err(too_few_readings());
        }
        without.sort();
        let all = mean(&every, level).ok_or_else(super::undefined)?;
        let asked = Asked {
            question,
            level,
            by_group: gathered.by_group,
            decimals: sentences::decimals(&rows),
            all,
            rows,
            without,
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

/// A place or population group with its mean.
struct Row {
    label: String,
    found: Mean,
    /// Whether its readings are all the same.
    alike: bool,
    at: u64,
}

/// What was found, with what was asked.
struct Asked<'q> {
    question: &'q Question,
    level: f64,
    by_group: bool,
    /// How many decimals means are said with.
    decimals: usize,
    /// The mean of every reading together.
    all: Mean,
    rows: Vec<Row>,
    without: Vec<(String, &'static str)>,
}

impl Asked<'_> {
    /// Which side of every reading together a mean's interval lies, when it leaves that out. Readings that are all alike
    /// tell nothing of chance, so they are a sign of nothing.
    fn signal(&self, row: &Row) -> Option<Signal> {
        let judged = self.rows.len() > 1 && !row.alike;
        let apart = judged && gap::leaves_out(row.found.interval, self.all.value);
        apart.then(|| super::gap::way(self.question.better, row.found.value > self.all.value))
    }

    fn chart(&self) -> IntervalChart {
        let row = |it: &Row| IntervalRow {
            label: it.label.clone(),
            heading: String::new(),
            value: Some(it.found.value),
            interval: Some((it.found.interval.lower, it.found.interval.upper)),
            signal: self.signal(it),
            note: format!("n = {}", crate::question::thousands(it.found.n as f64)),
        };
        IntervalChart {
            unit: self.question.unit_name(),
            axis: format!(
                "Mean {}, with {} interval",
                self.question.title,
                crate::words::level(self.level)
            ),
            rows: self.rows.iter().map(row).collect(),
            reference: (self.rows.len() > 1).then(|| Reference {
                value: self.all.value,
                label: "all together".to_owned(),
            }),
            ratio_scale: false,
        }
    }
}

fn too_few_readings() -> Refusal {
    Refusal::new(
        "insight/too-few-readings",
        "No place or population group has two readings, and one reading says nothing of how far chance moves a mean.",
        "Bring the readings themselves, one a row, or ask about a longer time.",
    )
}
