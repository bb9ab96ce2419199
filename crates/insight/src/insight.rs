use std::collections::BTreeMap;
use std::fmt::Write;

use cm_evidence::{Basis, EvidenceSet};
use cm_kernel::{Digest, Id, Period};
use serde::{Deserialize, Serialize};

use crate::Chart;

/// How much a finding asks of its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// A rule fired: look for an explanation.
    Signal,
    /// A question to answer, with innocent causes too.
    Question,
    /// How things stand; nothing fired.
    Steady,
    /// Something that limits what may be concluded.
    Caution,
}

/// One sentence a method can stand behind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it asks.
    pub weight: Weight,
    /// The rule that fired, by its name in the rule set; empty when none did.
    pub rule: String,
    /// Plain words.
    pub sentence: String,
    /// How likely so much, or a signal at all, is when nothing is the matter, from 0 to 1, where the sentence says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance: Option<f64>,
}

impl Finding {
    /// A sentence with its weight and the rule behind it.
    #[must_use]
    pub fn new(weight: Weight, rule: &str, sentence: impl Into<String>) -> Self {
        Self {
            weight,
            rule: rule.to_owned(),
            sentence: sentence.into(),
            chance: None,
        }
    }

    /// The same with how likely it is when nothing is the matter, from 0 to 1; anything else is no chance.
    #[must_use]
    pub fn with_chance(self, chance: f64) -> Self {
        Self {
            chance: Some(chance).filter(|it| (0.0..=1.0).contains(it)),
            ..self
        }
    }
}

/// A named number with its interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Stable name within the method: `mean`, `upper-limit`, `latest`.
    pub name: String,
    /// One sentence that says what it is, with its number in words.
    pub statement: String,
    /// In `unit`; absent when it is undefined, which `statement` then says in words. Never NaN.
    pub value: Option<f64>,
    /// Lower end of its interval, when it has one.
    pub lower: Option<f64>,
    /// Upper end of its interval, when it has one.
    pub upper: Option<f64>,
    /// `share`, or what is counted.
    pub unit: String,
    /// How many events or readings it rests on.
    pub n: Option<f64>,
}

/// The chart's numbers as a table for people who do not see it, and for download.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Table {
    /// What each column holds, with its unit.
    pub columns: Vec<String>,
    /// Cells as a person reads them.
    pub rows: Vec<Vec<String>>,
    /// Position in the ledger of the entry behind each row, when there is one; as long as `rows`.
    pub at: Vec<Option<u64>>,
}

/// What disclosure control did before the method read the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// Name of the rules: `below-5`.
    pub rules: String,
    /// How many readings are hidden.
    pub hidden: usize,
    /// How many readings had a number.
    pub of: usize,
    /// Counts are rounded to a multiple of this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounded_to: Option<u32>,
    /// Which readings are hidden, so that hidden stays told apart from missing, and what editions give away together
    /// can be worked out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden_at: Vec<HiddenReading>,
}

/// A reading that is hidden.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct HiddenReading {
    /// Its place, `all` when places are pooled.
    pub place: String,
    /// Its population group, `all` when groups are pooled.
    pub group: String,
    /// Its period, the last one when periods are pooled.
    pub period: Period,
}

/// What an insight was computed from, so that it can be computed again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RestsOn {
    /// The measure.
    pub measure: Id,
    /// The use it was read for, or `own-file`.
    pub read_for: String,
    /// Position of the entry that proposed the agreement; absent for a person's own file.
    pub agreement: Option<u64>,
    /// How long the ledger was when the rows were known so.
    pub known_at: u64,
    /// Positions of the entries whose batches it rests on.
    pub entries: Vec<u64>,
    /// How many rows were computed on.
    pub rows: usize,
    /// How many rows were left out, because they were gathered when this use was not agreed.
    pub left_out: u64,
    /// SHA-256 of the rows computed on (`EvidenceSet::digest`); of the rows left after disclosure control, when it took
    /// some away, so that nobody can try small counts until the digest fits.
    pub digest: Digest,
    /// The same of each measure beside it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<RestsOn>,
}

impl RestsOn {
    /// What a set of evidence is, for the record.
    #[must_use]
    pub fn of(set: &EvidenceSet) -> Self {
        let (read_for, agreement) = match set.basis() {
            Basis::Agreed { motive, agreement, .. } => (motive.word().to_owned(), Some(*agreement)),
            Basis::OwnFile => ("own-file".to_owned(), None),
        };
        Self {
            measure: set.measure().clone(),
            read_for,
            agreement,
            known_at: set.known_at(),
            entries: set.rests_on(),
            rows: set.len(),
            left_out: set.left_out(),
            digest: set.digest(),
            beside: set.beside().iter().map(Self::of).collect(),
        }
    }
}

/// What a method found. What people make of it is an interpretation, kept apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Insight {
    /// Name of the method.
    pub method: String,
    /// Version of the method, and of its rule set where it has one.
    pub version: String,
    /// What was set, by parameter, defaults included.
    pub settings: BTreeMap<String, String>,
    /// At most about ten words that say the message; asserts a change only when a rule fired.
    pub headline: String,
    /// What, unit, population, place and period.
    pub subtitle: String,
    /// Most important first.
    pub findings: Vec<Finding>,
    /// Named numbers.
    pub figures: Vec<Figure>,
    /// The chart as data.
    pub chart: Chart,
    /// The chart in one or two sentences, for people who do not see it.
    pub spoken: String,
    /// The chart's numbers.
    pub table: Table,
    /// What it was computed from.
    pub rests_on: RestsOn,
    /// What disclosure control did; absent before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protection: Option<Protection>,
}

impl Insight {
    /// Whether a rule fired.
    #[must_use]
    pub fn has_signal(&self) -> bool {
        self.findings.iter().any(|it| it.weight == Weight::Signal)
    }

    /// The figure with this name.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|it| it.name == name)
    }

    /// Headline, findings and figures a line each: what worked examples and the command line show.
    #[must_use]
    pub fn as_text(&self) -> String {
        let mut out = format!("{}\n{}\n", self.headline, self.subtitle);
        for finding in &self.findings {
            let mark = match finding.weight {
                Weight::Signal => "signal",
                Weight::Question => "question",
                Weight::Steady => "steady",
                Weight::Caution => "caution",
            };
            let _ = writeln!(out, "{mark}: {}", finding.sentence);
        }
        for figure in &self.figures {
            let _ = writeln!(out, "{}: {}", figure.name, figure.statement);
        }
        out
    }

    /// SHA-256 of the whole insight as canonical JSON: two people who computed the same thing have the same digest.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(cm_kernel::canonical(self).unwrap_or_default().as_bytes())
    }
}
