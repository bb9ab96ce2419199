#![doc = include_str!("card.md")]

#[cfg(test)]
mod tests;

use super::Method;
use crate::attribute::{EXCLUDE, FIX, REBASE, SCREENING, TARGET, answer, rates};
use crate::{Insight, Parameter, Question, Readings, Shape, Topic, Worked};
use cm_framework::Motive;
use cm_kernel::{Card, Refusal};
use cm_numeric::process::Kind;

/// The chart of weighted individuals, I'.
pub struct IPrime;

const PARAMETERS: &[Parameter] = &[FIX, REBASE, EXCLUDE, SCREENING, TARGET];

impl Method for IPrime {
    fn name(&self) -> &'static str {
        "i-prime"
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

    fn suits(&self, question: &Question) -> bool {
        question.size_is.is_some()
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let series = rates(readings, question, Kind::Weighted, (1.0, false))?;
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
