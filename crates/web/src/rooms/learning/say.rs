use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_kernel::Id;
use cm_learning::{Act, Interpretation, QuestionRaised};

use super::session::{Sent, SessionPage, session_page};
use super::{claim, session_of};
use crate::input::{Faults, Given, Reading};
use crate::inside::inside;
use crate::problem::Shown;
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

/// Which session something is said at: partnership and session, as the address says.
type At = Path<(String, String)>;

/// Puts on record what the caller's partner makes of what lies on the table.
pub(super) async fn interpret(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    say(
        &state,
        who,
        at,
        given,
        Sent::Interpretation,
        |(session, compared), reading| {
            Act::Interpreted(Interpretation {
                session,
                text: reading.text("reading", "Say what your partner makes of it"),
                would_change_our_mind: reading.text("mind", "Say what would change your mind"),
                claim: claim::read(reading, compared),
            })
        },
    )
    .await
}

/// Leaves a question open.
pub(super) async fn ask(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    say(&state, who, at, given, Sent::Question, |(session, _), reading| {
        Act::QuestionRaised(QuestionRaised {
            session,
            text: reading.line("question", "Enter the question"),
        })
    })
    .await
}

/// Reads what was said; writes it, or shows the session again with what is wrong.
async fn say(
    state: &State,
    who: Who,
    Path((partnership, session)): At,
    given: Given,
    sent: Sent,
    read: fn((Id, bool), &mut Reading<'_>) -> Act,
) -> Shown {
    let (partnership, session) = (id(&partnership)?, id(&session)?);
    let (asks, about) = (who.clone(), session.clone());
    let came: Result<u64, Box<SessionPage>> = inside(state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Interpret, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let table = &session_of(&view, &about)?.session.it.looks_at;
        let compared = view.learning.compared(table, None);
        let mut reading = Reading::of(&given);
        let act = read((about.clone(), compared), &mut reading);
        let faults: Faults = reading.faults;
        if !faults.is_empty() {
            let shown = session_page(house, &asks, caller, &about, (sent, &given, faults))?;
            return Ok(Err(Box::new(shown)));
        }
        write(house, caller, &given, &act).map(Ok)
    })
    .await?;
    match came {
        Err(shown) => unfinished(&*shown),
        Ok(at) => Ok(done(
            state,
            &format!("/p/{partnership}/sessions/{session}#entry-{at}"),
            "saved",
        )),
    }
}

/// Writes an act once, however often its input is sent. Its position.
pub(super) fn write(house: &House, caller: &Caller, given: &Given, act: &Act) -> Result<u64, Unable> {
    house.first_post(caller, given.text("token"))?;
    house.learn(caller, act)
}
