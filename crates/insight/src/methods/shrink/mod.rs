#![doc = include_str!("card.md")]

mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Refusal};
use cm_numeric::shrinkage::{self, Shrunken};

use super::Method;
use crate::shares::{Share, Shares};
use crate::words::level;
use crate::{
    Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Reference, Shape, Topic, Worked,
};

/// The fewest places that can lend each other strength.
const FEWEST: usize = 3;

const LEVEL: Parameter = Parameter {
    name: "level",
    does: "How likely each interval is to hold the place's true share, from 0.5 to below 1.",
    default: "0.95",
    choices: &[],
};

/// Shares that borrow strength from each other.
pub struct Shrink;

impl Method for Shrink {
    fn name(&self) -> &'static str {
        "shrink"
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

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[LEVEL]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let level = question.level(&LEVEL)?;
        if !(0.5..1.0).contains(&level) {
            return Err(Refusal::new(
                "insight/not-a-setting",
                format!("A level of {level} is not from 0.5 to below 1."),
                "Give a level such as 0.95.",
            ));
        }
        let shares = Shares::of(readings, question, FEWEST)?;
        let counts: Vec<f64> = shares.places.iter().map(|it| it.count).collect();
        let totals: Vec<f64> = shares.places.iter().map(|it| it.total).collect();
        let (count, total) = shares.together();
        if count == 0.0 || count == total {
            return Err(all_alike());
        }
        let shrunken = shrinkage::shares(&counts, &totals, level).ok_or_else(super::undefined)?;
        let places = shares.places.iter().zip(&shrunken.places);
        let places: Vec<Place<'_>> = places
            .filter_map(|(share, drawn)| {
                Some(Place {
                    share,
                    drawn: (*drawn)?,
                })
            })
            .collect();
        if places.len() < FEWEST {
            return Err(super::undefined());
        }
        let asked = Asked {
            question,
            level,
            shares: &shares,
            shrunken: &shrunken,
            places,
        };
        let when = readings
            .span()
            .map_or_else(String::new, |(_, last)| format!("to {}", last.in_words()));
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: question.settled(self.parameters()),
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&when),
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

fn all_alike() -> Refusal {
    Refusal::new(
        "insight/all-alike",
        "None was counted anywhere, or everybody everywhere, so places tell nothing about each other.",
        "Ask about a longer time or more places.",
    )
}

/// A place with its share drawn in.
struct Place<'s> {
    share: &'s Share,
    drawn: shrinkage::Place,
}

/// Places drawn in, with what was asked about them.
struct Asked<'q> {
    question: &'q Question,
    level: f64,
    shares: &'q Shares,
    shrunken: &'q Shrunken,
    /// By name.
    places: Vec<Place<'q>>,
}

impl Asked<'_> {
    /// The least and the most that a place's share is its own.
    fn own(&self) -> (f64, f64) {
        let own = self.places.iter().map(|it| it.drawn.own);
        (own.clone().fold(1.0, f64::min), own.fold(0.0, f64::max))
    }

    fn chart(&self) -> IntervalChart {
        let row = |it: &Place<'_>| IntervalRow {
            label: it.share.place.clone(),
            heading: String::new(),
            value: Some(it.drawn.value),
            interval: Some((it.drawn.interval.lower, it.drawn.interval.upper)),
            signal: None,
            note: format!(
                "{} of {} as counted",
                self.question.in_words(it.share.value()),
                crate::question::thousands(it.share.total)
            ),
        };
        IntervalChart {
            unit: "share".to_owned(),
            axis: format!("Share with strength borrowed, with {} interval", level(self.level)),
            rows: self.places.iter().map(row).collect(),
            reference: Some(Reference {
                value: self.shrunken.centre,
                label: "a typical place".to_owned(),
            }),
            ratio_scale: false,
        }
    }
}
