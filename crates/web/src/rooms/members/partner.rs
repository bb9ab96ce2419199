use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_framework::{Act, Partner};
use cm_kernel::Id;

use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

#[derive(Template)]
#[template(path = "partner_new.html")]
struct PartnerPage {
    page: Frame,
    token: String,
    fields: Vec<Field>,
    faults: Faults,
}

fn shown(house: &House, who: &Who, caller: &Caller, given: &Given, faults: Faults) -> Result<PartnerPage, Unable> {
    let fields = [
        Field::new(
            Kind::Line,
            "name",
            "Its name",
            "As people know it, such as “Riverside residents’ association”.",
        ),
        Field::new(
            Kind::Line,
            "kind",
            "What kind of partner it is",
            "In a word or two: council, provider, charity, funder, residents’ group.",
        ),
        Field::new(
            Kind::Short,
            "identifier",
            "Its identifier (optional)",
            "By org-id.guide: the register and the number there, such as GB-CHC-1234567 for a charity in England and \
             Wales or GB-COH-01234567 for a company.",
        ),
    ];
    let error = if faults.is_empty() { "" } else { "Error: " };
    Ok(PartnerPage {
        page: Frame::of(
            house,
            &caller.partnership,
            who,
            "members",
            format!("{error}Take a partner in"),
        )?,
        token: house.input_token(caller)?,
        fields: fields.into_iter().map(|it| it.filled(given, &faults)).collect(),
        faults,
    })
}

/// The empty input.
pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let asks = who.clone();
    let shown = inside(&state, &who, &id(&partnership)?, move |house, caller| {
        caller.must(Deed::Admit, &caller.partnership)?;
        shown(house, &asks, caller, &Given::default(), Faults::new())
    })
    .await?;
    page(&shown)
}

/// Takes a partner in.
pub(super) async fn join(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Form(given): Form<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let again = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Admit, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let mut reading = Reading::of(&given);
        let name = reading.line("name", "Enter the partner’s name");
        let partner = Partner {
            id: Id::slug(&name),
            kind: reading.line("kind", "Say what kind of partner it is"),
            identifier: reading.optional("identifier"),
            fictional: house.profile(&caller.partnership)?.demonstration,
            name,
        };
        let same = |it: &Partner| it.id == partner.id || it.name.to_lowercase() == partner.name.to_lowercase();
        if view.framework.taking_part().any(same) {
            reading.fault(
                "name",
                "There is a partner of this name; add a word that tells them apart",
            );
        }
        if partner
            .identifier
            .as_deref()
            .is_some_and(|it| !Partner::is_identifier(it))
        {
            reading.fault(
                "identifier",
                "Write the register and the number with hyphens between, such as GB-CHC-1234567, or leave it empty",
            );
        }
        let faults = reading.faults;
        if !faults.is_empty() {
            return shown(house, &asks, caller, &given, faults).map(Some);
        }
        house.first_post(caller, given.text("token"))?;
        house.agree(caller, &Act::PartnerJoined(partner)).map(|_| None)
    })
    .await?;
    match again {
        Some(shown) => unfinished(&shown),
        None => Ok(done(&state, &format!("/p/{partnership}/members"), "partner-joined")),
    }
}
