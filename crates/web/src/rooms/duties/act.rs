use axum::extract::{Form, Path, State as Held};
use cm_app::Deed;
use cm_framework::{DutyAccepted, DutyAct, DutyAnswered, DutyEnded, DutyTakenUp};
use cm_kernel::{Id, Period};

use super::show::{DutyPage, Sent, duty_page};
use super::{duty_of, write};
use crate::input::{Given, Reading};
use crate::inside::inside;
use crate::problem::Shown;
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

/// Which duty: partnership and duty, as the address says.
type At = Path<(String, String)>;

/// Takes the duty on for the caller's partner.
pub(super) async fn accept(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    follow(&state, who, at, given, (Deed::Sign, Sent::Nothing), |duty, _| {
        Some(DutyAct::Accepted(DutyAccepted { duty }))
    })
    .await
}

/// Says whether it was kept.
pub(super) async fn answer(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    follow(&state, who, at, given, (Deed::Sign, Sent::Answer), |duty, reading| {
        let period = reading.choice("period", "Choose a period", Period::parse);
        let kept = reading.choice("kept", "Choose yes or no", |text| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        });
        let what = match kept {
            Some(false) => reading.text("what", "Say what happened"),
            _ => reading.longer("what"),
        };
        period.zip(kept).map(|(period, kept)| {
            DutyAct::Answered(DutyAnswered {
                duty,
                period,
                kept,
                what,
            })
        })
    })
    .await
}

/// Says what was done about an escalation.
pub(super) async fn take_up(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    follow(&state, who, at, given, (Deed::Sign, Sent::TakeUp), |duty, reading| {
        let which = reading.choice("which", "Choose whose it is", |text| {
            let (partner, period) = text.split_once(' ')?;
            Id::new(partner).ok().zip(Period::parse(period))
        });
        let what = reading.text("done", "Say what was done about it");
        which.map(|(partner, up_to)| {
            DutyAct::TakenUp(DutyTakenUp {
                duty,
                partner,
                up_to,
                what,
            })
        })
    })
    .await
}

/// Ends the duty.
pub(super) async fn end(Held(state): Held<State>, who: Who, at: At, Form(given): Form<Given>) -> Shown {
    follow(&state, who, at, given, (Deed::Propose, Sent::End), |duty, reading| {
        let reason = reading.text("reason", "Say why it is no longer owed");
        Some(DutyAct::Ended(DutyEnded { duty, reason }))
    })
    .await
}

/// Reads what was sent; writes it, or shows the duty again with what is wrong.
async fn follow(
    state: &State,
    who: Who,
    Path((partnership, duty)): At,
    given: Given,
    (deed, sent): (Deed, Sent),
    read: fn(Id, &mut Reading<'_>) -> Option<DutyAct>,
) -> Shown {
    let (partnership, duty) = (id(&partnership)?, id(&duty)?);
    let (asks, about) = (who.clone(), duty.clone());
    let came: Result<(), Box<DutyPage>> = inside(state, &who, &partnership, move |house, caller| {
        caller.must(deed, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let record = duty_of(&view, &about)?;
        let mut reading = Reading::of(&given);
        let act = read(about.clone(), &mut reading);
        if let Some(DutyAct::Answered(it)) = &act {
            let corrects = record.answer(&caller.partner, it.period).is_some();
            if corrects && it.kept && it.what.is_empty() {
                reading.fault("what", "Say why the earlier answer is corrected");
            }
        }
        match act.filter(|_| reading.faults.is_empty()) {
            Some(act) => write(house, caller, &given, &act).map(Ok),
            None => {
                let shown = duty_page(house, &asks, caller, &about, (sent, &given, reading.faults))?;
                Ok(Err(Box::new(shown)))
            }
        }
    })
    .await?;
    match came {
        Err(shown) => unfinished(&*shown),
        Ok(()) => Ok(done(state, &format!("/p/{partnership}/duties/{duty}"), "saved")),
    }
}
