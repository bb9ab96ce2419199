use cm_learning::Act;

use crate::{Caller, Deed, House, Unable};

impl House {
    /// Does something in the learning room: opens a session, interprets, decides, adapts, reviews. Returns its position.
    ///
    /// # Errors
    /// `app/not-your-role`; what [`cm_learning::Learning::check`] refuses; the machine failed.
    pub fn learn(&self, caller: &Caller, act: &Act) -> Result<u64, Unable> {
        let deed = match act {
            Act::Interpreted(_) | Act::QuestionRaised(_) => Deed::Interpret,
            Act::SessionOpened(_) | Act::Decided(_) | Act::Adapted(_) | Act::Reviewed(_) | Act::Registered(_) => {
                Deed::Decide
            }
        };
        caller.must(deed, &caller.partnership)?;
        let today = self.today();
        self.write(caller, |view| {
            view.learning.check(act, &view.framework, today)?;
            Ok(vec![(act.kind(), act.body()?)])
        })
    }
}

impl House {
    /// An insight as it would lie on a session's table: what was asked, what it said, and its digest.
    ///
    /// # Errors
    /// What [`House::look`] refuses.
    pub fn on_the_table(&self, caller: &Caller, asked: &crate::Asked) -> Result<cm_learning::InsightRef, Unable> {
        let insight = self.look(caller, asked)?.insight;
        Ok(cm_learning::InsightRef {
            measure: asked.measure.clone(),
            method: insight.method.clone(),
            version: insight.version.clone(),
            read_for: asked.motive.word().to_owned(),
            settings: insight.settings.clone(),
            place: asked.scope.place.clone().unwrap_or_else(|| "all".to_owned()),
            group: asked.scope.group.clone().unwrap_or_else(|| "all".to_owned()),
            from: asked.scope.from,
            to: asked.scope.to,
            known_at: insight.rests_on.known_at,
            headline: insight.headline.clone(),
            digest: insight.digest(),
            beside: asked.beside.clone(),
        })
    }
}
