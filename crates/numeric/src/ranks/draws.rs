use super::critical::Places;
use super::sets::{Ends, Plan};
use crate::random::Random;

/// Errors drawn for every place again and again, the same for the same seed.
///
/// The largest difference in standard errors is found without looking at every pair. With `a` and `b` the errors drawn
/// for two places, each in units of its own standard error, the difference of the places is at most the root of
/// `a² + b²` standard errors, whatever those are (Cauchy and Schwarz), where a part on the wrong side of nought counts
/// as nought. So partners are tried from the most extreme inwards, until the bound is below what has been found.
pub(super) struct Draws<'p> {
    places: &'p Places,
    random: Random,
    /// In units of each place's own standard error.
    normals: Vec<f64>,
    /// In the unit of all.
    values: Vec<f64>,
    /// Draws with their places: this many of the lowest in rising order, then those between, then as many of the highest
    /// in rising order.
    order: Vec<(f64, usize)>,
    sorted: usize,
}

impl<'p> Draws<'p> {
    pub(super) fn new(places: &'p Places, seed: u64) -> Self {
        let count = places.len();
        Self {
            places,
            random: Random::from_seed(seed),
            normals: vec![0.0; count],
            values: vec![0.0; count],
            order: vec![(0.0, 0); count],
            sorted: (count / 2).min(32 + count / 32),
        }
    }

    /// Draws afresh.
    pub(super) fn next(&mut self) {
        for (place, error) in self.places.errors.iter().enumerate() {
            let drawn = self.random.normal();
            self.normals[place] = drawn;
            self.values[place] = drawn * error;
            self.order[place] = (drawn, place);
        }
        let rising = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0);
        let (count, sorted) = (self.order.len(), self.sorted);
        if self.wholly_sorted() {
            self.order.sort_unstable_by(rising);
            return;
        }
        self.order.select_nth_unstable_by(sorted, rising);
        self.order[..sorted].sort_unstable_by(rising);
        self.order[sorted..].select_nth_unstable_by(count - 2 * sorted, rising);
        self.order[count - sorted..].sort_unstable_by(rising);
    }

    fn wholly_sorted(&self) -> bool {
        self.sorted * 4 > self.order.len()
    }

    /// The square of the largest difference drawn for a place, in standard errors, or `square` when that is larger. Only
    /// differences that are not clear by `critical` yet count.
    pub(super) fn raise(&self, square: f64, here: usize, ends: Ends, critical: f64) -> f64 {
        let mut square = square;
        let own = self.normals[here];
        if ends != Ends::Best {
            // The place drawn too high, its partner too low.
            square = self.partner(
                square,
                own.max(0.0),
                |it| (-it).max(0.0),
                self.order.iter(),
                |square, other| self.pair(square, here, other, critical),
            );
        }
        if ends != Ends::Worst {
            let falling = self.order.iter().rev();
            square = self.partner(
                square,
                (-own).max(0.0),
                |it| it.max(0.0),
                falling,
                |square, other| self.pair(square, other, here, critical),
            );
        }
        square
    }

    fn partner<'o>(
        &self,
        square: f64,
        own: f64,
        part: impl Fn(f64) -> f64,
        extremes: impl Iterator<Item = &'o (f64, usize)>,
        pair: impl Fn(f64, usize) -> f64,
    ) -> f64 {
        let (own, mut square) = (own * own, square);
        for (at, &(drawn, other)) in extremes.enumerate() {
            let theirs = part(drawn);
            let bound = own + theirs * theirs;
            if bound > square {
                square = pair(square, other);
            } else if at < self.sorted || self.wholly_sorted() {
                break;
            }
        }
        square
    }

    /// The square of the difference by which `i` was drawn above `j`, when it counts and is larger.
    fn pair(&self, square: f64, i: usize, j: usize, critical: f64) -> f64 {
        let off = self.values[i] - self.values[j];
        let variance = self.places.variance(i, j);
        if off <= 0.0 || off * off <= square * variance || variance <= 0.0 {
            return square;
        }
        if self.places.clear(i, j, critical) {
            return square;
        }
        off * off / variance
    }
}

/// The upper end of what was drawn: as many of the highest values as the quantile at the level needs.
pub(super) struct Highest {
    level: f64,
    draws: usize,
    kept: usize,
    values: Vec<f64>,
    /// Values at or below this are not among the highest.
    floor: f64,
}

impl Highest {
    pub(super) fn new(plan: &Plan) -> Self {
        let kept = ((1.0 - plan.level) * plan.draws as f64) as usize + 3;
        Self {
            level: plan.level,
            draws: plan.draws,
            kept,
            values: Vec::with_capacity(2 * kept),
            floor: f64::NEG_INFINITY,
        }
    }

    /// Takes in one draw's value.
    pub(super) fn take(&mut self, value: f64) {
        if value <= self.floor {
            return;
        }
        self.values.push(value);
        if self.values.len() == 2 * self.kept {
            let (_, least, _) = self.values.select_nth_unstable_by(self.kept - 1, |a, b| b.total_cmp(a));
            self.floor = *least;
            self.values.truncate(self.kept);
        }
    }

    /// The root of the quantile at the level by linear interpolation between the roots of neighbours.
    pub(super) fn quantile(mut self) -> Option<f64> {
        self.values.sort_unstable_by(|a, b| b.total_cmp(a));
        let last = self.draws.checked_sub(1)?;
        let place = last as f64 * self.level;
        let below = (place + 1e-9).floor();
        let part = (place - below).max(0.0);
        // Of what was not kept, all are at the floor or below it, and only ties with the floor can be asked for.
        let at = |rank: usize| {
            self.values
                .get(last - rank.min(last))
                .copied()
                .unwrap_or(self.floor)
                .max(0.0)
                .sqrt()
        };
        let (lower, upper) = (at(below as usize), at(below as usize + 1));
        Some((1.0 - part) * lower + part * upper)
    }
}
