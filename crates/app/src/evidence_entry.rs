use cm_framework::Motive;
use cm_kernel::{Batch, Id, Refusal};

use crate::{Caller, Deed, House, Unable};

impl House {
    /// The rows that the entry at a position of the ledger brought, as they were announced, for a member who may read
    /// them for learning.
    ///
    /// # Errors
    /// `app/not-your-role`, `app/no-such-batch`; what the permit refuses, and `framework/gathered-for-other-uses` when
    /// it does not cover this entry; the machine failed.
    pub fn batch_of(&self, caller: &Caller, partnership: &Id, at: u64) -> Result<Batch, Unable> {
        caller.must(Deed::Read, partnership)?;
        let view = self.view(partnership)?;
        let gathering = view.gatherings.at(at).ok_or_else(|| {
            Refusal::new(
                "app/no-such-batch",
                format!("Entry {at} brought no rows."),
                "Open an entry of evidence from the record or from the measure's page.",
            )
        })?;
        let measure = &gathering.gathered.binding.measure;
        let permit = view.framework.permit(measure, Motive::Learning, self.today())?;
        if !permit.covers(at) {
            return Err(Refusal::new(
                "framework/gathered-for-other-uses",
                "These rows were gathered before learning was an agreed use of the measure.",
                "Their contributor may let them in by re-consenting on the page of the agreement.",
            )
            .into());
        }
        self.store.batch(partnership, at)?.ok_or(Unable::Faulty)
    }
}
