use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};

use super::{Outside, outside};
use crate::frame::Frame;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;

#[derive(Template)]
#[template(path = "candour.html")]
struct ListPage {
    page: Frame,
    lasting: Vec<Outside>,
    over: Vec<Outside>,
    may_open: bool,
}

pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        list_page(house, &asks, caller)
    })
    .await?;
    page(&shown)
}

fn list_page(house: &House, who: &Who, caller: &Caller) -> Result<ListPage, Unable> {
    caller.must(Deed::Read, &caller.partnership)?;
    let view = house.view(&caller.partnership)?;
    let rooms = view.candour.rooms.iter().rev();
    let (over, lasting) = rooms
        .map(|it| outside(&view, it, house.today()))
        .partition(|it| it.over);
    Ok(ListPage {
        page: Frame::of(house, &caller.partnership, who, "learning", "Candour rooms")?,
        lasting,
        over,
        may_open: caller.may(Deed::Interpret),
    })
}
