use cm_framework::Framework;
use cm_kernel::{Id, Period, Refusal};

use crate::learning::{filled, has_measure};
use crate::{Learning, RebaseWithdrawn, Rebased, Said};

/// A rebase with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RebaseOf {
    /// Where limits begin afresh, who said so and why.
    pub rebase: Said<Rebased>,
    /// Who took it back and why; absent while it holds.
    pub withdrawn: Option<Said<RebaseWithdrawn>>,
}

impl RebaseOf {
    /// Whether it held when the ledger was this long.
    #[must_use]
    pub fn held(&self, known_at: u64) -> bool {
        self.rebase.at < known_at && self.withdrawn.as_ref().is_none_or(|it| it.at >= known_at)
    }

    fn is_of(&self, measure: &Id, place: &str, group: &str) -> bool {
        let it = &self.rebase.it;
        it.measure == *measure && it.place == place && it.group == group
    }
}

impl Learning {
    /// Where the limits of one chart begin afresh, as it was known when the ledger was this long. A rebase of one
    /// place says nothing of another, nor of all together.
    pub fn rebases_of<'l>(
        &'l self,
        measure: &'l Id,
        place: &'l str,
        group: &'l str,
        known_at: u64,
    ) -> impl Iterator<Item = &'l Said<Rebased>> {
        let of_it = move |it: &&RebaseOf| it.is_of(measure, place, group) && it.held(known_at);
        self.rebases.iter().filter(of_it).map(|it| &it.rebase)
    }

    pub(crate) fn rebased(&mut self, rebase: Said<Rebased>) {
        self.rebases.push(RebaseOf {
            rebase,
            withdrawn: None,
        });
    }

    pub(crate) fn rebase_withdrawn(&mut self, withdrawn: Said<RebaseWithdrawn>) {
        let at = withdrawn.it.rebase;
        let found = self
            .rebases
            .iter_mut()
            .find(|it| it.rebase.at == at && it.withdrawn.is_none());
        if let Some(rebase) = found {
            rebase.withdrawn = Some(withdrawn);
        }
    }

    pub(crate) fn may_rebase(&self, it: &Rebased, framework: &Framework) -> Result<(), Refusal> {
        has_measure(framework, &it.measure)?;
        filled(&it.reason, "What happened then")?;
        let Some(from) = Period::parse(&it.from) else {
            return Err(Refusal::new(
                "learning/not-a-period",
                "The period from which limits would begin afresh is not one.",
                "Write it as the table under the chart does, such as 2018-04.",
            ));
        };
        let same = |other: &Said<Rebased>| Period::parse(&other.it.from) == Some(from);
        match self.rebases_of(&it.measure, &it.place, &it.group, u64::MAX).any(same) {
            false => Ok(()),
            true => Err(Refusal::new(
                "learning/already-rebased",
                format!("The limits of this chart already begin afresh at {}.", from.in_words()),
                "Read its reason under the chart; withdraw it there if it no longer holds.",
            )),
        }
    }

    pub(crate) fn may_withdraw_rebase(&self, it: &RebaseWithdrawn) -> Result<(), Refusal> {
        filled(&it.reason, "Why it no longer holds")?;
        match self
            .rebases
            .iter()
            .any(|of| of.rebase.at == it.rebase && of.withdrawn.is_none())
        {
            true => Ok(()),
            false => Err(Refusal::new(
                "learning/no-such-rebase",
                format!("No rebase that still holds stands at entry {}.", it.rebase),
                "Choose one listed under the chart.",
            )),
        }
    }
}

#[cfg(test)]
mod tests;
