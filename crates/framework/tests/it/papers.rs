//! What lies on the table of the reference: agreements and assessments on paper, and who signed them.

use std::collections::BTreeSet;

use cm_framework::{Assessment, Baseline, CounterMeasure, DecisionRule, Proposal};
use cm_kernel::{Date, Id};

/// An agreement on paper.
pub struct Paper {
    pub at: u64,
    pub proposal: Proposal,
    pub version: u32,
    /// Who signs now, and under which rule: as proposed, but for partners that left.
    pub signatories: BTreeSet<Id>,
    pub rule: DecisionRule,
    pub signed: BTreeSet<Id>,
    /// Who objects, and at which entry it was said.
    pub against: Vec<(Id, u64)>,
    /// False once it, or a newer one, came into force.
    pub open: bool,
    /// Whether it ever came into force and was followed by another, or was overtaken.
    pub over: bool,
}

impl Paper {
    /// A proposal nobody has signed yet, after so many others.
    pub fn put(at: u64, proposal: &Proposal, others: usize) -> Self {
        Self {
            at,
            proposal: proposal.clone(),
            version: others as u32 + 1,
            signatories: proposal.signatories.clone(),
            rule: proposal.rule.clone(),
            signed: BTreeSet::new(),
            against: Vec::new(),
            open: true,
            over: false,
        }
    }

    pub fn asked(&self) -> BTreeSet<Id> {
        match &self.rule {
            DecisionRule::Stewards(stewards) => &self.signatories | stewards,
            DecisionRule::All | DecisionRule::MajorityWithoutObjection => self.signatories.clone(),
        }
    }

    pub fn decided(&self) -> bool {
        !self.signatories.is_empty() && self.would_decide(self)
    }

    /// Whether what was said to this paper would decide another one; a paper nobody signs any more is decided by anything.
    pub fn would_decide(&self, other: &Self) -> bool {
        let yes = other.signatories.intersection(&self.signed).count();
        let all = other.signatories.len();
        match &other.rule {
            _ if all == 0 => true,
            DecisionRule::All => yes == all,
            DecisionRule::MajorityWithoutObjection => self.against.is_empty() && yes > all / 2,
            DecisionRule::Stewards(stewards) => !stewards.is_empty() && stewards.is_subset(&self.signed),
        }
    }

    /// A partner goes: its successor signs in its place, or nobody. Without stewards everyone signs.
    pub fn goes(&mut self, partner: &Id, successor: Option<&Id>) {
        let replace = |them: &BTreeSet<Id>| -> BTreeSet<Id> {
            let now = |it: &Id| {
                if it == partner {
                    successor.cloned()
                } else {
                    Some(it.clone())
                }
            };
            them.iter().filter_map(now).collect()
        };
        self.signatories = replace(&self.signatories);
        self.rule = match &self.rule {
            DecisionRule::Stewards(stewards) if replace(stewards).is_empty() => DecisionRule::All,
            DecisionRule::Stewards(stewards) => DecisionRule::Stewards(replace(stewards)),
            other => other.clone(),
        };
    }
}

/// An assessment on paper.
pub struct Sheet {
    pub at: u64,
    pub it: Assessment,
    pub signed: BTreeSet<Id>,
}

impl Sheet {
    pub fn unsigned(&self) -> BTreeSet<Id> {
        let asked: BTreeSet<Id> = self.it.setters.iter().chain(&self.it.held).cloned().collect();
        &asked - &self.signed
    }
}

/// A text as a finite number.
pub fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|it: &f64| it.is_finite())
}

/// Whether an assessment says all it must: to whom, about which measures, and until when.
pub fn sound(it: &Assessment, today: Date, partners: &BTreeSet<Id>, measures: &BTreeSet<&Id>) -> bool {
    let said = |text: &str| !text.trim().is_empty();
    let baseline = match &it.baseline {
        Baseline::NotKnown { reason } => said(reason),
        Baseline::Read {
            sentence,
            digest,
            lower,
            upper,
            ..
        } => {
            let limits = number(lower).zip(number(upper));
            said(sentence) && said(digest) && limits.is_some_and(|(lower, upper)| lower <= upper)
        }
    };
    let counter = match &it.counter {
        CounterMeasure::Measure(id) => measures.contains(id) && *id != it.measure,
        CounterMeasure::None { reason } => said(reason),
    };
    let named = [&it.setters, &it.held];
    baseline
        && counter
        && measures.contains(&it.measure)
        && named.iter().all(|some| !some.is_empty() && some.is_subset(partners))
        && number(&it.value).is_some()
        && !it.rivals.is_empty()
        && it
            .rivals
            .iter()
            .chain([&it.attribution, &it.gaming])
            .all(|text| said(text))
        && today < it.expires
}
