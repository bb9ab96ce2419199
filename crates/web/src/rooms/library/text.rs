use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_framework::{Act, Cited, FrameworkText, Outcome, TextItem, TextKind};
use cm_kernel::{Id, Refusal};

use super::list::holds;
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

#[derive(Template)]
#[template(path = "library_text.html")]
struct TextPage {
    page: Frame,
    token: String,
    text: FrameworkText,
    holds: String,
    /// Headings that stand among the outcomes already.
    there: Vec<String>,
    /// The input; empty where nothing can be put forward by the reader.
    fields: Vec<Field>,
    faults: Faults,
}

/// A text with its source, and its headings to be put forward.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, text)): Path<(String, String)>,
) -> Shown {
    let (partnership, text) = (id(&partnership)?, id(&text)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Read, &caller.partnership)?;
        text_page(house, &asks, caller, &text, (&Given::default(), Faults::new()))
    })
    .await?;
    page(&shown)
}

fn text_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    text: &Id,
    (given, faults): (&Given, Faults),
) -> Result<TextPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let text = text_of(&view, text)?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    let (there, offered): (Vec<&TextItem>, Vec<&TextItem>) = text.items.iter().partition(|it| is_there(&view, it));
    let open = caller.may(Deed::Propose) && text.kind == TextKind::Outcomes && !offered.is_empty();
    Ok(TextPage {
        page: Frame::of(
            house,
            &caller.partnership,
            who,
            "framework",
            format!("{error}{}", text.title),
        )?,
        token,
        holds: holds(text),
        there: match text.kind {
            TextKind::Outcomes => there.iter().map(|it| it.title.clone()).collect(),
            TextKind::Conditions => Vec::new(),
        },
        fields: if open {
            fields(&offered, given, &faults)
        } else {
            Vec::new()
        },
        text: text.clone(),
        faults,
    })
}

/// Whether an outcome of that name was put forward already.
fn is_there(view: &View, item: &TextItem) -> bool {
    view.framework.outcomes.iter().any(|it| it.id == item.id())
}

fn fields(offered: &[&TextItem], given: &Given, faults: &Faults) -> Vec<Field> {
    let choices = offered
        .iter()
        .map(|it| Choice::new(it.id().as_str(), &it.title, &it.text));
    let fields = [
        Field::new(
            Kind::Ticks,
            "item",
            "Which of them do the partners want?",
            "Few are better than all: each will need measures, evidence and people who learn from it.",
        )
        .offering(choices),
        Field::new(
            Kind::Area,
            "why",
            "Why partners want them",
            "In your own words; it stands with each of them. The source is cited by itself.",
        ),
    ];
    fields.into_iter().map(|field| field.filled(given, faults)).collect()
}

/// Puts the ticked headings forward as outcomes, each citing the text.
pub(super) async fn put_forward(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, text)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, text) = (id(&partnership)?, id(&text)?);
    let asks = who.clone();
    let again = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        match read(&given, text_of(&view, &text)?) {
            Ok(outcomes) => {
                house.first_post(caller, given.text("token"))?;
                for outcome in outcomes {
                    house.agree(caller, &Act::OutcomeProposed(outcome))?;
                }
                Ok(None)
            }
            Err(faults) => text_page(house, &asks, caller, &text, (&given, faults)).map(|it| Some(Box::new(it))),
        }
    })
    .await?;
    match again {
        Some(shown) => unfinished(&*shown),
        None => Ok(done(&state, &format!("/p/{partnership}/framework"), "proposed")),
    }
}

fn read(given: &Given, text: &FrameworkText) -> Result<Vec<Outcome>, Faults> {
    let mut reading = Reading::of(given);
    let ticked = |item: &&TextItem| given.all("item").any(|it| it == item.id().as_str());
    let chosen: Vec<&TextItem> = match text.kind {
        TextKind::Outcomes => text.items.iter().filter(ticked).collect(),
        TextKind::Conditions => Vec::new(),
    };
    if chosen.is_empty() {
        reading.fault("item", "Tick at least one of them");
    }
    let why = reading.text("why", "Say why partners want them");
    if !reading.faults.is_empty() {
        return Err(reading.faults);
    }
    let outcome = |item: &TextItem| Outcome {
        id: item.id(),
        title: item.title.clone(),
        why: why.clone(),
        unmeasured: Vec::new(),
        from: Some(Cited {
            text: text.id.clone(),
            item: item.id(),
        }),
    };
    Ok(chosen.into_iter().map(outcome).collect())
}

fn text_of<'v>(view: &'v View, text: &Id) -> Result<&'v FrameworkText, Refusal> {
    view.framework.text(text).ok_or_else(|| {
        Refusal::new(
            "framework/no-such-text",
            format!("There is no text `{text}` in the library."),
            "Choose one that the library lists, or bring it in.",
        )
    })
}
