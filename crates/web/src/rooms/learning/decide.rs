use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_kernel::{Date, Id};
use cm_learning::{Act, Decision, Forecast};

use super::say::write;
use super::{claim, framed, session_of, token_of};
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
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
#[template(path = "decide.html")]
struct DecidePage {
    page: Frame,
    token: String,
    session: Id,
    session_title: String,
    headlines: Vec<(String, String)>,
    silent: String,
    fields: Vec<Field>,
    faults: Faults,
}

fn decide_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    session: &Id,
    (given, faults): (&Given, Faults),
) -> Result<DecidePage, Unable> {
    let view = house.view(&caller.partnership)?;
    let held = session_of(&view, session)?;
    let looks_at = held.session.it.looks_at.iter();
    let said = |partner: &Id| held.interpretations.iter().any(|it| it.partner == *partner);
    let silent = view.framework.taking_part().filter(|it| !said(&it.id));
    let silent: Vec<_> = silent.map(|it| it.name.as_str()).collect();
    let fields = fields(&view, held, house.today());
    Ok(DecidePage {
        page: framed(house, who, caller, "Decide", !faults.is_empty())?,
        token: token_of(house, caller, given)?,
        session: session.clone(),
        session_title: held.session.it.title.clone(),
        headlines: looks_at
            .map(|it| (it.headline.clone(), super::measure_title(&view, &it.measure)))
            .collect(),
        silent: if silent.is_empty() {
            String::new()
        } else {
            listed(&silent)
        },
        fields: fields.into_iter().map(|it| it.filled(given, &faults)).collect(),
        faults,
    })
}

/// How sure people can say they are, in per cent, and what that means.
const SURE: [(u8, &str); 5] = [
    (55, "Little better than tossing a coin"),
    (65, "It would come true about two times in three"),
    (75, "Three times in four"),
    (85, "Six times in seven"),
    (95, "Nineteen times in twenty"),
];

fn fields(view: &View, held: &cm_learning::Held, today: Date) -> Vec<Field> {
    let looks_at = &held.session.it.looks_at;
    let on_table = |id: &Id| looks_at.iter().any(|it| it.measure == *id);
    let measures = view.framework.measures.iter();
    let (first, rest): (Vec<_>, Vec<_>) = measures.partition(|(id, _)| on_table(id));
    let measures = first.into_iter().chain(rest);
    let measures = measures.map(|(id, record)| Choice::new(id.as_str(), record.measure.title.as_str(), ""));
    let sure = SURE.map(|(per_cent, means)| Choice::new(per_cent.to_string(), format!("{per_cent}%"), means));
    let for_example = |days| format!("For example, {}.", in_days(today, days));
    let compared = view.learning.compared(looks_at, None);
    let mut fields = vec![
        Field::new(
            Kind::Area,
            "decision",
            "What we will do",
            "One thing, in words that can be carried out.",
        ),
        Field::new(
            Kind::Area,
            "why",
            "Why",
            "What on the table speaks for it, and what against.",
        ),
    ];
    fields.extend(claim::fields(compared));
    fields.extend([
        Field::new(
            Kind::Select,
            "measure",
            "Which measure should show it",
            "Those on the table come first.",
        )
        .offering(measures),
        Field::new(
            Kind::Area,
            "expectation",
            "What we expect to see",
            "In words that can turn out wrong, such as “In March the share lies above 80%”.",
        ),
        Field::new(Kind::Short, "by", "By which day", for_example(92)),
        Field::new(
            Kind::Radios,
            "confidence",
            "How sure we are that it comes true",
            "Nobody is blamed for a forecast that fails. They are counted, to learn how well we foresee.",
        )
        .offering(sure),
        Field::new(
            Kind::Short,
            "review-on",
            "When we look back",
            format!("On that day or after it. {}", for_example(106)),
        ),
    ]);
    fields
}

/// A day to come, as an example.
fn in_days(today: Date, days: i32) -> String {
    today.plus(days).map_or_else(String::new, date)
}

/// The empty input.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, session)): Path<(String, String)>,
) -> Shown {
    let (partnership, session) = (id(&partnership)?, id(&session)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Decide, &caller.partnership)?;
        decide_page(house, &asks, caller, &session, (&Given::default(), Faults::new()))
    })
    .await?;
    page(&shown)
}

/// Puts a decision with its forecast on record.
pub(super) async fn decide(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, session)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, session) = (id(&partnership)?, id(&session)?);
    let asks = who.clone();
    let decided = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Decide, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let compared = view
            .learning
            .compared(&session_of(&view, &session)?.session.it.looks_at, None);
        match read(&given, &view, (&session, compared), house.today()) {
            Ok(decision) => write(house, caller, &given, &Act::Decided(decision)).map(Ok),
            Err(faults) => decide_page(house, &asks, caller, &session, (&given, faults)).map(|it| Err(Box::new(it))),
        }
    })
    .await?;
    match decided {
        Ok(at) => Ok(done(&state, &format!("/p/{partnership}/decisions/{at}"), "saved")),
        Err(shown) => unfinished(&*shown),
    }
}

fn read(given: &Given, view: &View, (session, compared): (&Id, bool), today: Date) -> Result<Decision, Faults> {
    let mut reading = Reading::of(given);
    let text = reading.text("decision", "Say what you will do");
    let why = reading.text("why", "Say why");
    let claim = claim::read(&mut reading, compared);
    let known = |text: &str| Id::new(text).ok().filter(|id| view.framework.measure(id).is_some());
    let measure = reading.choice("measure", "Choose the measure that should show it", known);
    let expectation = reading.text("expectation", "Say what you expect to see");
    let missing = |which: &str, days| format!("Enter the day {which}, such as {}", in_days(today, days));
    let by = reading.choice("by", &missing("by which you expect it", 92), read_date);
    let per_cent = |text: &str| text.parse().ok().filter(|it| (1..=99).contains(it));
    let confidence = reading.choice("confidence", "Choose how sure you are", per_cent);
    let review_on = reading.choice("review-on", &missing("when you look back", 106), read_date);
    if by.is_some_and(|by| by <= today) {
        reading.fault("by", "A forecast is about a day still to come; enter a later one");
    }
    if by.zip(review_on).is_some_and(|(by, review_on)| review_on < by) {
        reading.fault("review-on", "Look back on the day of the forecast or later");
    }
    match (measure, by, confidence, review_on) {
        (Some(measure), Some(by), Some(confidence), Some(review_on)) if reading.faults.is_empty() => Ok(Decision {
            session: session.clone(),
            measure,
            text,
            why,
            claim,
            forecast: Forecast {
                expectation,
                by,
                confidence,
            },
            review_on,
        }),
        _ => Err(reading.faults),
    }
}
