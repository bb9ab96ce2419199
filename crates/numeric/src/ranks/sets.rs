use super::critical::{Places, marginal, simultaneous};

/// What the level holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// All sets together hold every true rank: for reading the whole table.
    Simultaneous,
    /// Each set alone holds its own true rank: for reading one place, chosen beforehand.
    Marginal,
}

/// How rank sets are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// What the level holds for.
    pub confidence: Confidence,
    /// The probability, from one half to below 1.
    pub level: f64,
    /// Whether differences already found are left out of the next round; keeps the level and narrows the sets.
    pub stepdown: bool,
    /// Random draws behind each critical value; 1,000 or more.
    pub draws: usize,
    /// Where the draws start; the same seed gives the same sets on every machine.
    pub seed: u64,
}

impl Plan {
    /// Simultaneous sets at 95% with stepdown, from 10,000 draws.
    #[must_use]
    pub fn simultaneous(seed: u64) -> Self {
        Self {
            confidence: Confidence::Simultaneous,
            level: 0.95,
            stepdown: true,
            draws: 10_000,
            seed,
        }
    }

    /// Marginal sets at 95% with stepdown, from 10,000 draws.
    #[must_use]
    pub fn marginal(seed: u64) -> Self {
        Self {
            confidence: Confidence::Marginal,
            ..Self::simultaneous(seed)
        }
    }
}

/// The ranks one place could have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RankSet {
    /// The rank of the estimate: one more than the places above it; ties share.
    pub rank: usize,
    /// The best rank not ruled out.
    pub best: usize,
    /// The worst rank not ruled out.
    pub worst: usize,
}

impl RankSet {
    /// How many ranks it holds.
    #[must_use]
    pub fn width(&self) -> usize {
        self.worst.saturating_sub(self.best) + 1
    }
}

/// The set of ranks each place could have, from independent estimates and their standard errors, in the order given.
///
/// Memory grows with the draws and the places, and for marginal sets with their product; time with the draws times
/// the pairs. `None` when there are fewer than two places, the slices differ in length, a number is not finite, an
/// error is negative, or the plan is outside its ranges. Two places with no error at all differ whenever they differ.
#[must_use]
pub fn rank_sets(estimates: &[f64], errors: &[f64], plan: &Plan) -> Option<Vec<RankSet>> {
    let nonsense = estimates.len() != errors.len()
        || estimates.len() < 2
        || estimates.iter().any(|estimate| !estimate.is_finite())
        || errors.iter().any(|error| !(*error >= 0.0 && error.is_finite()))
        || !(0.5..1.0).contains(&plan.level)
        || plan.draws < 100;
    if nonsense {
        return None;
    }
    let places = Places { estimates, errors };
    let critical = match plan.confidence {
        Confidence::Simultaneous => vec![simultaneous(places, plan)?; estimates.len()],
        Confidence::Marginal => marginal(places, plan)?,
    };
    Some(sets(places, &critical))
}

/// Counts, for each place, those clearly above and clearly below it by its own critical value.
fn sets(places: Places<'_>, critical: &[f64]) -> Vec<RankSet> {
    let count = places.estimates.len();
    (0..count)
        .map(|here| {
            let (mut above, mut clearly_above, mut clearly_below) = (0, 0, 0);
            for other in (0..count).filter(|&other| other != here) {
                above += usize::from(places.estimates[other] > places.estimates[here]);
                clearly_above += usize::from(places.clear(other, here, critical[here]));
                clearly_below += usize::from(places.clear(here, other, critical[here]));
            }
            RankSet {
                rank: 1 + above,
                best: 1 + clearly_above,
                worst: count - clearly_below,
            }
        })
        .collect()
}
