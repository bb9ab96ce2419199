use std::fmt::Write;

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, Query, State as Held};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use cm_app::{Answer, Asked, Caller, House, Scope, Unable};
use cm_framework::{MeasureRecord, Motive, UseState};
use cm_insight::{Chart, Insight, METHODS, Method, Shape};
use cm_kernel::{Date, Id, Refusal, title};
use serde::Deserialize;

use crate::charts::Width;
use crate::figure::FigureBlock;
use crate::frame::Frame;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;

mod beside;
mod download;

pub(crate) use beside::{Badge, badges, capital as capital_of, count as count_of, listed, partner_name, target_words};
use beside::{Beside, beside};

/// A measure: its chart, its definition, its motives, and what people made of it.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/measures/{measure}", get(show))
        .route("/p/{partnership}/measures/{measure}/ask", post(ask))
        .route("/p/{partnership}/measures/{measure}/data.csv", get(download::data))
        .route(
            "/p/{partnership}/measures/{measure}/picture.svg",
            get(download::picture),
        )
}

/// What a reader chose on the measure's page; every field may be empty.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    view: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

impl Chosen {
    fn scope(&self) -> Result<Scope, Refusal> {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|it| !it.is_empty());
        Ok(Scope {
            place: some(&self.place),
            group: some(&self.group),
            from: day(&self.from)?,
            to: day(&self.to)?,
        })
    }

    fn query(&self) -> String {
        let mut out = String::new();
        for (name, value) in [
            ("view", &self.view),
            ("place", &self.place),
            ("group", &self.group),
            ("from", &self.from),
            ("to", &self.to),
        ] {
            if !value.is_empty() {
                let _ = write!(
                    out,
                    "{}{name}={}",
                    if out.is_empty() { "?" } else { "&" },
                    escape(value)
                );
            }
        }
        out
    }
}

fn day(text: &str) -> Result<Option<Date>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    Date::parse(text).map(Some).ok_or_else(|| {
        let shown: String = text.chars().take(20).collect();
        Refusal::new(
            "web/not-a-date",
            format!("`{shown}` is not a date."),
            "Write it as 2018-04-01, or leave it empty.",
        )
    })
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

struct View {
    label: String,
    href: String,
    current: bool,
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
    views: Vec<View>,
    chosen: Chosen,
    places: Vec<String>,
    groups: Vec<String>,
    places_are: String,
    groups_are: Option<String>,
    figure: Option<FigureBlock>,
    refused: Option<(String, String, String)>,
    asks_ranking: bool,
    beside: Beside,
}

async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Query(chosen): Query<Chosen>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
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
    let caller = who.caller(partnership)?;
    let view = house.view(partnership)?;
    let record = view.framework.measure(measure).ok_or_else(|| no_such(measure))?;
    if METHODS.iter().all(|method| method.name() != chosen.view) {
        chosen.view = "xmr".to_owned();
    }
    let frame = Frame::of(house, partnership, who, "framework", record.measure.title.clone())?;
    let base = format!("/p/{partnership}/measures/{measure}");
    let answer = answer(house, &caller, record, &chosen);
    let (figure, refused) = match answer {
        Ok(answer) => (Some(figure(&answer, partnership, &base, &chosen)), None),
        Err(Unable::Refused(it)) => (None, Some((it.reason, it.remedy, it.code.to_owned()))),
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
        views: views(&base, &chosen),
        places,
        groups,
        places_are: record.measure.places_are.clone(),
        groups_are: record.measure.groups_are.clone(),
        figure,
        refused,
        asks_ranking: ranking != UseState::Granted,
        beside: beside(house, &view, record),
        chosen,
    })
}

fn no_such(measure: &Id) -> Refusal {
    Refusal::new(
        "framework/no-such-measure",
        format!("There is no measure `{measure}`."),
        "Choose a measure listed on the framework page.",
    )
}

fn views(base: &str, chosen: &Chosen) -> Vec<View> {
    let learning = METHODS
        .iter()
        .filter(|method| method.motive() != Motive::Ranking || chosen.view == method.name());
    learning
        .map(|method| View {
            label: title(method.card()).to_owned(),
            href: format!(
                "{base}{}",
                Chosen {
                    view: method.name().to_owned(),
                    ..chosen.clone()
                }
                .query()
            ),
            current: chosen.view == method.name(),
        })
        .collect()
}

/// Asks for what is chosen: for the target when that use is agreed, so that its line is drawn; else for learning.
fn answer(house: &House, caller: &Caller, record: &MeasureRecord, chosen: &Chosen) -> Result<Answer, Unable> {
    let Some(method) = METHODS.iter().find(|method| method.name() == chosen.view) else {
        return Err(Unable::Faulty);
    };
    let mut asked = Asked::new(&record.measure.id, method.name());
    asked.scope = chosen.scope()?;
    if method.shape() == Shape::OneReadingAPlace && asked.scope.from.is_none() && asked.scope.to.is_none() {
        asked.scope.from = last_year(house, caller, &record.measure.id);
    }
    if method.motive() == Motive::Ranking {
        asked.motive = Motive::Ranking;
        return house.look(caller, &asked);
    }
    let for_target = Asked {
        motive: Motive::Target,
        ..asked.clone()
    };
    match for_target_allowed(*method).then(|| house.look(caller, &for_target)) {
        Some(Ok(answer)) => Ok(answer),
        _ => house.look(caller, &asked),
    }
}

fn for_target_allowed(method: &dyn Method) -> bool {
    method.motive() == Motive::Target || method.also_serves(Motive::Target)
}

/// The first day of the last twelve months of evidence.
fn last_year(house: &House, caller: &Caller, measure: &Id) -> Option<Date> {
    let (_, last) = house.extent(caller, measure).ok()?.days?;
    let (year, month, _) = last.civil();
    if month == 12 {
        Date::new(year, 1, 1)
    } else {
        Date::new(year - 1, month + 1, 1)
    }
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
    block
}

/// The insight with its marks leading to the partnership's pages.
pub(crate) fn marked(insight: &Insight, partnership: &Id) -> Insight {
    let mut insight = insight.clone();
    if let Chart::Process(chart) = &mut insight.chart {
        for mark in &mut chart.marks {
            mark.href = format!("/p/{partnership}/{}", mark.href);
        }
    }
    insight
}

#[derive(Deserialize)]
struct AskedFor {
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
    let frame_who = who.clone();
    let (for_frame, to) = (partnership.clone(), format!("/p/{partnership}/measures/{measure}"));
    let chosen = Chosen {
        view: given.method.clone(),
        place: given.place,
        group: given.group,
        ..Chosen::default()
    };
    let asked = state
        .run(move |house| {
            let caller = who.caller(&partnership)?;
            let Some(method) = METHODS.iter().find(|method| method.name() == given.method) else {
                return Err(no_such_method().into());
            };
            let asked = Asked {
                motive: method.motive(),
                ..Asked::new(&measure, method.name())
            };
            house.ask(&caller, &asked).map(|_| ())
        })
        .await;
    match asked {
        Ok(()) => Ok(Redirect::to(&format!("{to}{}", chosen.query())).into_response()),
        Err(problem) => {
            let frame = state
                .run(move |house| Frame::of(house, &for_frame, &frame_who, "framework", ""))
                .await?;
            Err(problem.within(frame))
        }
    }
}

fn no_such_method() -> Refusal {
    Refusal::new(
        "app/no-such-method",
        "There is no such method.",
        "Choose one of the methods listed under help.",
    )
}
