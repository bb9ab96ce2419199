#![doc = include_str!("card.md")]

mod look;
mod sentences;
mod settings;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Refusal};

use self::look::Looked;
use self::settings::{PARAMETERS, Settings, Told};
use super::Method;
use crate::change::Verdict;
use crate::laid::Laid;
use crate::{Chart, Insight, Line, LineKind, LinesChart, Mark, Parameter, Question, Readings, Shape, Topic, Worked};

/// The fewest readings before the change, and after it.
const FEWEST: (usize, usize) = (6, 3);

/// A series before and after a change, beside what the run before would have made of it.
pub struct Its;

impl Method for Its {
    fn name(&self) -> &'static str {
        "its"
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
        PARAMETERS
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let laid = Laid::out(readings.one_series()?, &question.unit)?;
        let settings = Settings::read(question, &laid)?;
        let looked = Looked::at(&laid, &settings, question)?;
        let asked = Asked {
            question,
            settings,
            laid,
            looked,
        };
        let mut settled = question.settled(self.parameters());
        settled.insert(settings::FROM.name.to_owned(), asked.settings.from.to_string());
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: settled,
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&asked.laid.span_in_words()),
            findings: sentences::findings(&asked),
            figures: sentences::figures(&asked),
            chart: Chart::Lines(asked.chart()),
            spoken: sentences::spoken(&asked),
            table: sentences::table(&asked),
            rests_on: readings.rests_on().clone(),
            protection: None,
        })
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[("from", "2022-01"), ("threshold", "-5")],
            answer: include_str!("worked.txt"),
        }
    }
}

/// A series looked at with what was asked about it.
struct Asked<'q> {
    question: &'q Question,
    settings: Settings,
    laid: Laid,
    looked: Looked,
}

impl Asked<'_> {
    fn verdict(&self) -> Verdict {
        let effect = self.looked.effects.told(self.settings.effect);
        Verdict::of(
            &effect,
            self.looked.threshold,
            self.looked.doubts(self.settings.effect).is_empty(),
        )
    }

    fn chart(&self) -> LinesChart {
        let line = |label: &str, kind: LineKind, value: &dyn Fn(usize) -> Option<f64>| Line {
            label: label.to_owned(),
            kind,
            points: self
                .laid
                .places
                .iter()
                .enumerate()
                .map(|(at, place)| (place.period, value(at)))
                .collect(),
        };
        let after = |at: usize| at >= self.settings.at;
        let mut marks = self.question.every_mark();
        let start = self.settings.from.start();
        if marks.iter().all(|mark| mark.on != start) {
            marks.push(Mark {
                on: start,
                label: "Changed from here".to_owned(),
                href: String::new(),
            });
            marks.sort_by_key(|mark| mark.on);
        }
        let share = self.question.unit == cm_framework::Unit::Share;
        let all = || {
            self.looked
                .lines
                .iter()
                .flatten()
                .flat_map(|it| [it.fitted, it.would_have_been])
        };
        let drawn = || self.laid.numbers().chain(all());
        LinesChart {
            unit: self.question.unit_name(),
            lines: vec![
                line("Read", LineKind::Observed, &|at| {
                    self.laid.places.get(at).and_then(|it| it.value)
                }),
                // Two lines, so that the step at the change is seen and not joined across.
                line("", LineKind::Fitted, &|at| {
                    self.looked.line(at).filter(|_| !after(at)).map(|it| it.fitted)
                }),
                line("Fitted", LineKind::Fitted, &|at| {
                    self.looked.line(at).filter(|_| after(at)).map(|it| it.fitted)
                }),
                line("Would have been", LineKind::WouldHaveBeen, &|at| {
                    self.looked.line(at).filter(|_| after(at)).map(|it| it.would_have_been)
                }),
            ],
            marks,
            floor: drawn().all(|it| it >= 0.0).then_some(0.0),
            ceiling: (share && drawn().all(|it| it <= 1.0)).then_some(1.0),
        }
    }
}
