//! Questions that methods ask of a measure near its agreed target, and what partners answered.

use std::sync::Arc;

use cm_framework::Motive;
use cm_insight::{Insight, METHODS, Method, Question, Topic, Weight};
use cm_kernel::{Digest, Id, Refusal};
use cm_learning::{Act, AnswerOf, Behind, Claim, QuestionAnswered, Since};

use crate::learn::laid;
use crate::{Asked, Caller, Deed, House, Scope, Unable, View};

/// How the rule is called by which a method says what innocent causes the question before it may have.
const CAUSES: &str = "causes";

/// An answer with what changed since it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// Who answered what, and whether a newer answer took its place.
    pub of: AnswerOf,
    /// What changed about the question since.
    pub since: Since,
}

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionState {
    /// No partner says what lies behind it.
    Open,
    /// It was answered, and the evidence or the line changed since.
    LookAgain,
    /// A partner says what lies behind it.
    Answered,
}

/// A question that a method asks of a measure as it stands now.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetQuestion {
    /// The insight that asks.
    pub insight: Arc<Insight>,
    /// Name of the rule that asks, stable within its method.
    pub rule: String,
    /// The question.
    pub sentence: String,
    /// How likely so much is when nothing is the matter, from 0 to 1, where the method says it.
    pub chance: Option<f64>,
    /// What innocent causes it may have.
    pub causes: Vec<String>,
    /// The digest of what it rests on.
    pub evidence: Digest,
    /// What partners answered, oldest first, corrected answers included.
    pub answers: Vec<Answered>,
}

impl TargetQuestion {
    /// Answers that no newer one took the place of.
    pub fn standing(&self) -> impl Iterator<Item = &Answered> {
        self.answers.iter().filter(|it| it.of.stands())
    }

    /// The answer of a partner that stands.
    #[must_use]
    pub fn of_partner(&self, partner: &Id) -> Option<&Answered> {
        self.standing().find(|it| it.of.answer.partner == *partner)
    }

    /// Where it stands. A question of which partners only say that they do not know yet is open.
    #[must_use]
    pub fn state(&self) -> QuestionState {
        let said = |it: &&Answered| it.of.answer.it.behind != Behind::NotKnownYet;
        let mut answered = self.standing().filter(said).peekable();
        if answered.peek().is_none() {
            QuestionState::Open
        } else if answered.any(|it| it.since.still_fits()) {
            QuestionState::Answered
        } else {
            QuestionState::LookAgain
        }
    }
}

/// What is asked of a measure near its agreed target.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TargetQuestions {
    /// Questions, in the order of the shelf of methods and within each as it asks them.
    pub asked: Vec<TargetQuestion>,
    /// What methods found that ask nothing.
    pub quiet: Vec<Arc<Insight>>,
    /// Why something could not be asked, each reason once.
    pub refused: Vec<Refusal>,
    /// Answers to what was asked once and is not asked of the evidence as it is now, oldest first.
    pub no_longer_asked: Vec<AnswerOf>,
}

impl TargetQuestions {
    /// How many questions stand so.
    #[must_use]
    pub fn count(&self, state: QuestionState) -> usize {
        self.asked.iter().filter(|it| it.state() == state).count()
    }

    /// The question that this method asks by this rule.
    #[must_use]
    pub fn find(&self, method: &str, rule: &str) -> Option<&TargetQuestion> {
        self.asked
            .iter()
            .find(|it| it.insight.method == method && it.rule == rule)
    }

    fn take(&mut self, insight: &Arc<Insight>, answers: &[&AnswerOf], then: Then<'_>) {
        let before = self.asked.len();
        for finding in insight.findings.iter().filter(|it| it.weight == Weight::Question) {
            let of_this_insight = self.asked.get_mut(before..).and_then(|it| it.last_mut());
            match of_this_insight {
                Some(question) if finding.rule == CAUSES => question.causes.push(finding.sentence.clone()),
                Some(question) if question.rule == finding.rule => {
                    question.sentence = format!("{} {}", question.sentence, finding.sentence);
                }
                _ if finding.rule.is_empty() || finding.rule == CAUSES => {}
                _ => self.asked.push(TargetQuestion {
                    insight: Arc::clone(insight),
                    rule: finding.rule.clone(),
                    sentence: finding.sentence.clone(),
                    chance: finding.chance,
                    causes: Vec::new(),
                    evidence: QuestionAnswered::evidence_of(insight),
                    answers: answers_to(insight, &finding.rule, answers, then),
                }),
            }
        }
        if self.asked.len() == before {
            self.quiet.push(Arc::clone(insight));
        }
    }
}

/// The insight with which to compare what an answer was given to, when it is not the one that asks.
type Then<'h> = &'h dyn Fn(&AnswerOf) -> Option<Arc<Insight>>;

fn answers_to(insight: &Insight, rule: &str, answers: &[&AnswerOf], then: Then<'_>) -> Vec<Answered> {
    let to_this = |of: &&&AnswerOf| {
        let it = &of.answer.it;
        it.asked_by.method == insight.method && it.rule == rule
    };
    let with_since = |of: &&AnswerOf| Answered {
        of: AnswerOf::clone(of),
        since: of.answer.it.since(then(of).as_deref().unwrap_or(insight)),
    };
    answers.iter().filter(to_this).map(with_since).collect()
}

/// What someone wants to put on record about a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answering {
    /// Which of the measure's evidence the question is asked of: a place and a group, or all together.
    pub scope: Scope,
    /// Measures that stood beside it when they read the question.
    pub beside: Vec<Id>,
    /// Name of the method that asks.
    pub method: String,
    /// Name of its rule.
    pub rule: String,
    /// The digest of what the question rested on when they read it.
    pub seen: Digest,
    /// What kind of thing lies behind it.
    pub behind: Behind,
    /// In words.
    pub text: String,
    /// How strong the claim is.
    pub claim: Option<Claim>,
    /// Position of the decision that came of it.
    pub decision: Option<u64>,
    /// Position of their partner's answer that this one takes the place of.
    pub corrects: Option<u64>,
}

impl House {
    /// What methods ask of a measure near its agreed target, of one place and group or of all together, and what
    /// partners answered. Methods that read several measures read those `beside` too, for learning. What may not be
    /// asked is told among the refusals.
    ///
    /// Whether an answer still fits is said of the question as it was asked then, with the measures beside it then.
    ///
    /// # Errors
    /// `app/not-your-role`, `framework/no-such-measure`; the machine failed.
    pub fn target_questions(
        &self,
        caller: &Caller,
        measure: &Id,
        scope: &Scope,
        beside: &[Id],
    ) -> Result<TargetQuestions, Unable> {
        caller.must(Deed::Ask, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let all = "all";
        let (place, group) = (scope.place.as_deref(), scope.group.as_deref());
        let answers = view
            .learning
            .answers_of(measure, place.unwrap_or(all), group.unwrap_or(all));
        let answers: Vec<&AnswerOf> = answers.collect();
        let mut questions = TargetQuestions::default();
        for method in near_a_target(&view, measure)? {
            let asked = asked(measure, scope, beside, method);
            match self.look(caller, &asked) {
                Ok(answer) => {
                    let then = |of: &AnswerOf| self.as_asked_then(caller, &asked, of);
                    questions.take(&answer.insight, &answers, &then);
                }
                Err(Unable::Refused(refusal)) if !questions.refused.contains(&refusal) => {
                    questions.refused.push(refusal);
                }
                Err(Unable::Refused(_)) => {}
                Err(Unable::Faulty) => return Err(Unable::Faulty),
            }
        }
        let still_asked = |of: &&AnswerOf| {
            questions
                .find(&of.answer.it.asked_by.method, &of.answer.it.rule)
                .is_some()
        };
        let (_, before): (Vec<_>, Vec<_>) = answers.into_iter().partition(still_asked);
        questions.no_longer_asked = before.into_iter().cloned().collect();
        Ok(questions)
    }

    /// The insight as it would be now with the measures beside it with which a question was answered; `None` when they
    /// are the same, or may not be read any more.
    fn as_asked_then(&self, caller: &Caller, asked: &Asked, of: &AnswerOf) -> Option<Arc<Insight>> {
        let beside = &of.answer.it.asked_by.beside;
        if *beside == asked.beside {
            return None;
        }
        let then = Asked {
            beside: beside.clone(),
            ..asked.clone()
        };
        self.look(caller, &then).ok().map(|it| it.insight)
    }

    /// Puts on record what the caller's partner says lies behind a question, bound to the evidence as it is now.
    /// Returns the entry's position.
    ///
    /// # Errors
    /// `app/not-your-role`; `app/no-such-question` when nothing asks it now; `app/evidence-changed` when what it rests
    /// on is not what they saw; what [`cm_learning::Learning::check`] refuses; the machine failed.
    pub fn answer_question(&self, caller: &Caller, measure: &Id, it: &Answering) -> Result<u64, Unable> {
        caller.must(Deed::Interpret, &caller.partnership)?;
        let questions = self.target_questions(caller, measure, &it.scope, &it.beside)?;
        let question = questions.find(&it.method, &it.rule).ok_or_else(not_asked)?;
        if question.evidence != it.seen {
            return Err(Refusal::new(
                "app/evidence-changed",
                "The evidence has changed since you read this question.",
                "Read the question again as it stands now, and send your answer once more.",
            )
            .into());
        }
        let method = cm_insight::method(&it.method).ok_or_else(not_asked)?;
        let answered = QuestionAnswered {
            asked_by: laid(&asked(measure, &it.scope, &it.beside, method), &question.insight),
            evidence: question.evidence,
            rule: question.rule.clone(),
            question: question.sentence.clone(),
            behind: it.behind,
            text: it.text.clone(),
            claim: it.claim.clone(),
            decision: it.decision,
            corrects: it.corrects,
        };
        self.learn(caller, &Act::QuestionAnswered(answered))
    }
}

/// Methods that look near the target of a measure like this one.
fn near_a_target(view: &View, measure: &Id) -> Result<Vec<&'static dyn Method>, Refusal> {
    let record = view.framework.measure(measure).ok_or_else(|| {
        Refusal::new(
            "framework/no-such-measure",
            format!("There is no measure `{measure}`."),
            "Choose a measure listed on the framework page.",
        )
    })?;
    let question = Question::about(&record.measure, "");
    let near = METHODS.iter().copied().filter(|it| it.topic() == Topic::NearATarget);
    Ok(near.filter(|it| it.suits(&question)).collect())
}

/// The question is always asked for the target, so that the line is the one that partners agreed.
fn asked(measure: &Id, scope: &Scope, beside: &[Id], method: &dyn Method) -> Asked {
    let reads = method.reads_beside();
    Asked {
        beside: beside.iter().filter(|_| reads).cloned().collect(),
        motive: Motive::Target,
        scope: scope.clone(),
        ..Asked::new(measure, method.name())
    }
}

fn not_asked() -> Refusal {
    Refusal::new(
        "app/no-such-question",
        "No method asks this question of the measure as it stands now.",
        "Open the measure's questions, where those that are asked now are listed.",
    )
}
