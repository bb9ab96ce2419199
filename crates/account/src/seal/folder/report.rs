use cm_kernel::Digest;
use serde::Serialize;

use crate::seal::{DOES_NOT_PROVE, PROVES};

/// The most sentences about one kind of fault; a folder that is all wrong is said in a page.
const MOST: usize = 20;

/// One thing that was checked, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was checked: `list`, `files`, `key`, `checkpoint`, `witness`, `tiles`, `entries`, `edition`, `figures` or
    /// `evidence`.
    pub name: &'static str,
    /// Whether it holds.
    pub ok: bool,
    /// The file it is about, when it is about one.
    pub file: Option<String>,
    /// What was found, for a person to read.
    pub sentence: String,
    /// What to do about it, when it does not hold.
    pub remedy: Option<String>,
}

/// A batch that a figure rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rests {
    /// Position of the entry that announced it.
    pub at: u64,
    /// SHA-256 of its rows as CSV.
    pub digest: Digest,
    /// How many rows.
    pub rows: u64,
    /// The file with the rows, when they are in the folder.
    pub file: Option<String>,
}

/// A figure of the edition with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureTrail {
    /// Position of its entry.
    pub at: u64,
    /// The file of its entry.
    pub file: String,
    /// What it is called.
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
    /// The measure.
    pub measure: String,
    /// The method.
    pub method: String,
    /// Its version.
    pub version: String,
    /// How long the ledger was when the rows were known so.
    pub known_at: u64,
    /// Position of the agreement it was published under.
    pub agreement: u64,
    /// The batches it rests on.
    pub rests_on: Vec<Rests>,
    /// Whether the figure, its trail and the signatures over them hold.
    pub ok: bool,
}

/// The key an account was checked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyShown {
    /// Its name.
    pub name: String,
    /// Its text, to keep and give next time.
    pub text: String,
    /// Its SHA-256 in groups of four digits, to compare by eye or ear.
    pub fingerprint: String,
    /// True when it was given by the reader, false when it came with the account itself.
    pub given: bool,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The edition, as the folder names it.
    pub edition: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The ledger.
    pub partnership: Option<String>,
    /// How many entries the ledger had.
    pub size: Option<u64>,
    /// The key it was checked with.
    pub key: Option<KeyShown>,
    /// Everything that was checked, in order.
    pub checks: Vec<Check>,
    /// Every figure with what it rests on, by position.
    pub figures: Vec<FigureTrail>,
    /// What has been proved; empty unless everything holds.
    pub proves: &'static [&'static str],
    /// What no such check can prove.
    pub does_not_prove: &'static [&'static str],
}

impl Report {
    pub(super) fn new() -> Self {
        Self {
            edition: None,
            title: None,
            partnership: None,
            size: None,
            key: None,
            checks: Vec::new(),
            figures: Vec::new(),
            proves: &[],
            does_not_prove: DOES_NOT_PROVE,
        }
    }

    /// Whether everything holds.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|it| it.ok)
    }

    /// What does not hold, in order.
    pub fn failures(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|it| !it.ok)
    }

    /// Puts down something that does not hold.
    pub(super) fn fails(&mut self, name: &'static str, file: &str, sentence: impl Into<String>, remedy: &str) {
        let before = self.failures().filter(|it| it.name == name).count();
        if before > MOST {
            return;
        }
        let (file, sentence) = match before {
            MOST => (
                None,
                "There is more of the same; only the first faults are listed.".to_owned(),
            ),
            _ => (Some(file.to_owned()), sentence.into()),
        };
        self.checks.push(Check {
            name,
            ok: false,
            file,
            sentence,
            remedy: Some(remedy.to_owned()),
        });
    }

    /// Puts down that a check holds, unless something failed under its name.
    pub(super) fn holds_unless_failed(&mut self, name: &'static str, sentence: impl Into<String>) {
        if self.failures().all(|it| it.name != name) {
            self.checks.push(Check {
                name,
                ok: true,
                file: None,
                sentence: sentence.into(),
                remedy: None,
            });
        }
    }

    /// Says what was proved and which figures stand, once everything was checked.
    pub(super) fn close(mut self) -> Self {
        if self.holds() {
            self.proves = PROVES;
        }
        let failed: Vec<&Check> = self.checks.iter().filter(|it| !it.ok).collect();
        let shaken = |name: &str| ["list", "key", "checkpoint", "tiles", "edition"].contains(&name);
        for figure in &mut self.figures {
            let trail = figure.rests_on.iter().map(|it| it.at);
            let positions: Vec<u64> = trail.chain([figure.at, figure.agreement]).collect();
            let concerns = |file: &str| {
                positions.iter().any(|at| {
                    file == super::entry_path(*at)
                        || file == super::proof_path(*at)
                        || file == super::evidence_path(*at)
                })
            };
            figure.ok = failed
                .iter()
                .all(|it| !shaken(it.name) && it.file.as_deref().is_some_and(|file| !concerns(file)));
        }
        self
    }
}
