use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_framework::{Act, Motive, Withdrawal};
use cm_kernel::Id;

use super::act::{At, address, write};
use super::agreement_of;
use super::show::{AgreementPage, agreement_page};
use crate::frame::Frame;
use crate::input::{Given, Reading};
use crate::inside::{inside, position};
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::partner_name;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

#[derive(Template)]
#[template(path = "withdraw.html")]
struct ConfirmPage {
    page: Frame,
    token: String,
    measure: Id,
    measure_title: String,
    at: u64,
    motive: Motive,
    reason: String,
    partner: String,
}

/// What came of sending the input.
enum Came {
    Unfinished(Box<AgreementPage>),
    /// It cannot be taken back, so it is asked once more.
    Confirm(Box<ConfirmPage>),
    Stopped,
}

/// Stops a use, after asking once more.
pub(super) async fn withdraw(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure, at)): At,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure, at) = (id(&partnership)?, id(&measure)?, position(&at)?);
    let (asks, about) = (who.clone(), measure.clone());
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Sign, &caller.partnership)?;
        come(house, &asks, caller, (&about, at), &given)
    })
    .await?;
    match came {
        Came::Unfinished(shown) => unfinished(&*shown),
        Came::Confirm(shown) => page(&*shown),
        Came::Stopped => Ok(done(&state, &address(&partnership, &measure, at), "withdrawn")),
    }
}

fn come(house: &House, who: &Who, caller: &Caller, (measure, at): (&Id, u64), given: &Given) -> Result<Came, Unable> {
    let view = house.view(&caller.partnership)?;
    let (record, _) = agreement_of(&view, measure, at)?;
    let mut reading = Reading::of(given);
    let motive = reading.choice("motive", "Choose the use that stops", Motive::read);
    let reason = reading.text("reason", "Say why it stops");
    let (Some(motive), true) = (motive, reading.faults.is_empty()) else {
        let shown = agreement_page(house, who, caller, measure, at, (given, reading.faults))?;
        return Ok(Came::Unfinished(Box::new(shown)));
    };
    let act = Act::UseWithdrawn(Withdrawal::new(measure.clone(), motive, reason.as_str()));
    if given.text("step") == "stop" {
        return write(house, caller, given, &act).map(|()| Came::Stopped);
    }
    view.framework.check(&act, &caller.partner, house.today())?;
    let title = format!("Stop the use for {motive}?");
    Ok(Came::Confirm(Box::new(ConfirmPage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        token: given.text("token").to_owned(),
        measure: measure.clone(),
        measure_title: record.measure.title.clone(),
        at,
        motive,
        reason,
        partner: partner_name(&view.framework, &caller.partner),
    })))
}
