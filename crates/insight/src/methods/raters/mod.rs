#![doc = include_str!("card.md")]

mod look;
mod sentences;
mod settings;

#[cfg(test)]
mod tests;

use cm_framework::{Motive, Unit};
use cm_kernel::{Card, Refusal};

use self::look::Looked;
use self::settings::{PARAMETERS, Settings};
use super::Method;
use crate::{
    Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Reference, Shape, Topic, Worked,
};

/// How far people who rated the same things agree.
pub struct Raters;

impl Method for Raters {
    fn name(&self) -> &'static str {
        "raters"
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
        Topic::AmongRaters
    }

    fn suits(&self, question: &Question) -> bool {
        question.unit != Unit::Share
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let settings = Settings::read(question)?;
        let looked = Looked::at(readings, question, &settings)?;
        let when = readings
            .span()
            .map_or_else(String::new, |(first, last)| match first == last {
                true => first.in_words(),
                false => format!("{} to {}", first.in_words(), last.in_words()),
            });
        let asked = Asked { settings, looked };
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
            settings: &[("metric", "ordinal"), ("categories", "1,2,3,4,5")],
            answer: include_str!("worked.txt"),
        }
    }
}

/// Ratings looked at with what was asked about them.
struct Asked {
    settings: Settings,
    looked: Looked,
}

impl Asked {
    fn chart(&self) -> IntervalChart {
        let row = |it: &look::Coefficient| IntervalRow {
            label: it.label.to_owned(),
            heading: it.heading.to_owned(),
            value: it.value.ok(),
            interval: it.interval,
            signal: None,
            note: it
                .value
                .err()
                .map_or_else(String::new, |why| format!("undefined: {}", sentences::why(why))),
        };
        IntervalChart {
            unit: "agreement".to_owned(),
            axis: "Agreement, 1 when all agree, with 95% interval".to_owned(),
            rows: self.looked.coefficients.iter().map(row).collect(),
            reference: Some(Reference {
                value: 0.0,
                label: "as by chance".to_owned(),
            }),
            ratio_scale: false,
        }
    }
}
