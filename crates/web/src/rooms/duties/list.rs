use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_kernel::Id;

use super::{Owes, owing};
use crate::frame::Frame;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

struct Listed {
    id: Id,
    title: String,
    question: String,
    owes: Vec<Owes>,
    /// The day it ended, and why.
    ended: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "duties.html")]
struct DutiesPage {
    page: Frame,
    owed: Vec<Listed>,
    ended: Vec<Listed>,
    may_set: bool,
}

pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        duties_page(house, &asks, caller)
    })
    .await?;
    page(&shown)
}

fn duties_page(house: &House, who: &Who, caller: &Caller) -> Result<DutiesPage, Unable> {
    caller.must(Deed::Read, &caller.partnership)?;
    let view = house.view(&caller.partnership)?;
    let today = house.today();
    let listed = view.duties.all.iter().map(|record| Listed {
        id: record.duty.it.id.clone(),
        title: record.duty.it.title.clone(),
        question: record.duty.it.question.clone(),
        owes: owing(&view, record, today),
        ended: record.ended.as_ref().map(|it| (date(it.on), it.it.reason.clone())),
    });
    let (ended, owed) = listed.partition(|it| it.ended.is_some());
    Ok(DutiesPage {
        page: Frame::of(house, &caller.partnership, who, "framework", "Minimum duties")?,
        owed,
        ended,
        may_set: caller.may(Deed::Propose),
    })
}
