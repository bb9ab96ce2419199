use askama::Template;
use axum::extract::{Form, Path, Query, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_insight::{Method, method};
use cm_kernel::{Id, title};
use cm_learning::{Act, Registration, Said};

use super::{Chosen, no_such, no_such_method, partner_name};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::{date, read_date};

/// A question that was registered.
struct Registered {
    at: u64,
    method: String,
    by: String,
    judges_from: String,
    threshold: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    page: Frame,
    id: Id,
    measure: String,
    token: String,
    may_register: bool,
    chosen: Chosen,
    question: Vec<(String, String)>,
    fields: Vec<Field>,
    faults: Faults,
    registered: Vec<Registered>,
}

/// A question as chosen on the measure's page, to be fixed before the readings it judges, and those fixed already.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Query(given): Query<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let reader = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        register_page(house, &reader, caller, &measure, (&given, Faults::new()))
    })
    .await?;
    page(&shown)
}

/// Puts a question on record.
pub(super) async fn register(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let (reader, to) = (who.clone(), format!("/p/{partnership}/measures/{measure}/register"));
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Decide, &caller.partnership)?;
        match read(&given, &measure)? {
            Ok(registration) => {
                house.first_post(caller, given.text("token"))?;
                house.learn(caller, &Act::Registered(registration)).map(Ok)
            }
            Err(faults) => {
                let shown = register_page(house, &reader, caller, &measure, (&given, faults))?;
                Ok(Err(Box::new(shown)))
            }
        }
    })
    .await?;
    match came {
        Ok(at) => Ok(done(&state, &format!("{to}#entry-{at}"), "saved")),
        Err(shown) => unfinished(&*shown),
    }
}

fn register_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    measure: &Id,
    (given, faults): (&Given, Faults),
) -> Result<RegisterPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let record = view.framework.measure(measure).ok_or_else(|| no_such(measure))?;
    let mut chosen = Chosen::of(given);
    if chosen.view.is_empty() {
        "its".clone_into(&mut chosen.view);
    }
    let method = method(&chosen.view).ok_or_else(no_such_method)?;
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    let registered = view.learning.registered(measure).map(|it| shown(&view, it));
    Ok(RegisterPage {
        page: Frame::of(
            house,
            &caller.partnership,
            who,
            "framework",
            "Questions fixed beforehand",
        )?,
        id: measure.clone(),
        measure: record.measure.title.clone(),
        token,
        may_register: caller.may(Deed::Decide),
        question: question(method, &chosen)?,
        fields: fields().into_iter().map(|it| it.filled(given, &faults)).collect(),
        chosen,
        faults,
        registered: registered.collect(),
    })
}

fn shown(view: &cm_app::View, it: &Said<Registration>) -> Registered {
    Registered {
        at: it.at,
        method: method(&it.it.method).map_or_else(|| it.it.method.clone(), |it| title(it.card()).to_owned()),
        by: format!(
            "{}, {}",
            partner_name(&view.framework, &it.partner),
            date(it.received.date())
        ),
        judges_from: date(it.it.judges_from),
        threshold: it.it.threshold.clone(),
        reason: it.it.reason.clone(),
    }
}

/// What will be fixed, in names and values.
fn question(method: &dyn Method, chosen: &Chosen) -> Result<Vec<(String, String)>, Unable> {
    let mut facts = vec![
        ("Method".to_owned(), title(method.card()).to_owned()),
        ("About".to_owned(), chosen.scope()?.in_words()),
    ];
    let settled = Registration::settle(method.name(), &chosen.settings)?;
    let settings = settled.into_iter();
    facts.extend(settings.map(|(name, value)| (super::capital_of(&name.replace('-', " ")), value)));
    Ok(facts)
}

fn fields() -> Vec<Field> {
    vec![
        Field::new(
            Kind::Short,
            "judges-from",
            "From which day readings are judged",
            "Readings from then on must not have arrived yet, such as 1 April 2027.",
        ),
        Field::new(
            Kind::Area,
            "threshold",
            "What will count as an answer",
            "In words that can turn out wrong, such as “at least five points higher than the run before”.",
        ),
        Field::new(
            Kind::Area,
            "reason",
            "Why the question is asked so",
            "Why this method, these dates and this threshold.",
        ),
    ]
}

/// The registration, or what is wrong with the input.
fn read(given: &Given, measure: &Id) -> Result<Result<Registration, Faults>, Unable> {
    let chosen = Chosen::of(given);
    let method = method(&chosen.view).ok_or_else(no_such_method)?;
    let asked = chosen.asked(measure, method)?;
    let settings = Registration::settle(method.name(), &asked.settings)?;
    let mut reading = Reading::of(given);
    let judges_from = reading.choice("judges-from", "Enter the day, such as 1 April 2027", read_date);
    let threshold = reading.text("threshold", "Say what will count");
    let reason = reading.text("reason", "Say why");
    let all = |name: Option<String>| name.unwrap_or_else(|| "all".to_owned());
    Ok(match judges_from {
        Some(judges_from) if reading.faults.is_empty() => Ok(Registration {
            measure: measure.clone(),
            method: method.name().to_owned(),
            version: method.version().to_owned(),
            settings,
            place: all(asked.scope.place),
            group: all(asked.scope.group),
            reads_from: asked.scope.from,
            beside: asked.beside,
            judges_from,
            threshold,
            reason,
        }),
        _ => Err(reading.faults),
    })
}
