use super::chart::{Chart, Series};
use super::false_alarm_table::{PLOT_THE_DOTS, SHORTEST};
use super::reading::Better;
use super::rules::Rules;
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

/// A process in which nothing changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Steady {
    /// Independent readings from one normal distribution: what the rules were made for.
    Normal,
    /// Independent counts of events with this mean, above 0 and at most 500.
    Counts {
        /// Events in an average period.
        mean: f64,
    },
    /// Normal readings of which each leans on the one before.
    Leaning {
        /// Correlation of a reading with the one before, strictly between -1 and 1.
        correlation: f64,
    },
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
    let possible = match process {
        Steady::Normal => true,
        Steady::Counts { mean } => mean > 0.0 && mean <= 500.0,
        Steady::Leaning { correlation } => correlation > -1.0 && correlation < 1.0,
    };
    if length == 0 || draws == 0 || !possible {
        return None;
    }
    let mut random = Random::from_seed(seed);
    let mut values = vec![None; length];
    let mut chart = Chart::default();
    let (mut anywhere, mut latest) = (0_u32, 0_u32);
    for _ in 0..draws {
        fill(&mut values, process, &mut random);
        chart.redraw(&Series::new(&values, Better::Higher), rules);
        let runs = chart
            .stretches
            .iter()
            .any(|stretch| stretch.runs.is_some_and(|runs| runs.signal()));
        anywhere += u32::from(runs || chart.any_signal());
        latest += u32::from(chart.points.last().is_some_and(|point| point.signal.is_some()));
    }
    let total = f64::from(draws);
    Some(FalseAlarm {
        anywhere: f64::from(anywhere) / total,
        latest: f64::from(latest) / total,
        standard_error: 0.5 / total.sqrt(),
    })
}

fn fill(values: &mut [Option<f64>], process: Steady, random: &mut Random) {
    let mut last = 0.0;
    for (place, value) in values.iter_mut().enumerate() {
        last = match process {
            Steady::Normal => random.normal(),
            Steady::Counts { mean } => count(mean, random),
            Steady::Leaning { .. } if place == 0 => random.normal(),
            Steady::Leaning { correlation } => {
                correlation * last + (1.0 - correlation * correlation).sqrt() * random.normal()
            }
        };
        *value = Some(last);
    }
}

/// A Poisson count: how many uniform draws multiply to no less than exp(-mean). Source: Knuth, volume 2, 3.4.1.
fn count(mean: f64, random: &mut Random) -> f64 {
    let bar = libm::exp(-mean);
    let (mut events, mut product) = (0.0, random.uniform());
    while product > bar {
        events += 1.0;
        product *= random.uniform();
    }
    events
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
