#![doc = include_str!("card.md")]

mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::{Motive, Unit};
use cm_kernel::{Card, Length, Refusal};
use cm_numeric::interval::{Interval, count as of_count, rate, wilson};
use cm_numeric::trend::{self, READINGS, Recent};

use super::Method;
use crate::laid::{Laid, Place};
use crate::{Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Shape, Topic, Worked};

/// Whether the last five yearly readings go one way.
pub struct RecentTrend;

impl Method for RecentTrend {
    fn name(&self) -> &'static str {
        "recent-trend"
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
        Shape::OneSeries
    }

    fn topic(&self) -> Topic {
        Topic::WhatChanged
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let laid = Laid::out(readings.one_series()?, &question.unit)?;
        if !matches!(laid.length, Length::Year | Length::FinancialYear) {
            return Err(not_yearly(laid.length));
        }
        let brought: Vec<(usize, Place)> = laid
            .places
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, it)| it.at.is_some())
            .collect();
        let last = brought.len().checked_sub(READINGS).and_then(|from| brought.get(from..));
        let last = last.ok_or_else(|| too_few(brought.len()))?.to_vec();
        if let Some((_, missing)) = last.iter().find(|(_, it)| it.value.is_none()) {
            return Err(gap(missing));
        }
        let read: Vec<Read> = last
            .into_iter()
            .map(|(at, it)| Read::of(at, it, &question.unit))
            .collect::<Result<_, _>>()?;
        let asked = Asked {
            recent: recent(question, &read)?,
            question,
            read,
        };
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: question.settled(self.parameters()),
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&asked.span()),
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

/// A reading with its place in time and its interval.
struct Read {
    time: f64,
    place: Place,
    value: f64,
    count: f64,
    total: Option<f64>,
    interval: Interval,
}

impl Read {
    fn of(at: usize, place: Place, unit: &Unit) -> Result<Self, Refusal> {
        let (Some(value), Some(count)) = (place.value, place.numerator) else {
            return Err(not_counts());
        };
        let interval = match (place.denominator, unit) {
            (Some(total), Unit::Share) => wilson(count, total, 0.95),
            (Some(exposure), Unit::Number(_)) => rate(count, exposure, 0.95),
            (None, _) => of_count(count, 0.95),
        };
        Ok(Self {
            time: at as f64,
            place,
            value,
            count,
            total: place.denominator,
            interval: interval.ok_or_else(not_counts)?,
        })
    }
}

/// The last readings with what was asked about them.
struct Asked<'q> {
    question: &'q Question,
    read: Vec<Read>,
    recent: Recent,
}

impl Asked<'_> {
    fn span(&self) -> String {
        let ends = self.read.first().zip(self.read.last());
        ends.map_or_else(String::new, |(first, last)| {
            format!("{} to {}", first.place.period.in_words(), last.place.period.in_words())
        })
    }

    /// Whether the readings skip a period.
    fn skips(&self) -> bool {
        self.read
            .windows(2)
            .any(|pair| matches!(pair, [a, b] if b.time - a.time > 1.0))
    }

    fn chart(&self) -> IntervalChart {
        let row = |it: &Read| IntervalRow {
            label: it.place.period.in_words(),
            heading: String::new(),
            value: Some(it.value),
            interval: Some((it.interval.lower, it.interval.upper)),
            signal: None,
            note: String::new(),
        };
        IntervalChart {
            unit: self.question.unit_name(),
            axis: format!("{}, with 95% interval", self.question.title),
            rows: self.read.iter().map(row).collect(),
            reference: None,
            ratio_scale: false,
        }
    }
}

fn recent(question: &Question, read: &[Read]) -> Result<Recent, Refusal> {
    let column = |of: &dyn Fn(&Read) -> f64| read.iter().map(of).collect::<Vec<f64>>();
    let times = column(&|it| it.time);
    let found = match question.unit {
        Unit::Share => {
            let totals: Option<Vec<f64>> = read.iter().map(|it| it.total).collect();
            trend::of_shares(&times, &column(&|it| it.count), &totals.ok_or_else(not_counts)?)
        }
        Unit::Number(_) => {
            let (lower, upper) = (column(&|it| it.interval.lower), column(&|it| it.interval.upper));
            trend::of_numbers(&times, &column(&|it| it.value), &lower, &upper, 0.95)
        }
    };
    found.ok_or_else(super::undefined)
}

fn not_yearly(length: Length) -> Refusal {
    Refusal::new(
        "insight/not-yearly",
        format!(
            "The rule is made for years, and these readings are of a {}.",
            length.word()
        ),
        "Use a process chart, which is made for months and quarters, or gather yearly totals.",
    )
}

fn too_few(number: usize) -> Refusal {
    Refusal::new(
        "insight/too-few-readings",
        format!("{number} yearly readings are too few: the rule looks at the last {READINGS}."),
        "Wait for another year, or ask a process chart about shorter periods.",
    )
}

fn gap(place: &Place) -> Refusal {
    Refusal::new(
        "insight/missing-reading",
        format!(
            "The reading of {} is among the last {READINGS} and has no number.",
            place.period.in_words()
        ),
        "Ask whoever gathers it why it is absent, or choose dates that end before it.",
    )
}

fn not_counts() -> Refusal {
    Refusal::new(
        "insight/not-counts",
        "These readings are neither counts nor shares of a count, so nothing says how far chance could move them.",
        "Bring the count, and what it is out of where there is one.",
    )
}
