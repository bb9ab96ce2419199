use cm_framework::Framework;
use cm_kernel::{Date, Entry, Id, Refusal, Timestamp};

use crate::{
    Act, Adaptation, AnswerOf, Decision, Forecast, Interpretation, LeftOutOf, QuestionRaised, RebaseOf, Registration,
    Review, Session,
};

#[cfg(test)]
pub(crate) mod tests;

/// The longest label a chart can carry without collisions.
const LONGEST_LABEL: usize = 40;

/// Something said, by whom, for which partner, and where it stands in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Said<T> {
    /// Position of the entry.
    pub at: u64,
    /// When the system received it.
    pub received: Timestamp,
    /// The member.
    pub member: Id,
    /// The partner they spoke for.
    pub partner: Id,
    /// What was said.
    pub it: T,
}

/// A session with everything said at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The session.
    pub session: Said<Session>,
    /// Side by side, in the order they were said.
    pub interpretations: Vec<Said<Interpretation>>,
    /// Questions left open.
    pub questions: Vec<Said<QuestionRaised>>,
}

/// A decision with what followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// The decision.
    pub decision: Said<Decision>,
    /// What was done differently because of it.
    pub adaptations: Vec<Said<Adaptation>>,
    /// Looks back, oldest first.
    pub reviews: Vec<Said<Review>>,
}

impl Decided {
    /// Whether its review is due on this day and nobody has looked back yet.
    #[must_use]
    pub fn review_is_due(&self, today: Date) -> bool {
        self.reviews.is_empty() && today >= self.decision.it.review_on
    }
}

/// What a partnership has made of its insights, as its ledger tells it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Learning {
    /// Sessions, in the order they were opened.
    pub sessions: Vec<Held>,
    /// Decisions, in the order they were taken.
    pub decisions: Vec<Decided>,
    /// Questions fixed before the readings they judge, in the order they were.
    pub registrations: Vec<Said<Registration>>,
    /// Where limits begin afresh, in the order people said so, withdrawn ones included.
    pub rebases: Vec<RebaseOf>,
    /// Periods left out of charts, in the order people said so, those taken back in included.
    pub left_out: Vec<LeftOutOf>,
    /// What partners say lies behind questions that methods ask, in the order they said it, corrected ones included.
    pub answers: Vec<AnswerOf>,
}

impl Learning {
    /// The session with this id.
    #[must_use]
    pub fn session(&self, id: &Id) -> Option<&Held> {
        self.sessions.iter().find(|it| it.session.it.id == *id)
    }

    /// The decision taken at this position.
    #[must_use]
    pub fn decision(&self, at: u64) -> Option<&Decided> {
        self.decisions.iter().find(|it| it.decision.at == at)
    }

    /// Adaptations that concern a measure, by day, each with its decision.
    #[must_use]
    pub fn adaptations(&self, measure: &Id) -> Vec<(&Said<Adaptation>, &Said<Decision>)> {
        let of = self.decisions.iter().filter(|it| it.decision.it.measure == *measure);
        let mut found: Vec<_> = of
            .flat_map(|it| it.adaptations.iter().map(move |a| (a, &it.decision)))
            .collect();
        found.sort_by_key(|(adaptation, _)| (adaptation.it.from, adaptation.at));
        found
    }

    /// Registrations of questions about a measure, in the order they were made.
    pub fn registered(&self, measure: &Id) -> impl Iterator<Item = &Said<Registration>> {
        self.registrations.iter().filter(move |it| it.it.measure == *measure)
    }

    /// Takes in the next entry of the ledger; entries of other rooms, and those that name what is not there, change
    /// nothing.
    pub fn apply(&mut self, entry: &Entry) {
        let Some(act) = Act::read(entry) else { return };
        match act {
            Act::SessionOpened(it) if self.session(&it.id).is_none() => self.sessions.push(Held {
                session: said(entry, it),
                interpretations: Vec::new(),
                questions: Vec::new(),
            }),
            Act::SessionOpened(_) => {}
            Act::Interpreted(it) => {
                if let Some(held) = self.held(&it.session) {
                    held.interpretations.push(said(entry, it));
                }
            }
            Act::QuestionRaised(it) => {
                if let Some(held) = self.held(&it.session) {
                    held.questions.push(said(entry, it));
                }
            }
            Act::Decided(it) => {
                let decision = said(entry, it);
                self.decisions.push(Decided {
                    decision,
                    adaptations: Vec::new(),
                    reviews: Vec::new(),
                });
            }
            Act::Adapted(it) => {
                if let Some(decided) = self.decided(it.decision) {
                    decided.adaptations.push(said(entry, it));
                }
            }
            Act::Reviewed(it) => {
                if let Some(decided) = self.decided(it.decision) {
                    decided.reviews.push(said(entry, it));
                }
            }
            Act::Registered(it) => self.registrations.push(said(entry, it)),
            Act::Rebased(it) => self.rebased(said(entry, it)),
            Act::RebaseWithdrawn(it) => self.rebase_withdrawn(said(entry, it)),
            Act::LeftOut(it) => self.leave_out(said(entry, it)),
            Act::TakenBackIn(it) => self.take_back_in(said(entry, it)),
            Act::QuestionAnswered(it) => self.answered(said(entry, it)),
        }
    }

    fn held(&mut self, id: &Id) -> Option<&mut Held> {
        self.sessions.iter_mut().find(|it| it.session.it.id == *id)
    }

    fn decided(&mut self, at: u64) -> Option<&mut Decided> {
        self.decisions.iter_mut().find(|it| it.decision.at == at)
    }

    /// Whether an act may be written now by this partner.
    ///
    /// # Errors
    /// `learning/already-there`, `learning/no-such-session`, `learning/no-such-decision`, `learning/empty`,
    /// `learning/not-a-forecast`, `learning/label-too-long`, `learning/no-such-method`, `learning/another-version`,
    /// `learning/not-settled`, `learning/not-a-period`, `learning/already-rebased`, `learning/no-such-rebase`,
    /// `learning/already-left-out`, `learning/not-left-out`, `learning/already-answered`, `learning/no-such-answer`,
    /// `learning/no-strength`, `learning/no-comparison`, `insight/no-such-setting`, `insight/not-a-setting`,
    /// `framework/no-such-measure`.
    pub fn check(&self, act: &Act, framework: &Framework, by: &Id, today: Date) -> Result<(), Refusal> {
        match act {
            Act::SessionOpened(it) => self.may_open(it),
            Act::Interpreted(it) => {
                self.has_session(&it.session)?;
                filled(&it.text, "What your partner makes of the insight")?;
                filled(&it.would_change_our_mind, "What would change your mind")?;
                self.may_claim(it.claim.as_ref(), self.table(&it.session), None)
            }
            Act::QuestionRaised(it) => {
                self.has_session(&it.session)?;
                filled(&it.text, "The question")
            }
            Act::Decided(it) => self.may_decide(it, framework, today),
            Act::Adapted(it) => {
                self.has_decision(it.decision)?;
                filled(&it.what, "What is done differently")?;
                filled(&it.label, "The label on the chart")?;
                match it.label.chars().count() <= LONGEST_LABEL {
                    true => Ok(()),
                    false => Err(Refusal::new(
                        "learning/label-too-long",
                        format!("The label is longer than {LONGEST_LABEL} characters."),
                        "Use a few words that fit on a chart; the full text goes below.",
                    )),
                }
            }
            Act::Reviewed(it) => {
                self.has_decision(it.decision)?;
                filled(&it.learned, "What was learned")?;
                self.may_look_back(it)
            }
            Act::Registered(it) => {
                filled(&it.threshold, "What would count")?;
                filled(&it.reason, "Why it is asked so")?;
                it.check(framework)
            }
            Act::Rebased(it) => self.may_rebase(it, framework),
            Act::RebaseWithdrawn(it) => self.may_withdraw_rebase(it),
            Act::LeftOut(it) => self.may_leave_out(it, framework),
            Act::TakenBackIn(it) => self.may_take_back_in(it),
            Act::QuestionAnswered(it) => self.may_answer(it, by, framework),
        }
    }

    fn may_open(&self, session: &Session) -> Result<(), Refusal> {
        filled(&session.title, "The title")?;
        filled(&session.question, "The question")?;
        match self.session(&session.id) {
            Some(_) => Err(Refusal::new(
                "learning/already-there",
                format!("There is already a session `{}`.", session.id),
                "Choose another title, or open the session that exists.",
            )),
            None => Ok(()),
        }
    }

    fn may_decide(&self, decision: &Decision, framework: &Framework, today: Date) -> Result<(), Refusal> {
        self.has_session(&decision.session)?;
        filled(&decision.text, "What was decided")?;
        filled(&decision.why, "Why")?;
        self.may_claim(
            decision.claim.as_ref(),
            self.table(&decision.session),
            Some(&decision.measure),
        )?;
        filled(&decision.forecast.expectation, "What you expect")?;
        has_measure(framework, &decision.measure)?;
        let Forecast { by, confidence, .. } = &decision.forecast;
        if !(1..=99).contains(confidence) || *by <= today || decision.review_on < *by {
            return Err(Refusal::new(
                "learning/not-a-forecast",
                "A forecast needs a day still to come, a confidence from 1 to 99 per cent, and a review on or after that day.",
                "Choose a later day, how sure you are, and when to look back.",
            ));
        }
        Ok(())
    }

    fn may_look_back(&self, review: &Review) -> Result<(), Refusal> {
        let decision = self.decision(review.decision).map(|it| &it.decision.it);
        let (table, measure) = decision.map_or((&[][..], None), |it| (self.table(&it.session), Some(&it.measure)));
        self.may_claim(review.claim.as_ref(), table, measure)
    }

    fn has_session(&self, id: &Id) -> Result<(), Refusal> {
        match self.session(id) {
            Some(_) => Ok(()),
            None => Err(Refusal::new(
                "learning/no-such-session",
                format!("There is no session `{id}`."),
                "Choose a session listed on the learning page.",
            )),
        }
    }

    pub(crate) fn has_decision(&self, at: u64) -> Result<(), Refusal> {
        match self.decision(at) {
            Some(_) => Ok(()),
            None => Err(Refusal::new(
                "learning/no-such-decision",
                format!("No decision was taken at entry {at}."),
                "Choose a decision listed on the decisions page.",
            )),
        }
    }
}

fn said<T>(entry: &Entry, it: T) -> Said<T> {
    let (member, partner) = (entry.author.member.clone(), entry.author.partner.clone());
    Said {
        at: entry.at,
        received: entry.received,
        member,
        partner,
        it,
    }
}

/// Whether there is such a measure.
pub(crate) fn has_measure(framework: &Framework, measure: &Id) -> Result<(), Refusal> {
    match framework.measure(measure) {
        Some(_) => Ok(()),
        None => Err(Refusal::new(
            "framework/no-such-measure",
            format!("There is no measure `{measure}`."),
            "Choose a measure listed on the framework page.",
        )),
    }
}

pub(crate) fn filled(text: &str, what: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::new(
            "learning/empty",
            format!("{what} is empty."),
            "Write a sentence and send it again.",
        ));
    }
    Ok(())
}
