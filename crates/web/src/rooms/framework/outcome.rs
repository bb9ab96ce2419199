use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_framework::{Act, Outcome};
use cm_kernel::Id;

use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

#[derive(Template)]
#[template(path = "outcome_new.html")]
struct OutcomePage {
    page: Frame,
    token: String,
    fields: Vec<Field>,
    faults: Faults,
}

fn fields(given: &Given, faults: &Faults) -> Vec<Field> {
    let fields = vec![
        Field::new(
            Kind::Line,
            "title",
            "The change, in a few words",
            "For example, “People who need urgent care get it in time”.",
        ),
        Field::new(
            Kind::Area,
            "why",
            "Why partners want it",
            "One or two sentences that someone who joins later will understand.",
        ),
        Field::new(
            Kind::Area,
            "unmeasured",
            "What matters for it and nobody measures (optional)",
            "One on each line. It is shown beside the measures, so that what is not counted is not forgotten.",
        ),
    ];
    fields.into_iter().map(|field| field.filled(given, faults)).collect()
}

fn shown(
    house: &House,
    who: &Who,
    caller: &Caller,
    given: &Given,
    faults: Faults,
    token: String,
) -> Result<OutcomePage, Unable> {
    let error = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{error}Put forward an outcome");
    Ok(OutcomePage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        token,
        fields: fields(given, &faults),
        faults,
    })
}

/// The empty input.
pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        let token = house.input_token(caller)?;
        shown(house, &asks, caller, &Given::default(), Faults::new(), token)
    })
    .await?;
    page(&shown)
}

/// Puts an outcome forward.
pub(super) async fn propose(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Form(given): Form<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let unfinished_page = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let taken = |id: &Id| view.framework.outcomes.iter().any(|it| it.id == *id);
        let token = given.text("token").to_owned();
        match read(&given, taken) {
            Ok(outcome) => {
                house.first_post(caller, &token)?;
                house.agree(caller, &Act::OutcomeProposed(outcome)).map(|_| None)
            }
            Err(faults) => shown(house, &asks, caller, &given, faults, token).map(Some),
        }
    })
    .await?;
    match unfinished_page {
        Some(shown) => unfinished(&shown),
        None => Ok(done(&state, &format!("/p/{partnership}/framework"), "proposed")),
    }
}

fn read(given: &Given, taken: impl Fn(&Id) -> bool) -> Result<Outcome, Faults> {
    let mut reading = Reading::of(given);
    let title = reading.line("title", "Enter the change in a few words");
    let outcome = Outcome {
        id: Id::slug(&title),
        why: reading.text("why", "Say why partners want it"),
        unmeasured: reading.lines("unmeasured"),
        from: None,
        title,
    };
    if !outcome.title.is_empty() && taken(&outcome.id) {
        reading.fault("title", "There is an outcome with this name; choose another");
    }
    if reading.faults.is_empty() {
        Ok(outcome)
    } else {
        Err(reading.faults)
    }
}
