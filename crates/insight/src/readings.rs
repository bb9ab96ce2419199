use cm_evidence::{Basis, EvidenceSet, Point, Series};
use cm_framework::Unit;
use cm_kernel::{Batch, Digest, Id, Period, Reading, Refusal, Row};

use crate::RestsOn;

/// The readings a method computes on: those of a set of evidence it is entitled to, or what disclosure control left of
/// them.
#[derive(Debug, Clone, PartialEq)]
pub struct Readings {
    series: Vec<Series>,
    rests_on: RestsOn,
    target: Option<f64>,
    unbound: bool,
    beside: Vec<Readings>,
}

impl Readings {
    /// The readings of a set, in order of place, group and period.
    pub(crate) fn of(evidence: &EvidenceSet) -> Self {
        let mut series = evidence.series().to_vec();
        series.sort_by(|a, b| (&a.place, &a.group).cmp(&(&b.place, &b.group)));
        Self {
            series,
            rests_on: RestsOn::of(evidence),
            target: evidence.target(),
            unbound: *evidence.basis() == Basis::OwnFile,
            beside: evidence.beside().iter().map(Self::of).collect(),
        }
    }

    /// The same with other readings in their places; the digest is then of these.
    pub(crate) fn with(&self, series: Vec<Series>) -> Self {
        let mut changed = Self { series, ..self.clone() };
        changed.rests_on.digest = digest(&changed.rests_on.measure, &changed.series);
        changed
    }

    /// The same with other readings of the measures beside them.
    pub(crate) fn with_beside(mut self, beside: Vec<Self>) -> Self {
        self.rests_on.beside = beside.iter().map(|it| it.rests_on.clone()).collect();
        self.beside = beside;
        self
    }

    /// The readings of the measures beside this one, in the order of [`crate::Question::beside`].
    #[must_use]
    pub fn beside(&self) -> &[Self] {
        &self.beside
    }

    /// Series by place and then group.
    #[must_use]
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// What they are, for the record.
    #[must_use]
    pub fn rests_on(&self) -> &RestsOn {
        &self.rests_on
    }

    /// The agreed target, when they were read for that use.
    #[must_use]
    pub fn target(&self) -> Option<f64> {
        self.target
    }

    /// Whether they come from a person's own file, which no agreement binds.
    #[must_use]
    pub fn unbound(&self) -> bool {
        self.unbound
    }

    /// The only series.
    ///
    /// # Errors
    /// `insight/several-series`.
    pub fn one_series(&self) -> Result<&Series, Refusal> {
        match self.series.as_slice() {
            [one] => Ok(one),
            several => Err(Refusal::new(
                "insight/several-series",
                format!(
                    "This evidence holds {} series, and the method reads one.",
                    several.len()
                ),
                "Choose one place and one group, or ask for all of them together.",
            )),
        }
    }

    /// One reading a place, by place.
    ///
    /// # Errors
    /// `insight/several-readings` when a place has more than one.
    pub fn one_a_place(&self) -> Result<Vec<(&str, Point)>, Refusal> {
        let mut found: Vec<(&str, Point)> = Vec::with_capacity(self.series.len());
        for series in &self.series {
            for point in &series.points {
                if found.last().is_some_and(|(place, _)| *place == series.place) {
                    return Err(Refusal::new(
                        "insight/several-readings",
                        format!(
                            "`{}` has several readings, and the method reads one a place.",
                            series.place
                        ),
                        "Choose one period and one group, or ask for all of them together.",
                    ));
                }
                found.push((&series.place, *point));
            }
        }
        Ok(found)
    }

    /// Every reading with its place.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Point)> + Clone {
        self.series
            .iter()
            .flat_map(|series| series.points.iter().map(|point| (series.place.as_str(), point)))
    }

    /// First and last period with a row.
    #[must_use]
    pub fn span(&self) -> Option<(Period, Period)> {
        let periods = self.all().map(|(_, point)| point.period);
        periods.clone().min().zip(periods.max())
    }
}

/// The counts behind a reading of a measure in this unit: numerator and denominator.
#[must_use]
pub(crate) fn counts(reading: Reading, unit: &Unit) -> (Option<f64>, Option<f64>) {
    match (reading, unit) {
        (Reading::Ratio { numerator, denominator }, _) => (Some(numerator), Some(denominator)),
        (Reading::Value(value), Unit::Number(_)) if value >= 0.0 && value.fract() == 0.0 => (Some(value), None),
        (Reading::Value(_) | Reading::Absent(_), _) => (None, None),
    }
}

/// As `EvidenceSet::digest`: SHA-256 of the measure's id, a line end, and the rows as canonical CSV.
fn digest(measure: &Id, series: &[Series]) -> Digest {
    let mut batch = Batch {
        measure: measure.clone(),
        places: series.iter().map(|it| it.place.clone()).collect(),
        groups: series.iter().map(|it| it.group.clone()).collect(),
        rows: Vec::new(),
    };
    for names in [&mut batch.places, &mut batch.groups] {
        names.sort();
        names.dedup();
    }
    let position = |names: &[String], name: &String| {
        let found = names.binary_search(name).unwrap_or_default();
        u32::try_from(found).unwrap_or_default()
    };
    for it in series {
        let (place, group) = (position(&batch.places, &it.place), position(&batch.groups, &it.group));
        batch.rows.extend(it.points.iter().map(|point| Row {
            period: point.period,
            place,
            group,
            reading: point.reading,
        }));
    }
    batch.sort();
    Digest::of_parts(&[measure.as_str().as_bytes(), b"\n", batch.to_csv().as_bytes()])
}
