use cm_kernel::{Period, Refusal};
use cm_numeric::did::{Difference, Placebo, TwoByTwo, in_place, two_by_two, two_way};
use cm_numeric::regression::{Clusters, Estimate};

use super::rows::Rows;
use super::settings::Settings;
use crate::methods::undefined;

const LEVEL: f64 = 0.95;
/// How many choices of other places are looked at.
const CHOICES: usize = 2000;
/// Chance at or above which other places could as well have been chosen.
const COMMON: f64 = 0.05;

/// What was found, and what was done to doubt it.
pub(super) struct Looked {
    /// With a level for each place and each period.
    pub found: Difference,
    /// Four means and the difference of their differences.
    pub corners: TwoByTwo,
    /// A date before it began that means nothing, and what was found there.
    pub placebo_in_time: Option<(Period, Estimate)>,
    /// How much faster the gap grew each period before it began.
    pub drift: Option<Estimate>,
    /// Whether other places would have looked the same.
    pub placebo_in_place: Option<Placebo>,
}

/// What a check casts doubt by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    Time,
    Drift,
    Place,
}

impl Looked {
    pub(super) fn at(rows: &Rows, settings: &Settings) -> Result<Self, Refusal> {
        let dose = |rows: &Rows, after: &[bool]| -> Vec<f64> {
            rows.treated
                .iter()
                .zip(after)
                .map(|(a, b)| f64::from(u8::from(*a && *b)))
                .collect()
        };
        let (panel, rule) = (rows.panel(), Clusters::Cr1s);
        let found = two_way(&panel, &dose(rows, &rows.after), rule, LEVEL).ok_or_else(undefined)?;
        let corners = two_by_two(&panel, &rows.treated, &rows.after, rule, LEVEL).ok_or_else(undefined)?;
        let before = rows.before();
        let mut periods = before.periods.clone();
        periods.sort_unstable();
        periods.dedup();
        let placebo_in_time = periods.get(periods.len() / 2).and_then(|middle| {
            let after: Vec<bool> = before.periods.iter().map(|it| it >= middle).collect();
            let found = two_way(&before.panel(), &dose(&before, &after), rule, LEVEL)?;
            Some((*rows.calendar.get(*middle)?, found.effect))
        });
        let passing: Vec<f64> = before
            .treated
            .iter()
            .zip(&before.periods)
            .map(|(treated, period)| if *treated { *period as f64 } else { 0.0 })
            .collect();
        let drift = match periods.len() > 2 {
            true => two_way(&before.panel(), &passing, rule, LEVEL).map(|it| it.effect),
            false => None,
        };
        Ok(Self {
            found,
            corners,
            placebo_in_time,
            drift,
            placebo_in_place: in_places(rows, settings.seed),
        })
    }

    /// What casts doubt on the difference.
    pub(super) fn doubts(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        if self
            .placebo_in_time
            .as_ref()
            .is_some_and(|(_, it)| it.apart_from_nought())
        {
            doubts.push(Doubt::Time);
        }
        if self.drift.as_ref().is_some_and(Estimate::apart_from_nought) {
            doubts.push(Doubt::Drift);
        }
        if self.placebo_in_place.as_ref().is_some_and(|it| it.p >= COMMON) {
            doubts.push(Doubt::Place);
        }
        doubts
    }
}

fn in_places(rows: &Rows, seed: u64) -> Option<Placebo> {
    let moves = rows.panel().moves(&rows.after);
    let treated: std::collections::BTreeMap<usize, bool> =
        rows.places.iter().copied().zip(rows.treated.iter().copied()).collect();
    let flags: Vec<bool> = moves
        .keys()
        .map(|place| treated.get(place).copied().unwrap_or_default())
        .collect();
    let moved: Vec<f64> = moves.into_values().collect();
    in_place(&moved, &flags, CHOICES, seed)
}
