use std::cmp::Reverse;

use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_kernel::Id;

use super::Names;
use super::calibration::Calibration;
use crate::frame::Frame;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

struct Listed {
    id: Id,
    title: String,
    question: String,
    held_on: String,
    said: usize,
    insights: usize,
    decisions: usize,
}

struct Due {
    at: u64,
    text: String,
    since: String,
}

struct Open {
    at: u64,
    text: String,
    by: String,
    session: Id,
    session_title: String,
}

#[derive(Template)]
#[template(path = "learning.html")]
struct LearningPage {
    page: Frame,
    may_decide: bool,
    due: Vec<Due>,
    sessions: Vec<Listed>,
    questions: Vec<Open>,
    decisions: usize,
    calibration: Vec<String>,
}

/// Sessions, what is due, what is open, and how well forecasts held.
pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        learning_page(house, &asks, caller)
    })
    .await?;
    page(&shown)
}

fn learning_page(house: &House, who: &Who, caller: &Caller) -> Result<LearningPage, Unable> {
    caller.must(Deed::Read, &caller.partnership)?;
    let view = house.view(&caller.partnership)?;
    let learning = &view.learning;
    let due = learning.decisions.iter().filter(|it| it.review_is_due(house.today()));
    let due = due.map(|it| Due {
        at: it.decision.at,
        text: it.decision.it.text.clone(),
        since: date(it.decision.it.review_on),
    });
    Ok(LearningPage {
        page: Frame::of(house, &caller.partnership, who, "learning", "Learning")?,
        may_decide: caller.may(Deed::Decide),
        due: due.collect(),
        sessions: sessions(&view),
        questions: questions(&view, &Names::of(house, caller)?),
        decisions: learning.decisions.len(),
        calibration: Calibration::of(learning).in_words(),
    })
}

fn sessions(view: &View) -> Vec<Listed> {
    let mut held: Vec<_> = view.learning.sessions.iter().collect();
    held.sort_by_key(|it| Reverse((it.session.it.held_on, it.session.at)));
    let decisions = |id: &Id| {
        let of = view.learning.decisions.iter();
        of.filter(|it| it.decision.it.session == *id).count()
    };
    let listed = held.into_iter().map(|held| {
        let it = &held.session.it;
        Listed {
            id: it.id.clone(),
            title: it.title.clone(),
            question: it.question.clone(),
            held_on: date(it.held_on),
            said: held.interpretations.len(),
            insights: it.looks_at.len(),
            decisions: decisions(&it.id),
        }
    });
    listed.collect()
}

/// Questions left open, newest first.
fn questions(view: &View, names: &Names) -> Vec<Open> {
    let mut open: Vec<Open> = Vec::new();
    for held in &view.learning.sessions {
        open.extend(held.questions.iter().map(|it| Open {
            at: it.at,
            text: it.it.text.clone(),
            by: names.both(view, &it.member, &it.partner),
            session: held.session.it.id.clone(),
            session_title: held.session.it.title.clone(),
        }));
    }
    open.sort_by_key(|it| Reverse(it.at));
    open
}
