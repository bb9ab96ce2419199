use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_framework::{Act, PartnerLeft};
use cm_kernel::Id;

use super::partner_of;
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::partner_name;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

/// What was answered, to be looked at before the partner leaves.
struct Check {
    next: String,
    reason: String,
    /// Everything that was answered, to be sent once more.
    hidden: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "partner_leave.html")]
struct LeavePage {
    page: Frame,
    token: String,
    id: Id,
    name: String,
    yours: bool,
    /// How many members act for it.
    members: usize,
    /// Titles of measures whose agreements it has a say in.
    has_say: Vec<String>,
    fields: Vec<Field>,
    /// Once it was answered.
    check: Option<Check>,
    faults: Faults,
}

fn leave_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    partner: &Id,
    (given, faults): (&Given, Faults),
) -> Result<LeavePage, Unable> {
    let view = house.view(&caller.partnership)?;
    let it = partner_of(&view, partner)?;
    let leaving = Act::PartnerLeft(PartnerLeft {
        partner: partner.clone(),
        successor: None,
        reason: "-".to_owned(),
    });
    view.framework.check(&leaving, &caller.partner, house.today())?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    let has_say = view.framework.measures.values().filter(|record| {
        let agreements = record.in_force().into_iter().chain(record.open());
        agreements.into_iter().any(|it| it.say.everyone().contains(partner))
    });
    let title = format!("{error}{} leaves", it.name);
    Ok(LeavePage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        token,
        id: it.id.clone(),
        name: it.name.clone(),
        yours: caller.partner == *partner,
        members: view
            .framework
            .members
            .standing()
            .filter(|it| it.partner == *partner)
            .count(),
        has_say: has_say.map(|record| record.measure.title.clone()).collect(),
        fields: fields(&view, partner, (given, &faults)),
        check: None,
        faults,
    })
}

fn fields(view: &View, partner: &Id, (given, faults): (&Given, &Faults)) -> Vec<Field> {
    let framework = &view.framework;
    let others = framework.taking_part().filter(|it| it.id != *partner);
    let others = others.map(|it| Choice::new(it.id.as_str(), &it.name, ""));
    let none = Choice::new(
        "",
        "Nobody",
        "Its say ends, and agreements are decided by those who remain.",
    );
    let fields = [
        Field::new(
            Kind::Radios,
            "successor",
            "Who follows it?",
            "The successor signs, objects and stops uses in its place. A provider that takes a service over is the usual one.",
        )
        .offering(std::iter::once(none).chain(others)),
        Field::new(Kind::Area, "reason", "Why it leaves", "For example, “Its contract ended in March”."),
    ];
    fields.into_iter().map(|field| field.filled(given, faults)).collect()
}

/// Asks who follows the partner, and why it leaves.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, partner)): Path<(String, String)>,
) -> Shown {
    let (partnership, partner) = (id(&partnership)?, id(&partner)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        may(caller, &partner)?;
        let mut given = Given::default();
        given.add("successor", "");
        leave_page(house, &asks, caller, &partner, (&given, Faults::new()))
    })
    .await?;
    page(&shown)
}

/// A partner lets itself go, or a convenor does.
fn may(caller: &Caller, partner: &Id) -> Result<(), Unable> {
    caller.must(Deed::Sign, &caller.partnership)?;
    if caller.partner != *partner {
        caller.must(Deed::Admit, &caller.partnership)?;
    }
    Ok(())
}

enum Came {
    Unfinished(Box<LeavePage>),
    Confirm(Box<LeavePage>),
    Left,
}

/// Lets the partner go, after asking once more.
pub(super) async fn leave(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, partner)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, partner) = (id(&partnership)?, id(&partner)?);
    let (asks, about) = (who.clone(), partner.clone());
    let came = inside(&state, &who, &partnership, move |house, caller| {
        may(caller, &about)?;
        come(house, &asks, caller, &about, &given)
    })
    .await?;
    match came {
        Came::Unfinished(shown) => unfinished(&*shown),
        Came::Confirm(shown) => page(&*shown),
        Came::Left => Ok(done(&state, &format!("/p/{partnership}"), "left")),
    }
}

fn come(house: &House, who: &Who, caller: &Caller, partner: &Id, given: &Given) -> Result<Came, Unable> {
    let view = house.view(&caller.partnership)?;
    let mut reading = Reading::of(given);
    let reason = reading.text("reason", "Say why it leaves");
    let successor = reading.choice(
        "successor",
        "Choose one of the partners, or nobody",
        |text| match text {
            "" => Some(None),
            text => view
                .framework
                .taking_part()
                .find(|it| it.id.as_str() == text)
                .map(|it| Some(it.id.clone())),
        },
    );
    let (Some(successor), true) = (successor, reading.faults.is_empty()) else {
        let shown = leave_page(house, who, caller, partner, (given, reading.faults))?;
        return Ok(Came::Unfinished(Box::new(shown)));
    };
    let next = successor
        .as_ref()
        .map_or_else(|| "nobody".to_owned(), |it| partner_name(&view.framework, it));
    let act = Act::PartnerLeft(PartnerLeft {
        partner: partner.clone(),
        successor,
        reason: reason.clone(),
    });
    if given.text("step") == "leave" {
        house.first_post(caller, given.text("token"))?;
        return house.agree(caller, &act).map(|_| Came::Left);
    }
    view.framework.check(&act, &caller.partner, house.today())?;
    let mut shown = leave_page(house, who, caller, partner, (given, Faults::new()))?;
    shown.check = Some(Check {
        next,
        reason,
        hidden: given.without(&["token", "step"]),
    });
    Ok(Came::Confirm(Box::new(shown)))
}
