use super::super::attribute::{Kind, Tally};
use super::super::reading::Side;
use crate::average::{finite, mean};

/// The average movement of normal readings, in standard deviations.
const MOVEMENT: f64 = 1.128;
/// Movements not below this many average ones are screened out, once.
const LARGE_MOVEMENT: f64 = 3.267;

/// A reading that is there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub place: usize,
    pub value: f64,
    pub tally: Tally,
}

/// The readings that are there, in order.
pub(super) fn known(tallies: &[Option<Tally>], kind: Kind) -> Vec<Known> {
    let there = |(place, tally): (usize, &Option<Tally>)| {
        let tally = (*tally)?;
        let value = tally.value(kind)?;
        Some(Known { place, value, tally })
    };
    tallies.iter().enumerate().filter_map(there).collect()
}

/// Whether proposals can be made for charts of this kind.
pub(super) fn suits(kind: Kind) -> bool {
    use Kind::{Individuals, Rate, RatePrime, Share, SharePrime};
    matches!(kind, Individuals | Share | SharePrime | Rate | RatePrime)
}

/// Centre and spread of a baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    kind: Kind,
    centre: f64,
    /// One standard deviation of a reading of size 1.
    one: f64,
}

impl Fit {
    /// Centre and spread of these readings without the `most` furthest outside the limits, found one at a time, and
    /// the places of those. `None` when they do not move or are too large to compute with.
    pub(super) fn of(readings: &[Known], kind: Kind, most: usize) -> Option<(Self, Vec<usize>)> {
        let mut kept: Vec<Known> = readings.to_vec();
        let mut excluded = Vec::new();
        loop {
            let fit = Self::drawn(&kept, kind)?;
            let far = |it: &Known| (it.value - fit.centre).abs() / fit.deviation(it.tally.size);
            let outside = |it: &Known| {
                let (lower, upper) = fit.limits(it.tally.size);
                it.value < lower || it.value > upper
            };
            let furthest = kept.iter().enumerate().filter(|(_, it)| outside(it));
            // Of readings equally far the first goes.
            let furthest = furthest
                .rev()
                .max_by(|a, b| far(a.1).total_cmp(&far(b.1)))
                .map(|(at, _)| at);
            match furthest.filter(|_| excluded.len() < most && kept.len() > 2) {
                Some(at) => excluded.push(kept.remove(at).place),
                None => {
                    excluded.sort_unstable();
                    return Some((fit, excluded));
                }
            }
        }
    }

    fn drawn(readings: &[Known], kind: Kind) -> Option<Self> {
        let movement = |far: &dyn Fn(&Known) -> f64| {
            let moves = readings.windows(2).filter_map(|pair| match pair {
                [a, b] => Some((far(b) - far(a)).abs()),
                _ => None,
            });
            let all = mean(moves.clone())?;
            mean(moves.filter(|it| *it < LARGE_MOVEMENT * all)).map(|it| it / MOVEMENT)
        };
        let (centre, one) = match kind {
            Kind::Individuals => (mean(readings.iter().map(|it| it.value))?, movement(&|it| it.value)?),
            _ => {
                let total = |part: &dyn Fn(&Known) -> f64| readings.iter().map(part).sum::<f64>();
                let centre = finite(total(&|it| it.tally.count) / total(&|it| it.tally.size))?;
                let shares = matches!(kind, Kind::Share | Kind::SharePrime);
                let chance = (if shares { centre * (1.0 - centre) } else { centre }).sqrt();
                let beyond = |it: &Known| (it.value - centre) / (chance / it.tally.size.sqrt());
                let times = match kind {
                    Kind::SharePrime | Kind::RatePrime if chance > 0.0 => movement(&beyond)?,
                    _ => 1.0,
                };
                (centre, chance * times)
            }
        };
        finite(one)
            .filter(|one| *one > 0.0)
            .map(|one| Self { kind, centre, one })
    }

    pub(super) fn centre(&self) -> f64 {
        self.centre
    }

    fn deviation(&self, size: f64) -> f64 {
        match self.kind {
            Kind::Individuals => self.one,
            _ => self.one / size.sqrt(),
        }
    }

    /// Three standard deviations either way, held within what can be.
    pub(super) fn limits(&self, size: f64) -> (f64, f64) {
        let far = 3.0 * self.deviation(size);
        let (lower, upper) = (self.centre - far, self.centre + far);
        match self.kind {
            Kind::Share | Kind::SharePrime => (lower.max(0.0), upper.min(1.0)),
            Kind::Rate | Kind::RatePrime => (lower.max(0.0), upper),
            _ => (lower, upper),
        }
    }

    /// Which side of the centre a reading lies on; `None` exactly on it.
    pub(super) fn side(&self, it: &Known) -> Option<Side> {
        if it.value > self.centre {
            Some(Side::High)
        } else if it.value < self.centre {
            Some(Side::Low)
        } else {
            None
        }
    }
}
