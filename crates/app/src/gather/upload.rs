use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cm_exchange::{Complaint, Hint, Mapping, Proposal, Read, Table, read_batch};
use cm_kernel::{Id, Refusal, Timestamp};
use cm_store::Kept;
use serde::{Deserialize, Serialize};

use super::{Foreseen, Import, Outcome, may_gather};
use crate::house::View;
use crate::{Caller, Deed, House, Unable};

/// How long an uploaded file waits to be taken in: two hours.
pub(super) const WAITS_MS: i64 = 2 * 3_600_000;
/// Rows shown beside each column.
const SAMPLES: usize = 3;
/// Complaints shown on a page; all of them are counted.
const SHOWN: usize = 100;
/// After how many milliseconds without a note an import is taken to have broken off: ten minutes.
const SILENT_MS: i64 = 600_000;
/// Milliseconds between two notes of progress, so that a long import does not write more than it reads.
const NOTED_MS: i64 = 700;

/// A file that waits to be taken in.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name, without its folder.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Waiting {
    file: String,
    bytes: String,
}

/// What checking every row of a file came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Rows that were read.
    pub rows: u64,
    /// What is wrong, as much as is shown.
    pub complaints: Vec<Complaint>,
    /// How many rows or cells are wrong.
    pub complaints_count: u64,
    /// What a person should know about how the rows were read.
    pub remarks: Vec<String>,
    /// What taking it in would come to; only when nothing is wrong.
    pub foreseen: Option<Foreseen>,
}

/// A file before it is taken in: its columns, what each would be read as, and what is wrong.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Name of the file.
    pub file: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// What a person should know about how the file was read.
    pub remarks: Vec<String>,
    /// The sheets a person may choose from; empty for a file without sheets.
    pub sheets: Vec<String>,
    /// The sheet that was read.
    pub sheet: Option<String>,
    /// Columns with a few of their cells.
    pub columns: Vec<(String, Vec<String>)>,
    /// Which column is read as what.
    pub mapping: Mapping,
    /// What would be proposed, and why.
    pub proposal: Proposal,
    /// What checking every row came to; or why the mapping does not fit.
    pub check: Result<Check, Refusal>,
    /// Whether the measure is a share.
    pub ratio: bool,
}

/// Where an import is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum JobState {
    /// Rows are being read.
    Running {
        /// How many are read.
        done: u64,
        /// Of how many.
        total: u64,
    },
    /// It is in.
    Added {
        /// Position of the entry.
        at: u64,
        /// New rows.
        new: u64,
        /// Rows that take the place of earlier ones.
        corrected: u64,
        /// Rows known already.
        known: u64,
    },
    /// Every row was known already.
    NothingNew {
        /// How many.
        known: u64,
    },
    /// Nothing was added, because rows are wrong or differ from what is known.
    Refused {
        /// Stable code.
        code: String,
        /// Why.
        reason: String,
        /// What to do.
        remedy: String,
        /// Examples, a line each.
        examples: Vec<String>,
    },
    /// The machine failed; nothing was added.
    Faulty,
}

/// An import that goes on in the background.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The measure.
    pub measure: Id,
    /// Name of the file.
    pub file: String,
    /// Which column is read as what.
    pub mapping: Mapping,
    /// Where the file comes from.
    pub attribution: String,
    /// Why earlier readings were wrong, when the file corrects them.
    pub corrects: Option<String>,
    /// When it was last noted how far it is.
    pub noted: Timestamp,
    /// Where it is.
    pub now: JobState,
}

impl House {
    /// Keeps an uploaded file for two hours, until it is taken in. Returns its token.
    ///
    /// # Errors
    /// `app/not-your-role`, `app/too-many-waiting`; what reading the table refuses; the machine failed.
    pub fn receive(&self, caller: &Caller, upload: &Upload) -> Result<String, Unable> {
        caller.must(Deed::Gather, &caller.partnership)?;
        Table::read(&upload.file, &upload.bytes)?;
        // Files that waited in vain are not kept any longer.
        self.store.sweep(self.now())?;
        self.room_to_wait(caller)?;
        let token = self.random::<16>()?;
        let waiting = Waiting {
            file: upload.file.clone(),
            bytes: STANDARD.encode(&upload.bytes),
        };
        self.put(caller, "uploads", &token, &waiting)?;
        self.waits(caller, &token)?;
        Ok(token)
    }

    /// A file that waits, by its token.
    ///
    /// # Errors
    /// `app/not-your-role`, `app/no-such-upload`; the machine failed.
    pub fn waiting(&self, caller: &Caller, token: &str) -> Result<Upload, Unable> {
        caller.must(Deed::Gather, &caller.partnership)?;
        let kept = self.store.find("uploads", &key(caller, token), self.now())?;
        let waiting = kept.and_then(|kept| serde_json::from_str::<Waiting>(&kept.value).ok());
        let upload = waiting.and_then(|it| {
            STANDARD
                .decode(it.bytes)
                .ok()
                .map(|bytes| Upload { file: it.file, bytes })
        });
        upload.ok_or_else(|| {
            Refusal::new(
                "app/no-such-upload",
                "This file is no longer waiting.",
                "Choose it again; an uploaded file waits for two hours.",
            )
            .into()
        })
    }

    /// What a waiting file would be read as, with every row checked. Nothing is written.
    ///
    /// `sheet` is the sheet of a workbook, the first that holds a table when absent. `choose` sees the names of the
    /// columns and says which is read as what; what is proposed is taken when it does not.
    ///
    /// # Errors
    /// As [`House::waiting`]; `framework/no-such-measure`, `framework/no-agreement`; what reading the table refuses.
    pub fn preview(
        &self,
        caller: &Caller,
        token: &str,
        measure: &Id,
        sheet: Option<&str>,
        choose: impl FnOnce(&[String]) -> Option<Mapping>,
    ) -> Result<Preview, Unable> {
        let upload = self.waiting(caller, token)?;
        let view = self.view(&caller.partnership)?;
        let ratio = may_gather(&view, measure)?;
        let table = Table::read_sheet(&upload.file, &upload.bytes, sheet)?;
        let proposal = Mapping::propose(&table, Hint { ratio });
        let mapping = choose(table.columns()).unwrap_or_else(|| proposal.mapping.clone());
        let check = match read_batch(&table, &mapping, measure, ratio, &mut |_, _| {}) {
            Err(refusal) => Err(refusal),
            Ok(read) => Ok(self.checked(caller, &view, read)?),
        };
        Ok(Preview {
            bytes: upload.bytes.len() as u64,
            remarks: table.remarks().to_vec(),
            columns: columns(&table),
            sheets: table.sheets().to_vec(),
            sheet: table.sheet().map(str::to_owned),
            file: upload.file,
            mapping,
            proposal,
            check,
            ratio,
        })
    }

    /// What reading every row came to, compared with what is known.
    pub(super) fn checked(&self, caller: &Caller, view: &View, read: Read) -> Result<Check, Unable> {
        Ok(Check {
            foreseen: match &read.batch {
                Some(batch) => Some(self.foresee(caller, view, batch)?),
                None => None,
            },
            rows: read.rows_read,
            complaints_count: read.complaints.len() as u64 + read.unlisted,
            complaints: read.complaints.into_iter().take(SHOWN).collect(),
            remarks: read.remarks,
        })
    }

    /// Starts to take a waiting file in, in the background; [`House::job`] tells how far it is.
    ///
    /// # Errors
    /// As [`House::waiting`].
    pub fn start_import(
        self: &Arc<Self>,
        caller: &Caller,
        token: &str,
        measure: &Id,
        mapping: Mapping,
        words: (String, Option<String>),
    ) -> Result<(), Unable> {
        let upload = self.waiting(caller, token)?;
        let job = Job {
            measure: measure.clone(),
            file: upload.file.clone(),
            mapping,
            attribution: words.0,
            corrects: words.1,
            noted: self.now(),
            now: JobState::Running { done: 0, total: 0 },
        };
        self.put(caller, "jobs", token, &job)?;
        let (house, caller, token) = (Arc::clone(self), caller.clone(), token.to_owned());
        std::thread::spawn(move || house.work_on(&caller, &token, job, &upload));
        Ok(())
    }

    fn work_on(&self, caller: &Caller, token: &str, mut job: Job, upload: &Upload) {
        let import = Import {
            measure: job.measure.clone(),
            file: &upload.file,
            bytes: &upload.bytes,
            mapping: Some(job.mapping.clone()),
            attribution: job.attribution.clone(),
            corrects: job.corrects.clone(),
        };
        let mut progress = |done, total| {
            if self.now().ms() - job.noted.ms() > NOTED_MS {
                job.noted = self.now();
                job.now = JobState::Running { done, total };
                // A note that could not be kept is no reason to stop the work.
                let _ = self.put(caller, "jobs", token, &job);
            }
        };
        // A page that waits must hear of the end, whatever it is.
        let done = catch_unwind(AssertUnwindSafe(|| self.import(caller, &import, &mut progress)));
        job.now = state(done.unwrap_or(Err(Unable::Faulty)));
        if matches!(job.now, JobState::Added { .. } | JobState::NothingNew { .. }) {
            // A file that could not be taken out of those that wait is gone after two hours.
            let _ = self.no_longer_waits(caller, token);
        }
        let _ = self.put(caller, "jobs", token, &job);
    }

    /// How far an import is; broken off when nothing was heard of it for ten minutes, as after a restart.
    ///
    /// # Errors
    /// `app/not-your-role`, `app/no-such-upload`; the machine failed.
    pub fn job(&self, caller: &Caller, token: &str) -> Result<Job, Unable> {
        caller.must(Deed::Gather, &caller.partnership)?;
        let kept = self.store.find("jobs", &key(caller, token), self.now())?;
        let job = kept.and_then(|kept| serde_json::from_str::<Job>(&kept.value).ok());
        let mut job = job.ok_or_else(|| {
            Refusal::new(
                "app/no-such-upload",
                "No import goes by this name, or it ended more than two hours ago.",
                "Look at the measure's page for what was taken in.",
            )
        })?;
        let silent = self.now().ms() - job.noted.ms() > SILENT_MS;
        if silent && matches!(job.now, JobState::Running { .. }) {
            job.now = JobState::Faulty;
        }
        Ok(job)
    }

    pub(super) fn put<T: Serialize>(&self, caller: &Caller, drawer: &str, token: &str, it: &T) -> Result<(), Unable> {
        let expires = Some(Timestamp::from_ms(self.now().ms() + WAITS_MS));
        let kept = Kept {
            key: key(caller, token),
            value: serde_json::to_string(it)?,
            expires,
        };
        Ok(self.store.keep(drawer, &kept)?)
    }
}

/// Every column with the first of its cells.
fn columns(table: &Table) -> Vec<(String, Vec<String>)> {
    let sample = |column: usize| {
        let cells = (0..table.rows().min(SAMPLES)).filter_map(|row| table.cell(row, column));
        cells.map(|cell| cell.chars().take(40).collect()).collect()
    };
    let names = table.columns().iter().enumerate();
    names.map(|(at, name)| (name.clone(), sample(at))).collect()
}

/// A token is the member's own: another's is not found.
pub(super) fn key(caller: &Caller, token: &str) -> String {
    let token: String = token.chars().filter(char::is_ascii_hexdigit).take(32).collect();
    format!("{}/{}/{token}", caller.partnership, caller.member)
}

fn state(outcome: Result<Outcome, Unable>) -> JobState {
    match outcome {
        Ok(Outcome::Added {
            at,
            new,
            corrected,
            known,
            ..
        }) => JobState::Added {
            at,
            new,
            corrected,
            known,
        },
        Ok(Outcome::NothingNew { known }) => JobState::NothingNew { known },
        Ok(Outcome::Complaints { complaints, more, .. }) => {
            let examples = complaints
                .iter()
                .take(5)
                .map(|it| format!("Line {}: {}", it.line, it.reason));
            JobState::Refused {
                code: "app/rows-refused".to_owned(),
                reason: format!(
                    "{} rows or cells cannot be read, so nothing was added.",
                    complaints.len() as u64 + more
                ),
                remedy: "Mend them in the file, or change which column is read as what.".to_owned(),
                examples: examples.collect(),
            }
        }
        Ok(Outcome::Conflicts { conflicts, count }) => {
            let examples = conflicts.iter().take(5).map(ToString::to_string);
            JobState::Refused {
                code: "app/readings-differ".to_owned(),
                reason: format!("{count} readings differ from what is known, so nothing was added."),
                remedy: "If the earlier readings were wrong, send the file again as a correction, with the reason."
                    .to_owned(),
                examples: examples.collect(),
            }
        }
        Err(Unable::Refused(refusal)) => JobState::Refused {
            code: refusal.code.to_owned(),
            reason: refusal.reason,
            remedy: refusal.remedy,
            examples: Vec::new(),
        },
        Err(Unable::Faulty) => JobState::Faulty,
    }
}
