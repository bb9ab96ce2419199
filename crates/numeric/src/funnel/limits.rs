use super::compare::{Funnel, Unit};
use super::exact::Model;
use super::plan::{Allowance, Limits};
use super::scale::Scale;
use crate::interval::{Interval, exact_poisson};
use crate::{chi_square, normal};

impl Funnel {
    /// The limits at a level (strictly between 0 and 1, such as 0.998) for a place of this size: a total, an expected
    /// count, or the lower count of a ratio. As shares or ratios. `None` unless both are in range.
    #[must_use]
    pub fn limits(&self, size: f64, level: f64, allowance: Allowance) -> Option<Interval> {
        let width = normal::half_width(level)?;
        if !(size > 0.0 && size.is_finite()) {
            return None;
        }
        match (self.limits, allowance) {
            (Limits::Score, Allowance::Chance) => self.score(size, width),
            (Limits::Garwood, Allowance::Chance) => self.garwood(size, level),
            (Limits::Exact, Allowance::Chance | Allowance::Spread) => {
                match self.not_ruled_out(size, level, allowance) {
                    Some(exact) => Some(exact),
                    None => self.on_the_scale(size, width, allowance),
                }
            }
            _ => self.on_the_scale(size, width, allowance),
        }
    }

    /// The limits at a level (strictly between 0 and 1) that a place itself is judged by, as shares or ratios. They are
    /// those of its size but with [`Limits::Scale`] of [`Scale::Counts`], where both of its counts have a part in its
    /// standard error.
    #[must_use]
    pub fn limits_of(&self, unit: &Unit, level: f64, allowance: Allowance) -> Option<Interval> {
        if !self.by_both_counts() {
            return self.limits(unit.size, level, allowance);
        }
        let reach = normal::half_width(level)? * self.own_error(unit, allowance);
        sound(
            self.scale.back(self.middle - reach),
            self.scale.back(self.middle + reach),
        )
    }

    fn by_both_counts(&self) -> bool {
        self.limits == Limits::Scale && self.scale == Scale::Counts
    }

    /// The standard error on the scale that a place is judged by.
    pub(super) fn own_error(&self, unit: &Unit, allowance: Allowance) -> f64 {
        match self.by_both_counts() {
            true => self.widened(self.scale.error(unit.count, unit.size, self.centre), allowance),
            false => self.error(unit.size, allowance),
        }
    }

    /// The standard error on the scale of a place of this size, were it at the centre.
    pub(super) fn error(&self, size: f64, allowance: Allowance) -> f64 {
        let error = self.scale.error(self.centre * size, size, self.centre);
        self.widened(error, allowance)
    }

    pub(super) fn widened(&self, error: f64, allowance: Allowance) -> f64 {
        match allowance {
            Allowance::Chance => error,
            Allowance::Spread => (error * error + self.tau_squared).sqrt(),
            Allowance::Inflated => error * self.phi.max(1.0).sqrt(),
        }
    }

    fn on_the_scale(&self, size: f64, width: f64, allowance: Allowance) -> Option<Interval> {
        let (middle, reach) = (self.middle, width * self.error(size, allowance));
        sound(self.scale.back(middle - reach), self.scale.back(middle + reach))
    }

    pub(super) fn score(&self, size: f64, width: f64) -> Option<Interval> {
        let share = self.scale == Scale::Share;
        let variance = if share {
            self.centre * (1.0 - self.centre)
        } else {
            self.centre
        };
        let reach = width * (variance / size).sqrt();
        let most = if share { 1.0 } else { f64::INFINITY };
        sound((self.centre - reach).max(0.0), (self.centre + reach).min(most))
    }

    fn garwood(&self, size: f64, level: f64) -> Option<Interval> {
        let (tail, expected) = ((1.0 - level) / 2.0, size * self.centre);
        sound(
            chi_square::quantile(tail, 2.0 * expected)? / 2.0 / size,
            chi_square::quantile(1.0 - tail, 2.0 * (expected + 1.0))? / 2.0 / size,
        )
    }

    fn not_ruled_out(&self, size: f64, level: f64, allowance: Allowance) -> Option<Interval> {
        let counts = self.scale == Scale::Counts;
        let both = if counts {
            (size * (1.0 + self.centre)).round()
        } else {
            size
        };
        let (lower, upper) = self.model(both, allowance)?.not_ruled_out((1.0 - level) / 2.0)?;
        match self.scale {
            Scale::Counts => sound(lower / (both - lower), upper / (both - upper).max(0.5)),
            Scale::Share => {
                let trials = size.round().max(1.0);
                sound(lower / trials, upper / trials)
            }
            Scale::LogRatio | Scale::Rate | Scale::RootRatio => sound(lower / size, upper / size),
        }
    }

    /// How a place's count comes about; its size is both counts together for [`Scale::Counts`].
    pub(super) fn model(&self, size: f64, allowance: Allowance) -> Option<Model> {
        let variance = match allowance {
            Allowance::Spread => self.tau_squared,
            Allowance::Chance | Allowance::Inflated => 0.0,
        };
        Model::of(self.scale, self.centre, size, variance)
    }
}

fn sound(lower: f64, upper: f64) -> Option<Interval> {
    (lower.is_finite() && upper.is_finite()).then_some(Interval { lower, upper })
}

/// The limits of a ratio or rate, in multiples of the centre, at a number of observed `events` above 0 by exact Poisson
/// tails: how Fingertips draws funnels of ratios and rates, with events along the bottom.
///
/// `level` is strictly between 0 and 1. `None` outside those ranges.
#[must_use]
pub fn limits_at_events(events: f64, level: f64) -> Option<Interval> {
    let expected = exact_poisson(events, level).filter(|_| events > 0.0)?;
    sound(events / expected.upper, events / expected.lower)
}
