use cm_app::Check;
use cm_exchange::Complaint;

use super::counted;
use crate::figure::thousands;
use crate::words::prose;

/// Complaints in sight; the rest are folded away.
const IN_SIGHT: usize = 10;
/// Lines named that are wrong in the same way.
const LINES: usize = 5;

/// What checking every row came to.
pub(super) struct Checked {
    pub(super) rows: String,
    pub(super) wrong: u64,
    pub(super) in_sight: Vec<Wrong>,
    pub(super) folded: Vec<Wrong>,
    pub(super) unlisted: u64,
    pub(super) remarks: Vec<String>,
}

/// What is wrong in the same way on one line or several.
pub(super) struct Wrong {
    pub(super) lines: Vec<u64>,
    pub(super) column: String,
    pub(super) found: String,
    pub(super) reason: String,
    pub(super) remedy: String,
}

impl Wrong {
    /// The lines as a list: `7`, or `7, 9, 12 and 40 more`.
    pub(super) fn lines(&self) -> String {
        let first: Vec<_> = self.lines.iter().take(LINES).map(|it| thousands(*it)).collect();
        match self.lines.len().saturating_sub(LINES) {
            0 => first.join(", "),
            more => format!("{} and {more} more", first.join(", ")),
        }
    }
}

/// The report of a check.
pub(super) fn checked(check: &Check) -> Checked {
    let mut in_sight = gathered(&check.complaints);
    let folded = in_sight.split_off(IN_SIGHT.min(in_sight.len()));
    Checked {
        rows: counted(check.rows, "row"),
        wrong: check.complaints_count,
        unlisted: check.complaints_count.saturating_sub(check.complaints.len() as u64),
        in_sight,
        folded,
        remarks: check.remarks.iter().map(|it| prose(it)).collect(),
    }
}

/// Complaints in the order of the file, those that say the same together.
fn gathered(complaints: &[Complaint]) -> Vec<Wrong> {
    let mut all: Vec<Wrong> = Vec::new();
    for it in complaints {
        let (reason, remedy) = (prose(&it.reason), prose(&it.remedy));
        let same =
            |wrong: &&mut Wrong| (&wrong.column, &wrong.found, &wrong.reason) == (&it.column, &it.found, &reason);
        if let Some(wrong) = all.iter_mut().find(same) {
            wrong.lines.push(it.line);
            continue;
        }
        all.push(Wrong {
            lines: vec![it.line],
            column: it.column.clone(),
            found: it.found.clone(),
            reason,
            remedy,
        });
    }
    all
}
