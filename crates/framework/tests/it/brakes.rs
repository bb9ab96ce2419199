//! What keeps an agreement from coming into force: vetoes, and setting a measure down. Part of the reference.

use std::collections::{BTreeMap, BTreeSet};

use cm_framework::{Act, Definition, PartnerLeft};
use cm_kernel::Id;

use super::Kept;

#[derive(Default)]
pub struct Brakes {
    pub proposed_by: Option<Id>,
    pub vetoes: BTreeSet<Id>,
    pub down: bool,
}

impl Brakes {
    pub fn are_off(&self) -> bool {
        self.vetoes.is_empty() && !self.down
    }

    /// The code of the refusal while nothing is in force.
    pub fn why_not(&self) -> &'static str {
        match (self.down, self.vetoes.is_empty()) {
            (true, _) => "framework/set-down",
            (false, false) => "framework/vetoed",
            (false, true) => "framework/no-agreement",
        }
    }

    pub fn take_in(&mut self, act: &Act, by: &Id) {
        match act {
            Act::MeasureVetoed(_) => drop(self.vetoes.insert(by.clone())),
            Act::VetoLifted(_) => drop(self.vetoes.remove(by)),
            Act::MeasureSetDown(_) => self.down = true,
            _ => self.down = false,
        }
    }
}

/// Whether a partner may pull one of the brakes, or take it off.
pub fn may(measures: &BTreeMap<Id, Kept>, act: &Act, by: &Id) -> bool {
    let (Act::MeasureVetoed(it) | Act::VetoLifted(it) | Act::MeasureSetDown(it) | Act::MeasureTakenUp(it)) = act else {
        return false;
    };
    let Some(kept) = measures.get(&it.measure).filter(|_| !it.reason.trim().is_empty()) else {
        return false;
    };
    let brakes = &kept.brakes;
    match act {
        Act::MeasureVetoed(_) => !brakes.down && kept.current().is_none() && !brakes.vetoes.contains(by),
        Act::VetoLifted(_) => brakes.vetoes.contains(by),
        Act::MeasureSetDown(_) => {
            let signs = kept.current().is_some_and(|paper| paper.signatories.contains(by));
            let theirs = brakes.proposed_by.as_ref() == Some(by) || signs || !brakes.vetoes.is_empty();
            !brakes.down && kept.standing().is_empty() && theirs
        }
        _ => brakes.down,
    }
}

/// Whether a definition is of the very measure, and says something else.
pub fn is_same_measure(kept: &Kept, next: &Definition) -> bool {
    let Some(now) = &kept.measure else { return false };
    let mut free = next.measure.clone();
    free.title.clone_from(&now.title);
    free.question.clone_from(&now.question);
    free.numerator.clone_from(&now.numerator);
    free.population.clone_from(&now.population);
    free.groups_are.clone_from(&now.groups_are);
    free.burden_minutes = now.burden_minutes;
    free.could_go_wrong.clone_from(&now.could_go_wrong);
    free.source.clone_from(&now.source);
    if free.denominator.is_some() && now.denominator.is_some() {
        free.denominator.clone_from(&now.denominator);
    }
    free == *now && next.measure != *now && !next.compares.trim().is_empty()
}

/// Whether a partner may leave, to be followed by another that stays.
pub fn may_go(partners: &BTreeSet<Id>, it: &PartnerLeft) -> bool {
    let follows = it
        .successor
        .as_ref()
        .is_none_or(|next| partners.contains(next) && *next != it.partner);
    partners.contains(&it.partner) && follows && !it.reason.trim().is_empty()
}

impl Kept {
    /// A partner leaves.
    pub fn goes(&mut self, left: &PartnerLeft) {
        self.brakes.vetoes.remove(&left.partner);
        for lot in self
            .lots
            .iter_mut()
            .filter(|lot| lot.heir.as_ref() == Some(&left.partner))
        {
            lot.heir.clone_from(&left.successor);
        }
        for (which, paper) in self.papers.iter_mut().enumerate() {
            if paper.open || self.in_force == Some(which) {
                paper.goes(&left.partner, left.successor.as_ref());
            }
        }
        self.go_on();
    }
}
