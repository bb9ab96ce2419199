use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use cm_app::shelves;
use cm_kernel::{Refusal, title};

use crate::frame::Frame;
use crate::problem::{Shown, page};
use crate::state::State;

/// The cards, as pages.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/help", get(index))
        .route("/help/api", get(for_programs))
        .route("/help/{card}", get(card))
}

struct ShelfList {
    name: &'static str,
    cards: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    page: Frame,
    shelves: Vec<ShelfList>,
}

#[derive(Template)]
#[template(path = "card.html")]
struct CardPage {
    page: Frame,
    sections: Vec<(String, Vec<String>)>,
}

async fn index() -> Shown {
    let list = |shelf: cm_app::Shelf| ShelfList {
        name: shelf.name,
        cards: shelf
            .cards
            .iter()
            .map(|(name, card)| (*name, title(card).to_owned()))
            .collect(),
    };
    page(&HelpPage {
        page: Frame::bare("Help"),
        shelves: shelves().into_iter().map(list).collect(),
    })
}

#[derive(Template)]
#[template(path = "help_api.html")]
struct ProgramsPage {
    page: Frame,
}

async fn for_programs() -> Shown {
    page(&ProgramsPage {
        page: Frame::bare("Programs that read or bring evidence"),
    })
}

async fn card(Path(name): Path<String>) -> Shown {
    let found = shelves()
        .into_iter()
        .flat_map(|shelf| shelf.cards)
        .find(|(it, _)| *it == name);
    let Some((_, card)) = found else {
        return Err(Refusal::new(
            "web/no-such-card",
            "There is no help under this name.",
            "Choose one from the list of help pages.",
        )
        .into());
    };
    let sections = card.split("\n## ").skip(1).map(|section| {
        let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
        let lines = text.trim().lines().map(str::trim).filter(|line| !line.is_empty());
        (heading.to_owned(), lines.map(str::to_owned).collect())
    });
    page(&CardPage {
        page: Frame::bare(title(card)),
        sections: sections.collect(),
    })
}
