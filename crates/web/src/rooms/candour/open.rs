use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_deliberation::CandourRoom;
use cm_kernel::{Date, Id};

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
use crate::words::{date, read_date};

/// How often a room may be reviewed: days, and how people say it.
const EVERY: [(u16, &str); 4] = [
    (14, "Every two weeks"),
    (31, "Every month"),
    (92, "Every three months"),
    (184, "Every six months"),
];
/// The most days a room may last.
const MOST_DAYS: i32 = 400;

#[derive(Template)]
#[template(path = "candour_new.html")]
struct OpenPage {
    page: Frame,
    token: String,
    partner: String,
    fields: Vec<Field>,
    faults: Faults,
}

fn open_page(house: &House, who: &Who, caller: &Caller, given: &Given, faults: Faults) -> Result<OpenPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{error}Open a candour room");
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    let fields = fields(&view, caller, house.today());
    Ok(OpenPage {
        page: Frame::of(house, &caller.partnership, who, "learning", title)?,
        token,
        partner: partner_name(&view.framework, &caller.partner),
        fields: fields.into_iter().map(|it| it.filled(given, &faults)).collect(),
        faults,
    })
}

fn fields(view: &View, caller: &Caller, today: Date) -> Vec<Field> {
    let others = view.framework.taking_part().filter(|it| it.id != caller.partner);
    let others = others.map(|it| Choice::new(it.id.as_str(), it.name.as_str(), ""));
    let every = EVERY.map(|(days, words)| Choice::new(days.to_string(), words, ""));
    let example = today.plus(182).map_or_else(String::new, date);
    vec![
        Field::new(
            Kind::Line,
            "title",
            "What it is called",
            "Every member of the partnership reads it.",
        ),
        Field::new(
            Kind::Line,
            "about",
            "What it is about",
            "In general words: every member reads this too.",
        ),
        Field::new(
            Kind::Ticks,
            "audience",
            "Who hears, beside your own partner",
            "Their members read and speak. It cannot be widened later, so that nobody is overheard afterwards.",
        )
        .offering(others),
        Field::new(
            Kind::Short,
            "ends-on",
            "The last day",
            format!("At most {MOST_DAYS} days from now, such as {example}. After it the words are gone."),
        ),
        Field::new(
            Kind::Radios,
            "every",
            "How often the audience reviews what was said",
            "What was said stays among them; whether a review was held is shown to everybody.",
        )
        .offering(every),
    ]
}

pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Interpret, &caller.partnership)?;
        let mut given = Given::default();
        given.add("every", "31");
        open_page(house, &asks, caller, &given, Faults::new())
    })
    .await?;
    page(&shown)
}

/// Opens a room.
pub(super) async fn open(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Form(given): Form<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Interpret, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        match read(&given, &view, caller, house.today()) {
            Ok(room) => {
                house.first_post(caller, given.text("token"))?;
                house.open_candour(caller, &room)?;
                Ok(Ok(room.id))
            }
            Err(faults) => open_page(house, &asks, caller, &given, faults).map(|it| Err(Box::new(it))),
        }
    })
    .await?;
    match came {
        Ok(room) => Ok(done(&state, &format!("/p/{partnership}/candour/{room}"), "saved")),
        Err(shown) => unfinished(&*shown),
    }
}

fn read(given: &Given, view: &View, caller: &Caller, today: Date) -> Result<CandourRoom, Faults> {
    let mut reading = Reading::of(given);
    let title = reading.line("title", "Enter what it is called");
    let about = reading.line("about", "Enter what it is about");
    let partner = |text: &str| {
        let found = Id::new(text).ok()?;
        view.framework
            .taking_part()
            .find(|it| it.id == found)
            .map(|it| it.id.clone())
    };
    let mut audience = vec![caller.partner.clone()];
    audience.extend(
        given
            .all("audience")
            .filter_map(partner)
            .filter(|it| *it != caller.partner),
    );
    if audience.len() < 2 {
        reading.fault("audience", "Choose at least one other partner that hears");
    }
    let ends_on = reading.choice("ends-on", "Enter the last day, such as 30 June 2027", read_date);
    let ahead = |day: Date| day.days().saturating_sub(today.days());
    if ends_on.is_some_and(|day| !(1..=MOST_DAYS).contains(&ahead(day))) {
        reading.fault(
            "ends-on",
            format!("Choose a day to come, at most {MOST_DAYS} days from now"),
        );
    }
    let every = |text: &str| {
        EVERY
            .into_iter()
            .map(|(days, _)| days)
            .find(|it| it.to_string() == text)
    };
    let every = reading.choice("every", "Choose how often it is reviewed", every);
    let id = Id::slug(&title);
    if !title.is_empty() && (view.candour.room(&id).is_some() || id.as_str() == "new") {
        reading.fault("title", "There is a candour room with this name; choose another");
    }
    match (ends_on, every) {
        (Some(ends_on), Some(review_every)) if reading.faults.is_empty() => Ok(CandourRoom {
            id,
            title,
            about,
            audience,
            ends_on,
            review_every,
        }),
        _ => Err(reading.faults),
    }
}
