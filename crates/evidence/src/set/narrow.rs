use std::collections::BTreeMap;

use cm_kernel::{Date, Period, Reading};

use super::{EvidenceSet, Point, Series};

/// Narrowing and pooling; each reaches the sets beside this one too.
impl EvidenceSet {
    /// Only the series of one place. The empty set when there is none.
    #[must_use]
    pub fn at_place(self, place: &str) -> Self {
        self.each(&|mut series: Vec<Series>| {
            series.retain(|it| it.place == place);
            series
        })
    }

    /// Only the series of one population group. The empty set when there is none.
    #[must_use]
    pub fn in_group(self, group: &str) -> Self {
        self.each(&|mut series: Vec<Series>| {
            series.retain(|it| it.group == group);
            series
        })
    }

    /// Only readings of periods that begin within these days, both ends included.
    #[must_use]
    pub fn between(self, first: Date, last: Date) -> Self {
        self.each(&|mut series: Vec<Series>| {
            for it in &mut series {
                it.points.retain(|point| (first..=last).contains(&point.period.start()));
            }
            series.retain(|it| !it.points.is_empty());
            series
        })
    }

    /// One series a place: population groups pooled by adding numerators and denominators, never by averaging.
    #[must_use]
    pub fn groups_pooled(self) -> Self {
        self.each(&|series| pooled(&series, |it| (it.place.clone(), "all".to_owned())))
    }

    /// One series a population group: places pooled by adding numerators and denominators, never by averaging.
    #[must_use]
    pub fn places_pooled(self) -> Self {
        self.each(&|series| pooled(&series, |it| ("all".to_owned(), it.group.clone())))
    }

    /// One series in all: places and groups pooled.
    #[must_use]
    pub fn all_pooled(self) -> Self {
        self.each(&|series| pooled(&series, |_| ("all".to_owned(), "all".to_owned())))
    }

    /// One reading a series: all its periods pooled into the last one.
    #[must_use]
    pub fn periods_pooled(self) -> Self {
        self.each(&|mut series: Vec<Series>| {
            series.iter_mut().for_each(pool_periods);
            series
        })
    }

    fn each(mut self, change: &impl Fn(Vec<Series>) -> Vec<Series>) -> Self {
        self.series = change(self.series);
        self.beside = self.beside.into_iter().map(|it| it.each(change)).collect();
        self
    }
}

fn pool_periods(series: &mut Series) {
    let Some(last) = series.points.last().map(|it| it.period) else {
        return;
    };
    let all = series.points.drain(..).reduce(|a, b| Point {
        period: last,
        ..pool(a, b)
    });
    series.points.extend(all.map(|point| Point { period: last, ..point }));
}

fn pooled(series: &[Series], name: impl Fn(&Series) -> (String, String)) -> Vec<Series> {
    let mut together: BTreeMap<(String, String), BTreeMap<Period, Point>> = BTreeMap::new();
    for it in series {
        let periods = together.entry(name(it)).or_default();
        for point in &it.points {
            periods
                .entry(point.period)
                .and_modify(|it| *it = pool(*it, *point))
                .or_insert(*point);
        }
    }
    together
        .into_iter()
        .map(|((place, group), points)| Series {
            place,
            group,
            points: points.into_values().collect(),
        })
        .collect()
}

/// Two readings of one period as one: sums, and an absence swallows nothing it does not know.
///
/// A number with an absence stays the number; two absences stay the first. Ratio with value cannot be pooled and gives
/// the first.
fn pool(a: Point, b: Point) -> Point {
    let reading = match (a.reading, b.reading) {
        (Reading::Value(a), Reading::Value(b)) => Reading::Value(a + b),
        (
            Reading::Ratio {
                numerator: n,
                denominator: d,
            },
            Reading::Ratio { numerator, denominator },
        ) => Reading::Ratio {
            numerator: n + numerator,
            denominator: d + denominator,
        },
        (Reading::Absent(_), other @ (Reading::Value(_) | Reading::Ratio { .. })) => other,
        (first, _) => first,
    };
    Point {
        period: a.period,
        reading,
        at: a.at.max(b.at),
    }
}
