use cm_kernel::Refusal;
use serde::Serialize;

use crate::table::shown;

/// Most complaints that are kept; the rest are counted. Ten thousand lines are more than a person mends by hand.
pub const MOST_COMPLAINTS: usize = 10_000;

/// What is wrong with one cell or row, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Complaint {
    /// The line of the file or row of the sheet, counted from one.
    pub line: u64,
    /// The name of the column; empty when it is about the row.
    pub column: String,
    /// What stands there, at most 60 characters.
    pub found: String,
    /// Stable name, `exchange/reason`.
    pub code: &'static str,
    /// One sentence: what is wrong.
    pub reason: String,
    /// One sentence: what would mend it.
    pub remedy: String,
}

/// The complaints of one file: the first ten thousand as they were found, and the number of the rest.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    kept: Vec<Complaint>,
    unlisted: u64,
}

impl Complaints {
    pub(super) fn add(&mut self, line: u64, column: &str, found: &str, refusal: Refusal) {
        if self.kept.len() >= MOST_COMPLAINTS {
            self.unlisted += 1;
            return;
        }
        self.kept.push(Complaint {
            line,
            column: shown(column),
            found: shown(found),
            code: refusal.code,
            reason: refusal.reason,
            remedy: refusal.remedy,
        });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// In the order of the file, with the number that was not kept.
    pub(super) fn in_order(mut self) -> (Vec<Complaint>, u64) {
        self.kept.sort_by_key(|complaint| complaint.line);
        (self.kept, self.unlisted)
    }
}
