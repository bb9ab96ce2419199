use std::collections::BTreeMap;

use super::ARRANGEMENTS;
use crate::average::finite;
use crate::did::Panel;
use crate::did::within::Within;
use crate::random::Random;
use crate::regression::{Clusters, Estimate, least_squares};

/// From this many places the error comes from them as clusters; with fewer, from turning the readings of each.
const CLUSTERS: usize = 10;

/// How a slope was judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Judged {
    /// By places as clusters, on one degree of freedom fewer than there are.
    Clusters(Estimate),
    /// By turning the readings of each place round in time.
    Turns(Turned),
}

/// How many turns were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turned {
    /// Turns, the true one included.
    pub turns: usize,
    /// Whether those were all there are.
    pub all: bool,
}

/// How two numbers move together within places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Together {
    /// How much the second moves when the first moves by 1.
    pub slope: f64,
    /// Their correlation, from -1 to 1, once levels are taken out.
    pub correlation: f64,
    /// Two-sided probability of a slope at least as far from nought if they have nothing to do with each other.
    pub p: f64,
    /// How it was judged.
    pub judged: Judged,
    /// Rows.
    pub rows: usize,
    /// Places.
    pub places: usize,
}

pub(super) struct Plan {
    pub draws: usize,
    pub seed: u64,
    /// The first number is moved round by this share of each place's readings beforehand, in hundredths.
    pub moved: usize,
}

/// The slope of `second` on `first` within places, a row each in order of time within a place.
///
/// Each place has its own level, and with two places or more each period too, so that neither what places are nor what
/// happened everywhere counts. From ten places on, errors are clustered by place (CR1, Student's t); with fewer, the
/// first number is turned round in time within each place, which keeps how each follows itself: every turn when there
/// are at most `draws`, else that many drawn from `seed`. `half_turn` turns the first number halfway beforehand, a slope
/// that should mean nothing.
///
/// `None` with fewer than eight rows, lengths that differ, anything not finite, either one without movement, or fewer
/// than 20 turns.
/// Source: Cameron and Miller (2015), A practitioner's guide to cluster-robust inference; circular shifts after Upton and
/// Fingleton (1985), Spatial data analysis by example.
#[must_use]
pub fn together(
    places: &[usize],
    periods: &[usize],
    first: &[f64],
    second: &[f64],
    half_turn: bool,
    (draws, seed): (usize, u64),
) -> Option<Together> {
    let several = places.iter().any(|it| Some(it) != places.first());
    let none = vec![0; places.len()];
    let plan = Plan {
        draws,
        seed,
        moved: if half_turn { 50 } else { 0 },
    };
    together_by(places, if several { periods } else { &none }, first, second, &plan)
}

pub(super) fn together_by(
    places: &[usize],
    periods: &[usize],
    first: &[f64],
    second: &[f64],
    plan: &Plan,
) -> Option<Together> {
    let rows = places.len();
    let same = [periods.len(), first.len(), second.len()] == [rows; 3];
    if rows < 8 || !same || first.iter().chain(second).any(|it| !it.is_finite()) {
        return None;
    }
    let panel = Panel {
        places,
        periods,
        values: second,
    };
    let within = Within::of(&panel)?;
    let mut of_place: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, place) in places.iter().enumerate() {
        of_place.entry(*place).or_default().push(row);
    }
    let blocks: Vec<Vec<usize>> = of_place.into_values().collect();
    let halfway: Vec<usize> = blocks.iter().map(|it| it.len() * plan.moved / 100).collect();
    let first = turned(first, &blocks, &halfway);
    let (x, y) = (within.left(&first), within.left(second));
    let moves = |left: &[f64], whole: &[f64]| norm(left) > 1e-9 * norm(whole);
    if !moves(&x, &first) || !moves(&y, second) {
        return None;
    }
    let along = product(&x, &y);
    let (slope, correlation) = (along / product(&x, &x), along / (norm(&x) * norm(&y)));
    let judged = match blocks.len() >= CLUSTERS {
        true => Judged::Clusters(clustered(&x, &y, places, within.absorbed, blocks.len())?),
        false => return by_turns(&first, &y, &within, &blocks, plan, (slope, correlation)),
    };
    let Judged::Clusters(estimate) = judged else {
        return None;
    };
    Some(Together {
        slope: finite(slope)?,
        correlation: finite(correlation)?.clamp(-1.0, 1.0),
        p: estimate.p,
        judged,
        rows,
        places: blocks.len(),
    })
}

fn clustered(x: &[f64], y: &[f64], places: &[usize], absorbed: usize, number: usize) -> Option<Estimate> {
    let fit = least_squares(&[x.to_vec()], y)?.absorbing(absorbed);
    let error = fit.clustered(places, Clusters::Cr1)?.error(0)?;
    Estimate::of(*fit.coefficients.first()?, error, number as f64 - 1.0, 0.95)
}

fn by_turns(
    first: &[f64],
    y: &[f64],
    within: &Within,
    blocks: &[Vec<usize>],
    plan: &Plan,
    (slope, correlation): (f64, f64),
) -> Option<Together> {
    let ways: f64 = blocks.iter().map(|it| it.len() as f64).product();
    if ways < ARRANGEMENTS as f64 || plan.draws < ARRANGEMENTS {
        return None;
    }
    // What is left of the second number is free of levels, so the levels of the first need not come out each time for
    // the product; they do for the length.
    let strength = |x: &[f64]| {
        let left = within.left(x);
        let length = norm(&left);
        if length > 0.0 {
            (product(&left, y) / length).abs()
        } else {
            0.0
        }
    };
    let bar = strength(first) * (1.0 - 1e-9);
    let all = ways <= plan.draws as f64;
    let (mut far, mut looked) = (0_usize, 0_usize);
    let mut turns = vec![0_usize; blocks.len()];
    let mut random = Random::from_seed(plan.seed);
    loop {
        looked += 1;
        far += usize::from(strength(&turned(first, blocks, &turns)) >= bar);
        if all {
            let Some(next) = blocks.iter().zip(&turns).position(|(it, at)| at + 1 < it.len()) else {
                break;
            };
            turns.iter_mut().take(next).for_each(|it| *it = 0);
            turns.iter_mut().skip(next).take(1).for_each(|it| *it += 1);
        } else if looked >= plan.draws {
            break;
        } else {
            for (turn, block) in turns.iter_mut().zip(blocks) {
                *turn = random.below(block.len() as u64) as usize;
            }
        }
    }
    Some(Together {
        slope: finite(slope)?,
        correlation: finite(correlation)?.clamp(-1.0, 1.0),
        p: far as f64 / looked as f64,
        judged: Judged::Turns(Turned { turns: looked, all }),
        rows: first.len(),
        places: blocks.len(),
    })
}

/// The numbers of each block moved round by so many rows.
fn turned(values: &[f64], blocks: &[Vec<usize>], turns: &[usize]) -> Vec<f64> {
    let mut found = values.to_vec();
    for (block, turn) in blocks.iter().zip(turns) {
        for (at, row) in block.iter().enumerate() {
            found[*row] = values[block[(at + turn) % block.len()]];
        }
    }
    found
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(values: &[f64]) -> f64 {
    product(values, values).sqrt()
}
