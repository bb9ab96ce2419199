use axum::extract::{Form, Path, State as Held};
use cm_app::Deed;
use cm_kernel::Date;
use cm_learning::{Act, Adaptation, Review, Verdict};

use super::decision::{DecisionPage, Sent, decision_page};
use super::say::write;
use super::{claim, compared, decision_of};
use crate::input::{Given, Reading};
use crate::inside::{inside, position};
use crate::problem::Shown;
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::read_date;

/// The longest label a chart can carry.
const LABEL: usize = 40;

/// Which decision is followed up: partnership and position, as the address says.
type At = Path<(String, String)>;

/// Puts on record what is done differently; it becomes a mark on the measure's charts.
pub(super) async fn adapt(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    follow(&state, who, at, given, Sent::Adaptation, |(decision, _), reading| {
        let from = reading.choice("from", "Enter the day, such as 3 April 2017", read_date);
        let label = reading.line("label", "Enter a few words for the chart");
        let long = label.chars().count();
        if long > LABEL {
            reading.fault("label", format!("Use at most {LABEL} letters; there are {long}"));
        }
        let what = reading.text("what", "Say what is done differently");
        from.map(|from: Date| {
            Act::Adapted(Adaptation {
                decision,
                from,
                label,
                what,
            })
        })
    })
    .await
}

/// Looks back at a decision.
pub(super) async fn review(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    follow(&state, who, at, given, Sent::Review, |(decision, compared), reading| {
        let verdict = |word: &str| Verdict::ALL.into_iter().find(|it| it.word() == word);
        let verdict = reading.choice("verdict", "Choose how the forecast turned out", verdict);
        let learned = reading.text("learned", "Say what was learned");
        let claim = claim::read(reading, compared);
        verdict.map(|verdict| {
            Act::Reviewed(Review {
                decision,
                verdict,
                learned,
                claim,
            })
        })
    })
    .await
}

/// Reads what followed a decision; writes it, or shows the decision again with what is wrong.
async fn follow(
    state: &State,
    who: Who,
    Path((partnership, at)): At,
    given: Given,
    sent: Sent,
    read: fn((u64, bool), &mut Reading<'_>) -> Option<Act>,
) -> Shown {
    let (partnership, at) = (id(&partnership)?, position(&at)?);
    let asks = who.clone();
    let came: Result<u64, Box<DecisionPage>> = inside(state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Decide, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let compared = compared(&view, decision_of(&view, at)?);
        let mut reading = Reading::of(&given);
        let act = read((at, compared), &mut reading);
        match act.filter(|_| reading.faults.is_empty()) {
            Some(act) => write(house, caller, &given, &act).map(Ok),
            None => {
                let shown = decision_page(house, &asks, caller, at, (sent, &given, reading.faults))?;
                Ok(Err(Box::new(shown)))
            }
        }
    })
    .await?;
    match came {
        Err(shown) => unfinished(&*shown),
        Ok(new) => Ok(done(
            state,
            &format!("/p/{partnership}/decisions/{at}#entry-{new}"),
            "saved",
        )),
    }
}
