#![doc = include_str!("card.md")]

#[cfg(test)]
mod tests;

use super::Method;
use crate::attribute::{EXCLUDE, FIX, PER, REBASE, SCREENING, SPREAD, TARGET, allows_for_periods, answer, per, rates};
use crate::{Insight, Parameter, Question, Readings, Shape, Topic, Worked};
use cm_framework::{Motive, Unit};
use cm_kernel::{Card, Refusal};
use cm_numeric::process::Kind;

/// The chart of rates, U and U'.
pub struct U;

const PARAMETERS: &[Parameter] = &[SPREAD, PER, FIX, REBASE, EXCLUDE, SCREENING, TARGET];

impl Method for U {
    fn name(&self) -> &'static str {
        "u"
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
        question.unit != Unit::Share && question.size_is.is_some()
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let kind = match allows_for_periods(question) {
            true => Kind::RatePrime,
            false => Kind::Rate,
        };
        let series = rates(readings, question, kind, (per(question)?, true))?;
        answer(self, readings, question, series)
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[("per", "1000"), ("spread", "chance")],
            answer: include_str!("worked.txt"),
        }
    }
}
