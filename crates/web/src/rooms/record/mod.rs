use std::collections::HashMap;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State as Held};
use axum::routing::get;
use cm_app::{Caller, House, Unable, View};
use cm_framework::{Framework, RefusedUse};
use cm_kernel::{Author, Entry, Id};
use serde::Deserialize;

use crate::frame::Frame;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::{capital_of, partner_name};
use crate::state::State;
use crate::who::Who;
use crate::words::{date, prose, time};

mod batch;
mod entry;
mod framework_kinds;
mod kinds;

use kinds::told;
pub(crate) use kinds::words_of_kind;

/// How many entries a page shows.
const PAGE: u64 = 50;
/// How many letters of what an entry is about a list shows.
const SHOWN: usize = 160;

/// The ledger, entry by entry.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/record", get(show))
        .route("/p/{partnership}/record/{at}", get(entry::show))
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// Position of the newest entry to show.
    #[serde(default)]
    from: String,
    #[serde(default)]
    kind: String,
}

/// One entry as a line of the list.
struct Line {
    at: u64,
    time: String,
    stamp: String,
    member: String,
    partner: String,
    words: String,
    about: String,
}

/// Entries received on one day.
struct Day {
    name: String,
    lines: Vec<Line>,
}

/// One refused use as both sides read it.
struct Refused {
    at: u64,
    on: String,
    by: String,
    title: String,
    measure: Id,
    asked: String,
    reason: String,
    remedy: String,
    code: String,
}

#[derive(Template)]
#[template(path = "record.html")]
struct RecordPage {
    page: Frame,
    length: u64,
    refusals: usize,
    only_refused: bool,
    days: Vec<Day>,
    refused: Vec<Refused>,
    newer: Option<u64>,
    older: Option<u64>,
}

async fn show(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Query(asked): Query<Asked>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        record_page(house, &asks, caller, &asked)
    })
    .await?;
    page(&shown)
}

fn record_page(house: &House, who: &Who, caller: &Caller, asked: &Asked) -> Result<RecordPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let mut all: Vec<&RefusedUse> = view.framework.measures.values().flat_map(|it| &it.refused).collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.at));
    let mut shown = RecordPage {
        page: Frame::of(house, &caller.partnership, who, "record", "Record")?,
        length: view.length,
        refusals: all.len(),
        only_refused: asked.kind == "refused",
        days: Vec::new(),
        refused: Vec::new(),
        newer: None,
        older: None,
    };
    let last = view.length.saturating_sub(1);
    let from = asked.from.trim().parse().unwrap_or(last).min(last);
    if shown.only_refused {
        refused_uses(&mut shown, &view, &all, from);
    } else {
        lines(&mut shown, house, caller, &view, from)?;
    }
    Ok(shown)
}

/// The page of the ledger whose newest entry is at `from`.
fn lines(shown: &mut RecordPage, house: &House, caller: &Caller, view: &View, from: u64) -> Result<(), Unable> {
    let first = (from + 1).saturating_sub(PAGE);
    let count = usize::try_from(from + 1 - first).unwrap_or_default();
    let entries = house.ledger(caller, &caller.partnership, first, count)?;
    let names = names(house, &caller.partnership)?;
    let line = |entry: &Entry| {
        let told = told(view, entry);
        let (member, partner) = who_wrote(&names, &view.framework, &entry.author);
        Line {
            at: entry.at,
            time: time(entry.received),
            stamp: entry.received.to_string(),
            member,
            partner,
            words: told.words,
            about: shortened(&told.about),
        }
    };
    for entry in entries.iter().rev() {
        let name = date(entry.received.date());
        match shown.days.last_mut().filter(|day| day.name == name) {
            Some(day) => day.lines.push(line(entry)),
            None => shown.days.push(Day {
                name,
                lines: vec![line(entry)],
            }),
        }
    }
    let last = view.length.saturating_sub(1);
    shown.newer = (from < last).then(|| (from + PAGE).min(last));
    shown.older = first.checked_sub(1);
    Ok(())
}

fn refused_uses(shown: &mut RecordPage, view: &View, all: &[&RefusedUse], from: u64) {
    let newer = all.iter().filter(|it| it.at > from).count();
    let page = PAGE as usize;
    let here = all.iter().skip(newer);
    shown.refused = here.take(page).map(|it| refused(view, it)).collect();
    shown.older = all.get(newer + page).map(|it| it.at);
    shown.newer = (newer > 0).then(|| all.get(newer.saturating_sub(page)).map_or(from, |it| it.at));
}

fn refused(view: &View, it: &RefusedUse) -> Refused {
    let refused = &it.refused;
    let record = view.framework.measure(&refused.measure);
    let title = record.map_or_else(|| refused.measure.to_string(), |it| it.measure.title.clone());
    Refused {
        at: it.at,
        on: date(it.on),
        by: partner_name(&view.framework, &it.by),
        title: format!("{} of “{title}”", capital_of(refused.motive.word())),
        measure: refused.measure.clone(),
        asked: prose(&refused.asked),
        reason: prose(&refused.reason),
        remedy: prose(&refused.remedy),
        code: refused.code.clone(),
    }
}

/// Names of members that are still known, by id.
fn names(house: &House, partnership: &Id) -> Result<HashMap<Id, String>, Unable> {
    let members = house.members(partnership)?;
    Ok(members.into_iter().map(|(id, it)| (id, it.name)).collect())
}

/// Who wrote an entry: the member's name while it is known, and the partner's.
fn who_wrote(names: &HashMap<Id, String>, framework: &Framework, author: &Author) -> (String, String) {
    let member = names.get(&author.member).cloned();
    let member = member.unwrap_or_else(|| "A member no longer known by name".to_owned());
    (member, partner_name(framework, &author.partner))
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN).collect();
    let whole = start.rsplit_once(' ').map_or(start.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}
