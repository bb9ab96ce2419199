#![doc = include_str!("card.md")]

mod drawn;
mod sentences;
mod settings;
mod told;

#[cfg(test)]
mod tests;

use cm_framework::{Better, Motive};
use cm_kernel::{Card, Refusal};
use cm_numeric::funnel::{Allowance, Funnel as Compared, Scale, Unit, compare};
use cm_numeric::process::Side;

use self::settings::{ADJUST, Chosen, EXTREMES, FIGURE, LEVEL, LIMITS, TAILS, TARGET};
use super::Method;
use crate::counted::{Kind, PER, Scale as Per};
use crate::shares::{Share, Shares};
use crate::{Chart, Insight, Parameter, Question, Readings, Shape, Signal, Topic, Worked};

/// The fewest places that are compared.
const FEWEST: usize = 3;

/// The funnel plot.
pub struct Funnel;

impl Method for Funnel {
    fn name(&self) -> &'static str {
        "funnel"
    }

    fn version(&self) -> &'static str {
        "3"
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
        &[FIGURE, PER, LEVEL, TARGET, ADJUST, LIMITS, EXTREMES, TAILS]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let scale = Chosen::scale(question);
        let shares = match scale {
            Scale::Share => Shares::of(readings, question, FEWEST)?,
            Scale::LogRatio | Scale::RootRatio | Scale::Counts | Scale::Rate => Shares::ratios(readings, FEWEST)?,
        };
        let chosen = Chosen::of(readings, question, &shares)?;
        if scale == Scale::Rate && shares.together().0 == 0.0 {
            return Err(no_events());
        }
        let counts: Vec<f64> = shares.places.iter().map(|it| it.count).collect();
        let totals: Vec<f64> = shares.places.iter().map(|it| it.total).collect();
        let compared = compare(&counts, &totals, &chosen.plan).ok_or_else(super::undefined)?;
        let luck = compared.false_discovery(chosen.allowance);
        let places: Vec<Place<'_>> = shares
            .places
            .iter()
            .zip(compared.units.iter().zip(luck))
            .filter_map(|(share, (unit, luck))| {
                Some(Place {
                    share,
                    unit: (*unit)?,
                    luck: luck?,
                })
            })
            .collect();
        let asked = Asked {
            question,
            chosen,
            per: Per::of(question, Kind::Rate, compared.centre),
            shares: &shares,
            compared: &compared,
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
            subtitle: asked.subtitle(&when),
            findings: sentences::findings(&asked),
            figures: told::figures(&asked),
            chart: Chart::Funnel(drawn::chart(&asked)),
            spoken: told::spoken(&asked),
            table: told::table(&asked),
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

/// A place with where it lies.
#[derive(Debug, Clone, Copy)]
struct Place<'s> {
    share: &'s Share,
    unit: Unit,
    /// The false-discovery rate at which it would be singled out.
    luck: f64,
}

/// Compared places with what was asked about them.
struct Asked<'q> {
    question: &'q Question,
    chosen: Chosen,
    /// What rates are said for.
    per: Per,
    shares: &'q Shares,
    compared: &'q Compared,
    places: Vec<Place<'q>>,
}

impl Asked<'_> {
    /// The side of the outer limits a place lies outside, by the verdict that leads.
    fn leading(&self, place: &Place<'_>) -> Option<Side> {
        self.side(place, self.chosen.allowance)
    }

    /// The side of the outer limits a place lies outside.
    fn side(&self, place: &Place<'_>, allowance: Allowance) -> Option<Side> {
        self.compared.side(&place.unit, self.chosen.levels.1, allowance)
    }

    /// Places outside these limits.
    fn outside(&self, level: f64, allowance: Allowance) -> usize {
        self.compared.outside(level, allowance)
    }

    /// Standard deviations from the centre, allowing for what leads.
    fn z(&self, place: &Place<'_>) -> f64 {
        self.compared.z(&place.unit, self.chosen.allowance)
    }

    fn signal(&self, side: Side) -> Signal {
        match (self.question.better, side) {
            (Better::Higher, Side::High) | (Better::Lower, Side::Low) => Signal::Improvement,
            (Better::Higher, Side::Low) | (Better::Lower, Side::High) => Signal::Concern,
            (Better::Neither, Side::High) => Signal::High,
            (Better::Neither, Side::Low) => Signal::Low,
        }
    }

    fn in_words(&self, value: f64) -> String {
        settings::in_words(self.question, self.compared.scale, self.per, value)
    }

    /// A value in the unit it is drawn in: a rate for so many, all else as it is.
    fn drawn(&self, value: f64) -> f64 {
        match self.compared.scale {
            Scale::Rate => self.per.drawn(value),
            Scale::Share | Scale::LogRatio | Scale::RootRatio | Scale::Counts => value,
        }
    }

    /// The level of the outer limits as a person reads it.
    fn outer(&self) -> String {
        crate::words::level(self.chosen.levels.1)
    }

    /// What places are compared with, as part of a sentence.
    fn centre_is(&self) -> &'static str {
        match self.chosen.target {
            Some(_) => "the target",
            None => match self.compared.scale {
                Scale::LogRatio | Scale::RootRatio => "as many as expected",
                Scale::Share | Scale::Counts | Scale::Rate => "all places together",
            },
        }
    }

    /// `share`, or the kind of ratio.
    fn unit_name(&self) -> String {
        match self.compared.scale {
            Scale::Share => self.question.unit_name(),
            Scale::LogRatio | Scale::RootRatio => "times expected".to_owned(),
            Scale::Counts => "ratio".to_owned(),
            Scale::Rate => self.per.unit(),
        }
    }

    fn subtitle(&self, when: &str) -> String {
        if self.compared.scale == Scale::Share {
            return self.question.subtitle(when);
        }
        let question = Question {
            unit: cm_framework::Unit::Number(self.unit_name()),
            ..self.question.clone()
        };
        question.subtitle(when)
    }
}

fn no_events() -> Refusal {
    Refusal::new(
        "insight/no-events",
        "No place has a single event, so there is no rate to compare places with.",
        "Ask about a longer time, or check which column counts the events.",
    )
}
