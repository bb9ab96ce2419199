use std::collections::BTreeMap;

use axum::Router;
use axum::routing::{get, post};
use cm_app::{Caller, House, Unable, View};
use cm_kernel::{Id, Refusal};
use cm_learning::{Decided, Held};

use crate::frame::Frame;
use crate::input::Given;
use crate::rooms::measure::partner_name;
use crate::state::State;
use crate::who::Who;

mod after;
mod calibration;
pub(crate) mod claim;
mod decide;
mod decision;
mod decisions;
mod frozen;
mod open;
mod overview;
mod say;
mod session;
mod table;

/// Sessions, what partners made of insights, decisions with their forecasts, and what became of them.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/learning", get(overview::show))
        .route("/p/{partnership}/sessions/new", get(open::show).post(open::open))
        .route("/p/{partnership}/sessions/{session}", get(session::show))
        .route("/p/{partnership}/sessions/{session}/interpret", post(say::interpret))
        .route("/p/{partnership}/sessions/{session}/ask", post(say::ask))
        .route(
            "/p/{partnership}/sessions/{session}/decide",
            get(decide::show).post(decide::decide),
        )
        .route("/p/{partnership}/decisions", get(decisions::show))
        .route("/p/{partnership}/decisions/{at}", get(decision::show))
        .route("/p/{partnership}/decisions/{at}/adapt", post(after::adapt))
        .route("/p/{partnership}/decisions/{at}/review", post(after::review))
}

/// A session, or the refusal that says there is none.
fn session_of<'v>(view: &'v View, session: &Id) -> Result<&'v Held, Refusal> {
    view.learning.session(session).ok_or_else(|| {
        Refusal::new(
            "learning/no-such-session",
            format!("There is no session `{session}`."),
            "Choose a session listed on the learning page.",
        )
    })
}

/// A decision by the position of its entry, or the refusal that says there is none.
fn decision_of(view: &View, at: u64) -> Result<&Decided, Refusal> {
    view.learning.decision(at).ok_or_else(|| {
        Refusal::new(
            "learning/no-such-decision",
            format!("No decision was taken at entry {at}."),
            "Choose a decision listed on the decisions page.",
        )
    })
}

/// Whether what a decision brought about can be set against what would have happened otherwise.
fn compared(view: &View, decided: &Decided) -> bool {
    let it = &decided.decision.it;
    let held = view.learning.session(&it.session);
    let table = held.map_or(&[][..], |held| &held.session.it.looks_at);
    view.learning.compared(table, Some(&it.measure))
}

/// How members and partners are called.
pub(crate) struct Names {
    members: BTreeMap<Id, String>,
}

impl Names {
    pub(crate) fn of(house: &House, caller: &Caller) -> Result<Self, Unable> {
        let members = house.members(&caller.partnership)?;
        Ok(Self {
            members: members.into_iter().map(|(id, it)| (id, it.name)).collect(),
        })
    }

    /// A member by name; by id when they have left.
    pub(crate) fn member(&self, id: &Id) -> String {
        self.members.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// `Anne Hall for The council`.
    fn both(&self, view: &View, member: &Id, partner: &Id) -> String {
        format!("{} for {}", self.member(member), partner_name(&view.framework, partner))
    }
}

/// The token of an input that is shown again, or a fresh one.
fn token_of(house: &House, caller: &Caller, given: &Given) -> Result<String, Unable> {
    match given.text("token") {
        "" => house.input_token(caller),
        token => Ok(token.to_owned()),
    }
}

/// The frame of a page with inputs. When something is wrong with what was sent, its title says so first, and nothing
/// on it says that anything was kept.
fn framed(house: &House, who: &Who, caller: &Caller, title: &str, faulty: bool) -> Result<Frame, Unable> {
    let error = if faulty { "Error: " } else { "" };
    let mut frame = Frame::of(house, &caller.partnership, who, "learning", format!("{error}{title}"))?;
    frame.flash = frame.flash.filter(|_| !faulty);
    Ok(frame)
}

/// The name of a measure, or its id when it is gone.
fn measure_title(view: &View, measure: &Id) -> String {
    let record = view.framework.measure(measure);
    record.map_or_else(|| measure.to_string(), |it| it.measure.title.clone())
}
