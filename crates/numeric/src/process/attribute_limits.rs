use super::attribute::{AttributeChart, Kind, Tallies, Tally, Withheld};
use super::limits::Limits;
use crate::average::{finite, mean, quantile_sorted};

/// The average movement of normal readings, in standard deviations.
const MOVEMENT: f64 = 1.128;
/// Movements not below this many average ones are screened out; also the upper limit of movements themselves.
const LARGE_MOVEMENT: f64 = 3.267;
/// Waiting times raised to one over this are nearly normal.
const WAITING: f64 = 3.6;

/// What a stretch rests on, once its limits are written.
pub(super) struct Frame {
    pub readings: usize,
    pub centre: Option<f64>,
    pub beyond_chance: Option<f64>,
    pub withheld: Option<Withheld>,
}

/// One reading that centre and limits rest on. The readings on either side of a missing period are no neighbours.
#[derive(Clone, Copy)]
struct Based {
    value: f64,
    tally: Tally,
    neighbours: bool,
}

/// Finds the centre of a stretch and writes the limits of each of its periods into the chart.
pub(super) fn frame(chart: &mut AttributeChart, first: usize, end: usize, series: &Tallies<'_>, kind: Kind) -> Frame {
    let AttributeChart {
        worked, limits, sorted, ..
    } = chart;
    let last = series.baseline.map_or(end, |many| end.min(first.saturating_add(many)));
    let based = based(series, first..last, |place| worked.get(place).copied().flatten());
    let mut frame = Frame {
        readings: based.clone().count(),
        centre: None,
        beyond_chance: None,
        withheld: None,
    };
    if frame.readings == 0 {
        frame.withheld = Some(Withheld::TooFew);
        return frame;
    }
    let Some(average) = series
        .centre
        .filter(|it| it.is_finite())
        .or_else(|| average(based.clone(), kind, sorted))
    else {
        frame.withheld = Some(Withheld::Undefined);
        return frame;
    };
    frame.centre = match (kind, series.centre) {
        (Kind::Between, Some(_)) => Some(std::f64::consts::LN_2 * average),
        (Kind::Between, None) => middle(based.clone(), sorted),
        (Kind::Time, None) => finite(libm::pow(average, WAITING)),
        _ => Some(average),
    };
    let average = match (kind, series.centre) {
        (Kind::Time, Some(_)) => libm::pow(average, 1.0 / WAITING),
        _ => average,
    };
    let deviation = match deviation(based, kind, average, series.screen) {
        Ok(deviation) => deviation,
        Err(why) => {
            frame.withheld = Some(why);
            return frame;
        }
    };
    frame.beyond_chance = matches!(kind, Kind::SharePrime | Kind::RatePrime).then_some(deviation.times);
    if kind.weighs_sizes() {
        for (limit, tally) in limits[first..end].iter_mut().zip(&series.tallies[first..end]) {
            let size = tally.map(|it| it.size).filter(|it| it.is_finite() && *it > 0.0);
            *limit = size.and_then(|size| around(kind, average, deviation.at(size)));
        }
    } else {
        limits[first..end].fill(around(kind, average, deviation.at(1.0)));
    }
    if limits[first..end].iter().all(Option::is_none) {
        frame.withheld = Some(Withheld::Undefined);
    }
    frame
}

fn based<'a>(
    series: &'a Tallies<'a>,
    places: std::ops::Range<usize>,
    value: impl Fn(usize) -> Option<f64> + Clone + 'a,
) -> impl Iterator<Item = Based> + Clone + 'a {
    let kept = move |place: &usize| !series.excluded.contains(place);
    places
        .filter(kept)
        .scan(false, move |neighbours, place| {
            let tally = series.tallies.get(place).copied().flatten();
            let here = value(place).zip(tally).map(|(value, tally)| Based {
                value,
                tally,
                neighbours: *neighbours,
            });
            *neighbours = here.is_some();
            Some(here)
        })
        .flatten()
}

/// A value as limits are drawn from it.
pub(super) fn worked(value: f64, kind: Kind) -> Option<f64> {
    match kind {
        Kind::Time => finite(libm::pow(value, 1.0 / WAITING)),
        _ => Some(value),
    }
}

/// What limits are drawn around: for T of the times raised to a power, and for G the mean.
fn average(based: impl Iterator<Item = Based> + Clone, kind: Kind, sorted: &mut Vec<f64>) -> Option<f64> {
    match kind {
        Kind::Run => middle(based, sorted),
        Kind::Individuals | Kind::Movement | Kind::Count | Kind::Between | Kind::Time => mean(based.map(|it| it.value)),
        Kind::Weighted | Kind::Share | Kind::SharePrime | Kind::Rate | Kind::RatePrime => {
            let (counts, sizes) = based.fold((0.0, 0.0), |(counts, sizes), it| {
                (counts + it.tally.count, sizes + it.tally.size)
            });
            finite(counts / sizes)
        }
    }
}

fn middle(based: impl Iterator<Item = Based>, sorted: &mut Vec<f64>) -> Option<f64> {
    sorted.clear();
    sorted.extend(based.map(|it| it.value));
    sorted.sort_unstable_by(f64::total_cmp);
    quantile_sorted(sorted, 0.5)
}

/// One standard deviation of a reading of size 1, and how it shrinks with size.
#[derive(Clone, Copy)]
struct Deviation {
    one: f64,
    /// Beyond chance; 1 where limits allow for none.
    times: f64,
    shrinks: bool,
}

impl Deviation {
    fn at(self, size: f64) -> f64 {
        let one = self.one * self.times;
        if self.shrinks { one / size.sqrt() } else { one }
    }
}

fn deviation(
    based: impl Iterator<Item = Based> + Clone,
    kind: Kind,
    average: f64,
    screen: bool,
) -> Result<Deviation, Withheld> {
    let level = |one: f64| Deviation {
        one,
        times: 1.0,
        shrinks: kind.weighs_sizes(),
    };
    let chance = |variance: f64| match variance > 0.0 {
        true => Ok(level(variance.sqrt())),
        false => Err(Withheld::AllOrNothing),
    };
    match kind {
        Kind::Run => Err(Withheld::RunChart),
        Kind::Movement if average > 0.0 => Ok(level(average * LARGE_MOVEMENT / 3.0)),
        Kind::Movement => Err(Withheld::NoMovement),
        Kind::Share => chance(average * (1.0 - average)),
        Kind::Rate | Kind::Count => chance(average),
        Kind::Between => chance(average * (average + 1.0)),
        Kind::SharePrime | Kind::RatePrime => {
            let share = kind == Kind::SharePrime;
            let one = chance(if share { average * (1.0 - average) } else { average })?.one;
            let far = |it: &Based| (it.value - average) / (one / it.tally.size.sqrt());
            let times = movement(pairs(based).map(|(a, b)| (far(&b) - far(&a)).abs()), screen)? / MOVEMENT;
            Ok(Deviation { times, ..level(one) })
        }
        Kind::Individuals | Kind::Time => {
            let moves = pairs(based).map(|(a, b)| (b.value - a.value).abs());
            Ok(level(movement(moves, screen)? / MOVEMENT))
        }
        Kind::Weighted => {
            let step = |(a, b): (Based, Based)| {
                let chance = (1.0 / a.tally.size + 1.0 / b.tally.size).sqrt();
                (std::f64::consts::PI / 2.0).sqrt() * (b.value - a.value).abs() / chance
            };
            Ok(level(movement(pairs(based).map(step), screen)?))
        }
    }
}

fn pairs(based: impl Iterator<Item = Based> + Clone) -> impl Iterator<Item = (Based, Based)> + Clone {
    let next = based.clone().skip(1);
    based.zip(next).filter(|(_, here)| here.neighbours)
}

/// The average movement, screened once where that is asked for.
fn movement(moves: impl Iterator<Item = f64> + Clone, screen: bool) -> Result<f64, Withheld> {
    let all = mean(moves.clone()).ok_or(Withheld::TooFew)?;
    let kept = match screen {
        true => mean(moves.filter(|it| *it < LARGE_MOVEMENT * all)),
        false => Some(all),
    };
    kept.filter(|it| *it > 0.0).ok_or(Withheld::NoMovement)
}

/// Limits two and three standard deviations from the centre, held within what can be.
fn around(kind: Kind, centre: f64, deviation: f64) -> Option<Limits> {
    let hold = |limit: f64| match kind {
        Kind::Run | Kind::Individuals | Kind::Weighted => limit,
        Kind::Share | Kind::SharePrime => limit.clamp(0.0, 1.0),
        Kind::Movement | Kind::Rate | Kind::RatePrime | Kind::Count | Kind::Between => limit.max(0.0),
        Kind::Time => libm::pow(limit.max(0.0), WAITING),
    };
    // The limits of movements are multiples of their average, from nought.
    let from = if kind == Kind::Movement { 0.0 } else { centre };
    let at = |times: f64| finite(hold(from + times * deviation));
    Some(Limits {
        lower: at(-3.0)?,
        near_lower: at(-2.0)?,
        near_upper: at(2.0)?,
        upper: at(3.0)?,
    })
}
