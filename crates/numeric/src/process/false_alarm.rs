use super::attribute::{AttributeChart, Kind, Tallies, Tally};
use super::chart::{Chart, Series};
use super::false_alarm_table::{PLOT_THE_DOTS, SHORTEST};
use super::reading::Better;
use super::rules::Rules;
use super::steady::{Source, Steady};
use crate::random::Random;

/// How often rules fire on a process in which nothing changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FalseAlarm {
    /// Share of series, 0 to 1, with at least one signal anywhere.
    pub anywhere: f64,
    /// Share of series, 0 to 1, with a signal at the latest point.
    pub latest: f64,
    /// How far either share may be off by the luck of the draws: the standard error at a share of one half.
    pub standard_error: f64,
}

/// [`false_alarm_of`] for independent normal readings.
#[must_use]
pub fn false_alarm(rules: &Rules, length: usize, draws: u32, seed: u64) -> Option<FalseAlarm> {
    false_alarm_of(Steady::Normal, rules, length, draws, seed)
}

/// Simulates `draws` series of `length` readings of a process in which nothing changes and applies the rules to each.
///
/// A series for which no limits can honestly be drawn has no signals. The same seed gives the same answer on every
/// machine. `None` when `length` or `draws` is 0 or the process is outside its ranges.
#[must_use]
pub fn false_alarm_of(process: Steady, rules: &Rules, length: usize, draws: u32, seed: u64) -> Option<FalseAlarm> {
    let mut values = vec![None; length];
    let mut chart = Chart::default();
    simulate(process, length, draws, seed, |drawn| {
        for (value, drawn) in values.iter_mut().zip(drawn) {
            *value = Some(drawn.count / drawn.size);
        }
        chart.redraw(&Series::new(&values, Better::Higher), rules);
        let runs = chart
            .stretches
            .iter()
            .any(|stretch| stretch.runs.is_some_and(|runs| runs.signal()));
        let latest = chart.points.last().is_some_and(|point| point.signal.is_some());
        (runs || chart.any_signal(), latest)
    })
}

/// The same for [`super::attribute_chart`] of a kind: how often it shows a signal when nothing changes.
///
/// A share of series in which a run is too long or crossings are too few counts as a signal anywhere.
#[must_use]
pub fn false_alarm_of_kind(process: Steady, kind: Kind, length: usize, draws: u32, seed: u64) -> Option<FalseAlarm> {
    let mut tallies = vec![None; length];
    let mut chart = AttributeChart::default();
    simulate(process, length, draws, seed, |drawn| {
        for (tally, drawn) in tallies.iter_mut().zip(drawn) {
            *tally = Some(*drawn);
        }
        chart.redraw(&Tallies::new(&tallies, Better::Higher), kind);
        let latest = chart.points.last().is_some_and(|point| point.signal.is_some());
        (chart.any_signal(), latest)
    })
}

/// Draws series and counts those in which `judge` finds a signal anywhere and at the latest point.
fn simulate(
    process: Steady,
    length: usize,
    draws: u32,
    seed: u64,
    mut judge: impl FnMut(&[Tally]) -> (bool, bool),
) -> Option<FalseAlarm> {
    if length == 0 || draws == 0 {
        return None;
    }
    let source = Source::of(process)?;
    let mut random = Random::from_seed(seed);
    let mut drawn = vec![Tally::of(0.0); length];
    let (mut anywhere, mut latest) = (0_u32, 0_u32);
    for _ in 0..draws {
        source.fill(&mut drawn, &mut random);
        let (any, last) = judge(&drawn);
        anywhere += u32::from(any);
        latest += u32::from(last);
    }
    let total = f64::from(draws);
    Some(FalseAlarm {
        anywhere: f64::from(anywhere) / total,
        latest: f64::from(latest) / total,
        standard_error: 0.5 / total.sqrt(),
    })
}

/// The draws and seed behind the table of [`known_false_alarm`]; the seed of each length is this plus the length.
pub const TABLE_DRAWS: u32 = 40_000;
/// See [`TABLE_DRAWS`].
pub const TABLE_SEED: u64 = 20_180_401;

/// The same, ready at hand, for `plotthedots-0.2.2` and lengths of 7 to 120; `None` for others.
///
/// Readings of a real process that follow one another, or small counts, alarm more often than this.
#[must_use]
pub fn known_false_alarm(rules: &Rules, length: usize) -> Option<FalseAlarm> {
    if *rules != Rules::PLOT_THE_DOTS {
        return None;
    }
    let &(anywhere, latest) = PLOT_THE_DOTS.get(length.checked_sub(SHORTEST)?)?;
    let draws = f64::from(TABLE_DRAWS);
    Some(FalseAlarm {
        anywhere: f64::from(anywhere) / draws,
        latest: f64::from(latest) / draws,
        standard_error: 0.5 / draws.sqrt(),
    })
}
