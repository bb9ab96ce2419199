//! The questions that methods ask of a measure near its target, each with a place to log what lies behind it.

use askama::Template;
use axum::extract::{Path, Query, State as Held};
use cm_app::{Caller, House, Scope, Unable};
use cm_framework::MeasureRecord;
use cm_insight::Topic;
use cm_kernel::Id;

use super::{Chosen, no_such, offered};
use crate::frame::Frame;
use crate::input::Given;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::across::Line;
use crate::rooms::home::id;
use crate::rooms::learning::Names;
use crate::state::State;
use crate::who::Who;
use crate::words::prose;

pub(super) mod answer;
mod shown;

use shown::{Asks, Quiet, ShownAnswer, ShownQuestion};

/// Which measure: partnership and measure, as the address says.
type At = Path<(String, String)>;

#[derive(Template)]
#[template(path = "questions.html")]
struct QuestionsPage {
    page: Frame,
    id: Id,
    measure: String,
    /// Which of its evidence: `all together`, `RF4`.
    about: String,
    /// Whether that is less than everything.
    narrowed: bool,
    /// Measures that may stand beside it: id, title, and whether each does.
    others: Vec<(String, String, bool)>,
    /// The place and the group, as the choice of measures repeats them.
    kept: Vec<(String, String)>,
    line: Option<Line>,
    asked: Vec<ShownQuestion>,
    quiet: Vec<Quiet>,
    refused: Vec<(String, String)>,
    no_longer_asked: Vec<(String, ShownAnswer)>,
    may_answer: bool,
    objections: Vec<(String, String)>,
}

/// What is asked, and who answered what.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): At,
    Query(given): Query<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        questions_page(house, &asks, caller, &measure, &place_alone(&Chosen::of(&given)))
    })
    .await?;
    page(&shown)
}

/// The place, the group and the measures beside it of what was chosen: questions are asked of all the time there is.
fn place_alone(chosen: &Chosen) -> Chosen {
    Chosen {
        place: chosen.place.clone(),
        group: chosen.group.clone(),
        beside: chosen.beside.clone(),
        ..Chosen::default()
    }
}

fn questions_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    measure: &Id,
    chosen: &Chosen,
) -> Result<QuestionsPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let record = view.framework.measure(measure).ok_or_else(|| no_such(measure))?;
    let scope = chosen.scope()?;
    let questions = house.target_questions(caller, measure, &scope, &chosen.others(measure)?)?;
    let names = Names::of(house, caller)?;
    let asks = Asks::of(&view, &names, caller, measure, chosen);
    let no_longer = questions.no_longer_asked.iter();
    let title = "Questions about its target";
    Ok(QuestionsPage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        id: measure.clone(),
        measure: record.measure.title.clone(),
        about: scope.in_words(),
        narrowed: scope != Scope::default(),
        others: offered(house, &view, measure, chosen),
        kept: chosen.hidden(&["beside"]),
        line: Line::of(house, &view, record),
        asked: (1..)
            .zip(&questions.asked)
            .map(|(at, it)| asks.question(at, it))
            .collect(),
        quiet: questions.quiet.iter().map(|it| asks.quiet(it)).collect(),
        refused: questions
            .refused
            .iter()
            .map(|it| (prose(&it.reason), prose(&it.remedy)))
            .collect(),
        no_longer_asked: no_longer
            .map(|it| (it.answer.it.question.clone(), asks.answer(it, "")))
            .collect(),
        may_answer: caller.may(cm_app::Deed::Interpret),
        objections: objections(&view, record),
    })
}

/// Questions that the chart on a measure's page asks, with what partners answered, as they stand under the chart.
pub(super) struct UnderChart {
    /// Where they are all read and answered.
    pub(super) href: String,
    pub(super) asked: Vec<ShownQuestion>,
}

/// What stands under a chart near a target; `None` under every other chart.
pub(super) fn under_chart(
    house: &House,
    caller: &Caller,
    record: &MeasureRecord,
    chosen: &Chosen,
) -> Result<Option<UnderChart>, Unable> {
    let near = cm_insight::method(&chosen.view).is_some_and(|it| it.topic() == Topic::NearATarget);
    if !near {
        return Ok(None);
    }
    let view = house.view(&caller.partnership)?;
    let measure = &record.measure.id;
    let placed = place_alone(chosen);
    let questions = house.target_questions(caller, measure, &placed.scope()?, &placed.others(measure)?)?;
    let names = Names::of(house, caller)?;
    let asks = Asks::of(&view, &names, caller, measure, &placed);
    let here = questions.asked.iter().filter(|it| it.insight.method == chosen.view);
    Ok(Some(UnderChart {
        href: format!("{}/questions{}", asks.base, placed.query()),
        asked: (1..).zip(here).map(|(at, it)| asks.question(at, it)).collect(),
    }))
}

fn objections(view: &cm_app::View, record: &MeasureRecord) -> Vec<(String, String)> {
    let in_force = record.in_force().map(|it| it.objections.as_slice()).unwrap_or_default();
    let name = |id: &Id| super::partner_name(&view.framework, id);
    in_force
        .iter()
        .map(|it| (name(&it.partner), it.reason.clone()))
        .collect()
}
