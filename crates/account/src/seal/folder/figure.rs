use cm_kernel::{Digest, Entry};
use serde::Deserialize;

/// A batch as a figure names it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct RestsOn {
    pub at: u64,
    pub digest: Digest,
    pub rows: u64,
}

/// The agreement as a figure names it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Under {
    pub at: u64,
}

/// What a figure's entry says, read without the rest of the program so that old accounts stay checkable.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Stated {
    pub name: String,
    pub statement: String,
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub unit: String,
    pub method: String,
    pub version: String,
    pub measure: String,
    #[serde(default)]
    pub measure_title: Option<String>,
    pub known_at: u64,
    pub rests_on: Vec<RestsOn>,
    pub agreement: Under,
}

impl Stated {
    /// Reads a figure's entry. `None` when it is another kind of entry or does not read.
    pub(super) fn read(entry: &Entry) -> Option<Self> {
        (entry.kind == "account/figure").then(|| Self::deserialize(&entry.body).ok())?
    }

    /// What a person calls it: the measure's title and the figure's name.
    pub(super) fn title(&self) -> String {
        match &self.measure_title {
            Some(title) => format!("{title}: {}", self.name),
            None => self.name.clone(),
        }
    }
}
