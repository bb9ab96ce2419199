use super::sets::{Confidence, Ends, RankSet};
use crate::binomial;

/// How the level is kept when many pairs are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Correction {
    /// Not at all: each comparison alone keeps the level.
    None,
    /// Every comparison is held to the level's share of it.
    Bonferroni,
    /// The same, with differences already found left out; keeps the level and finds no less.
    Holm,
}

/// How sets from counts are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountPlan {
    /// What the level holds for.
    pub confidence: Confidence,
    /// Which ends are asked for.
    pub ends: Ends,
    /// The probability, from one half to below 1.
    pub level: f64,
    /// How the level is kept over pairs.
    pub correction: Correction,
}

/// Simultaneous sets at 95%, both ends, by Holm's correction.
impl Default for CountPlan {
    fn default() -> Self {
        Self {
            confidence: Confidence::Simultaneous,
            ends: Ends::Both,
            level: 0.95,
            correction: Correction::Holm,
        }
    }
}

/// The set of ranks of each category from how often each came up, in the order given; exact, with no random draws.
///
/// Every pair is compared by the binomial probability of so uneven a split. Time grows with the categories times their
/// logarithm. `None` with fewer than two categories, a level out of range, or counts too large to add.
///
/// Source: Bazylik, Mogstad, Romano, Shaikh and Wilhelm (2021), Finite- and large-sample inference for ranks using
/// multinomial data.
#[must_use]
pub fn from_counts(counts: &[u64], plan: &CountPlan) -> Option<Vec<RankSet>> {
    let mut rising = counts.to_vec();
    rising.sort_unstable();
    let largest = rising.last()?;
    largest.checked_add(*largest)?;
    if counts.len() < 2 || !(0.5..1.0).contains(&plan.level) {
        return None;
    }
    let counted = Counted { rising };
    let alpha = 1.0 - plan.level;
    let together = match plan.confidence {
        Confidence::Marginal => None,
        Confidence::Simultaneous => {
            let pairs = counts.len() as f64 * (counts.len() as f64 - 1.0);
            let found = |bar: f64| {
                counts
                    .iter()
                    .map(|&count| Some(counted.below(count, bar)? as f64))
                    .sum()
            };
            Some(bar(plan.correction, alpha, pairs, found)?)
        }
    };
    let set = |&count: &u64| {
        let bar = match together {
            Some(bar) => bar,
            None => counted.own_bar(count, plan, alpha)?,
        };
        let best = if plan.ends == Ends::Worst {
            0
        } else {
            counted.above(count, bar)?
        };
        let below = if plan.ends == Ends::Best {
            0
        } else {
            counted.below(count, bar)?
        };
        Some(RankSet {
            rank: 1 + counts.iter().filter(|other| **other > count).count(),
            best: 1 + best,
            worst: counts.len() - below,
        })
    };
    counts.iter().map(set).collect()
}

struct Counted {
    rising: Vec<u64>,
}

impl Counted {
    /// How many categories lie below this count by a split that is no likelier than `bar`.
    fn below(&self, count: u64, bar: f64) -> Option<usize> {
        // The more the other came up, the likelier the split.
        self.edge(|other| Some(uneven(count, other)? <= bar))
    }

    /// How many categories lie above it so.
    fn above(&self, count: u64, bar: f64) -> Option<usize> {
        Some(self.rising.len() - self.edge(|other| Some(uneven(other, count)? > bar))?)
    }

    /// How many of the counts hold, when those that do come first.
    fn edge(&self, holds: impl Fn(u64) -> Option<bool>) -> Option<usize> {
        let (mut low, mut high) = (0, self.rising.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if holds(*self.rising.get(middle)?)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Some(low)
    }

    /// The bar for the comparisons that involve one category.
    fn own_bar(&self, count: u64, plan: &CountPlan, alpha: f64) -> Option<f64> {
        let others = self.rising.len() as f64 - 1.0;
        let pairs = if plan.ends == Ends::Both { 2.0 * others } else { others };
        bar(plan.correction, alpha, pairs, |bar| {
            let above = if plan.ends == Ends::Worst {
                0
            } else {
                self.above(count, bar)?
            };
            let below = if plan.ends == Ends::Best {
                0
            } else {
                self.below(count, bar)?
            };
            Some((above + below) as f64)
        })
    }
}

/// The probability of a split at least so much in favour of the first, were both as likely.
fn uneven(first: u64, second: u64) -> Option<f64> {
    binomial::at_least(first, first.checked_add(second)?, 0.5)
}

/// The probability at or below which a comparison counts as a difference.
fn bar(correction: Correction, alpha: f64, pairs: f64, found: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    let mut bar = match correction {
        Correction::None => return Some(alpha),
        Correction::Bonferroni => return Some(alpha / pairs),
        Correction::Holm => alpha / pairs,
    };
    // Holm's steps taken together: with so many found, the next is held to the level's share of those left.
    loop {
        let left = (pairs - found(bar)?).max(1.0);
        let next = alpha / left;
        if next <= bar {
            return Some(bar);
        }
        bar = next;
    }
}
