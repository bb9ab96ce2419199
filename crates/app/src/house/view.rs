use cm_account::Accounts;
use cm_deliberation::Candour;
use cm_evidence::Gatherings;
use cm_framework::{Duties, Framework};
use cm_kernel::Entry;
use cm_learning::Learning;

/// A partnership as its ledger told it when it was so many entries long.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// How many entries were read.
    pub length: u64,
    /// What was agreed.
    pub framework: Framework,
    /// What is owed whatever the outcomes.
    pub duties: Duties,
    /// What was gathered.
    pub gatherings: Gatherings,
    /// Rooms in which partners speak until a day.
    pub candour: Candour,
    /// What was made of it.
    pub learning: Learning,
    /// What was published.
    pub accounts: Accounts,
}

impl View {
    /// Takes in the next entry.
    pub(crate) fn apply(&mut self, entry: &Entry) {
        self.framework.apply(entry);
        self.duties.apply(entry, &self.framework);
        self.gatherings.apply(entry);
        self.candour.apply(entry, &self.framework);
        self.learning.apply(entry);
        self.accounts.apply(entry);
        self.length = entry.at + 1;
    }

    /// Corrections so far: the position of what was corrected, and of the correction.
    #[must_use]
    pub fn corrections(&self) -> Vec<(u64, u64)> {
        let with = self
            .gatherings
            .batches
            .iter()
            .filter_map(|it| it.gathered.corrects.as_ref().map(|old| (it.at, old)));
        with.flat_map(|(at, old)| old.entries.iter().map(move |entry| (*entry, at)))
            .collect()
    }
}
