use std::ops::Range;

use super::chart::Chart;
use super::limits::Limits;
use super::reading::{Assurance, Better, Signal};
use super::rule::Fired;
use super::rules::Rules;

/// Many series end to end, each judged by itself as [`super::chart`] judges it, with one set of limits.
///
/// Several threads can judge parts of it at once: see [`Many::judge`].
#[derive(Debug, Clone, Copy)]
pub struct Many<'a> {
    /// The readings of all series, one per period, in time order within a series; a number that is not finite is a
    /// missing period.
    pub values: &'a [f64],
    /// Where each series ends in `values`, in rising order; a series may be empty.
    pub ends: &'a [usize],
    /// Which way is better, for all of them.
    pub better: Better,
    /// What all of them are held against.
    pub target: Option<f64>,
}

/// What the rules say of one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// Every rule that fired here.
    pub fired: Fired,
    /// The signal that names the point; `None` when ordinary, missing or not judged.
    pub signal: Option<Signal>,
}

/// Where a series stands at its latest period.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Standing {
    /// The reading of the latest period; `None` when it is missing or the series is empty.
    pub latest: Option<f64>,
    /// Readings the limits rest on.
    pub readings: usize,
    /// The middle line; `None` without readings.
    pub centre: Option<f64>,
    /// The average movement between neighbouring periods after screening; `None` when there are no limits.
    pub average_move: Option<f64>,
    /// The process limits; `None` when none can honestly be drawn.
    pub limits: Option<Limits>,
    /// The signal of the latest period, as [`Chart::variation`] tells it.
    pub variation: Option<Option<Signal>>,
    /// What the limits say of the target; `None` without either, or where neither direction is better.
    pub assurance: Option<Assurance>,
    /// How many points are signals.
    pub signals: usize,
}

impl Many<'_> {
    /// Where the readings of some series lie in `values`; `None` when there are no such series, or the ends do not rise
    /// to the end of `values`.
    #[must_use]
    pub fn readings_of(&self, series: &Range<usize>) -> Option<Range<usize>> {
        let ends = self.ends.get(series.clone())?;
        let first = match series.start {
            0 => 0,
            start => *self.ends.get(start - 1)?,
        };
        let end = ends.last().copied().unwrap_or(first);
        let sound = first <= *ends.first().unwrap_or(&end) && ends.is_sorted() && end <= self.values.len();
        sound.then_some(first..end)
    }

    /// Judges some series, by their positions: a mark for each of their readings ([`Many::readings_of`]) and a standing
    /// for each of them. Beside those it takes as much memory as the longest series.
    ///
    /// `None`, with nothing judged, when the slices do not go together.
    pub fn judge(
        &self,
        series: &Range<usize>,
        rules: &Rules,
        marks: &mut [Mark],
        standings: &mut [Standing],
    ) -> Option<()> {
        let readings = self.readings_of(series)?;
        if marks.len() != readings.len() || standings.len() != series.len() {
            return None;
        }
        let mut chart = Chart::default();
        let (mut first, mut marks) = (readings.start, marks.iter_mut());
        for (&end, standing) in self.ends.get(series.clone())?.iter().zip(standings) {
            chart.lay(self.values.get(first..end)?.iter().copied().map(Some));
            chart.judge_whole(self.better, rules);
            for (point, mark) in chart.points.iter().zip(&mut marks) {
                (mark.fired, mark.signal) = (point.fired, point.signal);
            }
            *standing = self.standing(&chart);
            first = end;
        }
        Some(())
    }

    fn standing(&self, chart: &Chart) -> Standing {
        let stretch = chart.stretches.last();
        Standing {
            latest: chart.points.last().and_then(|it| it.value),
            readings: stretch.map_or(0, |it| it.readings),
            centre: stretch.and_then(|it| it.centre),
            average_move: stretch.and_then(|it| it.average_move),
            limits: stretch.and_then(|it| it.limits),
            variation: chart.variation(),
            assurance: self.target.and_then(|it| chart.assurance(it, self.better)),
            signals: chart.points.iter().filter(|it| it.signal.is_some()).count(),
        }
    }
}
