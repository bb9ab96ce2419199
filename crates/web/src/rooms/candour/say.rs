use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_kernel::Id;

use super::room_of;
use super::show::{RoomPage, room_page};
use crate::input::{Given, Reading};
use crate::inside::{inside, position};
use crate::problem::Shown;
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

/// Which room: partnership and room, as the address says.
type At = Path<(String, String)>;

/// Says something to the audience.
pub(super) async fn say(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, room)): At,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, room) = (id(&partnership)?, id(&room)?);
    let (asks, about) = (who.clone(), room.clone());
    let came: Result<(), Box<RoomPage>> = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Interpret, &caller.partnership)?;
        room_of(&*house.view(&caller.partnership)?, &about)?;
        let mut reading = Reading::of(&given);
        let text = reading.text("text", "Write what you want them to hear");
        if !reading.faults.is_empty() {
            let shown = room_page(house, &asks, caller, &about, (&given, reading.faults))?;
            return Ok(Err(Box::new(shown)));
        }
        house.first_post(caller, given.text("token"))?;
        house.speak_candidly(caller, &about, &text).map(|_| Ok(()))
    })
    .await?;
    match came {
        Err(shown) => unfinished(&*shown),
        Ok(()) => Ok(done(&state, &format!("/p/{partnership}/candour/{room}"), "saved")),
    }
}

/// Takes back what the caller said.
pub(super) async fn take_back(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    follow(&state, who, at, given, |house, caller, _, given| {
        let said = position(given.text("said"))?;
        house.take_back_candour(caller, said).map(|_| ())
    })
    .await
}

/// Puts on record that a review was held.
pub(super) async fn review(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    follow(&state, who, at, given, |house, caller, room, _| {
        house.review_candour(caller, room).map(|_| ())
    })
    .await
}

async fn follow(
    state: &State,
    who: Who,
    Path((partnership, room)): At,
    given: Given,
    act: fn(&House, &Caller, &Id, &Given) -> Result<(), Unable>,
) -> Shown {
    let (partnership, room) = (id(&partnership)?, id(&room)?);
    let about = room.clone();
    inside(state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Interpret, &caller.partnership)?;
        room_of(&*house.view(&caller.partnership)?, &about)?;
        house.first_post(caller, given.text("token"))?;
        act(house, caller, &about, &given)
    })
    .await?;
    Ok(done(state, &format!("/p/{partnership}/candour/{room}"), "saved"))
}
