use cm_framework::Permit;
use cm_kernel::KnownRow;

use super::{Basis, EvidenceSet, Point, Series};

/// A set of evidence being read under a permit, a series at a time.
#[derive(Debug)]
pub struct Taking<'p> {
    permit: &'p Permit,
    set: EvidenceSet,
}

impl<'p> Taking<'p> {
    /// No rows yet of the permit's measure, as known when the ledger was `known_at` entries long.
    #[must_use]
    pub fn under(permit: &'p Permit, known_at: u64) -> Self {
        let set = EvidenceSet {
            measure: permit.measure().id.clone(),
            basis: Basis::Agreed {
                motive: permit.motive(),
                agreement: permit.agreement(),
                target: permit.target(),
            },
            known_at,
            series: Vec::new(),
            left_out: 0,
            beside: Vec::new(),
        };
        Self { permit, set }
    }

    /// Takes in those rows of the next series that the permit covers, and counts the others. Series come in order of
    /// place and group, their rows in order of period.
    pub fn take(&mut self, place: &str, group: &str, rows: &[KnownRow]) {
        let mut points = Vec::with_capacity(rows.len());
        let mut last = None;
        for row in rows {
            // Neighbours mostly came with one entry.
            let covered = match last {
                Some((at, covered)) if at == row.at => covered,
                _ => self.permit.covers(row.at),
            };
            last = Some((row.at, covered));
            if covered {
                points.push(Point {
                    period: row.period,
                    reading: row.reading,
                    at: row.at,
                });
            }
        }
        self.set.left_out += (rows.len() - points.len()) as u64;
        if !points.is_empty() {
            self.set.series.push(Series {
                place: place.to_owned(),
                group: group.to_owned(),
                points,
            });
        }
    }

    /// How many rows are held.
    #[must_use]
    pub fn held(&self) -> usize {
        self.set.len()
    }

    /// Narrows or pools what was taken so far, so that less is held.
    #[must_use]
    pub fn narrowed(self, narrow: impl FnOnce(EvidenceSet) -> EvidenceSet) -> Self {
        Self {
            permit: self.permit,
            set: narrow(self.set),
        }
    }

    /// What was taken.
    #[must_use]
    pub fn finish(self) -> EvidenceSet {
        self.set
    }
}
