use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_framework::{Duty, DutyAct};
use cm_kernel::{Id, Length};

use super::write;
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

/// How often a duty may be asked.
const EVERY: [Length; 4] = [Length::Week, Length::Month, Length::Quarter, Length::Year];

#[derive(Template)]
#[template(path = "duty_new.html")]
struct SetPage {
    page: Frame,
    token: String,
    fields: Vec<Field>,
    faults: Faults,
}

fn set_page(house: &House, who: &Who, caller: &Caller, given: &Given, faults: Faults) -> Result<SetPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{error}Put forward a minimum duty");
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    Ok(SetPage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        token,
        fields: fields(&view).into_iter().map(|it| it.filled(given, &faults)).collect(),
        faults,
    })
}

fn fields(view: &View) -> Vec<Field> {
    let partners = || {
        let here = view.framework.taking_part();
        here.map(|it| Choice::new(it.id.as_str(), it.name.as_str(), ""))
            .collect::<Vec<_>>()
    };
    let every = EVERY.map(|it| Choice::new(it.word(), format!("Every {}", it.word()), ""));
    vec![
        Field::new(Kind::Line, "title", "What it is called", "For example, “Visits”."),
        Field::new(
            Kind::Area,
            "question",
            "The question, answered yes or no",
            "For example, “Was every family on the list visited in person?”. No number and no average.",
        ),
        Field::new(
            Kind::Line,
            "rests-on",
            "The law, contract or standard it rests on",
            "So that nobody mistakes it for a wish.",
        ),
        Field::new(
            Kind::Ticks,
            "owed-by",
            "Who owes it",
            "It counts for each from the period in which it takes the duty on; until then its page says that it has not.",
        )
        .offering(partners()),
        Field::new(Kind::Radios, "every", "How often it is asked", "").offering(every),
        Field::new(
            Kind::Short,
            "days",
            "Days to answer after the period’s end",
            "0 to 90. No answer by then counts as not kept.",
        ),
        Field::new(
            Kind::Short,
            "after",
            "Escalated after how many periods in a row",
            "1 to 12. With 1, the first miss is escalated.",
        ),
        Field::new(
            Kind::Select,
            "to",
            "Which partner takes it up then",
            "One that does not owe it.",
        )
        .offering(partners()),
        Field::new(
            Kind::Line,
            "post",
            "Which post there",
            "For example, “director of children’s services”. Name no person.",
        ),
    ]
}

pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        let mut given = Given::default();
        given.add("days", "14");
        given.add("after", "2");
        given.add("every", Length::Month.word());
        set_page(house, &asks, caller, &given, Faults::new())
    })
    .await?;
    page(&shown)
}

/// Puts a duty forward.
pub(super) async fn set(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Form(given): Form<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        match read(&given, &view) {
            Ok(duty) => {
                let id = duty.id.clone();
                write(house, caller, &given, &DutyAct::Set(duty)).map(|()| Ok(id))
            }
            Err(faults) => set_page(house, &asks, caller, &given, faults).map(|it| Err(Box::new(it))),
        }
    })
    .await?;
    match came {
        Ok(duty) => Ok(done(&state, &format!("/p/{partnership}/duties/{duty}"), "saved")),
        Err(shown) => unfinished(&*shown),
    }
}

fn read(given: &Given, view: &View) -> Result<Duty, Faults> {
    let mut reading = Reading::of(given);
    let title = reading.line("title", "Enter what it is called");
    let question = reading.text("question", "Enter the question that is answered yes or no");
    let rests_on = reading.line("rests-on", "Enter the law, contract or standard it rests on");
    let partner = |text: &str| {
        let found = Id::new(text).ok()?;
        view.framework
            .taking_part()
            .find(|it| it.id == found)
            .map(|it| it.id.clone())
    };
    let owed_by: Vec<Id> = given.all("owed-by").filter_map(partner).collect();
    if owed_by.is_empty() {
        reading.fault("owed-by", "Choose at least one partner that owes it");
    }
    let length = |text: &str| EVERY.into_iter().find(|it| it.word() == text);
    let every = reading.choice("every", "Choose how often it is asked", length);
    let days = reading.choice("days", "Enter a number of days from 0 to 90", |text| {
        text.parse().ok().filter(|it| *it <= 90)
    });
    let after = reading.choice("after", "Enter a number of periods from 1 to 12", |text| {
        text.parse().ok().filter(|it| (1..=12).contains(it))
    });
    let to = reading.choice("to", "Choose the partner that takes it up", partner);
    let post = reading.line("post", "Enter the post that takes it up");
    if to.as_ref().is_some_and(|it| owed_by.contains(it)) {
        reading.fault("to", "Choose a partner that does not owe the duty");
    }
    let id = Id::slug(&title);
    if !title.is_empty() && (view.duties.duty(&id).is_some() || id.as_str() == "new") {
        reading.fault("title", "There is a duty with this name; choose another");
    }
    match (every, days, after, to) {
        (Some(every), Some(days_to_answer), Some(escalates_after), Some(escalates_to)) if reading.faults.is_empty() => {
            Ok(Duty {
                id,
                title,
                question,
                rests_on,
                owed_by,
                every,
                days_to_answer,
                escalates_after,
                escalates_to,
                post,
            })
        }
        _ => Err(reading.faults),
    }
}
