use cm_kernel::{Id, Refusal};

use crate::framework::Framework;
use crate::negotiation::{AboutMeasure, Noted, reasoned};
use crate::{Partner, PartnerLeft, Role, Standing};

impl Framework {
    /// Partners that take part now, in the order they joined.
    pub fn taking_part(&self) -> impl Iterator<Item = &Partner> {
        self.partners.iter().filter(|it| !self.left.contains_key(&it.id))
    }

    /// Who has the say of a partner now: itself, its successor, or the successor of that. `None` when nobody has.
    #[must_use]
    pub fn stands_for<'f>(&'f self, partner: &'f Id) -> Option<&'f Id> {
        let mut at = partner;
        for _ in 0..=self.left.len() {
            match self.left.get(at) {
                None => return Some(at),
                Some(left) => at = left.it.successor.as_ref()?,
            }
        }
        None
    }

    /// Whether a partner takes part now.
    pub(crate) fn is_partner(&self, id: &Id) -> Result<(), Refusal> {
        if self.partner(id).is_none() {
            return Err(Refusal::new(
                "framework/no-such-partner",
                format!("`{id}` is not a partner here."),
                "Choose a partner listed on the framework page.",
            ));
        }
        match self.left.get(id) {
            None => Ok(()),
            Some(left) => Err(Refusal::new(
                "framework/partner-left",
                format!("`{id}` left the partnership on {}.", left.on),
                match self.stands_for(id) {
                    Some(now) => format!("Ask `{now}`, which follows it."),
                    None => "Ask a partner that takes part now.".to_owned(),
                },
            )),
        }
    }

    pub(crate) fn may_part(&self, it: &PartnerLeft, by: &Id) -> Result<(), Refusal> {
        self.is_partner(by)?;
        self.is_partner(&it.partner)?;
        reasoned(&it.reason)?;
        if let Some(successor) = &it.successor {
            self.is_partner(successor)?;
            if *successor == it.partner {
                return Err(Refusal::new(
                    "framework/own-successor",
                    "A partner cannot follow itself.",
                    "Choose another partner, or leave it without a successor.",
                ));
            }
        }
        let convenes = |membership: &crate::Membership| {
            membership.partner != it.partner && membership.roles.contains(&Role::Convenor)
        };
        let had_one = self.members.standing().any(|it| it.roles.contains(&Role::Convenor));
        match had_one && !self.members.standing().any(convenes) {
            false => Ok(()),
            true => Err(Refusal::new(
                "framework/last-convenor",
                "Nobody would be left to convene the partnership.",
                "Make a member of another partner a convenor first.",
            )),
        }
    }

    /// Takes a partner in, or back.
    pub(crate) fn join(&mut self, partner: Partner) {
        self.left.remove(&partner.id);
        match self.partners.iter_mut().find(|it| it.id == partner.id) {
            Some(before) => *before = partner,
            None => self.partners.push(partner),
        }
    }

    /// Lets a partner go: its memberships end, its vetoes are lifted, and its successor has its say in every agreement.
    /// What it brought, said and signed stays.
    pub(crate) fn part(&mut self, left: &Noted<PartnerLeft>) {
        let (partner, successor) = (&left.it.partner, left.it.successor.as_ref());
        self.members.end_all(left);
        for record in self.measures.values_mut() {
            for veto in record.negotiation.vetoes.iter_mut().filter(|it| it.lifted.is_none()) {
                if veto.said.by == *partner {
                    let it = AboutMeasure {
                        measure: veto.said.it.measure.clone(),
                        reason: left.it.reason.clone(),
                    };
                    veto.lifted = Some(Noted {
                        at: left.at,
                        on: left.on,
                        by: partner.clone(),
                        it,
                    });
                }
            }
            let live =
                |it: &&mut crate::Agreement| matches!(it.standing, Standing::Proposed | Standing::InForce { .. });
            for agreement in record.agreements.iter_mut().filter(live) {
                agreement.hand_over(partner, successor);
            }
            record.settle_waiting(left.at);
        }
        self.left.insert(partner.clone(), left.clone());
    }
}
