use cm_kernel::{Batch, Period};
use cm_store::Wanted;

use super::compare::compare;
use crate::house::View;
use crate::{Caller, House, Unable};

/// How many readings that differ are shown.
const SHOWN: usize = 5;

/// What taking a file in would come to, as things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// Rows that are new.
    pub new: u64,
    /// Rows known already, which would be left as they are.
    pub known: u64,
    /// Rows that differ from what is known: refused unless the file says that it corrects.
    pub differing: u64,
    /// A few of those, a line each.
    pub examples: Vec<String>,
    /// Rows without a number, whatever the reason.
    pub absent: u64,
    /// First and last period; `None` of no rows.
    pub periods: Option<(Period, Period)>,
    /// How many places.
    pub places: u64,
    /// How many population groups; everybody is one.
    pub groups: u64,
}

impl House {
    /// Compares a batch with what is known, and writes nothing.
    pub(super) fn foresee(&self, caller: &Caller, view: &View, batch: &Batch) -> Result<Foreseen, Unable> {
        let wanted = Wanted {
            measure: batch.measure.clone(),
            place: None,
            group: None,
            known_at: view.length,
        };
        let compared = compare(batch, &self.store.rows(&caller.partnership, &wanted)?);
        let periods = || batch.rows.iter().map(|row| row.period);
        Ok(Foreseen {
            new: compared.new,
            known: compared.same,
            differing: compared.conflicts_count,
            examples: compared.conflicts.iter().take(SHOWN).map(ToString::to_string).collect(),
            absent: batch.rows.iter().filter(|row| row.reading.number().is_none()).count() as u64,
            periods: periods().min().zip(periods().max()),
            places: batch.places.len() as u64,
            groups: batch.groups.len() as u64,
        })
    }
}
