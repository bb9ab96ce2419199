use askama::Template;
use axum::extract::{Form, Path, Query, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_evidence::{FORMS, Form as Evidence, form};
use cm_framework::{Act, Better, Measure, Unit};
use cm_kernel::{Id, Length, title as title_of};
use serde::Deserialize;

use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::capital_of;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

/// Fields that belong together.
struct Part {
    title: &'static str,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "measure_new.html")]
struct MeasurePage {
    page: Frame,
    token: String,
    parts: Vec<Part>,
    faults: Faults,
}

fn parts(view: &View, given: &Given, faults: &Faults) -> Vec<Part> {
    let mut parts = vec![what_it_is(view), what_is_counted(), who_and_when(), what_it_costs()];
    for part in &mut parts {
        let fields = std::mem::take(&mut part.fields);
        part.fields = fields.into_iter().map(|field| field.filled(given, faults)).collect();
    }
    parts
}

fn what_it_is(view: &View) -> Part {
    let outcomes = view
        .framework
        .outcomes
        .iter()
        .map(|it| Choice::new(it.id.as_str(), &it.title, ""));
    let mut fields = vec![
        Field::new(
            Kind::Line,
            "title",
            "Name",
            "What people will call it, such as “Seen within four hours in A&E”.",
        ),
        Field::new(Kind::Select, "outcome", "The outcome it tells about", "").offering(outcomes),
        Field::new(
            Kind::Line,
            "question",
            "The question it helps to answer",
            "Something nobody can answer without it.",
        ),
    ];
    if FORMS.len() > 1 {
        let forms = FORMS.iter().map(|it| Choice::new(it.name(), title_of(it.card()), ""));
        fields.push(Field::new(Kind::Radios, "form", "Form of evidence", "").offering(forms));
    }
    Part {
        title: "What it is",
        fields,
    }
}

fn what_is_counted() -> Part {
    let units = [
        Choice::new("share", "A share", "Some out of all, shown in per cent."),
        Choice::new("number", "A number of something", "Visits, minutes, people."),
    ];
    let better = [
        Choice::new("higher", "Higher", ""),
        Choice::new("lower", "Lower", ""),
        Choice::new("neither", "Neither", "A change is only a change."),
    ];
    Part {
        title: "What is counted",
        fields: vec![
            Field::new(Kind::Radios, "unit", "What is one reading?", "").offering(units),
            Field::new(
                Kind::Line,
                "numerator",
                "What is counted",
                "For example, “Attendances that ended within four hours of arriving”.",
            ),
            Field::new(
                Kind::Line,
                "denominator",
                "Out of what (only for a share)",
                "For example, “All attendances in the month”.",
            ),
            Field::new(
                Kind::Short,
                "unit-name",
                "Name of the unit (only for a number)",
                "In the plural, such as “visits”.",
            ),
            Field::new(Kind::Radios, "better", "Which way is an improvement?", "").offering(better),
        ],
    }
}

fn who_and_when() -> Part {
    let lengths = Length::ALL.map(|it| Choice::new(Id::slug(it.word()).as_str(), capital_of(it.word()), ""));
    Part {
        title: "About whom, where and when",
        fields: vec![
            Field::new(
                Kind::Line,
                "population",
                "Whom it is about, and as of when",
                "For example, “Everyone who came in the month, all ages”.",
            ),
            Field::new(Kind::Select, "period", "How long is a period?", "").offering(lengths),
            Field::new(
                Kind::Short,
                "places-are",
                "What is a place?",
                "In the singular, such as “ward” or “organisation”.",
            ),
            Field::new(
                Kind::Short,
                "groups-are",
                "What is a population group? (optional)",
                "Such as “age band”. Leave it empty when there is only everybody.",
            ),
        ],
    }
}

fn what_it_costs() -> Part {
    Part {
        title: "What it costs, and what could go wrong",
        fields: vec![
            Field::new(
                Kind::Short,
                "burden-minutes",
                "Minutes one return takes",
                "Of those who fill it in. It is shown wherever the measure is.",
            ),
            Field::new(
                Kind::Area,
                "could-go-wrong",
                "What could go wrong if it is used badly",
                "How could people be hurt by it, or the number be met without the outcome?",
            ),
            Field::new(
                Kind::Area,
                "source",
                "Where the definition comes from",
                "A standard, a paper, or “agreed here”.",
            ),
        ],
    }
}

fn shown(
    house: &House,
    who: &Who,
    caller: &Caller,
    given: &Given,
    faults: Faults,
    token: String,
) -> Result<MeasurePage, Unable> {
    let error = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{error}Put forward a measure");
    let view = house.view(&caller.partnership)?;
    Ok(MeasurePage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        token,
        parts: parts(&view, given, &faults),
        faults,
    })
}

#[derive(Deserialize)]
pub(super) struct For {
    #[serde(default)]
    outcome: String,
}

/// The empty input, with the outcome chosen that the reader came from.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Query(about): Query<For>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        let mut given = Given::default();
        given.add("outcome", about.outcome);
        given.add("period", "month");
        let token = house.input_token(caller)?;
        shown(house, &asks, caller, &given, Faults::new(), token)
    })
    .await?;
    page(&shown)
}

/// Puts a measure forward, and leads on to what it may be used for.
pub(super) async fn propose(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Form(given): Form<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let posted = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let token = given.text("token").to_owned();
        match read(&given, &view) {
            Ok(measure) => {
                house.first_post(caller, &token)?;
                let id = measure.id.clone();
                house.agree(caller, &Act::MeasureProposed(measure))?;
                Ok(Ok(id))
            }
            Err(faults) => shown(house, &asks, caller, &given, faults, token).map(Err),
        }
    })
    .await?;
    match posted {
        Ok(measure) => {
            let to = format!("/p/{partnership}/measures/{measure}/agreements/new");
            Ok(done(&state, &to, "proposed"))
        }
        Err(shown) => unfinished(&shown),
    }
}

fn read(given: &Given, view: &View) -> Result<Measure, Faults> {
    let mut reading = Reading::of(given);
    let title = reading.line("title", "Enter a name");
    let outcomes = &view.framework.outcomes;
    let outcome = reading.choice("outcome", "Choose the outcome it tells about", |text| {
        outcomes
            .iter()
            .find(|it| it.id.as_str() == text)
            .map(|it| it.id.clone())
    });
    let question = reading.line("question", "Enter the question it helps to answer");
    let form = evidence_form(&mut reading);
    let (unit, numerator, denominator) = counted(&mut reading);
    let better = reading.choice("better", "Choose which way is an improvement", |text| match text {
        "higher" => Some(Better::Higher),
        "lower" => Some(Better::Lower),
        "neither" => Some(Better::Neither),
        _ => None,
    });
    let population = reading.line("population", "Enter whom it is about");
    let period = reading.choice("period", "Choose how long a period is", |text| {
        Length::ALL.into_iter().find(|it| Id::slug(it.word()).as_str() == text)
    });
    let places_are = reading.line("places-are", "Enter what a place is");
    let groups_are = reading.optional("groups-are");
    let burden = reading.choice(
        "burden-minutes",
        "Enter the minutes as a whole number, such as 25",
        |text| text.parse().ok().filter(|minutes: &u32| *minutes <= 100_000),
    );
    let could_go_wrong = reading.text("could-go-wrong", "Say what could go wrong");
    let source = reading.text("source", "Say where the definition comes from");
    let id = Id::slug(&title);
    if !title.is_empty() && view.framework.measure(&id).is_some() {
        reading.fault("title", "There is a measure with this name; choose another");
    }
    let known = (outcome, form, unit, better, period, burden);
    match known {
        (Some(outcome), Some(form), Some(unit), Some(better), Some(period), Some(burden_minutes))
            if reading.faults.is_empty() =>
        {
            Ok(Measure {
                id,
                title,
                outcome,
                question,
                form: form.name().to_owned(),
                numerator,
                denominator,
                unit,
                better,
                population,
                period,
                groups_are,
                places_are,
                burden_minutes,
                could_go_wrong,
                source,
            })
        }
        _ => Err(reading.faults),
    }
}

/// The chosen form of evidence; the only one while there is one.
fn evidence_form(reading: &mut Reading<'_>) -> Option<&'static dyn Evidence> {
    match FORMS {
        [only] => Some(*only),
        _ => reading.choice("form", "Choose the form of evidence", form),
    }
}

/// Unit, what is counted, and out of what.
fn counted(reading: &mut Reading<'_>) -> (Option<Unit>, String, Option<String>) {
    let chosen = reading.choice("unit", "Choose what one reading is", |text| {
        ["share", "number"].into_iter().find(|it| *it == text)
    });
    let numerator = reading.line("numerator", "Enter what is counted");
    match chosen {
        Some("share") => {
            let denominator = reading.line("denominator", "Enter what it is a share of");
            (Some(Unit::Share), numerator, Some(denominator))
        }
        Some(_) => {
            let name = reading.line("unit-name", "Enter the name of the unit, such as “visits”");
            (Some(Unit::Number(name)), numerator, None)
        }
        None => (None, numerator, None),
    }
}
