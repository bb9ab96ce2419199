#![doc = include_str!("card.md")]

#[cfg(test)]
mod tests;

use super::Method;
use crate::attribute::{EXCLUDE, FIX, REBASE, answer, moved};
use crate::{Insight, Parameter, Question, Readings, Shape, Topic, Worked};
use cm_framework::Motive;
use cm_kernel::{Card, Refusal};

/// The chart of movements, MR.
pub struct MovingRange;

const PARAMETERS: &[Parameter] = &[FIX, REBASE, EXCLUDE];

impl Method for MovingRange {
    fn name(&self) -> &'static str {
        "mr"
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
        answer(self, readings, question, moved(readings, question)?)
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[],
            answer: include_str!("worked.txt"),
        }
    }
}
