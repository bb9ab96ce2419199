use askama::Template;
use axum::extract::{Path, Query, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_kernel::{Date, Id};
use cm_learning::{Decided, Verdict};

use crate::frame::Frame;
use crate::input::Given;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// Where a decision stands: its mark and its words.
pub(super) struct Standing {
    pub(super) mark: &'static str,
    pub(super) word: String,
}

/// Where a decision stands today.
pub(super) fn standing(decided: &Decided, today: Date) -> Standing {
    let review_on = date(decided.decision.it.review_on);
    let (mark, word) = match decided.reviews.last().map(|it| it.it.verdict) {
        Some(Verdict::Right) => ("granted", Verdict::Right.in_words().to_owned()),
        Some(Verdict::Wrong) => ("refused", Verdict::Wrong.in_words().to_owned()),
        Some(Verdict::CannotTell) => ("not-agreed", Verdict::CannotTell.in_words().to_owned()),
        None if decided.review_is_due(today) => ("attention", format!("Review due since {review_on}")),
        None => ("not-agreed", format!("Review on {review_on}")),
    };
    Standing { mark, word }
}

struct Listed {
    at: u64,
    on: String,
    text: String,
    measure: Id,
    measure_title: String,
    session: Id,
    session_title: String,
    expectation: String,
    confidence: u8,
    by: String,
    standing: Standing,
    adaptations: usize,
}

/// One way of narrowing the list.
struct Filter {
    label: &'static str,
    word: &'static str,
    count: usize,
    current: bool,
}

#[derive(Template)]
#[template(path = "decisions.html")]
struct DecisionsPage {
    page: Frame,
    filters: Vec<Filter>,
    decisions: Vec<Listed>,
    all: usize,
}

/// Narrows the list: its word in addresses, what a person reads, what it keeps.
type Narrowing = (&'static str, &'static str, fn(&Decided, Date) -> bool);

const NARROWINGS: [Narrowing; 3] = [
    ("", "All", |_, _| true),
    ("due", "Due for review", Decided::review_is_due),
    ("reviewed", "Reviewed", |it, _| !it.reviews.is_empty()),
];

/// Every decision, newest first; `show` narrows it to those due or reviewed.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Query(named): Query<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        decisions_page(house, &asks, caller, named.text("show"))
    })
    .await?;
    page(&shown)
}

fn decisions_page(house: &House, who: &Who, caller: &Caller, show: &str) -> Result<DecisionsPage, Unable> {
    caller.must(Deed::Read, &caller.partnership)?;
    let view = house.view(&caller.partnership)?;
    let today = house.today();
    let decisions = &view.learning.decisions;
    let known = NARROWINGS.iter().any(|(word, ..)| *word == show);
    let show = if known { show } else { "" };
    let filters = NARROWINGS.iter().map(|(word, label, keeps)| Filter {
        label,
        word,
        count: decisions.iter().filter(|it| keeps(it, today)).count(),
        current: *word == show,
    });
    let keeps = |it: &&Decided| {
        let found = NARROWINGS.iter().find(|(word, ..)| *word == show);
        found.is_none_or(|(.., keeps)| keeps(it, today))
    };
    Ok(DecisionsPage {
        page: Frame::of(house, &caller.partnership, who, "learning", "Decisions")?,
        filters: filters.collect(),
        decisions: decisions
            .iter()
            .rev()
            .filter(keeps)
            .map(|it| listed(&view, it, today))
            .collect(),
        all: decisions.len(),
    })
}

fn listed(view: &View, decided: &Decided, today: Date) -> Listed {
    let (at, it) = (decided.decision.at, &decided.decision.it);
    let session = view.learning.session(&it.session);
    Listed {
        at,
        on: date(decided.decision.received.date()),
        text: it.text.clone(),
        measure: it.measure.clone(),
        measure_title: super::measure_title(view, &it.measure),
        session: it.session.clone(),
        session_title: session.map_or_else(|| it.session.to_string(), |held| held.session.it.title.clone()),
        expectation: it.forecast.expectation.clone(),
        confidence: it.forecast.confidence,
        by: date(it.forecast.by),
        standing: standing(decided, today),
        adaptations: decided.adaptations.len(),
    }
}
