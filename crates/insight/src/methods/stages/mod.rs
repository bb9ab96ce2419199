#![doc = include_str!("card.md")]

mod sentences;
mod steps;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Refusal};

use super::Method;
use crate::counted::{BASE, LEVEL, choose_base, level};
use crate::{
    Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Reference, Shape, Topic, Worked,
};
use steps::{Asked, Step};

/// Stages that people pass or not, by population group.
pub struct Stages;

impl Method for Stages {
    fn name(&self) -> &'static str {
        "stages"
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

    fn reads_beside(&self) -> bool {
        true
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[BASE, LEVEL]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let level = level(question)?;
        let mut found = steps::of(readings, question)?;
        let base = choose_base(question, &found.sizes)?;
        found.steps.iter_mut().try_for_each(|it| it.compare(&base, level))?;
        let asked = Asked {
            level,
            base,
            steps: found.steps,
            unknown: found.unknown,
            without: found.without,
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

impl Asked {
    fn chart(&self) -> IntervalChart {
        let mut rows = Vec::new();
        for step in &self.steps {
            for it in step.others() {
                // Nought has no place where equal ratios are drawn equally far apart.
                let ratio = it.ratio().filter(|it| it.value > 0.0 && it.interval.lower > 0.0);
                rows.push(IntervalRow {
                    label: it.group.clone(),
                    heading: step.title.clone(),
                    value: ratio.map(|it| it.value),
                    interval: ratio.map(|it| (it.interval.lower, it.interval.upper)),
                    signal: step.signal(it),
                    note: format!(
                        "{} of {}",
                        crate::question::thousands(it.arm.count),
                        crate::question::thousands(it.arm.total)
                    ),
                });
            }
        }
        IntervalChart {
            unit: "times".to_owned(),
            axis: format!(
                "Share that passes, over that of {}, with {} interval",
                self.base.group,
                crate::words::level(self.level)
            ),
            rows,
            reference: Some(Reference {
                value: 1.0,
                label: format!("as {}", self.base.group),
            }),
            ratio_scale: true,
        }
    }
}

/// How each step stands towards partners' wishes is that of its own measure.
fn betters(question: &Question) -> Vec<cm_framework::Better> {
    let beside = question.beside.iter().map(|it| it.better);
    std::iter::once(question.better).chain(beside).collect()
}

fn titles(question: &Question) -> Vec<String> {
    let beside = question.beside.iter().map(|it| it.title.clone());
    std::iter::once(question.title.clone()).chain(beside).collect()
}
