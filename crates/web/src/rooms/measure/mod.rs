use std::collections::BTreeMap;
use std::fmt::Write;

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, Query, State as Held};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use cm_app::{Answer, Asked, Caller, House, Scope, Unable};
use cm_framework::{MeasureRecord, Motive, UseState};
use cm_insight::methods::xmr;
use cm_insight::{Chart, Insight, Method, Shape, Topic, method};
use cm_kernel::{Date, Id, Refusal};
use serde::Deserialize;

use crate::charts::Width;
use crate::figure::FigureBlock;
use crate::frame::Frame;
use crate::input::Given;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;
use crate::words::prose;

mod beside;
mod chosen;
mod download;
mod honest;
mod leave_out;
mod questions;
mod rebase;
mod register;
mod views;

pub(crate) use beside::{
    Badge, badges, capital as capital_of, count as count_of, counted, listed, partner_name, target_words,
};
use beside::{Beside, beside};
pub(crate) use chosen::Chosen;
use questions::UnderChart;
use views::{Setting, Suggestion, Views, leave_out_query, rebase_query, settings, suggestion, suited, views};

/// A measure: its chart, its definition, its motives, and what people made of it.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/measures/{measure}", get(show))
        .route("/p/{partnership}/measures/{measure}/ask", post(ask))
        .route(
            "/p/{partnership}/measures/{measure}/register",
            get(register::show).post(register::register),
        )
        .route(
            "/p/{partnership}/measures/{measure}/rebase",
            get(rebase::show).post(rebase::accept),
        )
        .route(
            "/p/{partnership}/measures/{measure}/rebase/withdraw",
            post(rebase::withdraw),
        )
        .route(
            "/p/{partnership}/measures/{measure}/honest",
            get(honest::show).post(honest::give),
        )
        .route(
            "/p/{partnership}/measures/{measure}/leave-out",
            get(leave_out::show).post(leave_out::leave_out),
        )
        .route(
            "/p/{partnership}/measures/{measure}/leave-out/take-back-in",
            post(leave_out::take_back_in),
        )
        .route("/p/{partnership}/measures/{measure}/questions", get(questions::show))
        .route(
            "/p/{partnership}/measures/{measure}/questions/answer",
            get(questions::answer::show).post(questions::answer::answer),
        )
        .route("/p/{partnership}/measures/{measure}/data.csv", get(download::data))
        .route(
            "/p/{partnership}/measures/{measure}/picture.svg",
            get(download::picture),
        )
}

/// A text as part of an address.
pub(crate) fn escape(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    let mut out = String::new();
    for byte in text.bytes() {
        if plain(byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[derive(Template)]
#[template(path = "measure.html")]
struct MeasurePage {
    page: Frame,
    id: Id,
    title: String,
    outcome: String,
    question: String,
    badges: Vec<Badge>,
    views: Views,
    settings: Vec<Setting>,
    others: Vec<(String, String, bool)>,
    has_place: bool,
    session_query: String,
    register_query: Option<String>,
    suggestion: Option<Suggestion>,
    /// What follows the address of proposals for this chart; `None` where limits cannot begin afresh.
    rebase_query: Option<String>,
    /// What follows the address where periods are left out of this chart; `None` where none can be.
    leave_out_query: Option<String>,
    /// What leads to figures that partners said cannot honestly be given.
    honest: String,
    chosen: Chosen,
    places: Vec<String>,
    groups: Vec<String>,
    places_are: String,
    groups_are: Option<String>,
    figure: Option<FigureBlock>,
    refused: Option<(String, String, String)>,
    under_chart: Option<UnderChart>,
    asks_ranking: bool,
    /// Why the agreed target has no line, in a sentence; empty where it stands, or none is agreed.
    stopped: String,
    beside: Beside,
}

async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Query(given): Query<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let chosen = Chosen::of(&given);
    let shown = state
        .run(move |house| measure_page(house, &who, &partnership, &measure, chosen))
        .await?;
    page(&shown)
}

fn measure_page(
    house: &House,
    who: &Who,
    partnership: &Id,
    measure: &Id,
    mut chosen: Chosen,
) -> Result<MeasurePage, Unable> {
    let caller = who.caller(house, partnership)?;
    let view = house.view(partnership)?;
    let record = view.framework.measure(measure).ok_or_else(|| no_such(measure))?;
    let choice = house.chart_for(&caller, measure, &chosen.scope()?).ok();
    if let (true, Some(choice)) = (chosen.view.is_empty(), &choice) {
        choice.method.clone_into(&mut chosen.view);
        let set = choice.settings.iter();
        chosen.settings = set
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
    }
    let method = method(&chosen.view).unwrap_or(&xmr::Xmr);
    method.name().clone_into(&mut chosen.view);
    let frame = Frame::of(house, partnership, who, "framework", record.measure.title.clone())?;
    let base = format!("/p/{partnership}/measures/{measure}");
    let answer = answer(house, &caller, record, method, &chosen);
    let used = answer
        .as_ref()
        .map_or_else(|_| BTreeMap::new(), |it| it.insight.settings.clone());
    let (figure, refused) = match answer {
        Ok(answer) => (Some(figure(&answer, partnership, &base, &chosen)), None),
        Err(Unable::Refused(it)) => (None, Some((prose(&it.reason), prose(&it.remedy), it.code.to_owned()))),
        Err(Unable::Faulty) => return Err(Unable::Faulty),
    };
    let extent = house.extent(&caller, measure).ok();
    let (places, groups) = extent.map_or_else(Default::default, |it| (it.places, it.groups));
    let outcome = view
        .framework
        .outcomes
        .iter()
        .find(|it| it.id == record.measure.outcome);
    let ranking = view.framework.use_state(measure, Motive::Ranking, house.today());
    Ok(MeasurePage {
        page: frame,
        id: measure.clone(),
        title: record.measure.title.clone(),
        outcome: outcome.map_or_else(String::new, |it| it.title.clone()),
        question: record.measure.question.clone(),
        badges: badges(&view.framework, measure, house.today()),
        views: views(&base, &chosen, &suited(record, groups.len(), &chosen)),
        settings: settings(method, &chosen, &used),
        rebase_query: rebase_query(method, &chosen),
        leave_out_query: leave_out_query(method, &chosen),
        honest: honest::leads(&view, measure),
        others: others(house, &view, measure, method, &chosen),
        has_place: method.shape().takes_a_place(),
        suggestion: suggestion(&base, &chosen, method, choice.as_deref()),
        register_query: (method.topic() == Topic::WhatChanged).then(|| chosen.query()),
        session_query: format!("{}&measure={measure}", chosen.query()),
        places,
        groups,
        places_are: record.measure.places_are.clone(),
        groups_are: record.measure.groups_are.clone(),
        figure,
        refused,
        under_chart: questions::under_chart(house, &caller, record, &chosen)?,
        asks_ranking: ranking != UseState::Granted,
        stopped: stopped(&view, measure, house.today()),
        beside: beside(house, &view, record),
        chosen,
    })
}

/// Why an agreed target stopped by itself, and what would start it again; empty where it did not.
fn stopped(view: &cm_app::View, measure: &Id, today: Date) -> String {
    let why = view.framework.why_suspended(measure, Motive::Target, today);
    why.map_or_else(String::new, |it| prose(&format!("{} {}", it.reason, it.remedy)))
}

fn no_such(measure: &Id) -> Refusal {
    no_such_name(measure.as_str())
}

/// Other measures that may stand beside this one, when the method reads several: id, title, and whether it does.
fn others(
    house: &House,
    view: &cm_app::View,
    measure: &Id,
    method: &dyn Method,
    chosen: &Chosen,
) -> Vec<(String, String, bool)> {
    if !method.reads_beside() {
        return Vec::new();
    }
    offered(house, view, measure, chosen)
}

/// Other measures that may be read for learning: id, title, and whether each is chosen.
fn offered(house: &House, view: &cm_app::View, measure: &Id, chosen: &Chosen) -> Vec<(String, String, bool)> {
    let all = view.framework.measures.iter().filter(|(id, _)| *id != measure);
    let may = all.filter(|(id, _)| view.framework.use_state(id, Motive::Learning, house.today()) == UseState::Granted);
    let other = may.map(|(id, record)| {
        let stands = chosen.beside.iter().any(|it| it == id.as_str());
        (id.to_string(), record.measure.title.clone(), stands)
    });
    other.collect()
}

/// Asks for what is chosen: for the target when that use is agreed, so that its line is drawn; else for learning.
fn answer(
    house: &House,
    caller: &Caller,
    record: &MeasureRecord,
    method: &dyn Method,
    chosen: &Chosen,
) -> Result<Answer, Unable> {
    let mut asked = chosen.asked(&record.measure.id, method)?;
    recent(house, caller, method, &mut asked);
    if method.motive() == Motive::Ranking {
        asked.motive = Motive::Ranking;
        return house.look(caller, &asked);
    }
    let for_target = Asked {
        motive: Motive::Target,
        ..asked.clone()
    };
    match for_target_allowed(method).then(|| house.look(caller, &for_target)) {
        Some(Ok(answer)) => Ok(answer),
        _ => house.look(caller, &asked),
    }
}

/// Methods that read one reading a place are asked about the last year, unless the reader chose days.
pub(crate) fn recent(house: &House, caller: &Caller, method: &dyn Method, asked: &mut Asked) {
    if method.shape() == Shape::OneReadingAPlace
        && asked.scope.from.is_none()
        && asked.scope.to.is_none()
        && let Ok(extent) = house.extent(caller, &asked.measure)
    {
        asked.scope.from = extent.days.and_then(|(_, last)| Scope::last_year(last));
    }
}

fn for_target_allowed(method: &dyn Method) -> bool {
    method.motive() == Motive::Target || method.also_serves(Motive::Target)
}

fn figure(answer: &Answer, partnership: &Id, base: &str, chosen: &Chosen) -> FigureBlock {
    let evidence = |at: u64| format!("/p/{partnership}/record/{at}");
    let mut block = FigureBlock::of(
        &marked(&answer.insight, partnership),
        "chart",
        Width::Desk,
        Some(&evidence),
    );
    block.data_href = format!("{base}/data.csv{}", chosen.query());
    block.picture_href = format!("{base}/picture.svg{}", chosen.query());
    if let Some(summary) = &mut block.summary {
        summary.sort(&chosen.sort);
        for line in &mut summary.lines {
            let alone = Chosen {
                place: line.place.clone(),
                ..chosen.viewed("xmr")
            };
            line.href = format!("{base}{}", alone.query());
        }
        for sort in &mut summary.sorts {
            let sorted = Chosen {
                sort: sort.name.to_owned(),
                ..chosen.clone()
            };
            sort.href = format!("{base}{}#chart", sorted.query());
        }
    }
    block
}

/// The insight with its marks leading to the partnership's pages.
pub(crate) fn marked(insight: &Insight, partnership: &Id) -> Insight {
    let mut insight = insight.clone();
    let marks = match &mut insight.chart {
        Chart::Process(chart) => &mut chart.marks,
        Chart::Lines(chart) => &mut chart.marks,
        _ => return insight,
    };
    for mark in marks.iter_mut().filter(|it| !it.href.is_empty()) {
        mark.href = format!("/p/{partnership}/{}", mark.href);
    }
    insight
}

#[derive(Deserialize)]
struct AskedFor {
    #[serde(default)]
    method: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    group: String,
}

/// Asks for a use by name; when partners have not agreed to it, the refusal goes on record.
async fn ask(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Form(given): Form<AskedFor>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let to = format!("/p/{partnership}/measures/{measure}");
    let chosen = Chosen {
        view: given.method.clone(),
        place: given.place,
        group: given.group,
        ..Chosen::default()
    };
    inside(&state, &who, &partnership, move |house, caller| {
        let method = method(&given.method).ok_or_else(no_such_method)?;
        let asked = Asked {
            motive: method.motive(),
            ..Asked::new(&measure, method.name())
        };
        house.ask(caller, &asked).map(|_| ())
    })
    .await?;
    Ok(Redirect::to(&format!("{to}{}", chosen.query())).into_response())
}

/// A name nobody gave to a measure.
fn no_such_name(name: &str) -> Refusal {
    let shown: String = name.chars().take(40).collect();
    Refusal::new(
        "framework/no-such-measure",
        format!("There is no measure `{shown}`."),
        "Choose a measure listed on the framework page.",
    )
}

pub(crate) fn no_such_method() -> Refusal {
    Refusal::new(
        "app/no-such-method",
        "There is no such method.",
        "Choose one of the methods listed under help.",
    )
}
