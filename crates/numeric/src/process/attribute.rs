//! Process charts of counts, shares, rates and gaps: three standard deviations as the kind of number has them, and
//! the Anhoej rules for runs.

use super::attribute_limits::{Frame, frame, worked};
use super::chart::Point;
use super::limits::Limits;
use super::reading::{Assurance, Better, Side, assurance, choose};
use super::rule::{Fired, mark};
use super::rules::{Gaps, Rules};
use super::runs::{RunBounds, RunCount};

/// Which numbers a chart is of, and so how far chance alone carries them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Run chart: any numbers around their median, without limits.
    Run,
    /// I: any numbers around their mean; the spread is their average movement over 1.128.
    Individuals,
    /// I': numbers out of sizes that differ, weighted by them.
    Weighted,
    /// MR: how far each number moves from the one before.
    Movement,
    /// P: counts out of totals, spread as chance alone spreads them.
    Share,
    /// P': the same, allowing for variation between periods beyond chance.
    SharePrime,
    /// U: events over an exposure, spread as chance alone spreads them.
    Rate,
    /// U': the same, allowing for variation between periods beyond chance.
    RatePrime,
    /// C: events where the exposure stays the same.
    Count,
    /// G: how many cases pass between two events.
    Between,
    /// T: how much time passes between two events.
    Time,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Run,
        Self::Individuals,
        Self::Weighted,
        Self::Movement,
        Self::Share,
        Self::SharePrime,
        Self::Rate,
        Self::RatePrime,
        Self::Count,
        Self::Between,
        Self::Time,
    ];

    /// Whether limits depend on the size of each reading.
    #[must_use]
    pub fn weighs_sizes(self) -> bool {
        use Kind::{Rate, RatePrime, Share, SharePrime, Weighted};
        matches!(self, Weighted | Share | SharePrime | Rate | RatePrime)
    }

    /// Whether the middle line is the median.
    #[must_use]
    pub fn is_median(self) -> bool {
        matches!(self, Self::Run | Self::Between)
    }
}

/// A reading with what it is out of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    /// What was counted or measured.
    pub count: f64,
    /// What it is out of: cases, or an exposure such as bed-days. Above 0; 1 where nothing is to be divided by.
    pub size: f64,
}

impl Tally {
    /// A number that is out of nothing.
    #[must_use]
    pub fn of(value: f64) -> Self {
        Self {
            count: value,
            size: 1.0,
        }
    }

    /// The number a chart of this kind shows; `None` where it has none there: a size of nought, a count below nought
    /// or above its total, a time that is not above nought.
    pub(super) fn value(self, kind: Kind) -> Option<f64> {
        let Self { count, size } = self;
        if !(count.is_finite() && size.is_finite() && size > 0.0) {
            return None;
        }
        let fits = match kind {
            Kind::Run | Kind::Individuals | Kind::Movement | Kind::Weighted => true,
            Kind::Share | Kind::SharePrime => (0.0..=size).contains(&count),
            Kind::Rate | Kind::RatePrime | Kind::Count | Kind::Between => count >= 0.0,
            Kind::Time => count > 0.0,
        };
        let value = match kind {
            Kind::Count | Kind::Between | Kind::Time => count,
            _ => count / size,
        };
        Some(value).filter(|value| fits && value.is_finite())
    }
}

/// Readings in time order and how to judge them.
#[derive(Debug, Clone, Copy)]
pub struct Tallies<'a> {
    /// One per period, none left out; `None` is a missing period, which runs pass over and no movement crosses.
    pub tallies: &'a [Option<Tally>],
    /// Places at which new limits begin. Any order; place 0 is implied, and places past the end do nothing.
    pub restarts: &'a [usize],
    /// Draw centre and limits of each stretch from only this many of its first periods, missing ones counted.
    pub baseline: Option<usize>,
    /// Places that neither the centre, nor the limits, nor runs rest on. Any order.
    pub excluded: &'a [usize],
    /// The centre, where it is known beforehand; for G the mean number of cases between events.
    pub centre: Option<f64>,
    /// Whether movements not below 3.267 average ones are dropped, once, where limits rest on movements.
    pub screen: bool,
    /// Which way is better.
    pub better: Better,
}

impl<'a> Tallies<'a> {
    /// Readings with one set of limits drawn from all of them.
    #[must_use]
    pub fn new(tallies: &'a [Option<Tally>], better: Better) -> Self {
        Self {
            tallies,
            restarts: &[],
            baseline: None,
            excluded: &[],
            centre: None,
            screen: false,
            better,
        }
    }
}

/// Why a stretch has no limits, and then nothing in it lies outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Withheld {
    /// A run chart has none.
    RunChart,
    /// There are no readings, or no two neighbours where limits rest on movements.
    TooFew,
    /// Every reading that limits would rest on is the same, or screening would drop all that moves.
    NoMovement,
    /// Nothing was counted, or everything: chance has no room to move.
    AllOrNothing,
    /// The numbers are too large or too small to compute with.
    Undefined,
}

/// Periods that share a centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Place of its first period.
    pub first: usize,
    /// Place after its last period.
    pub end: usize,
    /// Readings that centre and limits rest on.
    pub readings: usize,
    /// The middle line; `None` without readings.
    pub centre: Option<f64>,
    /// How many times as far as chance alone explains readings spread from period to period: P' and U' only.
    pub beyond_chance: Option<f64>,
    /// Why there are no limits; `None` when there are.
    pub withheld: Option<Withheld>,
    /// Runs and crossings of the middle line; `None` with fewer than two readings off it, and where half of them or
    /// more lie on the median and the others all on one side.
    pub runs: Option<RunCount>,
}

/// A judged series of tallies.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AttributeChart {
    /// One per period.
    pub points: Vec<Point>,
    /// The limits of each period, held within what can be; `None` without limits or without a size.
    pub limits: Vec<Option<Limits>>,
    /// They cover all periods in order; at least one unless the series is empty.
    pub spans: Vec<Span>,
    /// What limits are drawn from: values, or for T their roots. As many as there are points.
    pub(super) worked: Vec<Option<f64>>,
    /// Room for sorting.
    pub(super) sorted: Vec<f64>,
    bounds: RunBounds,
}

impl Rules {
    /// Outside three standard deviations, an unusually long run or unusually few crossings of the centre.
    ///
    /// Source: qicharts2 0.8.1; Anhoej and Wentzel-Larsen (2018), Sense and sensibility: on the diagnostic value of
    /// control chart rules for detection of shifts in time series data.
    pub const LIMITS_AND_RUNS: Self = Self {
        name: "qicharts2-0.8.1",
        outside: true,
        gaps: Gaps::Bridge,
        ..Self::ANHOEJ
    };
}

/// Judges tallies as a chart of this kind by [`Rules::LIMITS_AND_RUNS`]. An empty series gives an empty chart.
///
/// Source: Montgomery, Introduction to Statistical Quality Control; Laney (2002), Improved control charts for
/// attributes; Taylor (2018), Normalized individuals (I_N) chart; Nelson (1994), A control chart for
/// parts-per-million nonconforming items (T); Benneyan (2001), Number-between g-type statistical quality control
/// charts. The formulas agree with qicharts2 0.8.1.
///
/// ```
/// use cm_numeric::process::{Better, Kind, Tallies, Tally, attribute_chart};
///
/// // People seen in time out of those who came, month by month.
/// let seen = [(31.0, 48.0), (52.0, 75.0), (28.0, 50.0), (20.0, 90.0)];
/// let tallies = seen.map(|(count, size)| Some(Tally { count, size }));
/// let chart = attribute_chart(&Tallies::new(&tallies, Better::Higher), Kind::Share);
/// assert_eq!(chart.spans[0].centre, Some(131.0 / 263.0));
/// assert!(chart.points[3].signal.is_some(), "20 of 90 lies below its limits");
/// assert!(chart.points[0].signal.is_none());
/// ```
#[must_use]
pub fn attribute_chart(series: &Tallies<'_>, kind: Kind) -> AttributeChart {
    let mut chart = AttributeChart::default();
    chart.redraw(series, kind);
    chart
}

impl AttributeChart {
    /// Judges other tallies into the same room in memory.
    pub fn redraw(&mut self, series: &Tallies<'_>, kind: Kind) {
        self.points.clear();
        self.limits.clear();
        self.spans.clear();
        self.worked.clear();
        self.limits.resize(series.tallies.len(), None);
        self.points.extend(series.tallies.iter().map(|tally| Point {
            value: tally.and_then(|it| it.value(kind)),
            side: None,
            fired: Fired::default(),
            signal: None,
        }));
        let length = self.points.len();
        let mut first = 0;
        while first < length {
            let end = series.restarts.iter().copied().filter(|&place| place > first).min();
            let end = end.unwrap_or(length).min(length);
            if kind == Kind::Movement {
                self.move_on(first, end);
            }
            self.worked
                .extend(self.points[first..end].iter().map(|point| worked(point.value?, kind)));
            self.judge(first, end, series, kind);
            first = end;
        }
    }

    /// Readings give way to how far each lies from the one before.
    fn move_on(&mut self, first: usize, end: usize) {
        let mut last = None;
        for point in &mut self.points[first..end] {
            let here = point.value;
            point.value = here.zip(last).map(|(here, last): (f64, f64)| (here - last).abs());
            last = here;
        }
    }

    fn judge(&mut self, first: usize, end: usize, series: &Tallies<'_>, kind: Kind) {
        let Frame {
            readings,
            centre,
            beyond_chance,
            withheld,
        } = frame(self, first, end, series, kind);
        let points = &mut self.points[first..end];
        for (point, place) in points.iter_mut().zip(first..) {
            let counted = point.value.filter(|_| !series.excluded.contains(&place));
            point.side = counted.zip(centre).and_then(|(value, centre)| side(value, centre));
        }
        for (point, limits) in points.iter_mut().zip(&self.limits[first..end]) {
            let one = std::slice::from_mut(point);
            if limits.is_some() {
                mark(one, limits.as_ref(), &Rules::LIMITS_AND_RUNS, Gaps::Bridge, None);
            }
        }
        let runs = self
            .bounds
            .count(points.iter().map(|point| point.side))
            .filter(|runs| !kind.is_median() || series.centre.is_some() || !is_one_sided(runs, points));
        let rules = &Rules::LIMITS_AND_RUNS;
        if let Some(runs) = runs.filter(|it| it.longest > it.longest_by_chance) {
            mark(points, None, rules, Gaps::Bridge, Some(runs.longest_by_chance + 1));
        }
        for point in points.iter_mut().filter(|point| point.fired.any()) {
            // Outside a limit says the way even where the place is passed over by runs.
            let side = point.side.or_else(|| side(point.value?, centre?));
            point.signal = choose(point.fired, side, series.better, rules);
        }
        self.spans.push(Span {
            first,
            end,
            readings,
            centre,
            beyond_chance,
            withheld,
            runs,
        });
    }

    /// Whether any point is a signal, or any stretch has too long a run or too few crossings.
    #[must_use]
    pub fn any_signal(&self) -> bool {
        let runs = self.spans.iter().any(|span| span.runs.is_some_and(|it| it.signal()));
        runs || self.points.iter().any(|point| point.signal.is_some())
    }

    /// The limits that hold at the latest period that has any.
    #[must_use]
    pub fn latest_limits(&self) -> Option<Limits> {
        let from = self.spans.last()?.first;
        self.limits.get(from..)?.iter().rev().find_map(|it| *it)
    }

    /// What the latest limits say of a target; `None` without limits or where neither direction is better.
    #[must_use]
    pub fn assurance(&self, target: f64, better: Better) -> Option<Assurance> {
        assurance(&self.latest_limits()?, target, better)
    }

    /// The stretch that holds a period.
    #[must_use]
    pub fn span_of(&self, place: usize) -> Option<&Span> {
        self.spans.iter().find(|span| (span.first..span.end).contains(&place))
    }
}

/// Whether half of the points or more lie on the median and all others on one side of it, as when most counts are
/// nought: then nothing could cross it, and what is off it would always look like one long run.
fn is_one_sided(runs: &RunCount, points: &[Point]) -> bool {
    let known = points.iter().filter(|point| point.value.is_some()).count();
    runs.crossings == 0 && 2 * runs.useful <= known
}

/// Which side of the centre, where a difference of rounding alone is none.
fn side(value: f64, centre: f64) -> Option<Side> {
    if (value - centre).abs() <= 4.0 * f64::EPSILON * centre.abs() {
        None
    } else if value > centre {
        Some(Side::High)
    } else {
        Some(Side::Low)
    }
}
