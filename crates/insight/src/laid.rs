use cm_evidence::Series;
use cm_framework::Unit;
use cm_kernel::{Absence, Length, Period, Reading, Refusal};

use crate::readings::counts;

/// The most periods a chart spans.
pub(crate) const LONGEST: usize = 5000;

/// One period of the series, whether or not anyone brought a row for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub period: Period,
    pub value: Option<f64>,
    pub absent: Option<Absence>,
    pub numerator: Option<f64>,
    pub denominator: Option<f64>,
    pub at: Option<u64>,
}

/// A series laid out with one place for every period from its first to its last row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Laid {
    pub places: Vec<Place>,
    pub length: Length,
}

impl Laid {
    pub(crate) fn out(series: &Series, unit: &Unit) -> Result<Self, Refusal> {
        let mut points = series.points.clone();
        points.sort_by_key(|it| it.period);
        let Some(first) = points.first().map(|it| it.period) else {
            return Err(no_numbers());
        };
        let length = first.length();
        if let Some(other) = points.iter().map(|it| it.period.length()).find(|it| *it != length) {
            return Err(Refusal::new(
                "insight/mixed-periods",
                format!(
                    "The series mixes periods of a {} and a {}.",
                    length.word(),
                    other.word()
                ),
                "Gather the readings of one length of period under a measure of their own.",
            ));
        }
        let mut places: Vec<Place> = Vec::with_capacity(points.len());
        let mut next = Some(first);
        for point in points {
            while let Some(period) = next.filter(|it| *it < point.period) {
                places.push(missing(period));
                next = period.next();
                if places.len() > LONGEST {
                    return Err(too_sparse());
                }
            }
            next = point.period.next();
            places.push(place(point, unit));
        }
        if places.len() > LONGEST {
            return Err(too_sparse());
        }
        if places.iter().all(|it| it.value.is_none()) {
            return Err(no_numbers());
        }
        Ok(Self { places, length })
    }

    /// The number of each period.
    pub(crate) fn values(&self) -> Vec<Option<f64>> {
        self.places.iter().map(|it| it.value).collect()
    }

    /// The numbers that are there.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = f64> + Clone {
        self.places.iter().filter_map(|it| it.value)
    }

    /// A period that lies between the first and the last and is as long as they are, as a person writes it.
    pub(crate) fn within(&self, text: &str) -> Result<Period, Refusal> {
        let ends = self.places.first().zip(self.places.last());
        let inside = |wanted: &Period| ends.is_some_and(|(a, b)| (a.period..=b.period).contains(wanted));
        Period::parse(text)
            .filter(|it| it.length() == self.length && inside(it))
            .ok_or_else(|| no_such_period(text))
    }

    /// The latest period.
    pub(crate) fn latest(&self) -> Option<&Place> {
        self.places.last()
    }

    /// `April 2016 to March 2019`.
    pub(crate) fn span_in_words(&self) -> String {
        let ends = (self.places.first(), self.places.last());
        match ends {
            (Some(first), Some(last)) if first.period != last.period => {
                format!("{} to {}", first.period.in_words(), last.period.in_words())
            }
            (Some(only), _) => only.period.in_words(),
            (None, _) => String::new(),
        }
    }
}

fn missing(period: Period) -> Place {
    Place {
        period,
        value: None,
        absent: Some(Absence::Missing),
        numerator: None,
        denominator: None,
        at: None,
    }
}

fn place(point: cm_evidence::Point, unit: &Unit) -> Place {
    let (numerator, denominator) = counts(point.reading, unit);
    let value = point.reading.number().filter(|it| it.is_finite());
    let absent = match (value, point.reading) {
        (Some(_), _) => None,
        (None, Reading::Absent(absence)) => Some(absence),
        // Out of nothing: nobody came, so there is nothing to measure.
        (None, Reading::Value(_) | Reading::Ratio { .. }) => Some(Absence::NotApplicable),
    };
    Place {
        period: point.period,
        value,
        absent,
        numerator,
        denominator,
        at: Some(point.at),
    }
}

pub(crate) fn too_sparse() -> Refusal {
    Refusal::new(
        "insight/too-sparse",
        format!("From the first reading to the last there are more than {LONGEST} periods."),
        "Choose a shorter stretch of time, or check the first and last dates for a slip of the pen.",
    )
}

pub(crate) fn no_such_period(text: &str) -> Refusal {
    let shown: String = text.chars().take(40).collect();
    Refusal::new(
        "insight/no-such-period",
        format!("`{shown}` is not a period of this series."),
        "Write periods as the table under the chart does, such as 2018-04, separated by commas.",
    )
}

pub(crate) fn no_numbers() -> Refusal {
    Refusal::new(
        "insight/no-numbers",
        "No reading has a number: all are absent, or out of nothing.",
        "Choose other dates, or ask whoever gathers the evidence why it is absent.",
    )
}
