use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_framework::{FrameworkText, TextKind};
use cm_kernel::Id;

use crate::frame::Frame;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::partner_name;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// A text as a line of the list.
struct Line {
    id: Id,
    title: String,
    version: String,
    publisher: String,
    holds: String,
    brought: String,
}

#[derive(Template)]
#[template(path = "library.html")]
struct LibraryPage {
    page: Frame,
    texts: Vec<Line>,
    may_propose: bool,
}

/// Every text of the library.
pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        library(house, &asks, caller)
    })
    .await?;
    page(&shown)
}

fn library(house: &House, who: &Who, caller: &Caller) -> Result<LibraryPage, Unable> {
    caller.must(Deed::Read, &caller.partnership)?;
    let view = house.view(&caller.partnership)?;
    let framework = &view.framework;
    let brought = |text: &FrameworkText| {
        let found = framework.texts.iter().find(|it| it.it.id == text.id);
        found.map_or_else(
            || "Comes with the software".to_owned(),
            |it| format!("Brought in by {}, {}", partner_name(framework, &it.by), date(it.on)),
        )
    };
    let line = |text: &FrameworkText| Line {
        id: text.id.clone(),
        title: text.title.clone(),
        version: text.version.clone(),
        publisher: text.publisher.clone(),
        holds: holds(text),
        brought: brought(text),
    };
    Ok(LibraryPage {
        page: Frame::of(house, &caller.partnership, who, "framework", "Library of frameworks")?,
        texts: framework.library().map(line).collect(),
        may_propose: caller.may(Deed::Propose),
    })
}

/// `10 outcomes`, `1 condition`.
pub(super) fn holds(text: &FrameworkText) -> String {
    let what = match text.kind {
        TextKind::Outcomes => "outcome",
        TextKind::Conditions => "condition",
    };
    crate::rooms::measure::counted(&text.items.len(), what)
}
