#![doc = include_str!("card.md")]

mod look;
mod rows;
mod sentences;
mod settings;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Period, Refusal};

use self::look::Looked;
use self::rows::Rows;
use self::settings::{PARAMETERS, Settings};
use super::Method;
use crate::change::Verdict;
use crate::{Chart, Insight, Line, LineKind, LinesChart, Mark, Parameter, Question, Readings, Shape, Topic, Worked};

/// Places where something began beside places where it did not.
pub struct Did;

impl Method for Did {
    fn name(&self) -> &'static str {
        "did"
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
        Shape::EveryReading
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
        let settings = Settings::read(question, readings)?;
        let rows = Rows::of(readings, &settings)?;
        let looked = Looked::at(&rows, &settings)?;
        let when = readings.span().map_or_else(String::new, |(first, last)| {
            format!("{} to {}", first.in_words(), last.in_words())
        });
        let asked = Asked {
            question,
            settings,
            rows,
            looked,
        };
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: question.settled(self.parameters()),
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&when),
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
            settings: &[("treated", "elm, fir, oak, yew"), ("since", "2023-01")],
            answer: include_str!("worked.txt"),
        }
    }
}

/// A panel looked at with what was asked about it.
struct Asked<'q> {
    question: &'q Question,
    settings: Settings,
    rows: Rows,
    looked: Looked,
}

impl Asked<'_> {
    fn verdict(&self) -> Verdict {
        let holds = self.looked.doubts().is_empty();
        Verdict::of(&self.looked.found.effect, self.settings.threshold, holds)
    }

    fn chart(&self) -> LinesChart {
        let means = self.rows.means();
        let line = |label: &str, kind: LineKind, value: &dyn Fn(&rows::Mean) -> Option<f64>| Line {
            label: label.to_owned(),
            kind,
            points: means.iter().map(|it| (it.period, value(it))).collect(),
        };
        let gap = self.rows.gap_before();
        let would = |it: &rows::Mean| {
            (it.period >= self.settings.since).then(|| it.others.zip(gap).map(|(others, gap)| others + gap))?
        };
        let mut marks = self.question.every_mark();
        if marks.iter().all(|it| it.on != self.settings.since.start()) {
            marks.push(Mark {
                on: self.settings.since.start(),
                label: "Began".to_owned(),
                href: String::new(),
            });
            marks.sort_by_key(|mark| mark.on);
        }
        let share = self.question.unit == cm_framework::Unit::Share;
        let drawn: Vec<f64> = means
            .iter()
            .flat_map(|it| [it.treated, it.others, would(it)])
            .flatten()
            .collect();
        LinesChart {
            unit: self.question.unit_name(),
            lines: vec![
                line("Where it began", LineKind::Observed, &|it| it.treated),
                line("Elsewhere", LineKind::Compared, &|it| it.others),
                line("Would have been", LineKind::WouldHaveBeen, &would),
            ],
            marks,
            floor: drawn.iter().all(|it| *it >= 0.0).then_some(0.0),
            ceiling: (share && drawn.iter().all(|it| *it <= 1.0)).then_some(1.0),
        }
    }

    fn since(&self) -> Period {
        self.settings.since
    }
}
