use std::sync::{Arc, PoisonError};

use cm_framework::Motive;
use cm_insight::{Choice, choose};
use cm_kernel::{Id, canonical};

use super::{Asked, Scope, question, stamp};
use crate::{Caller, Deed, House, Unable};

/// How many choices are remembered; each is a few sentences.
const REMEMBERED: usize = 512;

impl House {
    /// Which process chart suits the readings of a measure, and why: by their kind, their size and their spread.
    ///
    /// # Errors
    /// `app/not-your-role`; what the permit for learning and the scope refuse; the machine failed.
    pub fn chart_for(&self, caller: &Caller, measure: &Id, scope: &Scope) -> Result<Arc<Choice>, Unable> {
        caller.must(Deed::Ask, &caller.partnership)?;
        let view = self.view(&caller.partnership)?;
        let permit = view.framework.permit(measure, Motive::Learning, self.today())?;
        let key = format!(
            "{} {measure} {} {}",
            caller.partnership,
            canonical(scope).unwrap_or_default(),
            stamp(&view, &permit, view.length)
        );
        let choices = || self.choices.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(choice) = choices().get(&key) {
            return Ok(Arc::clone(choice));
        }
        let mut asked = Asked::new(measure, "xmr");
        asked.scope = scope.clone();
        let evidence = self.evidence(&caller.partnership, &asked, &permit, &[], view.length)?;
        let evidence = scope.narrow(&cm_insight::methods::xmr::Xmr, evidence)?;
        let question = question(&view, &asked, &permit, &[], view.length);
        let choice = Arc::new(choose(&evidence, &question));
        let mut choices = choices();
        if choices.len() >= REMEMBERED {
            choices.clear();
        }
        choices.insert(key, Arc::clone(&choice));
        Ok(choice)
    }
}
