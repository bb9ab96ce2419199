use super::critical::{Places, marginal, simultaneous};

/// What the level holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// All sets together hold every true rank: for reading the whole table.
    Simultaneous,
    /// Each set alone holds its own true rank: for reading one place, chosen beforehand.
    Marginal,
}

/// Which ends of a set are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ends {
    /// Both.
    Both,
    /// Only the best rank a place could have; the worst is then always the last.
    Best,
    /// Only the worst rank a place could have; the best is then always the first.
    Worst,
}

/// How rank sets are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// What the level holds for.
    pub confidence: Confidence,
    /// Which ends are asked for.
    pub ends: Ends,
    /// The probability, from one half to below 1.
    pub level: f64,
    /// Whether differences already found are left out of the next round; keeps the level and narrows the sets.
    pub stepdown: bool,
    /// Random draws behind each critical value, 100 or more; 10,000 give three sets the same width in all but a hair.
    pub draws: usize,
    /// Where the draws start; the same seed gives the same sets on every machine.
    pub seed: u64,
}

impl Plan {
    /// Simultaneous sets at 95%, both ends, with stepdown, from 10,000 draws.
    #[must_use]
    pub fn simultaneous(seed: u64) -> Self {
        Self {
            confidence: Confidence::Simultaneous,
            ends: Ends::Both,
            level: 0.95,
            stepdown: true,
            draws: 10_000,
            seed,
        }
    }

    /// Marginal sets at 95%, both ends, with stepdown, from 10,000 draws.
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

    /// Whether the place could be among the `tau` best. From simultaneous sets, the places for which this holds
    /// together hold every one of the `tau` best at the level.
    #[must_use]
    pub fn could_be_among_best(&self, tau: usize) -> bool {
        self.best <= tau
    }

    /// Whether the place could be among the `tau` worst of `places`.
    #[must_use]
    pub fn could_be_among_worst(&self, tau: usize, places: usize) -> bool {
        self.worst + tau > places
    }
}

/// The set of ranks each place could have, from independent estimates and their standard errors, in the order given.
///
/// Memory grows with the draws and the places (for marginal sets with the places times the draws beyond the level);
/// time with the draws times the places, and a little with the pairs. `None` when there are fewer than two places, the
/// slices differ in length, a number is not finite, an error is negative, or the plan is outside its ranges. Two places
/// with no error at all differ whenever they differ.
#[must_use]
pub fn rank_sets(estimates: &[f64], errors: &[f64], plan: &Plan) -> Option<Vec<RankSet>> {
    let all: Vec<usize> = (0..estimates.len()).collect();
    rank_sets_of(estimates, errors, &all, plan)
}

/// The same for some places only, by their positions, in the order of `chosen`: fewer sets held together are narrower.
///
/// The ranks are still among all places. `None` also when a position is beyond the last or none is chosen.
#[must_use]
pub fn rank_sets_of(estimates: &[f64], errors: &[f64], chosen: &[usize], plan: &Plan) -> Option<Vec<RankSet>> {
    let sound = (0.5..1.0).contains(&plan.level) && plan.draws >= 100;
    if !sound || chosen.is_empty() || chosen.iter().any(|&place| place >= estimates.len()) {
        return None;
    }
    let places = Places::of(estimates, errors)?;
    let critical = match plan.confidence {
        Confidence::Simultaneous => vec![simultaneous(&places, chosen, plan)?; chosen.len()],
        Confidence::Marginal => marginal(&places, chosen, plan)?,
    };
    let set = |(&here, &critical): (&usize, &f64)| places.set(here, critical, plan.ends);
    Some(chosen.iter().zip(&critical).map(set).collect())
}

impl Places {
    /// Counts those clearly above and clearly below a place by its own critical value.
    fn set(&self, here: usize, critical: f64, ends: Ends) -> RankSet {
        let (mut above, mut clearly_above, mut clearly_below) = (0, 0, 0);
        for other in 0..self.len() {
            above += usize::from(self.higher(other, here));
            clearly_above += usize::from(self.clear(other, here, critical));
            clearly_below += usize::from(self.clear(here, other, critical));
        }
        RankSet {
            rank: 1 + above,
            best: if ends == Ends::Worst { 1 } else { 1 + clearly_above },
            worst: self.len() - if ends == Ends::Best { 0 } else { clearly_below },
        }
    }
}
