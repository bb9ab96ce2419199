use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_framework::{Act, Motive, Signed, Withdrawal};
use cm_kernel::{Id, Refusal};

use super::agreement_of;
use super::show::{AgreementPage, agreement_page};
use crate::input::{Given, Reading};
use crate::inside::{inside, position};
use crate::problem::Shown;
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

/// Which agreement an act is about: partnership, measure, position; as the address says.
pub(super) type At = Path<(String, String, String)>;

/// Signs for the caller's partner.
pub(super) async fn sign(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    simple(&state, &who, &at, given, "signed", |agreement| {
        let reason = String::new();
        Act::AgreementSigned(Signed { agreement, reason })
    })
    .await
}

/// Takes the objection of the caller's partner back.
pub(super) async fn take_back(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    simple(&state, &who, &at, given, "taken-back", |agreement| {
        let reason = String::new();
        Act::ObjectionWithdrawn(Signed { agreement, reason })
    })
    .await
}

/// Does what needs no answer beside the button.
async fn simple(
    state: &State,
    who: &Who,
    Path((partnership, measure, at)): &At,
    given: Given,
    flash: &'static str,
    act: fn(u64) -> Act,
) -> Shown {
    let (partnership, measure, at) = (id(partnership)?, id(measure)?, position(at)?);
    let about = measure.clone();
    inside(state, who, &partnership, move |house, caller| {
        agreement_of(&*house.view(&caller.partnership)?, &about, at)?;
        write(house, caller, &given, &act(at))
    })
    .await?;
    Ok(done(state, &address(&partnership, &measure, at), flash))
}

/// Objects for the caller's partner, with its reason.
pub(super) async fn object(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure, at)): At,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure, at) = (id(&partnership)?, id(&measure)?, position(&at)?);
    let (asks, about) = (who.clone(), measure.clone());
    let again: Option<Box<AgreementPage>> = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Sign, &caller.partnership)?;
        agreement_of(&*house.view(&caller.partnership)?, &about, at)?;
        let mut reading = Reading::of(&given);
        let reason = reading.text("objection", "Say why your partner objects");
        if !reading.faults.is_empty() {
            let faults = reading.faults;
            let shown = agreement_page(house, &asks, caller, &about, at, (&given, faults))?;
            return Ok(Some(Box::new(shown)));
        }
        let said = Signed { agreement: at, reason };
        write(house, caller, &given, &Act::AgreementObjected(said)).map(|()| None)
    })
    .await?;
    match again {
        Some(shown) => unfinished(&*shown),
        None => Ok(done(&state, &address(&partnership, &measure, at), "objected")),
    }
}

/// Lets a use reach back to what the caller's partner contributed before it was agreed.
pub(super) async fn reconsent(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure, at)): At,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure, at) = (id(&partnership)?, id(&measure)?, position(&at)?);
    let about = measure.clone();
    inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Sign, &caller.partnership)?;
        agreement_of(&*house.view(&caller.partnership)?, &about, at)?;
        let motive = Motive::read(given.text("motive")).ok_or_else(no_such_use)?;
        let reason = Reading::of(&given).optional("reason").unwrap_or_default();
        write(
            house,
            caller,
            &given,
            &Act::Reconsented(Withdrawal::new(about, motive, reason)),
        )
    })
    .await?;
    Ok(done(&state, &address(&partnership, &measure, at), "reconsented"))
}

/// Writes an act once, however often its input is sent.
pub(super) fn write(house: &House, caller: &Caller, given: &Given, act: &Act) -> Result<(), Unable> {
    caller.must(Deed::Sign, &caller.partnership)?;
    house.first_post(caller, given.text("token"))?;
    house.agree(caller, act).map(|_| ())
}

/// The address of an agreement.
pub(super) fn address(partnership: &Id, measure: &Id, at: u64) -> String {
    format!("/p/{partnership}/measures/{measure}/agreements/{at}")
}

pub(super) fn no_such_use() -> Refusal {
    Refusal::new(
        "web/no-such-use",
        "There is no such use.",
        "Choose one of the uses the agreement names.",
    )
}
