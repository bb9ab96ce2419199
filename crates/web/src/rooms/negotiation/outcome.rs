use askama::Template;
use axum::extract::{Form, Path, Query, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_framework::{Act, LeftUnmeasured, Outcome, Subject};
use cm_kernel::{Id, Refusal};

use super::comments::{self, Comments, comments};
use super::write;
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::{Unmeasured, unfinished, unmeasured};
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

/// A measure of the outcome, as a line.
struct Line {
    id: Id,
    title: String,
    question: String,
    stands: &'static str,
}

impl Line {
    fn is_agreed(&self) -> bool {
        self.stands == "agreed"
    }
}

#[derive(Template)]
#[template(path = "outcome.html")]
struct OutcomePage {
    page: Frame,
    token: String,
    /// The address of this page.
    here: String,
    outcome: Outcome,
    /// The text it was taken from: id, title, version.
    cited: Option<(Id, String, String)>,
    measures: Vec<Line>,
    unmeasured: Vec<Unmeasured>,
    comments: Comments,
    /// The input for what is left unmeasured; empty for who may not.
    leaving: Vec<Field>,
    faults: Faults,
}

/// An outcome, what measures it, what does not, and what partners say of it.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, outcome)): Path<(String, String)>,
    Query(given): Query<Given>,
) -> Shown {
    let (partnership, outcome) = (id(&partnership)?, id(&outcome)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Read, &caller.partnership)?;
        outcome_page(house, &asks, caller, &outcome, (&given, Faults::new()))
    })
    .await?;
    page(&shown)
}

fn outcome_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    outcome: &Id,
    (given, faults): (&Given, Faults),
) -> Result<OutcomePage, Unable> {
    let view = house.view(&caller.partnership)?;
    let outcome = outcome_of(&view, outcome)?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    Ok(OutcomePage {
        page: Frame::of(
            house,
            &caller.partnership,
            who,
            "framework",
            format!("{error}{}", outcome.title),
        )?,
        token,
        here: format!("/p/{}/framework/outcomes/{}", caller.partnership, outcome.id),
        cited: outcome
            .from
            .as_ref()
            .and_then(|it| view.framework.cited(it))
            .map(|(text, _)| (text.id.clone(), text.title.clone(), text.version.clone())),
        measures: measures(&view, &outcome.id),
        unmeasured: unmeasured(&view.framework, outcome),
        comments: comments((&view, caller), &Subject::Outcome(outcome.id.clone()), (given, &faults)),
        leaving: if caller.may(Deed::Propose) {
            leaving(given, &faults)
        } else {
            Vec::new()
        },
        outcome: outcome.clone(),
        faults,
    })
}

fn measures(view: &View, outcome: &Id) -> Vec<Line> {
    let of_it = view
        .framework
        .measures
        .values()
        .filter(|it| it.measure.outcome == *outcome);
    let line = of_it.map(|record| Line {
        id: record.measure.id.clone(),
        title: record.measure.title.clone(),
        question: record.measure.question.clone(),
        stands: match record.agreed() {
            Ok(_) => "agreed",
            Err(refusal) if refusal.code == "framework/set-down" => "set down",
            Err(refusal) if refusal.code == "framework/vetoed" => "vetoed",
            Err(_) => "not agreed yet",
        },
    });
    line.collect()
}

fn leaving(given: &Given, faults: &Faults) -> Vec<Field> {
    let fields = [
        Field::new(
            Kind::Line,
            "what",
            "What matters and is left without a measure",
            "No measure is a decision too, and a good one where counting would hurt or mislead.",
        ),
        Field::new(
            Kind::Area,
            "why",
            "Why it is not measured",
            "Other partners read it for years.",
        ),
    ];
    fields.into_iter().map(|field| field.filled(given, faults)).collect()
}

/// Where something is said of an outcome: partnership and outcome, as the address says.
type Here = Path<(String, String)>;

/// Comments on the outcome, or answers a comment.
pub(super) async fn comment(Held(state): Held<State>, who: Who, here: Here, Form(given): Form<Given>) -> Shown {
    say(&state, &who, here, given, Deed::Interpret, |reading, outcome| {
        comments::read(reading, Subject::Outcome(outcome.clone()))
    })
    .await
}

/// Leaves something without a measure, on purpose.
pub(super) async fn leave(Held(state): Held<State>, who: Who, here: Here, Form(given): Form<Given>) -> Shown {
    say(&state, &who, here, given, Deed::Propose, |reading, outcome| {
        Act::LeftUnmeasured(LeftUnmeasured {
            outcome: outcome.clone(),
            what: reading.line("what", "Enter what is not measured"),
            reason: reading.text("why", "Say why it is not measured"),
        })
    })
    .await
}

/// Reads what is said and writes it, or shows the page again with what is wrong.
async fn say(
    state: &State,
    who: &Who,
    Path((partnership, outcome)): Here,
    given: Given,
    deed: Deed,
    read: fn(&mut Reading<'_>, &Id) -> Act,
) -> Shown {
    let (partnership, outcome) = (id(&partnership)?, id(&outcome)?);
    let (asks, about) = (who.clone(), outcome.clone());
    let again = inside(state, who, &partnership, move |house, caller| {
        caller.must(deed, &caller.partnership)?;
        outcome_of(&*house.view(&caller.partnership)?, &about)?;
        let mut reading = Reading::of(&given);
        let act = read(&mut reading, &about);
        if reading.faults.is_empty() {
            return write(house, caller, &given, &act).map(|()| None);
        }
        let faults = reading.faults;
        outcome_page(house, &asks, caller, &about, (&given, faults)).map(|it| Some(Box::new(it)))
    })
    .await?;
    match again {
        Some(shown) => unfinished(&*shown),
        None => Ok(done(
            state,
            &format!("/p/{partnership}/framework/outcomes/{outcome}"),
            "said",
        )),
    }
}

fn outcome_of<'v>(view: &'v View, outcome: &Id) -> Result<&'v Outcome, Refusal> {
    view.framework
        .outcomes
        .iter()
        .find(|it| it.id == *outcome)
        .ok_or_else(|| {
            Refusal::new(
                "framework/no-such-outcome",
                format!("There is no outcome `{outcome}`."),
                "Choose an outcome listed on the framework page.",
            )
        })
}
