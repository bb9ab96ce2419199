//! What the demonstration's partners say of its measure beside the agreement.

use cm_framework::{Act, Commented, LeftUnmeasured, LocalName, Relation, Subject};
use cm_kernel::Id;

use super::cast::Cast;
use crate::{House, Unable};

const DOUBT: &str = "It counts everybody who was dealt with before the line, and nobody by how long they waited after it. \
    Could the hours beyond four be counted too?";
const ANSWER: &str = "Not from these figures: they hold one count for each department and month. It stands among what is \
    not measured until somebody publishes it.";

impl House {
    /// Comments, an own name, and something left unmeasured; each only once.
    pub(super) fn demo_talk(&self, cast: &Cast, measure: &Id) -> Result<(), Unable> {
        let about = || Subject::Measure(measure.clone());
        let view = self.view(&cast.convenor.partnership)?;
        let Some(outcome) = view.framework.measure(measure).map(|it| it.measure.outcome.clone()) else {
            return Ok(());
        };
        let comments = view.framework.comments.len();
        if comments == 0 {
            let doubt = Commented {
                about: about(),
                text: DOUBT.to_owned(),
                answers: None,
            };
            self.agree(&cast.resident, &Act::Commented(doubt))?;
        }
        if comments < 2 {
            let view = self.view(&cast.convenor.partnership)?;
            let answer = Commented {
                about: about(),
                text: ANSWER.to_owned(),
                answers: view.framework.comments.first().map(|it| it.at),
            };
            self.agree(&cast.analyst, &Act::Commented(answer))?;
        }
        let named = |view: &crate::View| {
            let record = view.framework.measure(measure);
            record.is_some_and(|it| !it.negotiation.local_names.is_empty())
        };
        self.once(&cast.convenor, named, || {
            Act::LocalNameGiven(LocalName {
                measure: measure.clone(),
                name: "Four-hour performance, type 1".to_owned(),
                relation: Relation::Narrower,
                lost: "Ours leaves out walk-in centres and single-specialty departments, which are faster.".to_owned(),
            })
        })?;
        let left = |view: &crate::View| !view.framework.left_unmeasured.is_empty();
        self.once(&cast.analyst, left, || {
            Act::LeftUnmeasured(LeftUnmeasured {
                outcome,
                what: "Whether staff felt able to put the sickest first".to_owned(),
                reason: "Asked of staff under a target, the answer would be about the target.".to_owned(),
            })
        })
    }
}
