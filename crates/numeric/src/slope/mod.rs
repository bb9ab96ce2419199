//! The slope and relative index of inequality: how much a figure differs from one end of deprivation to the other.
//!
//! Groups are laid side by side from the most to the least deprived, each as wide as its share of people, and a line is
//! drawn through them, groups weighing as many people as they hold. The slope index is what the line gains from one
//! end to the other, the relative index what its far end is over its near end.
//! Source: Mackenbach and Kunst (1997), Measuring the magnitude of socio-economic inequalities in health; Low and Low
//! (2004), Measuring the gap: quantifying and comparing local health inequalities.

mod line;
#[cfg(test)]
mod tests;

use crate::average::{finite, quantile_sorted};
use crate::interval::Interval;
use crate::normal;
use crate::random::Random;
use line::Line;

/// How many times chance is drawn for the intervals. With so many an end moves by about a hundredth of the standard
/// error between seeds.
pub const DRAWS: usize = 100_000;

/// The scale on which a group's figure scatters evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// As it is: means, life expectancies.
    Plain,
    /// Logarithms: rates.
    Log,
    /// Log odds: shares of 1.
    LogOdds,
}

impl Scale {
    /// The number on this scale; `None` where it has none, such as the logarithm of nought.
    #[must_use]
    pub fn to(self, value: f64) -> Option<f64> {
        finite(match self {
            Self::Plain => value,
            Self::Log => libm::log(value),
            Self::LogOdds => libm::log(value / (1.0 - value)),
        })
    }

    /// The number whose value on this scale this is.
    #[must_use]
    pub fn from(self, value: f64) -> f64 {
        match self {
            Self::Plain => value,
            Self::Log => libm::exp(value),
            Self::LogOdds => 1.0 / (1.0 + libm::exp(-value)),
        }
    }

    /// The standard error on this scale of a figure with this interval of this level.
    #[must_use]
    pub fn error(self, interval: Interval, level: f64) -> Option<f64> {
        let wide = self.to(interval.upper)? - self.to(interval.lower)?;
        Some(wide / (2.0 * normal::half_width(level)?)).filter(|it| *it >= 0.0)
    }
}

/// A group between the most and the least deprived.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// How many people it holds; above 0.
    pub people: f64,
    /// Its figure, in its own unit.
    pub value: f64,
    /// The standard error of the figure, on the scale it scatters evenly on.
    pub error: f64,
}

/// The slope index and the relative index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// What the line says at the most deprived end, in the unit of the figures.
    pub near: f64,
    /// What it says at the least deprived end.
    pub far: f64,
    /// The slope index: far less near.
    pub difference: f64,
    /// Its interval.
    pub difference_interval: Interval,
    /// The relative index, far over near, with its interval; `None` when the line is not above nought at either end.
    pub ratio: Option<(f64, Interval)>,
}

/// How the line is drawn and chance is played out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// The scale chance is even on.
    pub scale: Scale,
    /// Whether the line is drawn on that scale too, and not through the figures as they are. Chance then turns the line
    /// about its middle and does not lift it, as England's public health tools have it.
    pub on_scale: bool,
    /// The level of the intervals, strictly between 0 and 1.
    pub level: f64,
    /// Where the draws start; the same seed gives the same answer.
    pub seed: u64,
}

/// The slope through groups from the most to the least deprived.
///
/// `None` with fewer than two groups, a group without people, a negative error, a number without a value on the scale,
/// or one that is not finite.
#[must_use]
pub fn slope(groups: &[Group], asked: Asked) -> Option<Slope> {
    normal::half_width(asked.level)?;
    let line = Line::through(groups)?;
    let middles: Vec<f64> = groups
        .iter()
        .map(|it| asked.scale.to(it.value))
        .collect::<Option<_>>()?;
    if groups.iter().any(|it| !(it.error >= 0.0 && it.error.is_finite())) {
        return None;
    }
    let drawn_on = |value: f64| if asked.on_scale { value } else { asked.scale.from(value) };
    let ends = |values: &[f64]| {
        let (near, far) = line.ends(values);
        let read = |it: f64| if asked.on_scale { asked.scale.from(it) } else { it };
        (read(near), read(far))
    };
    let values: Vec<f64> = match asked.on_scale {
        true => middles.clone(),
        false => groups.iter().map(|it| it.value).collect(),
    };
    let (near, far) = ends(&values);
    let middle = line.middle(&values);
    let mut random = Random::from_seed(asked.seed);
    let (mut differences, mut ratios) = (Vec::with_capacity(DRAWS), Vec::with_capacity(DRAWS));
    let mut shifts = vec![0.0; groups.len()];
    let mut drawn = values;
    for draw in 0..DRAWS {
        // Every other draw is the mirror of the one before, which steadies the ends.
        for (shift, group) in shifts.iter_mut().zip(groups) {
            *shift = if draw % 2 == 0 {
                group.error * random.normal()
            } else {
                -*shift
            };
        }
        for ((value, middle), shift) in drawn.iter_mut().zip(&middles).zip(&shifts) {
            *value = drawn_on(middle + shift);
        }
        if asked.on_scale {
            line.hold_middle(&mut drawn, middle);
        }
        let (near, far) = ends(&drawn);
        differences.push(far - near);
        ratios.push(far / near);
    }
    let ratio = finite(far / near)
        .filter(|_| near > 0.0 && far > 0.0)
        .and_then(|it| Some((it, between(ratios, asked.level)?)));
    Some(Slope {
        near: finite(near)?,
        far: finite(far)?,
        difference: finite(far - near)?,
        difference_interval: between(differences, asked.level)?,
        ratio,
    })
}

/// The interval that holds a central share of draws.
fn between(mut draws: Vec<f64>, level: f64) -> Option<Interval> {
    if draws.iter().any(|it| !it.is_finite()) {
        return None;
    }
    draws.sort_unstable_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    Some(Interval {
        lower: quantile_sorted(&draws, tail)?,
        upper: quantile_sorted(&draws, 1.0 - tail)?,
    })
}
