#![doc = include_str!("card.md")]

#[cfg(test)]
mod tests;

use super::Method;
use crate::attribute::{EXCLUDE, FIX, REBASE, SCREENING, SPREAD, TARGET, allows_for_periods, answer, shares};
use crate::{Insight, Parameter, Question, Readings, Shape, Topic, Worked};
use cm_framework::{Motive, Unit};
use cm_kernel::{Card, Refusal};
use cm_numeric::process::Kind;

/// The chart of shares, P and P'.
pub struct P;

const PARAMETERS: &[Parameter] = &[SPREAD, FIX, REBASE, EXCLUDE, SCREENING, TARGET];

impl Method for P {
    fn name(&self) -> &'static str {
        "p"
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
        question.unit == Unit::Share
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let kind = match allows_for_periods(question) {
            true => Kind::SharePrime,
            false => Kind::Share,
        };
        answer(self, readings, question, shares(readings, question, kind)?)
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[("target", "0.7")],
            answer: include_str!("worked.txt"),
        }
    }
}
