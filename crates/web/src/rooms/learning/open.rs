use askama::Template;
use axum::extract::{Form, Path, Query, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_kernel::{Date, Id};
use cm_learning::{Act, Session};

use super::say::write;
use super::table::{MOST, beforehand, frozen, offered};
use super::{framed, token_of};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::listed;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::{date, read_date};

#[derive(Template)]
#[template(path = "session_new.html")]
struct OpenPage {
    page: Frame,
    token: String,
    fields: Vec<Field>,
    /// Why some measures are not offered; may be empty.
    left_out: Vec<String>,
    nothing: bool,
    faults: Faults,
}

fn open_page(house: &House, who: &Who, caller: &Caller, given: &Given, faults: Faults) -> Result<OpenPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let offered = offered(house, caller, &view, given);
    let titles = |titles: &[String]| listed(&titles.iter().map(String::as_str).collect::<Vec<_>>());
    let left_out = [
        ("Not agreed for learning", &offered.not_agreed),
        ("No evidence yet", &offered.empty),
    ];
    let left_out = left_out.into_iter().filter(|(_, measures)| !measures.is_empty());
    let left_out = left_out.map(|(why, measures)| format!("{why}: {}.", titles(measures)));
    let table = format!("1 to {MOST}. Each is frozen as it is known at this moment, so that all read the same chart.");
    let nothing = offered.choices.is_empty();
    let fields = vec![
        Field::new(
            Kind::Line,
            "title",
            "What the session is called",
            "For example, “Winter, looked back at in spring”.",
        ),
        Field::new(
            Kind::Line,
            "question",
            "The question it is about",
            "One that the charts could help to answer.",
        ),
        Field::new(
            Kind::Short,
            "held-on",
            "The day it is held",
            format!("For example, {}.", date(house.today())),
        ),
        Field::new(Kind::Ticks, "insight", "What lies on the table", table).offering(offered.choices),
    ];
    Ok(OpenPage {
        page: framed(house, who, caller, "Open a session", !faults.is_empty())?,
        token: token_of(house, caller, given)?,
        fields: fields.into_iter().map(|it| it.filled(given, &faults)).collect(),
        left_out: left_out.collect(),
        nothing,
        faults,
    })
}

/// The input, with the insight the address names ticked.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Query(named): Query<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Decide, &caller.partnership)?;
        let mut given = Given::default();
        given.add("held-on", date(house.today()));
        let ticked = beforehand(house, caller, &named);
        ticked.into_iter().for_each(|it| given.add("insight", it));
        open_page(house, &asks, caller, &given, Faults::new())
    })
    .await?;
    page(&shown)
}

/// Opens a session.
pub(super) async fn open(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Form(given): Form<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let opened = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Decide, &caller.partnership)?;
        match read(house, caller, &given)? {
            Ok(session) => {
                let id = session.id.clone();
                write(house, caller, &given, &Act::SessionOpened(session)).map(|_| Ok(id))
            }
            Err(faults) => open_page(house, &asks, caller, &given, faults).map(|it| Err(Box::new(it))),
        }
    })
    .await?;
    match opened {
        Ok(session) => Ok(done(&state, &format!("/p/{partnership}/sessions/{session}"), "saved")),
        Err(shown) => unfinished(&*shown),
    }
}

fn read(house: &House, caller: &Caller, given: &Given) -> Result<Result<Session, Faults>, Unable> {
    let mut reading = Reading::of(given);
    let title = reading.line("title", "Enter what the session is called");
    let question = reading.line("question", "Enter the question it is about");
    let missing = format!("Enter the day it is held, such as {}", date(house.today()));
    let held_on = reading.choice("held-on", &missing, read_date);
    let looks_at = match frozen(house, caller, given)? {
        Ok(looks_at) => looks_at,
        Err(sentence) => {
            reading.fault("insight", sentence);
            Vec::new()
        }
    };
    let mut id = None;
    if let Some(held_on) = held_on.filter(|_| !title.is_empty()) {
        id = free_id(&*house.view(&caller.partnership)?, &title, held_on);
        if id.is_none() {
            reading.fault(
                "title",
                "There is a session with this name on this day; choose another name",
            );
        }
    }
    Ok(match (id, held_on) {
        (Some(id), Some(held_on)) if reading.faults.is_empty() => Ok(Session {
            id,
            title,
            question,
            held_on,
            looks_at,
        }),
        _ => Err(reading.faults),
    })
}

/// A name in addresses: of the title, or with the day before it when that is taken or would hide a page.
fn free_id(view: &View, title: &str, held_on: Date) -> Option<Id> {
    let names = [Id::slug(title), Id::slug(&format!("{held_on} {title}"))];
    let hides_a_page = |id: &Id| id.as_str() == "new";
    names
        .into_iter()
        .find(|it| !hides_a_page(it) && view.learning.session(it).is_none())
}
