use std::collections::BTreeMap;

use super::ARRANGEMENTS;
use crate::random::Random;
use crate::student;

/// A reading of a place at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct At {
    /// Number of the place.
    pub place: usize,
    /// Number of the sub-period; a block of them starts at each multiple of its length.
    pub time: i64,
    /// What was read; finite.
    pub value: f64,
}

/// How the last sub-period of each block stands out from those beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodEnd {
    /// Blocks whose end could be compared.
    pub blocks: usize,
    /// Pairs of a place and a block end.
    pub pairs: usize,
    /// Pairs where the end was above the mean of its two neighbours.
    pub above: usize,
    /// Pairs where it was below.
    pub below: usize,
    /// How far the end lies above its neighbours on average, a block as much as the next; in the unit of the values.
    pub mean: f64,
    /// The same of every position of a block, the end last; `None` where no reading can be compared.
    pub by_position: Vec<Option<f64>>,
    /// The share of arrangements, one position drawn a block, whose mean is at least as far from nought; or, where that
    /// is larger, the two-sided probability by Student's t of the ends alone, a block as one.
    pub p: f64,
    /// How many arrangements were looked at.
    pub arrangements: usize,
    /// Whether those were all there are.
    pub all: bool,
}

/// Asks whether the last of each `length` sub-periods is systematically higher or lower than its neighbours.
///
/// Each reading is held against the mean of the one before and the one after it at the same place, so that neither a
/// steady drift nor the rise and fall of a season counts. Places are averaged first, and the probability is of drawing
/// one position a block for all places at once: what moves all places together counts once. Neighbouring positions share
/// readings, which makes drawing a little too ready to find something, so the ends must be rare by themselves too. All arrangements when there
/// are at most `most`, else `most` of them drawn from `seed`.
///
/// `None` when `length` is below 2, a value is not finite, or there are fewer than 20 arrangements.
/// Source: Fisher (1935), The design of experiments; Phipson and Smyth (2010), Permutation p-values should never be zero.
#[must_use]
pub fn period_end(readings: &[At], length: usize, most: usize, seed: u64) -> Option<PeriodEnd> {
    let span = i64::try_from(length).ok().filter(|it| *it >= 2)?;
    if most < ARRANGEMENTS || readings.iter().any(|it| !it.value.is_finite()) {
        return None;
    }
    let mut sorted = readings.to_vec();
    sorted.sort_by_key(|it| (it.place, it.time));
    let mut by_time: BTreeMap<i64, (f64, usize)> = BTreeMap::new();
    let (mut pairs, mut above, mut below) = (0, 0, 0);
    for beside in sorted.windows(3) {
        let [before, it, after] = beside else { continue };
        let neighbours = before.place == after.place && after.time == it.time + 1 && before.time == it.time - 1;
        if !neighbours {
            continue;
        }
        let spike = it.value - f64::midpoint(before.value, after.value);
        let sum = by_time.entry(it.time).or_default();
        sum.0 += spike;
        sum.1 += 1;
        if it.time.rem_euclid(span) == span - 1 {
            pairs += 1;
            above += usize::from(spike > 0.0);
            below += usize::from(spike < 0.0);
        }
    }
    let blocks = blocks(&by_time, span);
    let (drawn, arrangements, all) = probability(&blocks, most, seed)?;
    let p = drawn.max(by_ends_alone(&blocks));
    Some(PeriodEnd {
        blocks: blocks.len(),
        pairs,
        above,
        below,
        mean: ends(&blocks) / blocks.len() as f64,
        by_position: by_position(&by_time, span),
        p,
        arrangements,
        all,
    })
}

/// The spikes of each block that has one at its end and another: the end comes last.
fn blocks(by_time: &BTreeMap<i64, (f64, usize)>, span: i64) -> Vec<Vec<f64>> {
    let mut found: BTreeMap<i64, (Vec<f64>, bool)> = BTreeMap::new();
    for (time, (sum, number)) in by_time {
        let block = found.entry(time.div_euclid(span)).or_default();
        block.0.push(sum / *number as f64);
        block.1 |= time.rem_euclid(span) == span - 1;
    }
    let whole = found.into_values().filter(|(spikes, end)| *end && spikes.len() > 1);
    whole.map(|(spikes, _)| spikes).collect()
}

fn by_position(by_time: &BTreeMap<i64, (f64, usize)>, span: i64) -> Vec<Option<f64>> {
    let of = |position: i64| {
        let there = by_time.iter().filter(|(time, _)| time.rem_euclid(span) == position);
        crate::average::mean(there.map(|(_, (sum, number))| sum / *number as f64))
    };
    (0..span).map(of).collect()
}

fn ends(blocks: &[Vec<f64>]) -> f64 {
    blocks.iter().filter_map(|it| it.last()).sum()
}

/// Student's t of the ends against nought; ends share no reading from three positions on. 0 where they do not scatter.
fn by_ends_alone(blocks: &[Vec<f64>]) -> f64 {
    let number = blocks.len() as f64;
    let mean = ends(blocks) / number;
    let ends = blocks.iter().filter_map(|it| it.last());
    let scatter: f64 = ends.map(|it| (it - mean) * (it - mean)).sum();
    let error = (scatter / (number - 1.0) / number).sqrt();
    match error > 0.0 {
        true => student::two_sided(mean / error, number - 1.0).unwrap_or(1.0),
        false => 0.0,
    }
}

fn probability(blocks: &[Vec<f64>], most: usize, seed: u64) -> Option<(f64, usize, bool)> {
    let ways: f64 = blocks.iter().map(|it| it.len() as f64).product();
    if blocks.is_empty() || ways < ARRANGEMENTS as f64 {
        return None;
    }
    let scale = blocks.iter().flatten().fold(0.0, |most: f64, it| most.max(it.abs()));
    let bar = ends(blocks).abs() - 1e-9 * scale;
    let all = ways <= most as f64;
    let (mut far, mut looked) = (0_usize, 0_usize);
    if all {
        let mut chosen = vec![0_usize; blocks.len()];
        loop {
            let sum: f64 = blocks.iter().zip(&chosen).filter_map(|(it, at)| it.get(*at)).sum();
            looked += 1;
            far += usize::from(sum.abs() >= bar);
            let Some(next) = blocks.iter().zip(&chosen).position(|(it, at)| at + 1 < it.len()) else {
                break;
            };
            chosen.iter_mut().take(next).for_each(|it| *it = 0);
            chosen.iter_mut().skip(next).take(1).for_each(|it| *it += 1);
        }
    } else {
        let mut random = Random::from_seed(seed);
        (far, looked) = (1, most);
        for _ in 1..most {
            let drawn = blocks.iter().map(|it| it.get(random.below(it.len() as u64) as usize));
            far += usize::from(drawn.flatten().sum::<f64>().abs() >= bar);
        }
    }
    Some((far as f64 / looked as f64, looked, all))
}
