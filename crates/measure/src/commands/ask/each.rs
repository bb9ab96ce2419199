use std::thread;

use cm_evidence::EvidenceSet;
use cm_insight::{Finding, Insight, Method, Question};
use cm_kernel::Refusal;
use cm_web::charts::{self, Options, Width};

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

    /// Asks about every set, on every processor, and hands the answers over in order, a few at a time.
    pub fn ask_each(
        &self,
        sets: Vec<(String, EvidenceSet)>,
        take: &mut dyn FnMut(Answer) -> Result<(), Ending>,
    ) -> Result<(), Ending> {
        let workers = thread::available_parallelism().map_or(1, usize::from).min(16);
        let mut left = sets.into_iter();
        loop {
            let hands: Vec<Vec<_>> = (0..workers).map(|_| left.by_ref().take(AT_A_TIME).collect()).collect();
            if hands.first().is_none_or(Vec::is_empty) {
                return Ok(());
            }
            let work = |hand: Vec<(String, EvidenceSet)>| -> Vec<Answer> {
                hand.into_iter().map(|(place, set)| self.ask(place, &set)).collect()
            };
            let answers: Result<Vec<_>, _> = thread::scope(|scope| {
                let at_work: Vec<_> = hands.into_iter().map(|hand| scope.spawn(|| work(hand))).collect();
                at_work.into_iter().map(thread::ScopedJoinHandle::join).collect()
            });
            let answers = answers.map_err(|_| Ending::Faulty("A method stopped before its answer.".to_owned()))?;
            answers.into_iter().flatten().try_for_each(&mut *take)?;
        }
    }
}
