use cm_framework::Framework;
use cm_insight::Insight;
use cm_kernel::{Digest, Id, Refusal, canonical};
use serde::{Deserialize, Serialize};

use crate::learning::{filled, has_measure};
use crate::{Claim, InsightRef, Learning, Said};

/// What kind of thing lies behind what a method asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Behind {
    /// Something that harms nobody and says nothing against anybody.
    InnocentCause,
    /// How things are counted or recorded.
    HowWeCount,
    /// Something that should be done otherwise.
    ToChange,
    /// Looked into, and not known yet. The question stays open.
    NotKnownYet,
}

impl Behind {
    /// Every kind, in the order people are offered them.
    pub const ALL: [Self; 4] = [Self::InnocentCause, Self::HowWeCount, Self::ToChange, Self::NotKnownYet];

    /// The word in inputs and entries.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::InnocentCause => "innocent-cause",
            Self::HowWeCount => "how-we-count",
            Self::ToChange => "to-change",
            Self::NotKnownYet => "not-known-yet",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// What a person reads.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::InnocentCause => "An innocent cause was found",
            Self::HowWeCount => "Something in how we count",
            Self::ToChange => "Something we should change",
            Self::NotKnownYet => "We do not know yet",
        }
    }
}

/// What one partner says lies behind a question that a method asks of a measure. Never merged with another's, and
/// corrected only by a newer answer that names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionAnswered {
    /// The insight that asks, as it was when it was answered: measure, method and version, place, group, how long the
    /// ledger was, digest.
    pub asked_by: InsightRef,
    /// SHA-256 of the readings the insight rests on, those of measures beside it included, so that a later change in
    /// the evidence is seen.
    pub evidence: Digest,
    /// Name of the rule that asks, stable within its method.
    pub rule: String,
    /// The question as it read then.
    pub question: String,
    /// What kind of thing lies behind it.
    pub behind: Behind,
    /// What lies behind it, in words.
    pub text: String,
    /// How strong the claim is that one thing brought about another; absent in entries from before it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// Position of the entry of the decision that came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<u64>,
    /// Position of the entry of the same partner's earlier answer that this one takes the place of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<u64>,
}

impl QuestionAnswered {
    /// The digest of everything an insight rests on, whatever else was added to the ledger since.
    #[must_use]
    pub fn evidence_of(insight: &Insight) -> Digest {
        let rests_on = &insight.rests_on;
        if rests_on.beside.is_empty() {
            return rests_on.digest;
        }
        let beside = rests_on.beside.iter().map(|it| it.digest);
        let all: Vec<Digest> = std::iter::once(rests_on.digest).chain(beside).collect();
        Digest::of(canonical(&all).unwrap_or_default().as_bytes())
    }

    /// Whether both answer the same question: of the same rule about the same measure, place and group.
    #[must_use]
    pub fn is_about_what(&self, other: &Self) -> bool {
        let (one, two) = (&self.asked_by, &other.asked_by);
        self.rule == other.rule
            && (&one.measure, &one.method, &one.place, &one.group)
                == (&two.measure, &two.method, &two.place, &two.group)
    }

    /// What changed about the question since this was answered.
    #[must_use]
    pub fn since(&self, now: &Insight) -> Since {
        let then = &self.asked_by;
        // A newer version may know more settings; only those of both can have been set otherwise.
        let otherwise = |(name, value): (&String, &String)| now.settings.get(name).is_some_and(|it| it != value);
        if then.settings.iter().any(otherwise) {
            Since::Line
        } else if self.evidence != Self::evidence_of(now) {
            Since::Evidence
        } else if then.version != now.version {
            Since::Method
        } else {
            Since::Nothing
        }
    }
}

/// What changed about a question since it was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The same is asked of the same evidence.
    Nothing,
    /// The method has a newer version; line and evidence are the same.
    Method,
    /// The readings it rests on are others.
    Evidence,
    /// The line, or something else that was set, is another one.
    Line,
}

impl Since {
    /// Whether the answer was given to the evidence and the line as they are now.
    #[must_use]
    pub fn still_fits(self) -> bool {
        matches!(self, Self::Nothing | Self::Method)
    }

    /// What a person reads; empty when nothing changed.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Method => "The method has a newer version since this was answered.",
            Self::Evidence => "The evidence has changed since this was answered.",
            Self::Line => "Another line was asked about when this was answered.",
        }
    }
}

/// An answer with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerOf {
    /// Who answered what.
    pub answer: Said<QuestionAnswered>,
    /// Position of the newer answer that took its place; absent while it stands.
    pub corrected: Option<u64>,
}

impl AnswerOf {
    /// Whether no newer answer took its place.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.corrected.is_none()
    }
}

impl Learning {
    /// Answers to the questions that are asked of one measure's place and group, oldest first, corrected ones included.
    pub fn answers_of<'l>(
        &'l self,
        measure: &'l Id,
        place: &'l str,
        group: &'l str,
    ) -> impl Iterator<Item = &'l AnswerOf> {
        self.answers.iter().filter(move |it| {
            let by = &it.answer.it.asked_by;
            by.measure == *measure && by.place == place && by.group == group
        })
    }

    pub(crate) fn answered(&mut self, answer: Said<QuestionAnswered>) {
        if let Some(old) = answer.it.corrects {
            let Some(corrected) = self.answers.iter_mut().find(|it| may_correct(it, old, &answer)) else {
                return;
            };
            corrected.corrected = Some(answer.at);
        }
        self.answers.push(AnswerOf {
            answer,
            corrected: None,
        });
    }

    pub(crate) fn may_answer(&self, it: &QuestionAnswered, by: &Id, framework: &Framework) -> Result<(), Refusal> {
        has_measure(framework, &it.asked_by.measure)?;
        filled(&it.rule, "The rule that asks")?;
        filled(&it.question, "The question")?;
        filled(&it.text, "What lies behind it")?;
        self.may_claim(it.claim.as_ref(), std::slice::from_ref(&it.asked_by), None)?;
        if let Some(decision) = it.decision {
            self.has_decision(decision)?;
        }
        let yours = |of: &&AnswerOf| of.stands() && of.answer.partner == *by && of.answer.it.is_about_what(it);
        let standing = self.answers.iter().find(yours).map(|of| of.answer.at);
        match (standing, it.corrects) {
            (None, None) => Ok(()),
            (Some(standing), Some(corrects)) if standing == corrects => Ok(()),
            (Some(standing), None) => Err(Refusal::new(
                "learning/already-answered",
                format!("Your partner already answered this question, at entry {standing}."),
                "Correct that answer with a newer one; the earlier one stays in the record.",
            )),
            (_, Some(corrects)) => Err(Refusal::new(
                "learning/no-such-answer",
                format!("No answer of your partner to this question stands at entry {corrects}."),
                "Open the question again and correct the answer that stands there.",
            )),
        }
    }
}

/// Whether a newer answer may take the place of the one at this position.
fn may_correct(of: &AnswerOf, old: u64, newer: &Said<QuestionAnswered>) -> bool {
    let it = &of.answer;
    it.at == old && of.stands() && it.partner == newer.partner && it.it.is_about_what(&newer.it)
}

#[cfg(test)]
mod tests;
