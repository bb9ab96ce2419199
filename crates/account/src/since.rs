use cm_framework::{Framework, MeasureRecord};
use serde::{Deserialize, Serialize};

use crate::{Accounts, Drafted, Figure};

/// Something that happened after an edition was put together and before it was published, which its readers must know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Since {
    /// Position of the entry.
    pub at: u64,
    /// What happened, in one sentence that stands alone.
    pub sentence: String,
}

impl Accounts {
    /// What happened to the figures of a draft since they were computed: evidence that was corrected, objections, uses
    /// that were stopped. `corrected` holds the position of what was corrected, and of the correction. By position.
    #[must_use]
    pub fn since(&self, drafted: &Drafted, framework: &Framework, corrected: &[(u64, u64)]) -> Vec<Since> {
        let mut found = Vec::new();
        for figure in &drafted.draft.figures {
            found.extend(corrections(figure, corrected));
            if let Some(record) = framework.measure(&figure.measure) {
                found.extend(objections(figure, record, framework));
                found.extend(narrowed(figure, record));
            }
        }
        found.sort();
        found.dedup();
        found
    }
}

fn corrections<'f>(figure: &'f Figure, corrected: &'f [(u64, u64)]) -> impl Iterator<Item = Since> + 'f {
    let rests_on = |old: u64| figure.rests_on.iter().any(|it| it.at == old);
    let later = corrected
        .iter()
        .filter(move |(old, at)| *at >= figure.known_at && rests_on(*old));
    later.map(|(old, at)| Since {
        at: *at,
        sentence: format!(
            "After this edition was put together, evidence under “{}” (entry {old}) was corrected, by entry {at}. The figure \
             rests on the evidence before that.",
            figure.measure_title
        ),
    })
}

fn objections<'f>(
    figure: &'f Figure,
    record: &'f MeasureRecord,
    framework: &'f Framework,
) -> impl Iterator<Item = Since> + 'f {
    let standing = record.in_force().map(|it| it.objections.as_slice()).unwrap_or_default();
    let later = standing.iter().filter(|it| it.at >= figure.known_at);
    later.map(|it| {
        let partner = framework
            .partner(&it.partner)
            .map_or(it.partner.as_str(), |it| it.name.as_str());
        Since {
            at: it.at,
            sentence: format!(
                "After this edition was put together, {partner} objected to what “{}” is used for: “{}”",
                figure.measure_title, it.reason
            ),
        }
    })
}

fn narrowed<'f>(figure: &'f Figure, record: &'f MeasureRecord) -> impl Iterator<Item = Since> + 'f {
    let later = record.narrowed.iter().filter(|(_, at)| *at >= figure.known_at);
    later.map(|(motive, at)| Since {
        at: *at,
        sentence: format!(
            "After this edition was put together, partners stopped the use of “{}” for {motive}, by entry {at}.",
            figure.measure_title
        ),
    })
}
