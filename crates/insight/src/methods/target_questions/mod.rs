#![doc = include_str!("card.md")]

mod ask;
mod gathered;
mod sentences;
mod settings;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Refusal};
use cm_numeric::adjust::benjamini_hochberg;

use self::ask::{Ask, Outcome, Placebo, Ran};
use self::gathered::Gathered;
use self::settings::{PARAMETERS, Settings};
use super::Method;
use crate::{
    Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Reference, Shape, Signal, Topic, Worked,
};

/// Adjusted p below which a question is raised.
const RARE: f64 = 0.05;
/// The rarest that is drawn or said.
const RAREST: f64 = 10_000.0;

/// What else a target may have done to how numbers came about: a battery of questions.
pub struct TargetQuestions;

impl Method for TargetQuestions {
    fn name(&self) -> &'static str {
        "target_questions"
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
        Topic::NearATarget
    }

    fn reads_beside(&self) -> bool {
        true
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let settings = Settings::read(question, readings)?;
        let gathered = Gathered::of(readings, &settings, &question.title)?;
        let of = ask::Of {
            gathered: &gathered,
            settings: &settings,
            question,
        };
        let (asks, placebos) = ask::all(&of);
        let battery = Battery::of(asks, placebos, gathered.rows.len()).ok_or_else(nothing_to_ask)?;
        let when = readings
            .span()
            .map_or_else(String::new, |(first, last)| match first == last {
                true => first.in_words(),
                false => format!("{} to {}", first.in_words(), last.in_words()),
            });
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: question.settled(PARAMETERS),
            headline: sentences::headline(&battery),
            subtitle: question.subtitle(&when),
            findings: sentences::findings(&battery),
            figures: sentences::figures(&battery),
            chart: Chart::Intervals(battery.chart()),
            spoken: sentences::spoken(&battery),
            table: sentences::table(&battery),
            rests_on: readings.rests_on().clone(),
            protection: None,
        })
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[("target", "0.9"), ("began", "2022-04")],
            answer: include_str!("worked.txt"),
        }
    }
}

/// A question that could be asked, with its probability once all of them are counted.
struct Asked {
    ask: Ask,
    ran: Ran,
    adjusted: f64,
}

impl Asked {
    /// Whether it is put to partners.
    fn raised(&self) -> bool {
        self.adjusted < RARE
    }

    /// One in so many is as rare, and no more than [`RAREST`].
    fn one_in(&self) -> f64 {
        (1.0 / self.adjusted).clamp(1.0, RAREST)
    }
}

/// The questions that could be asked, and those that could not.
struct Battery {
    /// Rarest first.
    asked: Vec<Asked>,
    /// Name and why not.
    not: Vec<(String, String)>,
    placebos: Vec<Placebo>,
    readings: usize,
}

impl Battery {
    /// `None` when none of the questions could be asked.
    fn of(asks: Vec<Ask>, placebos: Vec<Placebo>, readings: usize) -> Option<Self> {
        let (mut ran, mut not) = (Vec::new(), Vec::new());
        for mut ask in asks {
            match std::mem::replace(&mut ask.outcome, Outcome::Not(String::new())) {
                Outcome::Ran(it) if it.p.is_finite() => ran.push((ask, it)),
                Outcome::Ran(_) => not.push((ask.name, "numbers too large or too alike".to_owned())),
                Outcome::Not(why) => not.push((ask.name, why)),
            }
        }
        let raw: Vec<f64> = ran.iter().map(|(_, it)| it.p.clamp(0.0, 1.0)).collect();
        let adjusted = benjamini_hochberg(&raw).filter(|it| !it.is_empty())?;
        let with = ran.into_iter().zip(adjusted);
        let mut asked: Vec<Asked> = with
            .map(|((ask, ran), adjusted)| Asked { ask, ran, adjusted })
            .collect();
        asked.sort_by(|a, b| a.adjusted.total_cmp(&b.adjusted));
        Some(Self {
            asked,
            not,
            placebos,
            readings,
        })
    }

    fn raised(&self) -> impl Iterator<Item = &Asked> {
        self.asked.iter().filter(|it| it.raised())
    }

    fn chart(&self) -> IntervalChart {
        let row = |label: &str, note: String| IntervalRow {
            label: label.to_owned(),
            heading: String::new(),
            value: None,
            interval: None,
            signal: None,
            note,
        };
        let asked = self.asked.iter().map(|it| IntervalRow {
            value: Some(it.one_in()),
            signal: it.raised().then_some(Signal::High),
            ..row(&it.ask.name, sentences::rarity(it))
        });
        let not = self
            .not
            .iter()
            .map(|(name, why)| row(name, format!("not asked: {why}")));
        IntervalChart {
            unit: "one in".to_owned(),
            axis: "How rare so much would be if nothing lay behind it: one in so many".to_owned(),
            rows: asked.chain(not).collect(),
            reference: Some(Reference {
                value: 1.0 / RARE,
                label: "one in 20".to_owned(),
            }),
            ratio_scale: true,
        }
    }
}

fn nothing_to_ask() -> Refusal {
    Refusal::new(
        "insight/nothing-to-ask",
        "None of these questions can be asked of these readings.",
        "Ask about months or quarters of several years, or about counts of 100 or more, or put a measure beside this one.",
    )
}
