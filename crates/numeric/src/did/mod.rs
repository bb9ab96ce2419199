//! Places where something changed beside places where it did not.
//!
//! Standard errors are clustered by place: readings of one place follow each other, and taking them as unrelated makes
//! nothing look like something (Bertrand, Duflo and Mullainathan 2004, How much should we trust
//! differences-in-differences estimates?).

mod apart;
pub(crate) mod within;

#[cfg(test)]
mod tests;

pub use apart::{Placebo, in_place};

use std::collections::BTreeMap;

use crate::regression::{Clusters, Estimate, Fit, least_squares};

/// Readings of places over time, a row each: which place, which period, what was read.
#[derive(Debug, Clone, Copy)]
pub struct Panel<'p> {
    /// Number of the place of each row.
    pub places: &'p [usize],
    /// Number of the period of each row.
    pub periods: &'p [usize],
    /// What was read.
    pub values: &'p [f64],
}

/// A difference in differences.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// How much more the treated places moved than the others, with an interval by clusters less one degrees of freedom.
    pub effect: Estimate,
    /// The standard error that takes readings of one place as unrelated; only to show how much too small it is.
    pub unclustered: f64,
    /// How many rows.
    pub rows: usize,
    /// How many places.
    pub places: usize,
}

/// Means of four corners with the difference of their differences.
#[derive(Debug, Clone, PartialEq)]
pub struct TwoByTwo {
    /// Mean of the others and of the treated places before.
    pub before: (f64, f64),
    /// The same after.
    pub after: (f64, f64),
    /// What the treated moved by less what the others did.
    pub difference: Difference,
}

/// Two groups, before and after: y on treated, after and both, clustered by place.
///
/// `treated` and `after` are told a row. `None` when a corner is empty, there are fewer than two places, or nothing
/// scatters.
#[must_use]
pub fn two_by_two(panel: &Panel<'_>, treated: &[bool], after: &[bool], rule: Clusters, level: f64) -> Option<TwoByTwo> {
    panel.sound()?;
    let one = |yes: bool| f64::from(u8::from(yes));
    let column = |flags: &[bool]| flags.iter().map(|it| one(*it)).collect::<Vec<f64>>();
    let both: Vec<f64> = treated.iter().zip(after).map(|(a, b)| one(*a && *b)).collect();
    let columns = [vec![1.0; panel.values.len()], column(treated), column(after), both];
    let fit = least_squares(&columns, panel.values).filter(Fit::scatters)?;
    let covariance = fit.clustered(panel.places, rule)?;
    let places = count(panel.places);
    let [base, group, time, effect] = fit.coefficients[..] else {
        return None;
    };
    Some(TwoByTwo {
        before: (base, base + group),
        after: (base + time, base + group + time + effect),
        difference: Difference {
            effect: Estimate::of(effect, covariance.error(3)?, places as f64 - 1.0, level)?,
            unclustered: fit.ordinary()?.error(3)?,
            rows: fit.rows(),
            places,
        },
    })
}

/// Two-way fixed effects: what a row's `dose` (1 where and when treated, 0 elsewhere) adds, once each place has its own
/// level and each period its own, clustered by place.
///
/// Panels may have holes. `None` when the dose tells nothing that places and periods do not, there are fewer than two
/// places, no spare rows, or nothing scatters. Takes time as rows times periods.
#[must_use]
pub fn two_way(panel: &Panel<'_>, dose: &[f64], rule: Clusters, level: f64) -> Option<Difference> {
    panel.sound()?;
    if dose.len() != panel.values.len() {
        return None;
    }
    let within = within::Within::of(panel)?;
    let left = within.left(dose);
    let (size, whole): (f64, f64) = (norm(&left), norm(dose));
    if size <= 1e-9 * whole {
        return None;
    }
    let values = within.left(panel.values);
    // What rounding leaves of readings that places and periods explain is not scatter.
    if norm(&values) <= 1e-11 * norm(panel.values) {
        return None;
    }
    let fit = least_squares(&[left], &values)?.absorbing(within.absorbed);
    let covariance = fit.clustered(panel.places, rule)?;
    let places = count(panel.places);
    Some(Difference {
        effect: Estimate::of(
            *fit.coefficients.first()?,
            covariance.error(0)?,
            places as f64 - 1.0,
            level,
        )?,
        unclustered: fit.ordinary()?.error(0)?,
        rows: fit.rows(),
        places,
    })
}

impl Panel<'_> {
    fn sound(&self) -> Option<()> {
        let rows = self.values.len();
        let same = self.places.len() == rows && self.periods.len() == rows;
        (rows > 0 && same && self.values.iter().all(|it| it.is_finite())).then_some(())
    }

    /// How far each place moved: its mean where `after` less its mean elsewhere, by number of place. Places read on one
    /// side alone are left out.
    #[must_use]
    pub fn moves(&self, after: &[bool]) -> BTreeMap<usize, f64> {
        let mut sums: BTreeMap<usize, [(f64, f64); 2]> = BTreeMap::new();
        for ((place, value), after) in self.places.iter().zip(self.values).zip(after) {
            let sides = sums.entry(*place).or_default();
            let side = &mut sides[usize::from(*after)];
            side.0 += value;
            side.1 += 1.0;
        }
        let read = |sides: &[(f64, f64); 2]| sides.iter().all(|(_, number)| *number > 0.0);
        sums.into_iter()
            .filter(|(_, sides)| read(sides))
            .map(|(place, [before, after])| (place, after.0 / after.1 - before.0 / before.1))
            .collect()
    }
}

fn norm(values: &[f64]) -> f64 {
    values.iter().map(|it| it * it).sum::<f64>().sqrt()
}

fn count(numbers: &[usize]) -> usize {
    numbers.iter().collect::<std::collections::BTreeSet<_>>().len()
}
