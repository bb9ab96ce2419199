use cm_framework::Act as Agree;
use cm_framework::{Agreement, Assessed, MeasureRecord, Motive, Signed, Withdrawal};
use cm_kernel::Id;

use super::{cast, words};
use crate::house::View;
use crate::{House, Unable};

impl House {
    pub(super) fn demo_first_agreement(&self, cast: &cast::Cast, measure: &Id) -> Result<(), Unable> {
        let today = self.today();
        let proposed = |view: &View| agreement(view, measure, 0).is_some();
        self.once(&cast.convenor, proposed, || {
            Agree::AgreementProposed(words::first_proposal(measure, today))
        })?;
        self.demo_signatures(cast, measure, 0)
    }

    /// The target: assessed and signed by who sets it and who is held to it, then agreed against an objection; and the
    /// evidence gathered before let in by its contributor.
    pub(super) fn demo_target(&self, cast: &cast::Cast, measure: &Id) -> Result<(), Unable> {
        let today = self.today();
        let (setter, held) = (&cast.account_holder, &cast.convenor);
        let partnership = &cast.convenor.partnership;
        if assessed(&*self.view(partnership)?, measure).is_none() {
            let it = words::assessing(measure, &setter.partner, &held.partner, today);
            self.assess(&cast.convenor, &it)?;
        }
        for caller in [setter, held] {
            let view = self.view(partnership)?;
            let waiting = assessed(&view, measure).filter(|it| it.waits_for().contains(&&caller.partner));
            if let Some(at) = waiting.map(|it| it.at) {
                self.sign_assessment(caller, at)?;
            }
        }
        let at = assessed(&*self.view(partnership)?, measure).map_or(0, |it| it.at);
        let proposed = |view: &View| agreement(view, measure, 1).is_some();
        self.once(&cast.convenor, proposed, || {
            Agree::AgreementProposed(words::proposal(measure, at, today))
        })?;
        let second = position(&*self.view(partnership)?, measure, 1);
        let objected = |view: &View| agreement(view, measure, 1).is_some_and(|it| !it.objections.is_empty());
        self.once(&cast.resident, objected, || {
            let reason = words::OBJECTION.to_owned();
            Agree::AgreementObjected(Signed {
                agreement: second,
                reason,
            })
        })?;
        self.demo_signatures(cast, measure, 1)?;
        let let_in = |view: &View| record(view, measure).is_some_and(|it| !it.reconsents.is_empty());
        self.once(&cast.analyst, let_in, || {
            Agree::Reconsented(Withdrawal::new(measure.clone(), Motive::Target, words::LET_IN))
        })
    }

    fn demo_signatures(&self, cast: &cast::Cast, measure: &Id, which: usize) -> Result<(), Unable> {
        let agreement_at = position(&*self.view(&cast.convenor.partnership)?, measure, which);
        for caller in cast.everybody() {
            let signed = |view: &View| {
                agreement(view, measure, which)
                    .is_some_and(|it| it.signatures.iter().any(|it| it.partner == caller.partner))
            };
            self.once(caller, signed, || {
                Agree::AgreementSigned(Signed {
                    agreement: agreement_at,
                    reason: String::new(),
                })
            })?;
        }
        Ok(())
    }
}

fn record<'v>(view: &'v View, measure: &Id) -> Option<&'v MeasureRecord> {
    view.framework.measure(measure)
}

fn agreement<'v>(view: &'v View, measure: &Id, which: usize) -> Option<&'v Agreement> {
    record(view, measure)?.agreements.get(which)
}

fn position(view: &View, measure: &Id, which: usize) -> u64 {
    agreement(view, measure, which).map_or(0, |it| it.at)
}

fn assessed<'v>(view: &'v View, measure: &Id) -> Option<&'v Assessed> {
    record(view, measure)?.assessments.first()
}
