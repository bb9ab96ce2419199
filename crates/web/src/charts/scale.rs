//! From numbers to units across a drawing, and the round numbers to write beside it.

/// From a range of numbers to a stretch of the drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    bend: Bend,
}

/// What distances are in proportion to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bend {
    Straight,
    Root,
    Ratio,
}

impl Bend {
    fn of(self, value: f64) -> f64 {
        match self {
            Self::Straight => value,
            Self::Root => value.max(0.0).sqrt(),
            Self::Ratio => value.max(f64::MIN_POSITIVE).ln(),
        }
    }
}

impl Scale {
    pub(super) fn new((low, high): (f64, f64), from: f64, to: f64) -> Self {
        Self {
            low,
            high,
            from,
            to,
            bend: Bend::Straight,
        }
    }

    fn bent(bend: Bend, (low, high): (f64, f64), from: f64, to: f64) -> Self {
        Self {
            low: bend.of(low),
            high: bend.of(high),
            from,
            to,
            bend,
        }
    }

    /// The same, with distances in proportion to square roots. For sizes, which are never negative.
    pub(super) fn root(range: (f64, f64), from: f64, to: f64) -> Self {
        Self::bent(Bend::Root, range, from, to)
    }

    /// The same, with equal ratios equally far apart. For ratios, which are above nought.
    pub(super) fn ratio(range: (f64, f64), from: f64, to: f64) -> Self {
        Self::bent(Bend::Ratio, range, from, to)
    }

    /// Where a number stands, at most a little outside the stretch; the middle when the range is empty.
    pub(super) fn at(&self, value: f64) -> f64 {
        let value = self.bend.of(value);
        let span = self.high - self.low;
        let share = if span > 0.0 { (value - self.low) / span } else { 0.5 };
        let share = if share.is_finite() { share.clamp(-1.0, 2.0) } else { 0.5 };
        self.from + share * (self.to - self.from)
    }
}

/// A range with round ends that holds the numbers, and the round numbers within it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    pub low: f64,
    pub high: f64,
    pub step: f64,
    pub ticks: Vec<f64>,
}

/// What an axis must hold and may not pass.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bounds {
    pub floor: Option<f64>,
    pub ceiling: Option<f64>,
    /// Begin at zero whatever the numbers: for bars.
    pub from_zero: bool,
}

/// An axis for these numbers with about `about` steps. Begins at zero when that costs little room.
pub(super) fn axis(numbers: impl IntoIterator<Item = f64>, bounds: Bounds, about: usize) -> Axis {
    let (mut low, mut high) = numbers
        .into_iter()
        .filter(|it| it.is_finite())
        .map(|it| it.clamp(-1e300, 1e300))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), it| (a.min(it), b.max(it)));
    if low > high {
        (low, high) = (0.0, 1.0);
    }
    if bounds.from_zero || (low >= 0.0 && low <= 0.4 * high) {
        low = low.min(0.0);
        high = high.max(0.0);
    }
    let size = low.abs().max(high.abs());
    if high - low <= size * 1e-9 {
        let room = if size > 0.0 { size * 0.1 } else { 1.0 };
        low -= room;
        high += room;
        if bounds.from_zero {
            low = low.max(0.0);
        }
    }
    let pad = (high - low) * 0.04;
    let above_zero = low >= 0.0;
    if !(bounds.from_zero || low == 0.0) {
        low -= pad;
    }
    high += pad;
    if above_zero {
        low = low.max(0.0);
    }
    low = bounds
        .floor
        .filter(|it| it.is_finite())
        .map_or(low, |floor| low.max(floor.min(high)));
    high = bounds
        .ceiling
        .filter(|it| it.is_finite())
        .map_or(high, |ceiling| high.min(ceiling.max(low)));
    let step = step(high - low, about);
    // The foot of the plot is itself a round number, so that where the scale begins is written there.
    let foot = ((low + step * 1e-6) / step).floor() * step;
    let low = bounds
        .floor
        .filter(|it| it.is_finite())
        .map_or(foot, |floor| foot.max(floor.min(low)));
    let ticks = ticks(low, high, step);
    Axis { low, high, step, ticks }
}

/// The step of 1, 2 or 5 times a power of ten that cuts a span into about this many.
pub(super) fn step(span: f64, about: usize) -> f64 {
    let raw = span / about.max(1) as f64;
    if raw <= 0.0 || !raw.is_finite() {
        return 1.0;
    }
    let power = 10_f64.powf(raw.log10().floor());
    let digit = raw / power;
    let round = if digit < 1.5 {
        1.0
    } else if digit < 3.5 {
        2.0
    } else if digit < 7.5 {
        5.0
    } else {
        10.0
    };
    round * power
}

/// The multiples of a step within a range; at most forty.
pub(super) fn ticks(low: f64, high: f64, step: f64) -> Vec<f64> {
    let slack = step * 1e-6;
    let first = ((low - slack) / step).ceil();
    let last = ((high + slack) / step).floor();
    if !(first.is_finite() && last.is_finite()) || last < first {
        return Vec::new();
    }
    (0..40)
        .map(|at| first + f64::from(at))
        .take_while(|at| *at <= last)
        .map(|at| at * step)
        .collect()
}

/// An axis for ratios: ends and ticks at 1, 2 and 5 times powers of ten, always with 1 in it.
pub(super) fn ratio_axis(numbers: impl IntoIterator<Item = f64>, about: usize) -> Axis {
    let usable = |it: &f64| it.is_finite() && *it > 0.0;
    let held = numbers.into_iter().filter(usable).map(|it| it.clamp(1e-6, 1e6));
    let (low, high) = held.fold((1.0_f64, 1.0_f64), |(a, b), it| (a.min(it), b.max(it)));
    let round = |digits: &[f64]| -> Vec<f64> {
        let powers = (-7..=7).map(|power| 10_f64.powi(power));
        powers
            .flat_map(|power| digits.iter().map(move |digit| digit * power))
            .collect()
    };
    let all = round(&[1.0, 2.0, 5.0]);
    let foot = all
        .iter()
        .copied()
        .filter(|it| *it <= low.min(0.8))
        .fold(1e-7, f64::max);
    let head = all
        .iter()
        .copied()
        .filter(|it| *it >= high.max(1.25))
        .fold(5e7, f64::min);
    let within = |it: &f64| *it >= foot * 0.999 && *it <= head * 1.001;
    let mut ticks: Vec<f64> = all.into_iter().filter(within).collect();
    if ticks.len() > about * 2 {
        ticks = round(&[1.0]).into_iter().filter(within).collect();
    }
    Axis {
        low: foot,
        high: head,
        step: if foot < 0.1 { 0.01 } else { 0.1 },
        ticks,
    }
}
