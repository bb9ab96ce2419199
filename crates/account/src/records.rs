use std::collections::BTreeMap;

use cm_framework::{Motive, Permit};
use cm_insight::{Disclosed, Insight};
use cm_kernel::{Date, Digest, Id, Refusal};
use serde::{Deserialize, Serialize};

use crate::Since;

/// A batch of evidence that a figure rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trail {
    /// Position of the entry that announced the batch.
    pub at: u64,
    /// SHA-256 of the batch as a salted file, as its entry announced it.
    pub digest: Digest,
    /// How many rows it has.
    pub rows: u64,
}

/// The agreement a figure was published under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Under {
    /// Position of the entry that proposed it.
    pub at: u64,
    /// Which agreement about the measure it is, from 1.
    pub version: u32,
}

/// Which of its measure's evidence a figure is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct About {
    /// One place; all together or each when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// One population group; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Only periods that begin on or after this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Only periods that begin on or before this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// A published number, what it rests on, and the insight it is taken from. Only [`Figure::new`] makes one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Figure {
    /// Stable name within the method.
    pub name: String,
    /// One sentence with its number in words.
    pub statement: String,
    /// In `unit`; absent when undefined.
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub lower: Option<f64>,
    /// Upper end of its interval.
    pub upper: Option<f64>,
    /// `share`, or what is counted.
    pub unit: String,
    /// Name of the method.
    pub method: String,
    /// Version of the method.
    pub version: String,
    /// What was set, defaults included.
    pub parameters: BTreeMap<String, String>,
    /// The measure.
    pub measure: Id,
    /// Its title.
    pub measure_title: String,
    /// Which evidence it is about; absent in older figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// How long the ledger was when the rows were known so.
    pub known_at: u64,
    /// Batches it rests on.
    pub rests_on: Vec<Trail>,
    /// SHA-256 of the rows it was computed on.
    pub rows_digest: Digest,
    /// The agreement it was published under.
    pub agreement: Under,
    /// Objections that travel with the measure: partner and reason.
    pub objections: Vec<(Id, String)>,
    /// The insight, with its chart and table, after disclosure control.
    pub insight: Insight,
}

impl Figure {
    /// One figure of an insight, for publication.
    ///
    /// # Errors
    /// `account/not-for-publication` when the permit is for another use or another measure, or the insight was computed
    /// on evidence read for another use; `account/no-such-figure`.
    pub fn new(
        permit: &Permit,
        insight: &Disclosed<Insight>,
        name: &str,
        rests_on: Vec<Trail>,
    ) -> Result<Self, Refusal> {
        let insight = insight.get();
        let read_for = &insight.rests_on.read_for;
        if permit.motive() != Motive::Publication
            || permit.measure().id != insight.rests_on.measure
            || read_for != Motive::Publication.word()
        {
            return Err(Refusal::new(
                "account/not-for-publication",
                "This insight was not computed on evidence agreed for publication.",
                "Ask for it again for publication, from the page where the edition is put together.",
            ));
        }
        let Some(figure) = insight.figure(name) else {
            return Err(Refusal::new(
                "account/no-such-figure",
                format!("The insight has no figure `{name}`."),
                "Choose one of the figures listed under the chart.",
            ));
        };
        Ok(Self {
            name: figure.name.clone(),
            statement: figure.statement.clone(),
            value: figure.value,
            lower: figure.lower,
            upper: figure.upper,
            unit: figure.unit.clone(),
            method: insight.method.clone(),
            version: insight.version.clone(),
            parameters: insight.settings.clone(),
            measure: insight.rests_on.measure.clone(),
            measure_title: permit.measure().title.clone(),
            about: None,
            known_at: insight.rests_on.known_at,
            rests_on,
            rows_digest: insight.rests_on.digest,
            agreement: Under {
                at: permit.agreement(),
                version: permit.version(),
            },
            objections: permit
                .objections()
                .iter()
                .map(|it| (it.partner.clone(), it.reason.clone()))
                .collect(),
            insight: insight.clone(),
        })
    }

    /// The figure with which evidence it is about, so that what figures give away together can be worked out.
    #[must_use]
    pub fn about(mut self, about: About) -> Self {
        self.about = Some(about);
        self
    }
}

/// A paragraph of an edition that is not a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The edition.
    pub edition: Id,
    /// What is said.
    pub text: String,
    /// Position of the entry of the decision it comes from, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<u64>,
}

/// An edition before it is published: everything it will say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Name in addresses, never used again.
    pub id: Id,
    /// What people call it.
    pub title: String,
    /// Which stretch of time it accounts for, in words.
    pub covers: String,
    /// To whom it is addressed.
    pub addressed_to: String,
    /// What it says first, in a few sentences.
    pub summary: String,
    /// Its figures, each through a permit for publication and disclosure control.
    pub figures: Vec<Figure>,
    /// What was learned and changed.
    pub learned: Vec<Note>,
    /// What the figures cannot say. Never empty.
    pub cannot_say: Vec<Note>,
    /// Where the evidence comes from and under which licence.
    pub attribution: String,
}

/// Another partner's answer to an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// The edition.
    pub edition: Id,
    /// What the partner says.
    pub text: String,
}

/// One entry a published edition consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Position of the entry.
    pub at: u64,
    /// What it is in the edition: `figure`, `learned`, `cannot-say`, `response`, `evidence`, `agreement`, `signature`,
    /// `objection`, `decision`.
    pub role: String,
    /// Its Merkle leaf.
    pub leaf: Digest,
}

/// A published edition: what it is called and every entry it consists of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The edition.
    pub edition: Id,
    /// Its title.
    pub title: String,
    /// Which stretch of time it accounts for.
    pub covers: String,
    /// To whom it is addressed.
    pub addressed_to: String,
    /// What it says first.
    pub summary: String,
    /// Where the evidence comes from and under which licence.
    pub attribution: String,
    /// Position of the draft it was published from.
    pub draft: u64,
    /// Every entry it consists of, by position.
    pub consists_of: Vec<Part>,
    /// What happened after it was put together, as its publisher was told; absent in older editions and when nothing did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub since: Vec<Since>,
}
