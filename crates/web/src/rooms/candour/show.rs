use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, CandidSaying, Deed, House, Unable, View};
use cm_deliberation::RoomRecord;
use cm_kernel::Id;

use super::{Outside, outside, room_of};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::learning::Names;
use crate::rooms::measure::partner_name;
use crate::rooms::record::words_of_kind;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// Something said, as its audience reads it.
struct Said {
    at: u64,
    partner: String,
    member: String,
    on: String,
    /// Absent when it was taken back or its day has passed.
    text: Option<String>,
    own: bool,
}

/// A refused attempt to cite the room.
struct Attempt {
    at: u64,
    by: String,
    whose: String,
    into: String,
    on: String,
}

#[derive(Template)]
#[template(path = "candour_room.html")]
pub(super) struct RoomPage {
    page: Frame,
    room: Outside,
    at: u64,
    opened: String,
    /// What was said; absent for who is not in the audience.
    said: Option<Vec<Said>>,
    attempts: Vec<Attempt>,
    token: String,
    partner: String,
    field: Option<Field>,
    faults: Faults,
}

pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, room)): Path<(String, String)>,
) -> Shown {
    let (partnership, room) = (id(&partnership)?, id(&room)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        room_page(house, &asks, caller, &room, (&Given::default(), Faults::new()))
    })
    .await?;
    page(&shown)
}

/// The page of a room, with what was sent and what is wrong with it when it is shown again.
pub(super) fn room_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    room: &Id,
    (given, faults): (&Given, Faults),
) -> Result<RoomPage, Unable> {
    caller.must(Deed::Read, &caller.partnership)?;
    let view = house.view(&caller.partnership)?;
    let record = room_of(&view, room)?;
    let (it, today) = (&record.room.it, house.today());
    let names = Names::of(house, caller)?;
    let said = house.candour_sayings(caller, room)?;
    let said = said.map(|all| all.into_iter().map(|it| saying(&view, &names, it)).collect());
    let error = if faults.is_empty() { "" } else { "Error: " };
    let speaks = record.hears(&caller.partner) && !record.is_over(today) && caller.may(Deed::Interpret);
    let field = Field::new(
        Kind::Area,
        "text",
        "What you want them to hear",
        "At most 4,000 letters. Name no person.",
    );
    Ok(RoomPage {
        page: Frame::of(
            house,
            &caller.partnership,
            who,
            "learning",
            format!("{error}{}", it.title),
        )?,
        room: outside(&view, record, today),
        at: record.room.at,
        opened: format!(
            "Opened by {} on {}",
            partner_name(&view.framework, &record.room.by),
            date(record.room.on)
        ),
        said,
        attempts: attempts(&view, record),
        token: match given.text("token") {
            "" => house.input_token(caller)?,
            token => token.to_owned(),
        },
        partner: partner_name(&view.framework, &caller.partner),
        field: speaks.then(|| field.filled(given, &faults)),
        faults,
    })
}

fn saying(view: &View, names: &Names, it: CandidSaying) -> Said {
    let said = &it.saying.said;
    Said {
        at: said.at,
        partner: partner_name(&view.framework, &said.by),
        member: names.member(&it.saying.member),
        on: date(said.on),
        own: it.own && it.text.is_some(),
        text: it.text,
    }
}

fn attempts(view: &View, record: &RoomRecord) -> Vec<Attempt> {
    let whose = |said: u64| {
        let found = record.said.iter().find(|it| it.said.at == said);
        found.map_or_else(String::new, |it| partner_name(&view.framework, &it.said.by))
    };
    let attempts = record.refused.iter().rev().map(|it| Attempt {
        at: it.at,
        by: partner_name(&view.framework, &it.by),
        whose: whose(it.it.said),
        into: words_of_kind(&it.it.into),
        on: date(it.on),
    });
    attempts.collect()
}
