use std::ops::ControlFlow;

use cm_evidence::EvidenceSet;
use cm_insight::{Finding, Insight, Method, Question};
use cm_kernel::Refusal;
use cm_web::charts::{self, Options, Width};

use super::flow::in_order;
use super::tell::Told;
use crate::ending::Ending;

/// How many series a worker is given at a time: few enough that their answers take little memory.
const AT_A_TIME: usize = 64;

/// What came of asking about one series.
pub struct Answer {
    /// The place; what was asked about, where that is not one place.
    pub place: String,
    /// What was found, or why not.
    pub found: Result<Insight, Refusal>,
    /// The picture, where one was wanted.
    pub picture: Option<String>,
}

/// What every series is asked.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    /// The method.
    pub method: &'static dyn Method,
    /// The question, about nobody yet.
    pub question: &'a Question,
    /// Whether a picture is drawn of each answer.
    pub draws: bool,
    /// What is said of the question's registration.
    pub registered: Option<&'a Finding>,
}

impl Asking<'_> {
    /// Asks about one set.
    pub fn ask(&self, place: String, evidence: &EvidenceSet) -> Answer {
        let about = Question {
            about: place.clone(),
            ..self.question.clone()
        };
        let mut found = self.method.ask(evidence, &about);
        if let (Ok(insight), Some(finding)) = (&mut found, self.registered) {
            insight.findings.push(finding.clone());
        }
        let draw = |insight: &Insight| charts::svg(insight, &Options::new(Width::Full, "chart").standalone());
        let picture = found.as_ref().ok().filter(|_| self.draws).map(draw);
        Answer { place, found, picture }
    }

    /// Asks about every set, on every processor, and hands the answers over in order, a few at a time; `in_document`
    /// says whether a JSON document is wanted of them.
    pub fn ask_each(
        &self,
        sets: Vec<(String, EvidenceSet)>,
        in_document: bool,
        take: &mut dyn FnMut(Told) -> Result<(), Ending>,
    ) -> Result<(), Ending> {
        let mut left = sets.into_iter();
        in_order(
            &mut || {
                let hand: Vec<_> = left.by_ref().take(AT_A_TIME).collect();
                Ok(Some(hand).filter(|it| !it.is_empty()))
            },
            &|hand| self.ask_all(hand, in_document),
            &mut |told| {
                told.into_iter().try_for_each(&mut *take)?;
                Ok(ControlFlow::Continue(()))
            },
        )
    }

    /// Asks about some sets one after another.
    pub fn ask_all(&self, sets: Vec<(String, EvidenceSet)>, in_document: bool) -> Vec<Told> {
        let told = |(place, set)| Told::of(self.ask(place, &set), in_document);
        sets.into_iter().map(told).collect()
    }
}
