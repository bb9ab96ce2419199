use axum::extract::{Path, Query, State as Held};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use cm_app::Answer;
use cm_exchange::standards::csv;
use cm_insight::method;
use cm_kernel::Id;

use super::{Chosen, answer, no_such, no_such_method};
use crate::charts::{self, Options, Width};
use crate::input::Given;
use crate::problem::{Problem, Shown};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;

pub(super) async fn data(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Query(given): Query<Given>,
) -> Shown {
    let (answer, name) = chosen_answer(&state, who, &partnership, &measure, Chosen::of(&given)).await?;
    let table = &answer.insight.table;
    let mut out = csv::line(&table.columns);
    table.rows.iter().for_each(|row| out.push_str(&csv::line(row)));
    let attachment = format!("attachment; filename=\"{name}.csv\"");
    Ok((
        [
            (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (CONTENT_DISPOSITION, attachment),
        ],
        out,
    )
        .into_response())
}

pub(super) async fn picture(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Query(given): Query<Given>,
) -> Shown {
    let (answer, name) = chosen_answer(&state, who, &partnership, &measure, Chosen::of(&given)).await?;
    let svg = charts::svg(&answer.insight, &Options::new(Width::Full, "chart").standalone());
    let attachment = format!("attachment; filename=\"{name}.svg\"");
    Ok((
        [
            (CONTENT_TYPE, "image/svg+xml".to_owned()),
            (CONTENT_DISPOSITION, attachment),
        ],
        svg,
    )
        .into_response())
}

async fn chosen_answer(
    state: &State,
    who: Who,
    partnership: &str,
    measure: &str,
    mut chosen: Chosen,
) -> Result<(Answer, String), Problem> {
    let (partnership, measure) = (id(partnership)?, id(measure)?);
    if chosen.view.is_empty() {
        chosen.view = "xmr".to_owned();
    }
    let name = format!("{measure}-{}", Id::slug(&chosen.view));
    let answer = state
        .run(move |house| {
            let caller = who.caller(house, &partnership)?;
            let view = house.view(&partnership)?;
            let record = view.framework.measure(&measure).ok_or_else(|| no_such(&measure))?;
            let method = method(&chosen.view).ok_or_else(no_such_method)?;
            answer(house, &caller, record, method, &chosen)
        })
        .await?;
    Ok((answer, name))
}
