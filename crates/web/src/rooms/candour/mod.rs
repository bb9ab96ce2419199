//! Candour rooms: a named audience, a last day, and words that are cited nowhere.

use axum::Router;
use axum::routing::{get, post};
use cm_app::View;
use cm_deliberation::RoomRecord;
use cm_kernel::{Date, Id, Refusal};

use crate::rooms::measure::{listed, partner_name};
use crate::state::State;
use crate::words::date;

mod list;
mod open;
mod say;
mod show;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/candour", get(list::show))
        .route("/p/{partnership}/candour/new", get(open::show).post(open::open))
        .route("/p/{partnership}/candour/{room}", get(show::show).post(say::say))
        .route("/p/{partnership}/candour/{room}/take-back", post(say::take_back))
        .route("/p/{partnership}/candour/{room}/review", post(say::review))
}

/// What every member reads of a room.
struct Outside {
    id: Id,
    title: String,
    about: String,
    audience: String,
    until: String,
    over: bool,
    said: String,
    /// Whether it was reviewed, in a sentence, with its mark.
    reviewed: String,
    mark: &'static str,
    /// How often somebody tried to cite it, in a sentence; empty when nobody did.
    attempts: String,
}

fn outside(view: &View, record: &RoomRecord, today: Date) -> Outside {
    let room = &record.room.it;
    let names: Vec<_> = room
        .audience
        .iter()
        .map(|id| partner_name(&view.framework, id))
        .collect();
    let over = record.is_over(today);
    let (mark, reviewed) = reviewed(record, today);
    Outside {
        id: room.id.clone(),
        title: room.title.clone(),
        about: room.about.clone(),
        audience: listed(&names.iter().map(String::as_str).collect::<Vec<_>>()),
        until: date(room.ends_on),
        over,
        said: match record.said.len() {
            0 => "Nobody has spoken yet.".to_owned(),
            1 => "Somebody spoke once.".to_owned(),
            many => format!("Somebody spoke {many} times."),
        },
        reviewed,
        mark,
        attempts: match record.refused.len() {
            0 => String::new(),
            1 => "One attempt to cite it was refused.".to_owned(),
            many => format!("{many} attempts to cite it were refused."),
        },
    }
}

fn reviewed(record: &RoomRecord, today: Date) -> (&'static str, String) {
    let since = date(record.looked_at());
    match (record.reviews.len(), record.review_is_due(today)) {
        (0, true) => (
            "attention",
            format!("No review was held since it was opened on {since}."),
        ),
        (_, true) => ("attention", format!("No review was held since {since}.")),
        (0, false) => ("waiting", "No review was held yet.".to_owned()),
        (_, false) => ("granted", format!("Last reviewed on {since}.")),
    }
}

/// A room, or the refusal that says there is none.
fn room_of<'v>(view: &'v View, room: &Id) -> Result<&'v RoomRecord, Refusal> {
    view.candour.room(room).ok_or_else(|| {
        Refusal::new(
            "deliberation/no-such-room",
            format!("There is no candour room `{room}`."),
            "Choose one listed on the page of candour rooms.",
        )
    })
}
