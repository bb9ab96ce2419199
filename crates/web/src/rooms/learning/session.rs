use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_kernel::Id;

use super::claim::{self, ShownClaim};
use super::frozen::{Now, OnTable, on_table};
use super::{Names, framed, session_of, token_of};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::partner_name;
use crate::state::State;
use crate::who::Who;
use crate::words::{date, moment};

/// What one partner said, or that it has not.
pub(super) struct Position {
    partner: String,
    yours: bool,
    /// Absent when the partner has not said.
    said: Option<Said>,
}

struct Said {
    at: u64,
    member: String,
    when: String,
    text: String,
    mind: String,
    claim: Option<ShownClaim>,
}

struct Question {
    at: u64,
    text: String,
    by: String,
    on: String,
}

struct Came {
    at: u64,
    text: String,
    expectation: String,
    confidence: u8,
    by: String,
}

/// Which input on the page was sent and shall be shown again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    Nothing,
    Interpretation,
    Question,
}

/// What the reader may do here, and the inputs for it.
struct May {
    interpret: Option<(Vec<Field>, String)>,
    ask: Option<(Field, String)>,
    decide: bool,
}

#[derive(Template)]
#[template(path = "session.html")]
pub(super) struct SessionPage {
    page: Frame,
    id: Id,
    at: u64,
    title: String,
    question: String,
    held_on: String,
    opened_by: String,
    table: Vec<OnTable>,
    positions: Vec<Position>,
    silent: Vec<String>,
    questions: Vec<Question>,
    decisions: Vec<Came>,
    partner: String,
    has_said: bool,
    may: May,
    faults: Faults,
}

/// A session, as it can be used in the meeting.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, session)): Path<(String, String)>,
) -> Shown {
    let (partnership, session) = (id(&partnership)?, id(&session)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        let nothing = Given::default();
        session_page(house, &asks, caller, &session, (Sent::Nothing, &nothing, Faults::new()))
    })
    .await?;
    page(&shown)
}

/// The page of a session, with what was sent and what is wrong with it when it is shown again.
pub(super) fn session_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    session: &Id,
    (sent, given, faults): (Sent, &Given, Faults),
) -> Result<SessionPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let held = session_of(&view, session)?;
    let names = Names::of(house, caller)?;
    let (it, by) = (&held.session.it, &held.session);
    let positions = positions(&view, caller, held, &names);
    let silent = positions.iter().filter(|it| it.said.is_none());
    Ok(SessionPage {
        page: framed(house, who, caller, &it.title, !faults.is_empty())?,
        id: it.id.clone(),
        at: by.at,
        title: it.title.clone(),
        question: it.question.clone(),
        held_on: date(it.held_on),
        opened_by: names.both(&view, &by.member, &by.partner),
        table: on_table(house, caller, &view, &it.looks_at)?,
        silent: silent.map(|it| it.partner.clone()).collect(),
        has_said: positions.iter().any(|it| it.yours && it.said.is_some()),
        positions,
        questions: questions(&view, held, &names),
        decisions: decisions(&view, session),
        partner: partner_name(&view.framework, &caller.partner),
        may: may(
            house,
            caller,
            view.learning.compared(&it.looks_at, None),
            (sent, given, &faults),
        )?,
        faults,
    })
}

/// What was said, in the order it was said; then every partner that has not said anything.
fn positions(view: &View, caller: &Caller, held: &cm_learning::Held, names: &Names) -> Vec<Position> {
    let mut positions: Vec<Position> = Vec::new();
    for it in &held.interpretations {
        positions.push(Position {
            partner: partner_name(&view.framework, &it.partner),
            yours: it.partner == caller.partner,
            said: Some(Said {
                at: it.at,
                member: names.member(&it.member),
                when: moment(it.received),
                text: it.it.text.clone(),
                mind: it.it.would_change_our_mind.clone(),
                claim: claim::shown(it.it.claim.as_ref()),
            }),
        });
    }
    let said = |partner: &Id| held.interpretations.iter().any(|it| it.partner == *partner);
    let silent = view.framework.taking_part().filter(|it| !said(&it.id));
    positions.extend(silent.map(|it| Position {
        partner: it.name.clone(),
        yours: it.id == caller.partner,
        said: None,
    }));
    positions
}

fn questions(view: &View, held: &cm_learning::Held, names: &Names) -> Vec<Question> {
    let question = |it: &cm_learning::Said<cm_learning::QuestionRaised>| Question {
        at: it.at,
        text: it.it.text.clone(),
        by: names.both(view, &it.member, &it.partner),
        on: date(it.received.date()),
    };
    held.questions.iter().map(question).collect()
}

fn decisions(view: &View, session: &Id) -> Vec<Came> {
    let of = view.learning.decisions.iter().map(|it| &it.decision);
    let came = |it: &cm_learning::Said<cm_learning::Decision>| Came {
        at: it.at,
        text: it.it.text.clone(),
        expectation: it.it.forecast.expectation.clone(),
        confidence: it.it.forecast.confidence,
        by: date(it.it.forecast.by),
    };
    of.filter(|it| it.it.session == *session).map(came).collect()
}

fn may(
    house: &House,
    caller: &Caller,
    compared: bool,
    (sent, given, faults): (Sent, &Given, &Faults),
) -> Result<May, Unable> {
    let nothing = Given::default();
    let answered = |of: Sent| if sent == of { given } else { &nothing };
    let decide = caller.may(Deed::Decide);
    if !caller.may(Deed::Interpret) {
        return Ok(May {
            interpret: None,
            ask: None,
            decide,
        });
    }
    let interpretation = answered(Sent::Interpretation);
    let interpret = [
        Field::new(
            Kind::Area,
            "reading",
            "What your partner makes of it",
            "What the charts mean for you, and why.",
        ),
        Field::new(
            Kind::Area,
            "mind",
            "What would change your mind",
            "Something that could be seen, and that would show you are wrong.",
        ),
    ];
    let question = answered(Sent::Question);
    let ask = Field::new(
        Kind::Line,
        "question",
        "A question that stays open",
        "What the charts do not answer.",
    );
    Ok(May {
        interpret: Some((
            interpret
                .into_iter()
                .chain(claim::fields(compared))
                .map(|it| it.filled(interpretation, faults))
                .collect(),
            token_of(house, caller, interpretation)?,
        )),
        ask: Some((ask.filled(question, faults), token_of(house, caller, question)?)),
        decide,
    })
}
