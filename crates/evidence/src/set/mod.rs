use cm_framework::{Motive, Permit};
use cm_kernel::{Batch, Digest, Id, Known, Period, Reading};

mod narrow;
mod taking;

#[cfg(test)]
mod tests;

pub use taking::Taking;

/// What entitles someone to read a set of evidence.
#[derive(Debug, Clone, PartialEq)]
pub enum Basis {
    /// Partners agreed to this use of the measure.
    Agreed {
        /// The use.
        motive: Motive,
        /// Position of the entry that proposed the agreement.
        agreement: u64,
        /// The agreed target, when the use is `target`.
        target: Option<f64>,
    },
    /// The person's own file, which never entered a ledger and is bound to no agreement.
    OwnFile,
}

/// One reading in its place in a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// What stretch of time it is about.
    pub period: Period,
    /// What was read.
    pub reading: Reading,
    /// Position of the entry that brought it; the latest of them when several are pooled.
    pub at: u64,
}

/// Readings of one place and population group, in order of period.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The place or organisation by its code; `all` when places are pooled.
    pub place: String,
    /// The population group; `all` when groups are pooled or there is only everybody.
    pub group: String,
    /// In order of period, each period at most once.
    pub points: Vec<Point>,
}

/// What a method reads: rows of one measure that a permit lets through, as known at an entry; and beside it, where a
/// method needs several, the same of other measures.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceSet {
    measure: Id,
    basis: Basis,
    known_at: u64,
    series: Vec<Series>,
    left_out: u64,
    beside: Vec<EvidenceSet>,
}

impl EvidenceSet {
    /// The rows of the permit's measure that the permit covers, as known when the ledger was `known_at` entries long.
    ///
    /// Rows gathered under agreements that did not name the use are left out and counted.
    #[must_use]
    pub fn under(permit: &Permit, known: &Known, known_at: u64) -> Self {
        let mut taking = Taking::under(permit, known_at);
        for rows in known.rows.chunk_by(|a, b| (a.place, a.group) == (b.place, b.group)) {
            if let Some((place, group, _)) = rows.first().and_then(|row| known.key(row)) {
                taking.take(place, group, rows);
            }
        }
        taking.finish()
    }

    /// The rows of a person's own file, which no agreement binds. The batch must be sorted ([`Batch::sort`]).
    ///
    /// Never for rows that came out of a ledger: those are read under a permit.
    #[must_use]
    pub fn own_file(batch: &Batch) -> Self {
        let mut series: Vec<Series> = Vec::new();
        let mut last = None;
        for row in &batch.rows {
            let Some((place, group, period)) = batch.key(row) else {
                continue;
            };
            if last != Some((row.place, row.group)) {
                series.push(Series {
                    place: place.to_owned(),
                    group: group.to_owned(),
                    points: Vec::new(),
                });
                last = Some((row.place, row.group));
            }
            if let Some(series) = series.last_mut() {
                series.points.push(Point {
                    period,
                    reading: row.reading,
                    at: 0,
                });
            }
        }
        Self {
            measure: batch.measure.clone(),
            basis: Basis::OwnFile,
            known_at: 0,
            series,
            left_out: 0,
            beside: Vec::new(),
        }
    }

    /// The same set with the rows of another measure beside it, read under a permit of its own: a later stage, or what
    /// might get worse when this one gets better. Narrowing and pooling reach both.
    #[must_use]
    pub fn with_beside(mut self, other: Self) -> Self {
        self.beside.push(other);
        self
    }

    /// The same set with the rows of places that come after all of its own, read of the same measure on the same basis.
    #[must_use]
    pub fn followed_by(mut self, later: Self) -> Self {
        self.series.extend(later.series);
        self
    }

    /// The sets of other measures beside it, in the order they were put there.
    #[must_use]
    pub fn beside(&self) -> &[Self] {
        &self.beside
    }

    /// The measure.
    #[must_use]
    pub fn measure(&self) -> &Id {
        &self.measure
    }

    /// What entitles someone to read it.
    #[must_use]
    pub fn basis(&self) -> &Basis {
        &self.basis
    }

    /// The agreed target, when the set was read for that use.
    #[must_use]
    pub fn target(&self) -> Option<f64> {
        match self.basis {
            Basis::Agreed { target, .. } => target,
            Basis::OwnFile => None,
        }
    }

    /// Whether the set may feed this use: it was read for it, or it is the person's own file.
    #[must_use]
    pub fn serves(&self, motive: Motive) -> bool {
        match self.basis {
            Basis::Agreed { motive: read_for, .. } => read_for == motive,
            Basis::OwnFile => true,
        }
    }

    /// How long the ledger was when the rows were known so.
    #[must_use]
    pub fn known_at(&self) -> u64 {
        self.known_at
    }

    /// Series by place and then group.
    #[must_use]
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// How many rows were left out, because they were gathered when this use was not agreed.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// How many rows it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.series.iter().map(|series| series.points.len()).sum()
    }

    /// Whether it holds no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// Positions of the entries the rows came from, each once, in order.
    #[must_use]
    pub fn rests_on(&self) -> Vec<u64> {
        let mut at: Vec<u64> = self
            .series
            .iter()
            .flat_map(|series| series.points.iter().map(|it| it.at))
            .collect();
        at.sort_unstable();
        at.dedup();
        at
    }

    /// SHA-256 of the rows as they will be computed on, with the measure: what a figure recomputed later must match.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of_parts(&[self.measure.as_str().as_bytes(), b"\n", self.to_csv().as_bytes()])
    }

    /// The rows as the CSV that the digest is taken of, header first: see [`Batch::to_csv`].
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut places: Vec<String> = self.series.iter().map(|it| it.place.clone()).collect();
        let mut groups: Vec<String> = self.series.iter().map(|it| it.group.clone()).collect();
        for names in [&mut places, &mut groups] {
            names.sort();
            names.dedup();
        }
        let position = |names: &[String], name: &str| {
            names
                .binary_search_by(|it| it.as_str().cmp(name))
                .ok()
                .and_then(|at| u32::try_from(at).ok())
                .unwrap_or(0)
        };
        let mut rows = Vec::with_capacity(self.len());
        for series in &self.series {
            let (place, group) = (position(&places, &series.place), position(&groups, &series.group));
            rows.extend(series.points.iter().map(|it| cm_kernel::Row {
                period: it.period,
                place,
                group,
                reading: it.reading,
            }));
        }
        let mut batch = Batch {
            measure: self.measure.clone(),
            places,
            groups,
            rows,
        };
        batch.sort();
        batch.to_csv()
    }
}
