use std::cell::RefCell;

use cm_evidence::{Act, Corrects, Gathered, Source};
use cm_exchange::{Complaint, Hint, Mapping, Table, read_batch};
use cm_framework::{Binding, Motive, Unit};
use cm_kernel::{Batch, Digest, Id, Refusal};
use cm_store::Wanted;
use serde_json::Value;

use crate::house::{View, kept};
use crate::{Caller, Deed, House, Unable};

mod compare;
mod foreseen;
mod honest;
mod queue;
mod upload;

pub use compare::Conflict;
pub use foreseen::Foreseen;
pub use upload::{Check, Job, JobState, Preview, Upload};

use compare::{Compared, compare};

/// A file someone wants to bring in as evidence of a measure.
#[derive(Debug, Clone)]
pub struct Import<'f> {
    /// The measure.
    pub measure: Id,
    /// Name of the file, without its folder.
    pub file: &'f str,
    /// Its bytes.
    pub bytes: &'f [u8],
    /// Which column is read as what; proposed from the file when absent.
    pub mapping: Option<Mapping>,
    /// Where the file comes from and under which licence.
    pub attribution: String,
    /// Why earlier readings were wrong, when the file corrects them.
    pub corrects: Option<String>,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The rows are durable.
    Added {
        /// Position of the entry.
        at: u64,
        /// Rows that are new.
        new: u64,
        /// Rows that take the place of earlier ones.
        corrected: u64,
        /// Rows already known, left as they were.
        known: u64,
        /// SHA-256 of the batch as a salted file.
        digest: Digest,
    },
    /// Every row was known already; nothing was added.
    NothingNew {
        /// How many rows.
        known: u64,
    },
    /// Some rows cannot be read; nothing was added.
    Complaints {
        /// The rows, as many as are kept.
        complaints: Vec<Complaint>,
        /// How many more there are.
        more: u64,
        /// How many rows were read.
        rows: u64,
    },
    /// Some rows differ from what is known, and the file does not say that it corrects; nothing was added.
    Conflicts {
        /// The rows, as many as are kept.
        conflicts: Vec<Conflict>,
        /// How many there are.
        count: u64,
    },
}

impl House {
    /// Brings a file in as evidence, all or nothing; the same file twice adds nothing and says so.
    ///
    /// # Errors
    /// `app/not-your-role`, `framework/no-such-measure`, `framework/no-agreement`; what the table and the mapping
    /// refuse; the machine failed.
    pub fn import(
        &self,
        caller: &Caller,
        import: &Import<'_>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Outcome, Unable> {
        caller.must(Deed::Gather, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let ratio = may_gather(&view, &import.measure)?;
        let (table, mapping) = table_and_mapping(import, ratio)?;
        let read = read_batch(&table, &mapping, &import.measure, ratio, progress)?;
        let Some(batch) = read.batch else {
            let (complaints, more, rows) = (read.complaints, read.unlisted, read.rows_read);
            return Ok(Outcome::Complaints { complaints, more, rows });
        };
        let source = Source {
            file: import.file.chars().take(200).collect(),
            sha256: Digest::of(import.bytes),
            mapping: serde_json::to_value(&mapping)?,
            attribution: import.attribution.clone(),
        };
        self.bring_in(caller, &batch, &source, import.corrects.as_deref(), None)
    }

    /// What bringing a file in would come to: every row is read and compared with what is known, and nothing is kept.
    ///
    /// # Errors
    /// As [`House::import`].
    pub fn check_import(
        &self,
        caller: &Caller,
        import: &Import<'_>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Check, Unable> {
        caller.must(Deed::Gather, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let ratio = may_gather(&view, &import.measure)?;
        let (table, mapping) = table_and_mapping(import, ratio)?;
        let read = read_batch(&table, &mapping, &import.measure, ratio, progress)?;
        self.checked(caller, &view, read)
    }

    /// Keeps what is new of a batch, with another entry beside it where one is given.
    fn bring_in(
        &self,
        caller: &Caller,
        batch: &Batch,
        source: &Source,
        corrects: Option<&str>,
        beside: Option<&(&'static str, Value)>,
    ) -> Result<Outcome, Unable> {
        let outcome = RefCell::new(None);
        let salt = self.random::<16>()?;
        let written = self.write_with(caller, |view| {
            let wanted = Wanted {
                measure: batch.measure.clone(),
                place: None,
                group: None,
                known_at: view.length,
            };
            let known = self.store.rows(&caller.partnership, &wanted)?;
            let compared = compare(batch, &known);
            if let Some(early) = settled(&compared, corrects) {
                *outcome.borrow_mut() = Some(early);
                return Ok(None);
            }
            let digest = Digest::of(compared.batch.to_salted_csv(&salt).as_bytes());
            let gathered = announce(view, caller, (source, digest), &compared, corrects)?;
            self.store
                .keep(SALTS, &kept(&salt_key(&caller.partnership, &digest), salt.clone()))?;
            let act = Act::Gathered(gathered);
            *outcome.borrow_mut() = Some(Outcome::Added {
                at: 0,
                new: compared.new,
                corrected: compared.conflicts_count,
                known: compared.same,
                digest,
            });
            let acts = std::iter::once((act.kind(), act.body()?))
                .chain(beside.cloned())
                .collect();
            Ok(Some((acts, Some(compared.batch))))
        })?;
        match (written, outcome.into_inner()) {
            (
                Some(at),
                Some(Outcome::Added {
                    new,
                    corrected,
                    known,
                    digest,
                    ..
                }),
            ) => Ok(Outcome::Added {
                at,
                new,
                corrected,
                known,
                digest,
            }),
            (None, Some(early)) => Ok(early),
            _ => Err(Unable::Faulty),
        }
    }
}

/// The table of a file, of the sheet its mapping names, and the mapping.
fn table_and_mapping(import: &Import<'_>, ratio: bool) -> Result<(Table, Mapping), Refusal> {
    let sheet = import.mapping.as_ref().and_then(|it| it.sheet.as_deref());
    let table = Table::read_sheet(import.file, import.bytes, sheet)?;
    let given = import.mapping.clone();
    let mapping = given.unwrap_or_else(|| Mapping::propose(&table, Hint { ratio }).mapping);
    Ok((table, mapping))
}

/// The drawer of the salts of batches, by partnership and digest.
const SALTS: &str = "batch-salts";

fn salt_key(partnership: &Id, digest: &Digest) -> String {
    format!("{partnership}/{digest}")
}

impl House {
    /// The file whose digest an entry announced: the salt and the rows, for a member whose permit covers them.
    ///
    /// # Errors
    /// `app/not-your-role`, `app/no-such-evidence`; what the permit refuses; the machine failed.
    pub fn evidence_file(&self, caller: &Caller, at: u64) -> Result<String, Unable> {
        caller.must(Deed::Ask, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let none = || {
            Refusal::new(
                "app/no-such-evidence",
                format!("Entry {at} brought no evidence."),
                "Choose an entry listed beside the measure's evidence.",
            )
        };
        let gathering = view.gatherings.at(at).ok_or_else(none)?;
        let permit = view
            .framework
            .permit(&gathering.gathered.binding.measure, Motive::Learning, self.today())?;
        let batch = self
            .store
            .batch(&caller.partnership, at)?
            .filter(|_| permit.covers(at))
            .ok_or_else(none)?;
        let key = salt_key(&caller.partnership, &gathering.gathered.digest);
        let salt = self.store.find(SALTS, &key, self.now())?.ok_or_else(none)?.value;
        Ok(batch.to_salted_csv(&salt))
    }
}

/// Whether evidence of a measure may be gathered now, and whether its readings are ratios.
fn may_gather(view: &View, measure: &Id) -> Result<bool, Refusal> {
    let record = view.framework.measure(measure).ok_or_else(|| {
        Refusal::new(
            "framework/no-such-measure",
            format!("There is no measure `{measure}`."),
            "Choose a measure listed on the framework page.",
        )
    })?;
    record.agreed()?;
    Ok(record.measure.unit == Unit::Share)
}

/// What an import comes to when there is nothing to write.
fn settled(compared: &Compared, corrects: Option<&str>) -> Option<Outcome> {
    if compared.batch.rows.is_empty() {
        return Some(Outcome::NothingNew { known: compared.same });
    }
    if compared.conflicts_count > 0 && corrects.is_none_or(|reason| reason.trim().is_empty()) {
        let (conflicts, count) = (compared.conflicts.clone(), compared.conflicts_count);
        return Some(Outcome::Conflicts { conflicts, count });
    }
    None
}

fn announce(
    view: &View,
    caller: &Caller,
    (source, digest): (&Source, Digest),
    compared: &Compared,
    corrects: Option<&str>,
) -> Result<Gathered, Refusal> {
    let batch = &compared.batch;
    may_gather(view, &batch.measure)?;
    let agreement = view
        .framework
        .measure(&batch.measure)
        .and_then(|record| record.in_force())
        .map(|it| it.at);
    let periods = batch.rows.iter().map(|row| row.period);
    let first = periods.clone().min().map(|it| it.to_string());
    let last = periods.max().map(|it| it.to_string());
    let corrects = corrects
        .filter(|_| compared.conflicts_count > 0)
        .map(|reason| Corrects {
            entries: compared.corrected_entries.clone(),
            reason: reason.trim().to_owned(),
        });
    Ok(Gathered {
        binding: Binding {
            measure: batch.measure.clone(),
            agreement: agreement.unwrap_or_default(),
            contributor: caller.partner.clone(),
        },
        digest,
        rows: batch.rows.len() as u64,
        absent: batch.rows.iter().filter(|row| row.reading.number().is_none()).count() as u64,
        periods: (first.unwrap_or_default(), last.unwrap_or_default()),
        source: source.clone(),
        corrects,
    })
}
