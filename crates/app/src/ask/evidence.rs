use std::fmt::Write;

use cm_evidence::{EvidenceSet, Taking};
use cm_framework::Permit;
use cm_insight::{Insight, Shape};
use cm_kernel::{Digest, Id};

use super::{Asked, known_method};
use crate::house::View;
use crate::{House, Unable};

/// After so many readings, what was read is pooled before more is read, where the method pools it anyway.
const HELD: usize = 65_536;

impl House {
    /// The rows of a measure and of those beside it that permits let through, pooled as far as the method pools them.
    pub(super) fn evidence(
        &self,
        partnership: &Id,
        asked: &Asked,
        permit: &Permit,
        companions: &[Permit],
        known_at: u64,
    ) -> Result<EvidenceSet, Unable> {
        let shape = known_method(&asked.method)?.shape();
        let mut evidence = self.under(partnership, asked, shape, permit, known_at)?;
        for permit in companions {
            evidence = evidence.with_beside(self.under(partnership, asked, shape, permit, known_at)?);
        }
        Ok(evidence)
    }

    fn under(
        &self,
        partnership: &Id,
        asked: &Asked,
        shape: Shape,
        permit: &Permit,
        known_at: u64,
    ) -> Result<EvidenceSet, Unable> {
        let wanted = asked.scope.wanted(&permit.measure().id, known_at);
        let one_place = asked.scope.place.is_some();
        let mut taking = Some(Taking::under(permit, known_at));
        let mut held = 0;
        self.store
            .each_series(partnership, &wanted, &mut |place, group, rows| {
                let Some(mut so_far) = taking.take() else { return };
                so_far.take(place, group, rows);
                held += rows.len();
                if held > HELD && shape.pools_as_it_goes() {
                    so_far = so_far.narrowed(|set| shape.narrow(set, one_place));
                    held = so_far.held();
                }
                taking = Some(so_far);
            })?;
        let taken = taking.unwrap_or_else(|| Taking::under(permit, known_at));
        Ok(taken.finish())
    }
}

/// What the rows a permit lets through depend on: the permit, which of the measure's entries it covers, and which other
/// entries there are. Other entries of the ledger change nothing about them.
pub(super) fn stamp(view: &View, permit: &Permit, known_at: u64) -> Digest {
    let mut text = format!("{} {} {:?}", permit.agreement(), permit.version(), permit.target());
    for at in permit.span().filter(|at| *at < known_at) {
        let _ = write!(text, " {at}");
    }
    text.push('|');
    for gathering in view.gatherings.of(&permit.measure().id).filter(|it| it.at < known_at) {
        let _ = write!(text, " {}", gathering.at);
    }
    Digest::of(text.as_bytes())
}

/// The same insight about rows that are the same when the ledger was another length.
pub(super) fn as_known_at(insight: &Insight, known_at: u64) -> Insight {
    let mut insight = insight.clone();
    insight.rests_on.known_at = known_at;
    for beside in &mut insight.rests_on.beside {
        beside.known_at = known_at;
    }
    insight
}
