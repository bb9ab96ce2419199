use std::collections::BTreeMap;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State as Held};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use cm_app::{Chosen, Deed, EditionPlan, House, Scope, Unable};
use cm_framework::{Motive, UseState};
use cm_insight::Preset;
use cm_kernel::{Date, Id};

use crate::frame::Frame;
use crate::problem::{Problem, Shown, page, render, status};
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::prose;

/// A figure someone may choose.
struct Offered {
    value: String,
    label: String,
    chosen: bool,
}

/// What was written so far.
#[derive(Default, Clone)]
struct Written {
    title: String,
    covers: String,
    addressed_to: String,
    summary: String,
    figures: Vec<String>,
    decisions: Vec<String>,
    learned: String,
    cannot_say: String,
    attribution: String,
    rules: String,
    token: String,
}

/// The rules for small counts someone may choose.
struct RulesOffered {
    name: String,
    words: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "edition_new.html")]
struct NewPage {
    page: Frame,
    problem: Option<(String, String)>,
    offered: Vec<Offered>,
    not_offered: Vec<String>,
    decisions: Vec<(u64, String, bool)>,
    rules: Vec<RulesOffered>,
    written: Written,
}

pub(super) async fn new(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let shown = state
        .run(move |house| form(house, &who, &partnership, Written::default(), None))
        .await?;
    page(&shown)
}

fn form(
    house: &House,
    who: &Who,
    partnership: &Id,
    mut written: Written,
    problem: Option<(String, String)>,
) -> Result<NewPage, Unable> {
    let caller = who.caller(house, partnership)?;
    caller.must(Deed::Publish, partnership)?;
    let view = house.view(partnership)?;
    written.token = house.input_token(&caller)?;
    let (mut offered, mut not_offered) = (Vec::new(), Vec::new());
    for (id, record) in &view.framework.measures {
        let title = &record.measure.title;
        if view.framework.use_state(id, Motive::Publication, house.today()) != UseState::Granted {
            not_offered.push(title.clone());
            continue;
        }
        for (method, figure, scope, words) in choices(house, &caller, id) {
            let value = format!("{id}|{method}|{figure}|{scope}");
            let chosen = written.figures.contains(&value);
            offered.push(Offered {
                value,
                label: format!("{title}: {words}"),
                chosen,
            });
        }
        if written.attribution.is_empty() {
            let sources = view.gatherings.of(id).map(|it| it.gathered.source.attribution.clone());
            written.attribution = sources.last().unwrap_or_default();
        }
    }
    let decisions = view.learning.decisions.iter().map(|it| {
        let at = it.decision.at;
        (
            at,
            it.decision.it.text.clone(),
            written.decisions.contains(&at.to_string()),
        )
    });
    Ok(NewPage {
        page: Frame::of(house, partnership, who, "accounts", "Put an edition together")?,
        problem,
        offered,
        not_offered,
        decisions: decisions.collect(),
        rules: rules_offered(&written.rules),
        written,
    })
}

/// Every named preset; the one chosen, or the first, is marked.
fn rules_offered(chosen: &str) -> Vec<RulesOffered> {
    let chosen = Preset::read(chosen).unwrap_or(Preset::BelowFive);
    let offered = |preset: Preset| RulesOffered {
        name: preset.name(),
        words: format!("{} Source: {}.", preset.in_words(), preset.source()),
        chosen: preset == chosen,
    };
    Preset::ALL.into_iter().map(offered).collect()
}

/// Method, figure, scope and words of what can be published of a measure.
fn choices(house: &House, caller: &cm_app::Caller, measure: &Id) -> Vec<(&'static str, &'static str, String, String)> {
    let mut choices = vec![
        (
            "xmr",
            "latest",
            "/".to_owned(),
            "the latest reading, with its chart over time".to_owned(),
        ),
        (
            "xmr",
            "mean",
            "/".to_owned(),
            "the mean, with its chart over time".to_owned(),
        ),
    ];
    let extent = house.extent(caller, measure).ok();
    if let Some((_, last)) = extent.as_ref().filter(|it| it.places.len() > 2).and_then(|it| it.days) {
        let (year, month, _) = last.civil();
        let from = if month == 12 {
            Date::new(year, 1, 1)
        } else {
            Date::new(year - 1, month + 1, 1)
        };
        if let Some(from) = from {
            let words = format!("all places together against their funnel, {from} to {last}");
            choices.push(("funnel", "centre", format!("{from}/{last}"), words));
        }
    }
    choices
}

pub(super) async fn create(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    body: Bytes,
) -> Result<Response, Problem> {
    let partnership = id(&partnership)?;
    let written = read(&body);
    let kept = (who.clone(), partnership.clone(), written.clone());
    let made = state
        .run(move |house| {
            let caller = who.caller(house, &partnership)?;
            house.first_post(&caller, &written.token)?;
            house.draft_edition(&caller, &plan(&written))
        })
        .await;
    match made {
        Ok(edition) => Ok(done(&state, &format!("/p/{}/accounts/{edition}", kept.1), "drafted")),
        Err(problem) => {
            let Some(refusal) = problem.refusal() else {
                return Err(problem);
            };
            if status(refusal) != StatusCode::CONFLICT {
                return Err(problem);
            }
            let told = Some((prose(&refusal.reason), prose(&refusal.remedy)));
            let (who, partnership, written) = kept;
            let shown = state
                .run(move |house| form(house, &who, &partnership, written, told))
                .await?;
            let html = render(&shown).map_err(|_| Problem::from(Unable::Faulty))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
        }
    }
}

/// Reads a form in which a name may stand several times.
fn read(body: &[u8]) -> Written {
    let mut written = Written::default();
    for (name, value) in form_urlencoded::parse(body).into_owned() {
        match name.as_str() {
            "title" => written.title = value,
            "covers" => written.covers = value,
            "addressed_to" => written.addressed_to = value,
            "summary" => written.summary = value,
            "figure" => written.figures.push(value),
            "decision" => written.decisions.push(value),
            "learned" => written.learned = value,
            "cannot_say" => written.cannot_say = value,
            "attribution" => written.attribution = value,
            "rules" => written.rules = value,
            "token" => written.token = value,
            _ => {}
        }
    }
    written
}

fn plan(written: &Written) -> EditionPlan {
    let chosen = written.figures.iter().filter_map(|value| {
        let mut parts = value.split('|');
        let (measure, method, figure, scope) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let (from, to) = scope.split_once('/')?;
        Some(Chosen {
            measure: Id::new(measure).ok()?,
            method: method.to_owned(),
            scope: Scope {
                from: Date::parse(from),
                to: Date::parse(to),
                ..Scope::default()
            },
            settings: BTreeMap::new(),
            figure: figure.to_owned(),
        })
    });
    let paragraphs = |text: &str| {
        text.lines()
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect()
    };
    EditionPlan {
        title: written.title.clone(),
        covers: written.covers.clone(),
        addressed_to: written.addressed_to.clone(),
        summary: written.summary.clone(),
        figures: chosen.collect(),
        rules: Preset::read(&written.rules).unwrap_or(Preset::BelowFive),
        decisions: written.decisions.iter().filter_map(|it| it.parse().ok()).collect(),
        learned: paragraphs(&written.learned),
        cannot_say: paragraphs(&written.cannot_say),
        attribution: written.attribution.clone(),
    }
}
