//! What the reference answers.

use cm_framework::Motive;
use cm_kernel::{Date, Id};

use super::Reference;

/// What someone hears who wants to put a measure to a use.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Yes {
        span: Vec<u64>,
        agreement: u64,
        version: u32,
        target: Option<f64>,
        against: Vec<Id>,
    },
    No(&'static str),
}

impl Reference {
    /// Whether a measure may be put to a use on this day, and with which evidence.
    pub fn ask(&self, measure: &Id, motive: Motive, today: Date) -> Answer {
        let Some(kept) = self.measures.get(measure) else {
            return Answer::No("framework/no-such-measure");
        };
        let waiting = (0..kept.papers.len()).any(|which| {
            let names_it = kept.papers[which].proposal.motives.contains(&motive);
            names_it && kept.waits_for_assessment(which)
        });
        let unless_waiting = |code| Answer::No(if waiting { "framework/assessment-unsigned" } else { code });
        let Some(paper) = kept.current() else {
            return unless_waiting(kept.brakes.why_not());
        };
        if !paper.proposal.motives.contains(&motive) {
            return unless_waiting("framework/motive-not-agreed");
        }
        if kept.stopped.contains(&motive) {
            return Answer::No("framework/use-withdrawn");
        }
        let risky = [Motive::Target, Motive::Ranking, Motive::Payment].contains(&motive);
        if risky && today > paper.proposal.review_by {
            return Answer::No("framework/review-lapsed");
        }
        if motive == Motive::Target {
            match kept.under(paper) {
                None => return Answer::No("framework/target-not-assessed"),
                Some(sheet) if today > sheet.it.expires => return Answer::No("framework/assessment-expired"),
                Some(_) => {}
            }
        }
        let lots = kept.lots.iter().filter(|lot| lot.uses.contains(&motive));
        let span: Vec<u64> = lots.map(|lot| lot.at).collect();
        if span.is_empty() && !kept.lots.is_empty() {
            return Answer::No("framework/gathered-for-other-uses");
        }
        let target = paper.proposal.target.as_ref().and_then(|it| it.trim().parse().ok());
        Answer::Yes {
            span,
            agreement: paper.at,
            version: paper.version,
            target: target.filter(|_| motive == Motive::Target),
            against: paper.against.iter().map(|(who, _)| who.clone()).collect(),
        }
    }
}
