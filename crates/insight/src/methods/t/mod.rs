#![doc = include_str!("card.md")]

#[cfg(test)]
mod tests;

use super::Method;
use crate::attribute::{EVENTS, EXCLUDE, FIX, READINGS, REBASE, SCREENING, answer, between_events};
use crate::{Insight, Parameter, Question, Readings, Shape, Topic, Worked};
use cm_framework::Motive;
use cm_kernel::{Card, Refusal};
use cm_numeric::process::Kind;

/// The chart of time between events, T.
pub struct T;

const PARAMETERS: &[Parameter] = &[READINGS, EVENTS, FIX, REBASE, EXCLUDE, SCREENING];

impl Method for T {
    fn name(&self) -> &'static str {
        "t"
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
        Topic::OverTime
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let series = between_events(readings, question, Kind::Time)?;
        answer(self, readings, question, series)
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[],
            answer: include_str!("worked.txt"),
        }
    }
}
