use cm_framework::Binding;
use cm_kernel::{Date, Digest, Entry, Id};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The file a batch came from and how it was read, so that another can read it again and get the same rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Name of the file, without its folder.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Which column was read as what, as the room that reads files writes it.
    pub mapping: Value,
    /// Where the file comes from and under which licence, in words.
    #[serde(default)]
    pub attribution: String,
}

/// What a batch corrects, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Corrects {
    /// Positions of the entries whose batches it corrects, in order, never empty.
    pub entries: Vec<u64>,
    /// Why the earlier readings were wrong.
    pub reason: String,
}

/// A batch of rows arrived.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gathered {
    /// The agreement it is bound to and whose evidence it is.
    pub binding: Binding,
    /// SHA-256 of the batch as a salted file (`Batch::to_salted_csv`); the salt is kept apart from the ledger.
    pub digest: Digest,
    /// How many rows.
    pub rows: u64,
    /// How many of them have no number, whatever the reason.
    pub absent: u64,
    /// First and last period, written as periods are.
    pub periods: (String, String),
    /// Where it came from.
    pub source: Source,
    /// Set when its rows take the place of earlier ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Corrects>,
}

/// A partner says that it cannot honestly give a reading, and why; the reading itself is a batch of one row beside it,
/// so that it counts as neither success nor failure and a later number takes its place as a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HonestReturn {
    /// The measure.
    pub measure: Id,
    /// Whose reading it would be, by its code, or `all`.
    pub place: String,
    /// The population group, or `all`.
    pub group: String,
    /// The period, as tables write it: `2018-04`.
    pub period: String,
    /// Why it cannot honestly be said, shown unaltered.
    pub why: String,
}

/// Something that can be done with evidence; each becomes one entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// A batch of rows arrived.
    Gathered(Gathered),
    /// A reading cannot honestly be given.
    ReturnedHonestly(HonestReturn),
}

impl Act {
    /// The entry's kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Gathered(_) => "evidence/gathered",
            Self::ReturnedHonestly(_) => "evidence/honest-return",
        }
    }

    /// The entry's body.
    ///
    /// # Errors
    /// Only if a record had no JSON form, which none of these has.
    pub fn body(&self) -> Result<Value, serde_json::Error> {
        match self {
            Self::Gathered(it) => serde_json::to_value(it),
            Self::ReturnedHonestly(it) => serde_json::to_value(it),
        }
    }

    /// Reads an entry of this room. `None` when it belongs to another room or does not read.
    #[must_use]
    pub fn read(entry: &Entry) -> Option<Self> {
        match entry.kind.as_str() {
            "evidence/gathered" => Gathered::deserialize(&entry.body).ok().map(Self::Gathered),
            "evidence/honest-return" => HonestReturn::deserialize(&entry.body).ok().map(Self::ReturnedHonestly),
            _ => None,
        }
    }
}

/// A batch in its place in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathering {
    /// Position of the entry.
    pub at: u64,
    /// The day it was received.
    pub on: Date,
    /// The member who brought it.
    pub member: Id,
    /// What arrived.
    pub gathered: Gathered,
}

/// An honest return in its place in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Honest {
    /// Position of the entry; the one-row batch is the entry before it.
    pub at: u64,
    /// The day it was received.
    pub on: Date,
    /// The partner that says so.
    pub partner: Id,
    /// What it says.
    pub returned: HonestReturn,
}

/// What was brought of a partnership, oldest first, as its ledger tells it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gatherings {
    /// Every batch.
    pub batches: Vec<Gathering>,
    /// Every honest return.
    pub honest: Vec<Honest>,
}

impl Gatherings {
    /// Takes in the next entry of the ledger; entries of other rooms change nothing.
    pub fn apply(&mut self, entry: &Entry) {
        let (at, on, member) = (entry.at, entry.received.date(), entry.author.member.clone());
        match Act::read(entry) {
            Some(Act::Gathered(gathered)) => self.batches.push(Gathering {
                at,
                on,
                member,
                gathered,
            }),
            Some(Act::ReturnedHonestly(returned)) => self.honest.push(Honest {
                at,
                on,
                partner: entry.author.partner.clone(),
                returned,
            }),
            None => {}
        }
    }

    /// Batches of one measure, oldest first.
    pub fn of<'g>(&'g self, measure: &'g Id) -> impl Iterator<Item = &'g Gathering> {
        self.batches
            .iter()
            .filter(move |it| it.gathered.binding.measure == *measure)
    }

    /// Honest returns of one measure, oldest first.
    pub fn honest_of<'g>(&'g self, measure: &'g Id) -> impl Iterator<Item = &'g Honest> {
        self.honest.iter().filter(move |it| it.returned.measure == *measure)
    }

    /// Whether another batch has taken the place of what an honest return stood for.
    #[must_use]
    pub fn answered(&self, honest: &Honest) -> bool {
        let batch = honest.at.saturating_sub(1);
        let mut corrections = self.batches.iter().filter_map(|it| it.gathered.corrects.as_ref());
        corrections.any(|it| it.entries.contains(&batch))
    }

    /// The batch that the entry at this position brought.
    #[must_use]
    pub fn at(&self, at: u64) -> Option<&Gathering> {
        self.batches.iter().find(|it| it.at == at)
    }
}
