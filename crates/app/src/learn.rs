use cm_insight::{Chart, Insight};
use cm_learning::{Act, InsightRef, Rebased};

use crate::{Asked, Caller, Deed, House, Unable};

impl House {
    /// Does something in the learning room: opens a session, interprets, answers, decides, adapts, reviews, begins the
    /// limits of a chart afresh, leaves a period out of it. Returns its position.
    ///
    /// # Errors
    /// `app/not-your-role`; what [`cm_learning::Learning::check`] refuses; the machine failed.
    pub fn learn(&self, caller: &Caller, act: &Act) -> Result<u64, Unable> {
        let deed = match act {
            Act::Interpreted(_) | Act::QuestionRaised(_) | Act::QuestionAnswered(_) => Deed::Interpret,
            Act::SessionOpened(_)
            | Act::Decided(_)
            | Act::Adapted(_)
            | Act::Reviewed(_)
            | Act::Registered(_)
            | Act::Rebased(_)
            | Act::RebaseWithdrawn(_)
            | Act::LeftOut(_)
            | Act::TakenBackIn(_) => Deed::Decide,
        };
        caller.must(deed, &caller.partnership)?;
        let today = self.today();
        self.write(caller, |view| {
            view.learning.check(act, &view.framework, &caller.partner, today)?;
            Ok(vec![(act.kind(), act.body()?)])
        })
    }
}

impl House {
    /// An insight as it would lie on a session's table: what was asked, what it said, and its digest.
    ///
    /// # Errors
    /// What [`House::look`] refuses.
    pub fn on_the_table(&self, caller: &Caller, asked: &Asked) -> Result<InsightRef, Unable> {
        let insight = self.look(caller, asked)?.insight;
        Ok(laid(asked, &insight))
    }
}

/// An insight as entries name it.
pub(crate) fn laid(asked: &Asked, insight: &Insight) -> InsightRef {
    InsightRef {
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
    }
}

impl House {
    /// Begins the limits of a chart afresh from a period on, because a person says what happened then. Where the method
    /// `rebase` proposes that period, its insight goes on the record with it. Returns the entry's position.
    ///
    /// The chart is that of the measure, place and group of `asked`.
    ///
    /// # Errors
    /// `app/not-your-role`; what [`cm_learning::Learning::check`] refuses; the machine failed.
    pub fn rebase(&self, caller: &Caller, asked: &Asked, from: &str, reason: &str) -> Result<u64, Unable> {
        caller.must(Deed::Decide, &caller.partnership)?;
        let proposing = Asked {
            scope: asked.scope.clone(),
            ..Asked::new(&asked.measure, "rebase")
        };
        let proposal = match self.look(caller, &proposing) {
            Ok(answer) if proposes(&answer.insight, from) => Some(self.on_the_table(caller, &proposing)?),
            Ok(_) | Err(Unable::Refused(_)) => None,
            Err(fault) => return Err(fault),
        };
        let all = || "all".to_owned();
        let rebased = Rebased {
            measure: asked.measure.clone(),
            place: asked.scope.place.clone().unwrap_or_else(all),
            group: asked.scope.group.clone().unwrap_or_else(all),
            from: from.to_owned(),
            reason: reason.to_owned(),
            proposal,
        };
        self.learn(caller, &Act::Rebased(rebased))
    }
}

/// Whether an insight of the method `rebase` proposes a new baseline from this period on.
fn proposes(insight: &Insight, from: &str) -> bool {
    let Chart::Process(chart) = &insight.chart else {
        return false;
    };
    let begins = |first: usize| chart.points.get(first).is_some_and(|it| it.period.to_string() == from);
    chart.segments.iter().skip(1).any(|it| begins(it.first))
}
