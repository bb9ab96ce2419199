use super::{Place, Shrunken};
use crate::average::finite;
use crate::interval::Interval;
use crate::normal;

/// The widest spread of logits that is looked for: beyond it places are all or nothing.
const WIDEST: f64 = 50.0;

/// Shrinks shares of `counts[i]` out of `totals[i]` towards each other.
///
/// The logit of a place's true share is normal about a common one; both parameters are those of largest likelihood by
/// Laplace's approximation, and a place's value is its most likely one, as in a logistic regression with a random
/// intercept. A place out of nothing, or with a count outside 0 to its total, is passed over. `level` is strictly
/// between 0 and 1. `None` when the slices differ in length, fewer than two places remain, all or none were counted
/// everywhere, or places are so all-or-nothing that their spread has no end.
///
/// Source: Breslow and Clayton (1993), Approximate inference in generalized linear mixed models.
#[must_use]
pub fn shares(counts: &[f64], totals: &[f64], level: f64) -> Option<Shrunken> {
    let width = normal::half_width(level)?;
    if counts.len() != totals.len() {
        return None;
    }
    let usable = |count: f64, total: f64| total > 0.0 && total < 1e15 && (0.0..=total).contains(&count);
    let pairs = || counts.iter().copied().zip(totals.iter().copied());
    let model = Model {
        places: pairs().filter(|&(count, total)| usable(count, total)).collect(),
    };
    if model.places.len() < 2 {
        return None;
    }
    let (spread, middle) = model.fit()?;
    let place = |(count, total): (f64, f64)| {
        if !usable(count, total) {
            return Some(None);
        }
        let mode = Mode::of(count, total, middle, spread)?;
        let own = 1.0 - 1.0 / mode.curve;
        let reach = width * spread / mode.curve.sqrt();
        Some(Some(Place {
            value: expit(mode.logit),
            interval: Interval {
                lower: expit(mode.logit - reach),
                upper: expit(mode.logit + reach),
            },
            own,
        }))
    };
    Some(Shrunken {
        centre: expit(middle),
        tau_squared: spread * spread,
        places: pairs().map(place).collect::<Option<Vec<_>>>()?,
    })
}

fn expit(logit: f64) -> f64 {
    if logit >= 0.0 {
        1.0 / (1.0 + libm::exp(-logit))
    } else {
        let odds = libm::exp(logit);
        odds / (1.0 + odds)
    }
}

/// The most likely place of one place, in standard deviations of the spread.
struct Mode {
    /// Standard deviations from the middle.
    off: f64,
    logit: f64,
    share: f64,
    /// One plus how much the place's own numbers tell against the spread.
    curve: f64,
}

impl Mode {
    fn of(count: f64, total: f64, middle: f64, spread: f64) -> Option<Self> {
        let at = |off: f64| {
            let logit = middle + spread * off;
            let share = expit(logit);
            let curve = 1.0 + spread * spread * total * share * (1.0 - share);
            Self {
                off,
                logit,
                share,
                curve,
            }
        };
        let slope = |mode: &Self| spread * (count - total * mode.share) - mode.off;
        // The slope falls throughout, so a step that overshoots is met by halving.
        let reach = spread * total + 1.0;
        let (mut low, mut high) = (-reach, reach);
        let mut mode = at(0.0);
        for _ in 0..200 {
            let here = slope(&mode);
            if here > 0.0 {
                low = mode.off;
            } else {
                high = mode.off;
            }
            let step = here / mode.curve;
            let next = mode.off + step;
            let next = if next > low && next < high {
                next
            } else {
                f64::midpoint(low, high)
            };
            let done = (next - mode.off).abs() <= 1e-14 * (1.0 + next.abs());
            mode = at(next);
            if done {
                break;
            }
        }
        finite(mode.off)?;
        Some(mode)
    }
}

struct Model {
    places: Vec<(f64, f64)>,
}

impl Model {
    /// The standard deviation of logits and their middle, of largest likelihood.
    fn fit(&self) -> Option<(f64, f64)> {
        let (count, total) = self
            .places
            .iter()
            .fold((0.0, 0.0), |(a, b), (count, total)| (a + count, b + total));
        let share = finite(count / total).filter(|share| *share > 0.0 && *share < 1.0)?;
        let start = libm::log(share) - libm::log1p(-share);
        let small = 1e-4;
        let mut middle = self.middle(small, start)?;
        if self.slopes(small, middle)?.1 <= 0.0 {
            return Some((0.0, start));
        }
        let (mut low, mut high) = (small, 0.1);
        loop {
            middle = self.middle(high, middle)?;
            if self.slopes(high, middle)?.1 <= 0.0 {
                break;
            }
            (low, high) = (high, 2.0 * high);
            if high > WIDEST {
                return None;
            }
        }
        for _ in 0..60 {
            let next = f64::midpoint(low, high);
            middle = self.middle(next, middle)?;
            if self.slopes(next, middle)?.1 > 0.0 {
                low = next;
            } else {
                high = next;
            }
            if high - low < 1e-12 * high {
                break;
            }
        }
        let spread = f64::midpoint(low, high);
        Some((spread, self.middle(spread, middle)?))
    }

    /// The most likely middle for a spread.
    fn middle(&self, spread: f64, start: f64) -> Option<f64> {
        let mut middle = start;
        for _ in 0..100 {
            let (slope, _, curve) = self.slopes(spread, middle)?;
            let step = (slope / curve).clamp(-2.0, 2.0);
            middle += step;
            if step.abs() < 1e-13 * (1.0 + middle.abs()) {
                break;
            }
        }
        finite(middle)
    }

    /// How the likelihood rises with the middle and with the spread, and about how the first falls with the middle.
    fn slopes(&self, spread: f64, middle: f64) -> Option<(f64, f64, f64)> {
        let (mut by_middle, mut by_spread, mut curve) = (0.0, 0.0, 0.0);
        for &(count, total) in &self.places {
            let mode = Mode::of(count, total, middle, spread)?;
            let weight = total * mode.share * (1.0 - mode.share);
            let bend = weight * (1.0 - 2.0 * mode.share) * spread * spread;
            let miss = count - total * mode.share;
            by_middle += miss - 0.5 * bend / (mode.curve * mode.curve);
            by_spread += miss * mode.off - (spread * weight + bend * mode.off / mode.curve) / mode.curve;
            curve += weight / mode.curve;
        }
        let curve = finite(curve).filter(|it| *it > 0.0)?;
        Some((finite(by_middle)?, finite(by_spread)?, curve))
    }
}
