//! How far people who judge the same things agree.
//!
//! Ratings come as a [`Ratings`]: items by raters, some absent. Measures of agreement that allow for chance follow
//! Gwet's family, with his standard errors; a measure that is undefined is `None`, and [`Undefined`] says why.

mod alpha;
mod chance;
mod intraclass;
mod resample;
mod spread;
mod weights;

#[cfg(test)]
mod tests;

pub use alpha::{Metric, alpha};
pub use chance::{Agreement, Family, agreement, kappa};
pub use intraclass::{Intraclass, Intraclasses, intraclass};
pub use resample::resampled;
pub use spread::{Spread, spread};
pub use weights::Weights;

/// Ratings of items by raters.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    /// By item, then rater; each item has as many places as there are raters.
    items: Vec<Vec<Option<f64>>>,
    /// The categories of the scale, rising.
    categories: Vec<f64>,
    raters: usize,
}

/// Why a measure of agreement says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undefined {
    /// No item was rated by two raters.
    NothingToCompare,
    /// Everybody gave the same rating, so agreement by chance is certain.
    AllTheSame,
    /// It needs two raters and no more.
    NotTwoRaters,
    /// It needs every rater to have rated every item.
    Holes,
    /// It needs more items or raters, or they do not differ at all.
    TooFew,
}

impl Ratings {
    /// Ratings by item and then rater, with the categories of the scale; those that occur when none are given.
    ///
    /// `None` when items have differing numbers of raters, a rating is not finite, or one is none of the categories.
    #[must_use]
    pub fn new(items: Vec<Vec<Option<f64>>>, categories: Option<&[f64]>) -> Option<Self> {
        let raters = items.first().map_or(0, Vec::len);
        let given = items.iter().flatten().flatten();
        if items.iter().any(|item| item.len() != raters) || given.clone().any(|it| !it.is_finite()) {
            return None;
        }
        let mut known: Vec<f64> = match categories {
            Some(known) => known.to_vec(),
            None => given.clone().copied().collect(),
        };
        known.sort_unstable_by(f64::total_cmp);
        known.dedup();
        let all = given.clone().all(|it| known.contains(it)) && known.iter().all(|it| it.is_finite());
        all.then_some(Self {
            items,
            categories: known,
            raters,
        })
    }

    /// By item, then rater.
    #[must_use]
    pub fn items(&self) -> &[Vec<Option<f64>>] {
        &self.items
    }

    /// The categories of the scale, rising.
    #[must_use]
    pub fn categories(&self) -> &[f64] {
        &self.categories
    }

    /// How many raters.
    #[must_use]
    pub fn raters(&self) -> usize {
        self.raters
    }

    /// How many items two raters or more have rated.
    #[must_use]
    pub fn comparable(&self) -> usize {
        let rated = |item: &&Vec<Option<f64>>| item.iter().flatten().count() > 1;
        self.items.iter().filter(rated).count()
    }

    /// How many raters put each item in each category; items that nobody rated are left out.
    fn table(&self) -> Vec<Vec<f64>> {
        let row = |item: &Vec<Option<f64>>| {
            let mut counts = vec![0.0; self.categories.len()];
            for rating in item.iter().flatten() {
                if let Some(count) = self.place(*rating).and_then(|at| counts.get_mut(at)) {
                    *count += 1.0;
                }
            }
            counts
        };
        self.items
            .iter()
            .map(row)
            .filter(|row| row.iter().any(|count| *count > 0.0))
            .collect()
    }

    /// The place of a rating among the categories.
    fn place(&self, rating: f64) -> Option<usize> {
        self.categories.iter().position(|it| *it == rating)
    }

    /// The same raters on these items, by number; an item may come more than once.
    fn choose(&self, chosen: impl Iterator<Item = usize>) -> Self {
        Self {
            items: chosen.filter_map(|at| self.items.get(at).cloned()).collect(),
            categories: self.categories.clone(),
            raters: self.raters,
        }
    }
}
