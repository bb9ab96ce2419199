use std::collections::BTreeMap;

use super::together::{Plan, Together, together_by};
use crate::average::quantile_sorted;
use crate::binomial;

/// Which places keep landing just past a line, and which just short of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JustEnough {
    /// Places with more readings just past than just short.
    pub more_past: u64,
    /// Places with more readings just short than just past.
    pub more_short: u64,
    /// Places with as many of either, at least one.
    pub even: u64,
    /// Readings just past, and just short, of all places.
    pub readings: (u64, u64),
    /// Readings just past whose place's next reading is just past again, and those that have a next reading.
    pub again: (u64, u64),
    /// Exact two-sided probability of a split of places this uneven if either kind is as likely; 1 when no place leans.
    pub p: f64,
}

/// Counts, place by place, readings from `line` up to but not including `line + width` and those from `line - width` up
/// to the line, and asks whether more places lean past it than short of it.
///
/// A place counts once however long it keeps at it, so one large run of one place is not evidence of many. `rows` are
/// place and value, in order of time within a place. `None` when `width` is not above 0, anything is not finite, or no
/// place leans either way.
/// Source: the sign test; Bevan and Hood (2006), What's measured is what matters, for the threshold effect.
#[must_use]
pub fn just_enough(rows: &[(usize, f64)], line: f64, width: f64) -> Option<JustEnough> {
    let sound = line.is_finite() && width.is_finite() && width > 0.0 && rows.iter().all(|it| it.1.is_finite());
    if !sound {
        return None;
    }
    let past = |value: f64| value >= line && value < line + width;
    let short = |value: f64| value < line && value >= line - width;
    let mut places: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
    let mut again = (0, 0);
    let mut latest: BTreeMap<usize, bool> = BTreeMap::new();
    for (place, value) in rows {
        let its = places.entry(*place).or_default();
        its.0 += u64::from(past(*value));
        its.1 += u64::from(short(*value));
        if latest.insert(*place, past(*value)) == Some(true) {
            again.1 += 1;
            again.0 += u64::from(past(*value));
        }
    }
    let number = |wanted: &dyn Fn(&(u64, u64)) -> bool| places.values().filter(|it| wanted(it)).count() as u64;
    let (more_past, more_short) = (number(&|(a, b)| a > b), number(&|(a, b)| a < b));
    Some(JustEnough {
        more_past,
        more_short,
        even: number(&|(a, b)| a == b && *a > 0),
        readings: places.values().fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1)),
        again,
        p: binomial::two_sided(more_past, more_past + more_short, 0.5)?,
    })
}

/// How results compare with their targets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attained {
    /// Results with a target.
    pub n: usize,
    /// Result over target at the tenth, fiftieth and ninetieth hundredth.
    pub ratios: (f64, f64, f64),
    /// The share of results at the target or above it.
    pub reached: f64,
}

/// The distribution of result over target. `None` without a pair, or when a target is not above 0 or a number not finite.
#[must_use]
pub fn attained(results: &[f64], targets: &[f64]) -> Option<Attained> {
    let sound = targets.iter().all(|it| *it > 0.0 && it.is_finite()) && results.iter().all(|it| it.is_finite());
    if results.is_empty() || results.len() != targets.len() || !sound {
        return None;
    }
    let mut ratios: Vec<f64> = results.iter().zip(targets).map(|(a, b)| a / b).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| quantile_sorted(&ratios, share);
    let reached = results.iter().zip(targets).filter(|(a, b)| a >= b).count();
    Some(Attained {
        n: ratios.len(),
        ratios: (at(0.1)?, at(0.5)?, at(0.9)?),
        reached: reached as f64 / ratios.len() as f64,
    })
}

/// A result of a place in a period, with the target it had.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TargetRow {
    /// Number of the place.
    pub place: usize,
    /// Number of the period.
    pub time: i64,
    /// What was reached.
    pub result: f64,
    /// What was asked for, in the same unit.
    pub target: f64,
}

/// How much of this period's result beyond its target the next target takes up: the slope of the change of target on
/// result less target, each place having its own level. At 0 targets do not follow results; at 1 they follow wholly.
///
/// `None` when fewer than eight pairs of neighbouring periods, targets that never change, or anything is not finite.
/// Source: Weitzman (1980), The "ratchet principle" and performance incentives; Bevan and Hood (2006).
#[must_use]
pub fn target_follows(rows: &[TargetRow], draws: usize, seed: u64) -> Option<Together> {
    let mut sorted = rows.to_vec();
    sorted.sort_by_key(|it| (it.place, it.time));
    let (mut places, mut periods, mut beyond, mut raised) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for pair in sorted.windows(2) {
        let [now, next] = pair else { continue };
        if now.place == next.place && next.time == now.time + 1 {
            places.push(now.place);
            periods.push(0);
            beyond.push(now.result - now.target);
            raised.push(next.target - now.target);
        }
    }
    if raised.len() < 8 || raised.iter().all(|it| *it == 0.0) {
        return None;
    }
    let plan = Plan { draws, seed, moved: 0 };
    together_by(&places, &periods, &beyond, &raised, &plan)
}
