use askama::Template;
use axum::Router;
use axum::extract::{Path, State as Held};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use cm_app::{Item, Step, Unable};
use cm_kernel::Id;

use crate::frame::Frame;
use crate::problem::{Problem, Shown, page};
use crate::state::State;
use crate::who::Who;

/// The home page of a partnership.
pub(crate) fn routes() -> Router<State> {
    Router::new().route("/p/{partnership}", get(home))
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    page: Frame,
    about: String,
    items: Vec<Item>,
    steps: Vec<Step>,
    steps_done: usize,
    measures: Vec<Listed>,
    counts: Counts,
}

struct Listed {
    id: Id,
    title: String,
    outcome: String,
    readings: u64,
}

struct Counts {
    measures: usize,
    observations: String,
    decisions: usize,
    refusals: usize,
}

/// An id from an address.
pub(crate) fn id(text: &str) -> Result<Id, Problem> {
    Id::new(text).map_err(Problem::from)
}

async fn home(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let accounts = format!("/p/{partnership}/accounts");
    let shown = state
        .run(move |house| {
            let caller = match who.caller(house, &partnership) {
                Ok(caller) => caller,
                Err(Unable::Refused(_)) => return Ok(None),
                Err(Unable::Faulty) => return Err(Unable::Faulty),
            };
            let view = house.view(&partnership)?;
            let profile = house.profile(&partnership)?;
            let frame = Frame::of(house, &partnership, &who, "home", "What needs attention")?;
            let rows = |id: &Id| view.gatherings.of(id).map(|it| it.gathered.rows).sum::<u64>();
            let outcome = |id: &Id| view.framework.outcomes.iter().find(|it| it.id == *id);
            let measures = view.framework.measures.iter().map(|(id, record)| Listed {
                id: id.clone(),
                title: record.measure.title.clone(),
                outcome: outcome(&record.measure.outcome).map_or_else(String::new, |it| it.title.clone()),
                readings: rows(id),
            });
            let measures: Vec<_> = measures.collect();
            let counts = Counts {
                measures: measures.len(),
                observations: crate::figure::thousands(measures.iter().map(|it| it.readings).sum()),
                decisions: view.learning.decisions.len(),
                refusals: view.framework.measures.values().map(|it| it.refused.len()).sum(),
            };
            let items = house.attention(&caller)?.items;
            let steps = house.setup(&caller)?;
            Ok(Some(HomePage {
                page: frame,
                about: profile.about,
                items,
                steps_done: steps.iter().filter(|it| it.done).count(),
                steps,
                measures,
                counts,
            }))
        })
        .await?;
    match shown {
        Some(shown) => page(&shown),
        None => Ok(Redirect::to(&accounts).into_response()),
    }
}
