use crate::binomial;

/// How many counts are the same as the one before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unchanged {
    /// Pairs of neighbouring counts compared.
    pub pairs: u64,
    /// Pairs that are the same.
    pub same: u64,
    /// Pairs that are one apart.
    pub one_apart: u64,
    /// How many of the two kinds together would be the same if no change were as likely as one up or one down.
    pub expected: f64,
    /// Exact probability of as many that are the same, or more, among the two kinds.
    pub p: f64,
}

/// Compares each count of at least `least` with the next of its run, and how many are the same with how many are one
/// apart. A run holds the counts of one place in periods that follow each other.
///
/// Counts of hundreds change by tens, so that no change at all is as likely as a change of one up or of one down, however
/// closely a place follows itself; counts that were copied, or written down again, change by nought more often. Below
/// about 100 no change is likelier by itself. `None` when no pair is the same or one apart.
/// Source: the exact binomial test of counts in windows beside each other, as near a threshold, about no change.
#[must_use]
pub fn unchanged(runs: &[Vec<u64>], least: u64) -> Option<Unchanged> {
    let (mut pairs, mut same, mut one_apart) = (0, 0, 0);
    for (a, b) in runs.iter().flat_map(|run| run.iter().zip(run.iter().skip(1))) {
        if *a >= least && *b >= least {
            pairs += 1;
            same += u64::from(a == b);
            one_apart += u64::from(a.abs_diff(*b) == 1);
        }
    }
    let close = same + one_apart;
    if close == 0 {
        return None;
    }
    Some(Unchanged {
        pairs,
        same,
        one_apart,
        expected: close as f64 / 3.0,
        p: binomial::at_least(same, close, 1.0 / 3.0)?,
    })
}
