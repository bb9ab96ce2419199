use super::Group;
use crate::average::finite;

/// The line through groups as weights on their figures, which do not change from draw to draw.
pub(super) struct Line {
    near: Vec<f64>,
    far: Vec<f64>,
}

impl Line {
    /// Weighted least squares on the middles of groups laid side by side from 0 to 1.
    pub(super) fn through(groups: &[Group]) -> Option<Self> {
        if groups.len() < 2 || groups.iter().any(|it| !(it.people > 0.0 && it.people.is_finite())) {
            return None;
        }
        let whole: f64 = finite(groups.iter().map(|it| it.people).sum())?;
        let mut reached = 0.0;
        let mut places: Vec<(f64, f64)> = Vec::with_capacity(groups.len());
        for group in groups {
            let share = group.people / whole;
            places.push((reached + share / 2.0, share));
            reached += share;
        }
        let centre: f64 = places.iter().map(|(middle, share)| middle * share).sum();
        let spread: f64 = places
            .iter()
            .map(|(middle, share)| share * (middle - centre) * (middle - centre))
            .sum();
        let at = |end: f64| -> Option<Vec<f64>> {
            let weight =
                |(middle, share): &(f64, f64)| finite(share + share * (middle - centre) * (end - centre) / spread);
            places.iter().map(weight).collect()
        };
        Some(Self {
            near: at(0.0)?,
            far: at(1.0)?,
        })
    }

    /// Its height halfway, which is the mean over people.
    pub(super) fn middle(&self, values: &[f64]) -> f64 {
        let (near, far) = self.ends(values);
        f64::midpoint(near, far)
    }

    /// Lifts or lowers figures together until their line is this high halfway.
    pub(super) fn hold_middle(&self, values: &mut [f64], height: f64) {
        let lift = height - self.middle(values);
        values.iter_mut().for_each(|it| *it += lift);
    }

    /// Where it starts and where it ends for these figures.
    pub(super) fn ends(&self, values: &[f64]) -> (f64, f64) {
        let along = |weights: &[f64]| weights.iter().zip(values).map(|(weight, value)| weight * value).sum();
        (along(&self.near), along(&self.far))
    }
}
