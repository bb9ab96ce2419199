use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::Deed;
use cm_kernel::Id;

use super::{limits_said, record_of, standing};
use crate::frame::Frame;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::{partner_name, target_words};
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// One assessment in the list.
struct Line {
    at: u64,
    target: String,
    mark: &'static str,
    stands: String,
    said: String,
    put: String,
}

#[derive(Template)]
#[template(path = "assessments.html")]
struct ListPage {
    page: Frame,
    measure: Id,
    measure_title: String,
    lines: Vec<Line>,
    may_propose: bool,
}

/// Every assessment of a measure's targets, newest first.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Read, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let record = record_of(&view, &measure)?;
        let line = |it: &cm_framework::Assessed| {
            let (mark, stands) = standing(&view.framework, it, house.today());
            Line {
                at: it.at,
                target: target_words(&it.assessment.value, &record.measure),
                mark,
                stands,
                said: limits_said(&record.measure, &it.assessment).1,
                put: format!("{}, {}", partner_name(&view.framework, &it.by), date(it.on)),
            }
        };
        Ok(ListPage {
            page: Frame::of(house, &caller.partnership, &asks, "framework", "Assessments of targets")?,
            measure: measure.clone(),
            measure_title: record.measure.title.clone(),
            lines: record.assessments.iter().rev().map(line).collect(),
            may_propose: caller.may(Deed::Propose),
        })
    })
    .await?;
    page(&shown)
}
