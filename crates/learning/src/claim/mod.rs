use cm_kernel::{Id, Refusal};
use serde::{Deserialize, Serialize};

use crate::learning::filled;
use crate::{InsightRef, Learning};

#[cfg(test)]
mod tests;

/// Methods that set what happened against what would have happened otherwise.
const COMPARING: [&str; 2] = ["did", "its"];

/// How strongly a partner says that one thing brought about another.
///
/// The words are those of contribution analysis (Mayne 2001, doi:10.3138/cjpe.016.001): what is claimed must carry what
/// it takes to claim it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// It was seen; nothing is said of its cause.
    Observed,
    /// What was done is one of the causes, beside others.
    Contributed,
    /// It would not have happened without what was done.
    Attributed,
    /// Nobody can honestly say.
    CannotSay,
}

impl Strength {
    /// Every strength, in the order people are offered them.
    pub const ALL: [Self; 4] = [Self::Observed, Self::Contributed, Self::Attributed, Self::CannotSay];

    /// The word in inputs and entries.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Contributed => "contributed",
            Self::Attributed => "attributed",
            Self::CannotSay => "cannot-say",
        }
    }

    /// The strength with this word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word)
    }

    /// What a person reads.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Observed => "Observed",
            Self::Contributed => "Contributed",
            Self::Attributed => "Attributed",
            Self::CannotSay => "We cannot honestly say",
        }
    }

    /// What it claims, in a sentence.
    #[must_use]
    pub fn claims(self) -> &'static str {
        match self {
            Self::Observed => "It was seen to happen; nothing is said of its cause.",
            Self::Contributed => "What was done is one cause among others.",
            Self::Attributed => "It would not have happened without what was done.",
            Self::CannotSay => "Nothing is claimed, and that is a full answer.",
        }
    }

    /// What it takes to claim it, in a sentence.
    #[must_use]
    pub fn requires(self) -> &'static str {
        match self {
            Self::Observed => "Say what was seen, and where.",
            Self::Contributed => "Say how it could have worked, and what else could explain it.",
            Self::Attributed => {
                "Say what it was compared with, and what else could explain it. A comparison has to be on the table or registered beforehand."
            }
            Self::CannotSay => "Say what is missing to know it.",
        }
    }

    /// What the grounds are called beside a claim of this strength.
    #[must_use]
    pub fn grounds_are(self) -> &'static str {
        match self {
            Self::Observed => "Seen in",
            Self::Contributed => "How it could have worked",
            Self::Attributed => "Compared with",
            Self::CannotSay => "What is missing to know it",
        }
    }

    /// Whether other explanations have to be named with it.
    #[must_use]
    pub fn needs_rivals(self) -> bool {
        matches!(self, Self::Contributed | Self::Attributed)
    }
}

/// How strong a claim is, with what it takes to make it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// How strong.
    pub strength: Strength,
    /// What it rests on: see [`Strength::grounds_are`].
    pub grounds: String,
    /// What else could explain it; may be empty where nothing is said of a cause.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rivals: String,
}

impl Claim {
    /// A claim that something was seen.
    #[must_use]
    pub fn observed(grounds: impl Into<String>) -> Self {
        Self {
            strength: Strength::Observed,
            grounds: grounds.into(),
            rivals: String::new(),
        }
    }

    /// The claim in one line, for an edition: `Contributed. How it could have worked: … What else could explain it: …`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let (strength, grounds) = (self.strength, self.grounds.trim());
        let mut said = format!("{}. {}: {grounds}", strength.in_words(), strength.grounds_are());
        if !self.rivals.trim().is_empty() {
            said.push_str(&format!(" What else could explain it: {}", self.rivals.trim()));
        }
        said
    }
}

impl Learning {
    /// Whether a claim carries what its strength requires. `table` is what was looked at, `measure` the measure it is
    /// about where there is one.
    pub(crate) fn may_claim(
        &self,
        claim: Option<&Claim>,
        table: &[InsightRef],
        measure: Option<&Id>,
    ) -> Result<(), Refusal> {
        let Some(claim) = claim else {
            return Err(Refusal::new(
                "learning/no-strength",
                "It is not said how strong the claim is.",
                "Choose one: observed, contributed, attributed, or we cannot honestly say.",
            ));
        };
        filled(&claim.grounds, "What the claim rests on")?;
        if claim.strength.needs_rivals() {
            filled(&claim.rivals, "What else could explain it")?;
        }
        if claim.strength == Strength::Attributed && !self.compared(table, measure) {
            return Err(Refusal::new(
                "learning/no-comparison",
                "Attributed claims that it would not have happened otherwise, and nothing here was compared with what would have.",
                "Lay an answer of “What changed” on the table (before and after, or with places where nothing was done), register one for the readings to come, or say contributed.",
            ));
        }
        Ok(())
    }

    /// Whether something was set against what would have happened otherwise: on the table, or registered beforehand
    /// about one of its measures.
    #[must_use]
    pub fn compared(&self, table: &[InsightRef], measure: Option<&Id>) -> bool {
        let comparing = |method: &str| COMPARING.contains(&method);
        let about = |id: &Id| measure == Some(id) || table.iter().any(|it| it.measure == *id);
        let registered = &self.registrations;
        table.iter().any(|it| comparing(&it.method))
            || registered
                .iter()
                .any(|it| comparing(&it.it.method) && about(&it.it.measure))
    }

    /// What lay on the table of a session; nothing where there is no such session.
    pub(crate) fn table(&self, session: &Id) -> &[InsightRef] {
        self.session(session).map_or(&[], |held| &held.session.it.looks_at)
    }
}
