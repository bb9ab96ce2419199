#![doc = include_str!("card.md")]

mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Refusal};
use cm_numeric::comparison::{apart, average_pair, bars, equal_errors};
use cm_numeric::interval::Interval;

use super::Method;
use super::ranks::{error, phi};
use crate::shares::{Share, Shares};
use crate::{
    Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Reference, Shape, Topic, Worked,
};

/// The fewest places that are compared.
const FEWEST: usize = 2;
/// The most places; time grows with their pairs.
const MOST: usize = 3_000;

const PAIRS: Parameter = Parameter {
    name: "pairs",
    does: "For which pairs bars are right: on `average` over all pairs, or for pairs that are `equal` in size (1.39 \
           standard errors at 95%).",
    default: "average",
    choices: &["average", "equal"],
};
const LEVEL: Parameter = Parameter {
    name: "level",
    does: "How seldom the bars of two places that do not differ fail to overlap: 0.95 for one pair in twenty.",
    default: "0.95",
    choices: &[],
};

/// Places with bars that can be compared by eye.
pub struct Compare;

impl Method for Compare {
    fn name(&self) -> &'static str {
        "compare"
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
        &[PAIRS, LEVEL]
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
        if shares.places.len() > MOST {
            return Err(Refusal::new(
                "insight/too-many-places",
                format!(
                    "{} places are more bars than can be compared by eye; {MOST} is the most.",
                    shares.places.len()
                ),
                "Compare them with a funnel plot, or ask about those of one region.",
            ));
        }
        let values: Vec<f64> = shares.places.iter().map(Share::value).collect();
        let errors: Vec<f64> = shares.places.iter().map(error).collect();
        let width = match question.setting(&PAIRS) {
            "equal" => equal_errors(level),
            _ => average_pair(&errors, level),
        };
        let width = width.ok_or_else(super::undefined)?;
        let ends = bars(&values, &errors, width).ok_or_else(super::undefined)?;
        let asked = Asked {
            question,
            level,
            width,
            apart: apart(&ends),
            phi: phi(&shares),
            places: shares
                .places
                .iter()
                .zip(ends)
                .map(|(share, bar)| Place { share, bar })
                .collect(),
            shares: &shares,
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

/// A place with its bar.
struct Place<'s> {
    share: &'s Share,
    bar: Interval,
}

/// Places with their bars and what was asked about them.
struct Asked<'q> {
    question: &'q Question,
    level: f64,
    /// Standard errors either side.
    width: f64,
    /// Pairs of bars that do not overlap.
    apart: u64,
    phi: Option<f64>,
    shares: &'q Shares,
    /// By name.
    places: Vec<Place<'q>>,
}

impl Asked<'_> {
    /// How many pairs there are.
    fn pairs(&self) -> f64 {
        let places = self.places.len() as f64;
        places * (places - 1.0) / 2.0
    }

    /// The share of all places together.
    fn together(&self) -> f64 {
        let (count, total) = self.shares.together();
        count / total
    }

    fn chart(&self) -> IntervalChart {
        let row = |it: &Place<'_>| IntervalRow {
            label: it.share.place.clone(),
            heading: String::new(),
            value: Some(it.share.value()),
            interval: Some((it.bar.lower.max(0.0), it.bar.upper.min(1.0))),
            signal: None,
            note: format!("of {}", crate::question::thousands(it.share.total)),
        };
        IntervalChart {
            unit: "share".to_owned(),
            axis: "Share, with a bar to compare by eye".to_owned(),
            rows: self.places.iter().map(row).collect(),
            reference: Some(Reference {
                value: self.together(),
                label: "all together".to_owned(),
            })
            .filter(|it| it.value.is_finite()),
            ratio_scale: false,
        }
    }
}
