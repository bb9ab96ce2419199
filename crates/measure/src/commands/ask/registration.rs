use std::collections::BTreeMap;
use std::path::Path;

use cm_evidence::EvidenceSet;
use cm_insight::{Finding, Method, Weight};
use cm_kernel::{Date, Digest, Period, Refusal, canonical};
use cm_learning::Registration;
use serde::{Deserialize, Serialize};

use crate::args::AskArgs;
use crate::ending::Ending;
use crate::files;

/// Settings that say from which period on a method judges.
const BEGINS: [&str; 2] = ["from", "since"];

/// A question to a file, written down before the readings it judges are in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// What is fixed.
    question: Fixed,
    /// What the file held then.
    held: Held,
    /// SHA-256 of the two as canonical JSON.
    digest: Digest,
}

/// All that could be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Fixed {
    method: String,
    version: String,
    settings: BTreeMap<String, String>,
    read_as: String,
    place: Option<String>,
    in_group: Option<String>,
    from: Option<String>,
    together: bool,
    /// The first day whose readings are judged.
    judges_from: Date,
}

/// The readings that were there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    rows: usize,
    last: Period,
    digest: Digest,
}

impl Registered {
    /// Fixes a question to a file.
    ///
    /// # Errors
    /// `measure/already-read` when the file holds a reading the question judges; what the settings refuse.
    pub fn fix(
        method: &dyn Method,
        args: &AskArgs,
        settings: &BTreeMap<String, String>,
        read_as: &str,
        evidence: &EvidenceSet,
    ) -> Result<Self, Refusal> {
        let last = last(evidence)?;
        let question = Fixed::of(method, args, settings, read_as, last)?;
        if last.start() >= question.judges_from {
            return Err(Refusal::new(
                "measure/already-read",
                format!(
                    "The file holds readings of {}, which the question would judge.",
                    last.in_words()
                ),
                "Register before they arrive; to judge later ones, set a later first period.",
            ));
        }
        let held = Held {
            rows: evidence.len(),
            last,
            digest: evidence.digest(),
        };
        Ok(Self {
            digest: digest(&question, &held),
            question,
            held,
        })
    }

    /// Reads a registration.
    ///
    /// # Errors
    /// `measure/cannot-read`, `measure/not-a-registration` when it is none or was altered.
    pub fn read(path: &Path) -> Result<Self, Ending> {
        let read: Option<Self> = serde_json::from_slice(&files::read(path)?).ok();
        let whole = read.filter(|it| it.digest == digest(&it.question, &it.held));
        whole.ok_or_else(|| {
            Refusal::new(
                "measure/not-a-registration",
                format!(
                    "{} is no registration, or was altered since it was written.",
                    path.display()
                ),
                "Use the file that --register wrote, as it was.",
            )
            .into()
        })
    }

    /// Writes it.
    ///
    /// # Errors
    /// `measure/cannot-write`; the machine failed.
    pub fn write(&self, path: &Path) -> Result<(), Ending> {
        let text = serde_json::to_string_pretty(self).map_err(|it| Ending::Faulty(it.to_string()))?;
        files::write(path, (text + "\n").as_bytes())
    }

    /// What to say of a question that is asked as it was registered.
    ///
    /// # Errors
    /// `measure/not-as-registered` when anything that was fixed differs.
    pub fn compare(
        &self,
        method: &dyn Method,
        args: &AskArgs,
        settings: &BTreeMap<String, String>,
        read_as: &str,
        evidence: &EvidenceSet,
    ) -> Result<Finding, Refusal> {
        let mut asked = Fixed::of(method, args, settings, read_as, self.held.last)?;
        asked.judges_from = self.question.judges_from;
        if let Some(what) = self
            .question
            .differs(&asked)
            .or(args.to.as_ref().map(|_| "the dates (--to)".to_owned()))
        {
            return Err(Refusal::new(
                "measure/not-as-registered",
                format!("The question was registered otherwise: {what}."),
                "Ask it as it was registered, or without --registered and say that it was not.",
            ));
        }
        let first = Date::new(1000, 1, 1).unwrap_or(self.question.judges_from);
        let before = evidence.clone().between(first, self.held.last.start());
        let new = last(evidence)?;
        if before.digest() != self.held.digest {
            let sentence = format!(
                "Registered (digest {}), but the readings up to {} are not those it was registered on: they were \
                 corrected, or the file is another.",
                self.digest,
                self.held.last.in_words()
            );
            return Ok(Finding::new(Weight::Caution, "registered-on-others", sentence));
        }
        let sentence = match new > self.held.last {
            true => format!(
                "Registered before the readings after {} arrived (digest {}). That is worth as much as the day on which \
                 the digest was made known.",
                self.held.last.in_words(),
                self.digest
            ),
            false => format!(
                "Registered (digest {}); no reading that it judges has arrived yet.",
                self.digest
            ),
        };
        Ok(Finding::new(Weight::Steady, "registered", sentence))
    }

    /// What to tell the one who registers.
    pub fn in_words(&self, path: &Path) -> String {
        format!(
            "Registered in {}: `{}` version {} on {} readings up to {}, judging those from {} on.\nDigest: {}\nMake the \
             digest known before those readings arrive; the same question later, with --registered, says so.",
            path.display(),
            self.question.method,
            self.question.version,
            self.held.rows,
            self.held.last.in_words(),
            self.question.judges_from,
            self.digest
        )
    }
}

impl Fixed {
    fn of(
        method: &dyn Method,
        args: &AskArgs,
        settings: &BTreeMap<String, String>,
        read_as: &str,
        last: Period,
    ) -> Result<Self, Refusal> {
        let settings = Registration::settle(method.name(), settings)?;
        let named = BEGINS
            .iter()
            .find_map(|name| settings.get(*name))
            .and_then(|text| Period::parse(text));
        let next = last.next().map_or(last.start(), Period::start);
        Ok(Self {
            method: method.name().to_owned(),
            version: method.version().to_owned(),
            judges_from: named.map_or(next, Period::start),
            settings,
            read_as: read_as.to_owned(),
            place: args.place.clone(),
            in_group: args.in_group.clone(),
            from: args.from.clone(),
            together: args.together,
        })
    }

    /// The first thing in which two questions differ, in words.
    fn differs(&self, other: &Self) -> Option<String> {
        let said = |what: &str, here: &str, there: &str| Some(format!("{what} was {here}, and is now {there}"));
        if self.method != other.method {
            return said("the method", &self.method, &other.method);
        }
        if self.version != other.version {
            return said("the method's version", &self.version, &other.version);
        }
        let mut settings = self
            .settings
            .iter()
            .filter(|(name, value)| other.settings.get(*name) != Some(*value));
        if let Some((name, value)) = settings.next() {
            let now = other.settings.get(name).map_or("not there", String::as_str);
            return said(&format!("`{name}`"), value, now);
        }
        if self.read_as != other.read_as {
            return said("the reading of columns", &self.read_as, &other.read_as);
        }
        (self != other).then(|| "the place, group or dates were others".to_owned())
    }
}

fn digest(question: &Fixed, held: &Held) -> Digest {
    Digest::of(canonical(&(question, held)).unwrap_or_default().as_bytes())
}

fn last(evidence: &EvidenceSet) -> Result<Period, Refusal> {
    let periods = evidence.series().iter().flat_map(|it| &it.points).map(|it| it.period);
    periods.max().ok_or_else(|| {
        Refusal::new(
            "measure/no-such-evidence",
            "The file holds no reading to register a question on.",
            "Bring the readings from before, so that what came later can be told apart.",
        )
    })
}
