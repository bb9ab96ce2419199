use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State as Held};
use axum::routing::get;
use cm_app::{Asked, Caller, House, Unable};
use cm_framework::{MeasureRecord, Motive};
use cm_insight::{Question, SummaryRow};
use cm_kernel::Id;

use crate::figure::{FigureBlock, SummaryTable};
use crate::frame::Frame;
use crate::input::Given;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;
use crate::words::prose;

mod equity;
mod targets;

pub(crate) use targets::Line;

/// All measures beside each other: how each stands, how far population groups are apart, and what is asked about its
/// target.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/summary", get(summary))
        .route("/p/{partnership}/equity", get(equity::show))
        .route("/p/{partnership}/targets", get(targets::show))
}

/// A measure that has nothing to show here, and why.
struct LeftOut {
    title: String,
    href: String,
    why: String,
}

#[derive(Template)]
#[template(path = "summary.html")]
struct SummaryPage {
    page: Frame,
    summary: Option<SummaryTable>,
    left_out: Vec<LeftOut>,
}

async fn summary(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Query(given): Query<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let reader = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        summary_page(house, &reader, caller, given.text("sort"))
    })
    .await?;
    page(&shown)
}

fn summary_page(house: &House, who: &Who, caller: &Caller, sort: &str) -> Result<SummaryPage, Unable> {
    let partnership = &caller.partnership;
    let view = house.view(partnership)?;
    let (mut lines, mut left_out) = (Vec::new(), Vec::new());
    for (id, record) in &view.framework.measures {
        let href = format!("/p/{partnership}/measures/{id}");
        let title = record.measure.title.clone();
        let why = match standing(house, caller, id, record)? {
            Ok(row) => {
                let question = Question::about(&record.measure, "");
                lines.push((row, move |number: f64| question.in_words(number), href));
                continue;
            }
            Err(why) => why,
        };
        left_out.push(LeftOut { title, href, why });
    }
    let mut summary = (!lines.is_empty()).then(|| SummaryTable::of_measures(&lines));
    if let Some(summary) = &mut summary {
        summary.sort(sort);
        for it in &mut summary.sorts {
            it.href = format!("/p/{partnership}/summary?sort={}", it.name);
        }
    }
    let title = "All measures at a glance";
    Ok(SummaryPage {
        page: Frame::of(house, partnership, who, "framework", title)?,
        summary,
        left_out,
    })
}

/// How a measure stands with all places together; or why nothing can be said.
fn standing(
    house: &House,
    caller: &Caller,
    measure: &Id,
    record: &MeasureRecord,
) -> Result<Result<SummaryRow, String>, Unable> {
    let asked = Asked::new(measure, "xmr");
    let for_target = Asked {
        motive: Motive::Target,
        ..asked.clone()
    };
    let answer = house.look(caller, &for_target).or_else(|_| house.look(caller, &asked));
    Ok(match answer {
        Ok(answer) => SummaryRow::of(&answer.insight, record.measure.better, &record.measure.title)
            .ok_or_else(|| "It has no readings yet.".to_owned()),
        Err(Unable::Refused(refusal)) => Err(format!("{} {}", prose(&refusal.reason), prose(&refusal.remedy))),
        Err(Unable::Faulty) => return Err(Unable::Faulty),
    })
}
