use super::limits::Limits;
use super::rule::{Fired, Rule};
use super::rules::Rules;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Better {
    /// A rise is an improvement.
    Higher,
    /// A fall is an improvement.
    Lower,
    /// Neither: a signal is worth knowing and is not good or bad.
    Neither,
}

/// Which side of the centre, or which way a trend goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Above, or rising.
    High,
    /// Below, or falling.
    Low,
}

/// What a signal means where one direction is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sense {
    /// Better than the process was.
    Improvement,
    /// Worse than the process was.
    Concern,
    /// Different, and neither better nor worse.
    Neutral,
}

/// Why and how a point is not ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signal {
    /// The rule that names the point.
    pub rule: Rule,
    /// Which way.
    pub side: Side,
    /// What it means.
    pub sense: Sense,
}

/// Whether the process as it now runs will meet a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Assurance {
    /// The target lies beyond the limits on the easy side: expect it to be met.
    Passes,
    /// The target lies beyond the limits on the hard side: expect it to be missed unless the process changes.
    Fails,
    /// The target lies on or within the limits: it is met or missed by ordinary ups and downs.
    HitOrMiss,
}

/// What limits say of a target. `None` when neither direction is better or the target is not finite.
#[must_use]
pub fn assurance(limits: &Limits, target: f64, better: Better) -> Option<Assurance> {
    if !target.is_finite() {
        return None;
    }
    let (above, below) = match better {
        Better::Higher => (Assurance::Fails, Assurance::Passes),
        Better::Lower => (Assurance::Passes, Assurance::Fails),
        Better::Neither => return None,
    };
    Some(if target > limits.upper {
        above
    } else if target < limits.lower {
        below
    } else {
        Assurance::HitOrMiss
    })
}

impl Side {
    pub(super) fn sense(self, better: Better) -> Sense {
        match (self, better) {
            (_, Better::Neither) => Sense::Neutral,
            (Self::High, Better::Higher) | (Self::Low, Better::Lower) => Sense::Improvement,
            (Self::High, Better::Lower) | (Self::Low, Better::Higher) => Sense::Concern,
        }
    }
}

/// The one signal that names a point, out of all the rules that fired there.
pub(super) fn choose(fired: Fired, side: Option<Side>, better: Better, rules: &Rules) -> Option<Signal> {
    if !fired.any() {
        return None;
    }
    let signal = |rule: Rule| {
        let side = match (rule, fired.rising()) {
            (Rule::Trend, true) => Some(Side::High),
            (Rule::Trend, false) => Some(Side::Low),
            _ => side,
        };
        side.map(|side| Signal {
            rule,
            side,
            sense: side.sense(better),
        })
    };
    let mut named = rules
        .order
        .into_iter()
        .filter(|&rule| fired.has(rule))
        .filter_map(signal);
    if !rules.improvement_first {
        return named.next();
    }
    let first = named.next()?;
    if first.sense == Sense::Improvement {
        return Some(first);
    }
    Some(named.find(|signal| signal.sense == Sense::Improvement).unwrap_or(first))
}
