//! What the store is doing when the power goes: everything the product writes, in a random order.

use cm_kernel::{Absence, Batch, Draft, Id, Period, Reading};
use cm_store::{Appended, Fault, Kept, Memory, Store, Wanted};
use serde_json::json;

use crate::random::Random;
use crate::writing::{batch, draft, id, kept, large_batch, moment};

const MEASURES: [&str; 2] = ["wait", "sport"];
const DRAWERS: [&str; 2] = ["sign-ins", "keys"];
/// Later than the start of the world and sooner than its end.
const NOW: i64 = 50;

/// One thing to do.
#[derive(Debug, Clone)]
pub enum Act {
    Append(Id, Vec<Draft>, Vec<(usize, Batch)>),
    Keep(&'static str, Kept),
    KeepNew(&'static str, Kept),
    Discard(&'static str, String),
    Sweep,
}

impl Act {
    pub fn any(random: &mut Random) -> Self {
        let drawer = random.pick(&DRAWERS);
        let key = format!("key-{}", random.below(8));
        let expires = random.one_in(3).then(|| random.below(100) as i64);
        let kept = kept(&key, &"v".repeat(random.below(600)), expires);
        match random.below(20) {
            0..=9 => Self::append(random),
            10 => Self::import(random),
            11..=14 => Self::Keep(drawer, kept),
            15..=16 => Self::KeepNew(drawer, kept),
            17..=18 => Self::Discard(drawer, key),
            _ => Self::Sweep,
        }
    }

    /// A few entries, some with a few rows that often correct earlier ones.
    fn append(random: &mut Random) -> Self {
        let count = 1 + random.below(3);
        let text = |random: &mut Random| "x".repeat(random.below(700));
        let drafts = (0..count).map(|_| draft(json!({ "text": text(random) }))).collect();
        let mut batches = Vec::new();
        for at in 0..count {
            if random.one_in(2) {
                let months = 1 + random.below(9);
                let names: Vec<String> = (1..=months).map(|month| format!("2020-0{month}")).collect();
                let reading = match random.below(4) {
                    0 => Reading::Absent(Absence::Suppressed),
                    _ => Reading::Value(random.below(1000) as f64),
                };
                let rows: Vec<_> = names
                    .iter()
                    .map(|month| ("RA9", "all", month.as_str(), reading))
                    .collect();
                batches.push((at, batch(random.pick(&MEASURES), &rows)));
            }
        }
        Self::Append(partnership(random), drafts, batches)
    }

    /// So many rows that the log is moved into the file in the middle or right after.
    fn import(random: &mut Random) -> Self {
        let rows = large_batch(
            random.pick(&MEASURES),
            200 + random.below(2000),
            random.below(100) as f64,
        );
        Self::Append(
            partnership(random),
            vec![draft(json!({"import": true}))],
            vec![(0, rows)],
        )
    }

    /// Does it where the ledger stands now.
    pub fn run(&self, store: &dyn Store, length: impl Fn(&Id) -> u64) -> Result<(), Fault> {
        match self {
            Self::Append(partnership, drafts, batches) => {
                let at = length(partnership);
                let outcome = store.append(partnership, at, drafts.clone(), batches)?;
                assert_eq!(outcome, Appended::At(at));
                Ok(())
            }
            Self::Keep(drawer, kept) => store.keep(drawer, kept),
            Self::KeepNew(drawer, kept) => store.keep_new(drawer, kept).map(|_| ()),
            Self::Discard(drawer, key) => store.discard(drawer, key),
            Self::Sweep => store.sweep(moment(NOW)).map(|_| ()),
        }
    }
}

fn partnership(random: &mut Random) -> Id {
    id(random.pick(&["here", "there"]))
}

/// Whether a store says all that the reference says, and nothing else.
pub fn same(store: &dyn Store, model: &Memory) -> Result<bool, Fault> {
    if store.partnerships()? != model.partnerships()? {
        return Ok(false);
    }
    for partnership in model.partnerships()? {
        let length = model.length(&partnership)?;
        let longer = length + 10;
        if store.length(&partnership)? != length
            || store.entries(&partnership, 0, longer as usize)? != model.entries(&partnership, 0, longer as usize)?
            || store.leaves(&partnership, longer)? != model.leaves(&partnership, longer)?
        {
            return Ok(false);
        }
        for at in 0..longer {
            if store.batch(&partnership, at)? != model.batch(&partnership, at)? {
                return Ok(false);
            }
        }
        let month = Period::month(2020, 1).ok_or_else(|| Fault("no such month".to_owned()))?;
        for measure in MEASURES.map(id) {
            let wanted = Wanted {
                measure: measure.clone(),
                place: None,
                group: None,
                known_at: longer,
            };
            let key = ("RA9", "all", month);
            if store.rows(&partnership, &wanted)? != model.rows(&partnership, &wanted)?
                || store.history(&partnership, &measure, key)? != model.history(&partnership, &measure, key)?
            {
                return Ok(false);
            }
        }
    }
    for drawer in DRAWERS {
        if store.list(drawer, moment(0))? != model.list(drawer, moment(0))? {
            return Ok(false);
        }
    }
    Ok(true)
}
