use axum::extract::{Form, Path, State as Held};
use axum::http::HeaderMap;
use cm_app::{Deed, Letter};
use cm_framework::{Act, InvitationWithdrawn};

use super::list::{Made, members_page};
use super::{roles_in_words, ticked, whole};
use crate::input::{Faults, Given, Reading};
use crate::inside::{inside, position};
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::partner_name;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

/// Makes an invitation and shows its link, once.
pub(super) async fn invite(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Shown {
    let asks = who.clone();
    let served = state.clone();
    let (shown, faulty) = inside(&state, &who, &id(&partnership)?, move |house, caller| {
        caller.must(Deed::Admit, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let mut reading = Reading::of(&given);
        let partner = reading.choice("partner", "Choose the partner they will act for", |text| {
            view.framework
                .taking_part()
                .find(|it| it.id.as_str() == text)
                .map(|it| it.id.clone())
        });
        let roles = ticked(&mut reading);
        let email = given.text("email").trim().to_owned();
        if !email.is_empty() && !Letter::reaches(&email) {
            reading.fault("email", "Write the address as in name@example.org");
        }
        let faults = reading.faults;
        let Some(partner) = partner.filter(|_| faults.is_empty()) else {
            return Ok((members_page(house, &asks, caller, (&given, faults), None)?, true));
        };
        house.first_post(caller, given.text("token"))?;
        let (_, secret) = house.invite(caller, &partner, &roles)?;
        let sent = match email.is_empty() {
            true => String::new(),
            false => {
                house.send_invitation(caller, &secret, &email)?;
                format!("It is on its way to {email}. ")
            }
        };
        let made = Made {
            link: whole(&served, &headers, &format!("/invitation/{secret}")),
            says: format!(
                "{}It makes whoever opens it a member for {}: {}. It works once, for fourteen days.",
                sent,
                partner_name(&view.framework, &partner),
                roles_in_words(&roles)
            ),
        };
        let page = members_page(house, &asks, caller, (&Given::default(), Faults::new()), Some(made))?;
        Ok((page, false))
    })
    .await?;
    if faulty { unfinished(&shown) } else { page(&shown) }
}

/// Withdraws an invitation.
pub(super) async fn withdraw(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, at)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, invitation) = (id(&partnership)?, position(&at)?);
    inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Admit, &caller.partnership)?;
        house.first_post(caller, given.text("token"))?;
        house.agree(caller, &Act::InvitationWithdrawn(InvitationWithdrawn { invitation }))
    })
    .await?;
    Ok(done(
        &state,
        &format!("/p/{partnership}/members"),
        "invitation-withdrawn",
    ))
}
