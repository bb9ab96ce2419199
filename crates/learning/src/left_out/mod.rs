use cm_framework::Framework;
use cm_kernel::{Id, Period, Refusal};

use crate::learning::{filled, has_measure};
use crate::{Learning, LeftOut, Said, TakenBackIn};

/// A period left out of a chart with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOutOf {
    /// Which period of which chart, who said so and why.
    pub left_out: Said<LeftOut>,
    /// Who took it back in and why; absent while it is left out.
    pub taken_back: Option<Said<TakenBackIn>>,
}

impl LeftOutOf {
    /// Whether it was left out when the ledger was this long.
    #[must_use]
    pub fn held(&self, known_at: u64) -> bool {
        self.left_out.at < known_at && self.taken_back.as_ref().is_none_or(|it| it.at >= known_at)
    }

    /// Whether it is of this chart.
    #[must_use]
    pub fn is_of(&self, measure: &Id, place: &str, group: &str) -> bool {
        let it = &self.left_out.it;
        it.measure == *measure && it.place == place && it.group == group
    }
}

impl Learning {
    /// The periods left out of one chart, as it was known when the ledger was this long. What is left out of the chart
    /// of one place is not left out of another, nor of all together.
    pub fn left_out_of<'l>(
        &'l self,
        measure: &'l Id,
        place: &'l str,
        group: &'l str,
        known_at: u64,
    ) -> impl Iterator<Item = &'l Said<LeftOut>> {
        let of_it = move |it: &&LeftOutOf| it.is_of(measure, place, group) && it.held(known_at);
        self.left_out.iter().filter(of_it).map(|it| &it.left_out)
    }

    pub(crate) fn leave_out(&mut self, left_out: Said<LeftOut>) {
        self.left_out.push(LeftOutOf {
            left_out,
            taken_back: None,
        });
    }

    pub(crate) fn take_back_in(&mut self, taken: Said<TakenBackIn>) {
        let at = taken.it.left_out;
        let found = self
            .left_out
            .iter_mut()
            .find(|it| it.left_out.at == at && it.taken_back.is_none());
        if let Some(left_out) = found {
            left_out.taken_back = Some(taken);
        }
    }

    pub(crate) fn may_leave_out(&self, it: &LeftOut, framework: &Framework) -> Result<(), Refusal> {
        has_measure(framework, &it.measure)?;
        filled(&it.reason, "Why it is left out")?;
        let Some(period) = Period::parse(&it.period) else {
            return Err(Refusal::new(
                "learning/not-a-period",
                "The period that would be left out is not one.",
                "Write it as the table under the chart does, such as 2020-04.",
            ));
        };
        let same = |other: &Said<LeftOut>| Period::parse(&other.it.period) == Some(period);
        match self.left_out_of(&it.measure, &it.place, &it.group, u64::MAX).any(same) {
            false => Ok(()),
            true => Err(Refusal::new(
                "learning/already-left-out",
                format!("This chart already leaves {} out.", period.in_words()),
                "Read its reason under the chart; take it back in there if it no longer holds.",
            )),
        }
    }

    pub(crate) fn may_take_back_in(&self, it: &TakenBackIn) -> Result<(), Refusal> {
        filled(&it.reason, "Why it counts after all")?;
        let holds = |of: &LeftOutOf| of.left_out.at == it.left_out && of.taken_back.is_none();
        match self.left_out.iter().any(holds) {
            true => Ok(()),
            false => Err(Refusal::new(
                "learning/not-left-out",
                format!("No period that is still left out stands at entry {}.", it.left_out),
                "Choose one listed under the chart.",
            )),
        }
    }
}

#[cfg(test)]
mod tests;
