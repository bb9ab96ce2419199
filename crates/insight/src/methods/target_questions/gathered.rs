use std::collections::BTreeMap;

use cm_kernel::{Length, Period, Reading, Refusal};

use super::settings::Settings;
use crate::Readings;
use crate::laid::{LONGEST, too_sparse};

/// The fewest readings of which anything is asked.
const FEWEST: usize = 12;

/// A reading of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Row {
    pub place: usize,
    /// Number of the period; the year of the target ends where it is one less than a multiple of a year's periods.
    pub time: i64,
    pub value: f64,
    /// The count itself, when the reading is one: what was counted, or the part of a share.
    pub count: Option<u64>,
    /// What a share is a share of.
    pub size: Option<f64>,
}

/// Readings with places and periods numbered, and the same of the measures beside them.
pub(super) struct Gathered {
    pub length: Length,
    /// In order of place and then time.
    pub rows: Vec<Row>,
    /// Numbers of the places in `rows`.
    pub places: usize,
    /// Readings of the measures beside this one by place and time, in their order.
    pub beside: Vec<BTreeMap<(usize, i64), f64>>,
    /// Number of the period in which the target began.
    pub began: Option<i64>,
}

impl Gathered {
    pub(super) fn of(readings: &Readings, settings: &Settings, title: &str) -> Result<Self, Refusal> {
        let length = one_length(readings)?;
        let clock = Clock::of(readings, length, settings.year_ends)?;
        let mut names: Vec<&str> = readings.series().iter().map(|it| it.place.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let number = |place: &str| names.binary_search(&place).ok();
        let mut rows: Vec<Row> = Vec::with_capacity(readings.rests_on().rows);
        for (place, point) in readings.all() {
            let row = number(place).zip(clock.time(point.period)).zip(finite(point.reading));
            rows.extend(row.map(|((place, time), value)| Row {
                place,
                time,
                value,
                count: counted(point.reading),
                size: match point.reading {
                    Reading::Ratio { denominator, .. } => Some(denominator),
                    Reading::Value(_) | Reading::Absent(_) => None,
                },
            }));
        }
        if rows.len() < FEWEST {
            return Err(too_few(rows.len(), title));
        }
        rows.sort_by_key(|it| (it.place, it.time));
        let beside = readings.beside().iter().map(|other| {
            let all = other.all().filter_map(|(place, point)| {
                let at = number(place).zip(clock.time(point.period))?;
                Some((at, finite(point.reading)?))
            });
            all.collect()
        });
        Ok(Self {
            length,
            rows,
            places: names.len(),
            beside: beside.collect(),
            began: settings.began.and_then(|it| clock.time(it)),
        })
    }

    /// Readings of each place in order of time.
    pub(super) fn by_place(&self) -> impl Iterator<Item = &[Row]> {
        self.rows.chunk_by(|a, b| a.place == b.place)
    }

    /// Number of the first period and the last.
    pub(super) fn span(&self) -> (i64, i64) {
        let times = self.rows.iter().map(|it| it.time);
        let (first, last) = (times.clone().min(), times.max());
        (first.unwrap_or_default(), last.unwrap_or_default())
    }

    /// How many periods a year has, where years end with one of them.
    pub(super) fn a_year(&self) -> Option<usize> {
        match self.length {
            Length::Month => Some(12),
            Length::Quarter => Some(4),
            Length::Day | Length::Week | Length::Year | Length::FinancialYear => None,
        }
    }
}

/// Numbers periods so that neighbours are one apart.
struct Clock {
    times: BTreeMap<Period, i64>,
}

impl Clock {
    fn of(readings: &Readings, length: Length, year_ends: u32) -> Result<Self, Refusal> {
        let mut times = BTreeMap::new();
        let Some((first, last)) = readings.span() else {
            return Ok(Self { times });
        };
        let (year, month, _) = first.start().civil();
        let (year, month, ends) = (i64::from(year), i64::from(month), i64::from(year_ends));
        let mut time = match length {
            Length::Month => year * 12 + month - 1 - ends,
            Length::Quarter => year * 4 + (month - 1) / 3 - (ends - 1) / 3 - 1,
            Length::Day | Length::Week | Length::Year | Length::FinancialYear => 0,
        };
        let until = time + LONGEST as i64;
        let mut next = Some(first);
        while let Some(period) = next.filter(|it| *it <= last) {
            if time > until {
                return Err(too_sparse());
            }
            times.insert(period, time);
            time += 1;
            next = period.next();
        }
        Ok(Self { times })
    }

    fn time(&self, period: Period) -> Option<i64> {
        self.times.get(&period).copied()
    }
}

fn one_length(readings: &Readings) -> Result<Length, Refusal> {
    let mut lengths = readings.all().map(|(_, point)| point.period.length());
    let first = lengths.next().unwrap_or(Length::Month);
    match lengths.find(|it| *it != first) {
        None => Ok(first),
        Some(other) => Err(Refusal::new(
            "insight/mixed-periods",
            format!("The readings mix periods of a {} and a {}.", first.word(), other.word()),
            "Gather the readings of one length of period under a measure of their own.",
        )),
    }
}

fn finite(reading: Reading) -> Option<f64> {
    reading.number().filter(|it| it.is_finite())
}

fn counted(reading: Reading) -> Option<u64> {
    let number = match reading {
        Reading::Ratio { numerator, .. } => numerator,
        Reading::Value(value) => value,
        Reading::Absent(_) => return None,
    };
    // Beyond 2^53 a number no longer tells its last digit.
    let whole = (0.0..9e15).contains(&number) && number.fract() == 0.0;
    whole.then_some(number as u64)
}

fn too_few(number: usize, title: &str) -> Refusal {
    Refusal::new(
        "insight/too-few-readings",
        format!("{number} of `{title}` are too few to ask anything of."),
        format!("It takes {FEWEST}; ask about more places or a longer time."),
    )
}
