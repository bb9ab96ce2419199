use super::limits::{Basis, Caution, Limits, Remark, basis};
use super::reading::{Assurance, Better, Side, Signal, assurance, choose};
use super::room::Room;
use super::rule::{Fired, mark};
use super::rules::{Gaps, Rules, RunLength};
use super::runs::{RunCount, longest_by_chance};

/// Readings in time order and what is known about them.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// One reading per period, none left out; `None`, or a number that is not finite, is a missing period.
    pub values: &'a [Option<f64>],
    /// Places at which new limits begin because the process is known to have changed. Any order; place 0 is implied.
    pub restarts: &'a [usize],
    /// Draw the limits of each stretch from only this many of its first periods, missing ones counted.
    pub baseline: Option<usize>,
    /// Places a person leaves out: neither centre, nor limits, nor rules rest on them or name them, and the readings on
    /// either side are neighbours. Any order; a place past the end does nothing.
    pub excluded: &'a [usize],
    /// Which way is better.
    pub better: Better,
}

impl<'a> Series<'a> {
    /// A series with one set of limits drawn from all of it.
    #[must_use]
    pub fn new(values: &'a [Option<f64>], better: Better) -> Self {
        Self {
            values,
            restarts: &[],
            baseline: None,
            excluded: &[],
            better,
        }
    }
}

/// One period of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The reading; `None` when missing.
    pub value: Option<f64>,
    /// Which side of the centre; `None` when missing, on the centre, left out, or not judged.
    pub side: Option<Side>,
    /// Every rule that fired here.
    pub fired: Fired,
    /// The signal that names the point; `None` when ordinary, missing, left out or not judged.
    pub signal: Option<Signal>,
}

/// Periods that share limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Place of its first period.
    pub first: usize,
    /// Place after its last period.
    pub end: usize,
    /// Readings the limits rest on.
    pub readings: usize,
    /// The middle line; `None` without readings.
    pub centre: Option<f64>,
    /// The average movement between neighbouring periods after screening; `None` when there are no limits.
    pub average_move: Option<f64>,
    /// The process limits; `None` when none can honestly be drawn, and then a remark says why and no rule is applied.
    pub limits: Option<Limits>,
    /// Runs and crossings over the stretch, where the rules judge them.
    pub runs: Option<RunCount>,
}

/// A judged series. Points are one per period; stretches cover them all in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chart {
    /// One per period.
    pub points: Vec<Point>,
    /// At least one unless the series is empty.
    pub stretches: Vec<Stretch>,
    /// What to know before reading.
    pub remarks: Vec<Remark>,
    /// Used again for every series judged.
    room: Room,
}

/// Judges a series by a set of rules. An empty series gives an empty chart.
#[must_use]
pub fn chart(series: &Series<'_>, rules: &Rules) -> Chart {
    let mut chart = Chart::default();
    chart.redraw(series, rules);
    chart
}

impl Chart {
    /// Judges another series into the same room in memory, for long lists of series.
    pub fn redraw(&mut self, series: &Series<'_>, rules: &Rules) {
        self.lay(series.values.iter().copied());
        let length = self.points.len();
        let mut first = 0;
        while first < length {
            let end = series.restarts.iter().copied().filter(|&place| place > first).min();
            let end = end.unwrap_or(length).min(length);
            self.judge(first, end, series, rules);
            first = end;
        }
        for &place in series.restarts.iter().filter(|&&place| place >= length) {
            self.remarks.push(Remark {
                stretch: self.stretches.len().saturating_sub(1),
                caution: Caution::RestartOutside { place },
            });
        }
    }

    /// Takes readings in, none of them judged yet; one that is not finite is missing.
    pub(super) fn lay(&mut self, values: impl Iterator<Item = Option<f64>>) {
        self.points.clear();
        self.stretches.clear();
        self.remarks.clear();
        self.points.extend(values.map(|value| Point {
            value: value.filter(|number| number.is_finite()),
            side: None,
            fired: Fired::default(),
            signal: None,
        }));
    }

    /// Judges readings that were laid, with one set of limits drawn from all of them.
    pub(super) fn judge_whole(&mut self, better: Better, rules: &Rules) {
        if !self.points.is_empty() {
            self.judge(0, self.points.len(), &Series::new(&[], better), rules);
        }
    }

    fn judge(&mut self, first: usize, end: usize, series: &Series<'_>, rules: &Rules) {
        let room = &mut self.room;
        let points = &mut self.points[first..end];
        let based = series.baseline.unwrap_or(usize::MAX).min(points.len());
        let left_out = |at: &usize| series.excluded.contains(&(first + at));
        let Weighed { basis, runs, hidden } = if series.excluded.iter().any(|it| (first..end).contains(it)) {
            // The others are judged as if those left out were not there.
            let places: Vec<usize> = (0..points.len()).filter(|at| !left_out(at)).collect();
            let mut kept: Vec<Point> = places.iter().map(|&at| points[at]).collect();
            let based = places.partition_point(|&at| at < based);
            let weighed = weigh(&mut kept, based, series.better, rules, room);
            for (at, judged) in places.into_iter().zip(kept) {
                points[at] = judged;
            }
            weighed
        } else {
            weigh(points, based, series.better, rules, room)
        };
        let stretch = self.stretches.len();
        let short = (basis.limits.is_some() && basis.readings < rules.short).then_some(Caution::Short {
            readings: basis.readings,
        });
        let still = basis.mostly_still.then_some(Caution::MostlyStill);
        let gap = hidden.then_some(Caution::GapHidesSignal);
        let cautions = [basis.caution, short, still.filter(|_| basis.limits.is_some()), gap];
        self.remarks.extend(
            cautions
                .into_iter()
                .flatten()
                .map(|caution| Remark { stretch, caution }),
        );
        self.stretches.push(Stretch {
            first,
            end,
            readings: basis.readings,
            centre: basis.centre,
            average_move: basis.average_move,
            limits: basis.limits,
            runs,
        });
    }

    /// The signal of the latest period. The outer `None` is "not known": no periods, the latest is missing, or its
    /// stretch has no limits. A latest period that was left out is for the caller to tell from an ordinary one. The inner `None` is an ordinary point.
    #[must_use]
    pub fn variation(&self) -> Option<Option<Signal>> {
        let latest = self.points.last()?;
        self.stretches.last()?.limits?;
        latest.value.map(|_| latest.signal)
    }

    /// What the latest limits say of a target; `None` without limits or where neither direction is better.
    #[must_use]
    pub fn assurance(&self, target: f64, better: Better) -> Option<Assurance> {
        assurance(self.stretches.last()?.limits.as_ref()?, target, better)
    }

    /// Whether any point is a signal.
    #[must_use]
    pub fn any_signal(&self) -> bool {
        self.points.iter().any(|point| point.signal.is_some())
    }

    /// The place of the stretch that holds a period.
    #[must_use]
    pub fn stretch_of(&self, place: usize) -> Option<&Stretch> {
        self.stretches
            .iter()
            .find(|stretch| (stretch.first..stretch.end).contains(&place))
    }
}

/// What a stretch rests on and what its runs say.
struct Weighed {
    basis: Basis,
    runs: Option<RunCount>,
    /// Whether a gap hides a signal.
    hidden: bool,
}

/// Draws limits from the first `based` of the points and judges them all.
fn weigh(points: &mut [Point], based: usize, better: Better, rules: &Rules, room: &mut Room) -> Weighed {
    let basis = basis(&points[..based], rules, room);
    let runs = match basis.limits {
        Some(limits) => apply(points, &basis, limits, better, rules, room),
        None => None,
    };
    let hidden = basis
        .limits
        .is_some_and(|limits| gap_hides_signal(points, limits, rules, room));
    Weighed { basis, runs, hidden }
}

/// Takes sides, marks the rules that fire and names the points.
fn apply(
    points: &mut [Point],
    basis: &Basis,
    limits: Limits,
    better: Better,
    rules: &Rules,
    room: &mut Room,
) -> Option<RunCount> {
    let centre = basis.centre?;
    for point in points.iter_mut() {
        point.side = point.value.and_then(|value| {
            if value > centre {
                Some(Side::High)
            } else if value < centre {
                Some(Side::Low)
            } else {
                None
            }
        });
    }
    mark(points, Some(&limits), rules, rules.gaps, run_length(points, rules));
    for point in points.iter_mut() {
        point.signal = choose(point.fired, point.side, better, rules);
    }
    rules
        .crossings
        .then(|| room.bounds.count(points.iter().map(|point| point.side)))
        .flatten()
}

fn run_length(points: &[Point], rules: &Rules) -> Option<u32> {
    match rules.shift? {
        RunLength::Points(length) => Some(length),
        RunLength::BeyondChance => {
            let useful = points.iter().filter(|point| point.side.is_some()).count();
            Some(longest_by_chance(useful)? + 1)
        }
    }
}

/// Whether passing over the gaps of a stretch would make a signal of a point that is now ordinary.
fn gap_hides_signal(points: &[Point], limits: Limits, rules: &Rules, room: &mut Room) -> bool {
    if rules.gaps == Gaps::Bridge || points.iter().all(|point| point.value.is_some()) {
        return false;
    }
    let bridged = &mut room.bridged;
    bridged.clear();
    bridged.extend_from_slice(points);
    mark(bridged, Some(&limits), rules, Gaps::Bridge, run_length(points, rules));
    bridged
        .iter()
        .zip(points)
        .any(|(bridged, point)| bridged.fired.any() && !point.fired.any())
}
