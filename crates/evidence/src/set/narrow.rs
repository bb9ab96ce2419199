use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use cm_kernel::{Date, Reading};

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
        self.each(&|series| pooled(series, |it| (it.place.clone(), "all".to_owned())))
    }

    /// One series a population group: places pooled by adding numerators and denominators, never by averaging.
    #[must_use]
    pub fn places_pooled(self) -> Self {
        self.each(&|series| pooled(series, |it| ("all".to_owned(), it.group.clone())))
    }

    /// One series in all: places and groups pooled.
    #[must_use]
    pub fn all_pooled(self) -> Self {
        self.each(&|series| pooled(series, |_| ("all".to_owned(), "all".to_owned())))
    }

    /// One reading a series: all its periods pooled into the last one.
    #[must_use]
    pub fn periods_pooled(self) -> Self {
        self.each(&|mut series: Vec<Series>| {
            series.iter_mut().for_each(pool_periods);
            series
        })
    }

    /// One set a place, in order of place, each with that place's readings of the measures beside this one too.
    #[must_use]
    pub fn by_place(mut self) -> Vec<(String, Self)> {
        let series = std::mem::take(&mut self.series);
        let mut beside: Vec<(Self, BTreeMap<String, Self>)> = Vec::new();
        for mut it in std::mem::take(&mut self.beside) {
            let kept = std::mem::take(&mut it.series);
            let none = it.clone();
            it.series = kept;
            beside.push((none, it.by_place().into_iter().collect()));
        }
        let mut places: BTreeMap<String, Vec<Series>> = BTreeMap::new();
        for it in series {
            match places.get_mut(&it.place) {
                Some(place) => place.push(it),
                None => drop(places.insert(it.place.clone(), vec![it])),
            }
        }
        let mut sets = Vec::with_capacity(places.len());
        for (place, series) in places {
            let of_place = |(none, places): &mut (Self, BTreeMap<String, Self>)| {
                places.remove(&place).unwrap_or_else(|| none.clone())
            };
            let beside = beside.iter_mut().map(of_place).collect();
            let set = Self {
                series,
                beside,
                ..self.clone()
            };
            sets.push((place, set));
        }
        sets
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

fn pooled(series: Vec<Series>, name: impl Fn(&Series) -> (String, String)) -> Vec<Series> {
    let mut together: BTreeMap<(String, String), Vec<Point>> = BTreeMap::new();
    for it in series {
        match together.entry(name(&it)) {
            Entry::Vacant(none) => drop(none.insert(it.points)),
            Entry::Occupied(mut some) => pool_into(some.get_mut(), &it.points),
        }
    }
    let named = |((place, group), points)| Series { place, group, points };
    together.into_iter().map(named).collect()
}

/// Pools points in order of period into others in order of period.
fn pool_into(all: &mut Vec<Point>, more: &[Point]) {
    let mut new = Vec::new();
    let mut at = 0;
    for point in more {
        while all.get(at).is_some_and(|it| it.period < point.period) {
            at += 1;
        }
        match all.get_mut(at) {
            Some(it) if it.period == point.period => *it = pool(*it, *point),
            _ => new.push(*point),
        }
    }
    if !new.is_empty() {
        all.append(&mut new);
        all.sort_by_key(|it| it.period);
    }
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
