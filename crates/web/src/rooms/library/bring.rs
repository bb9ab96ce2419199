use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_framework::{Act, FrameworkText, TextItem, TextKind};
use cm_kernel::Id;

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
#[template(path = "library_new.html")]
struct BringPage {
    page: Frame,
    token: String,
    fields: Vec<Field>,
    faults: Faults,
}

fn fields(given: &Given, faults: &Faults) -> Vec<Field> {
    let line = |name, label: &str, hint: &str| Field::new(Kind::Line, name, label, hint);
    let kinds = [
        Choice::new(
            "outcomes",
            "Outcomes",
            "Changes in people’s lives; they can be put forward here.",
        ),
        Choice::new(
            "conditions",
            "Conditions or capabilities",
            "Rated and not counted; they are kept to be read beside the framework.",
        ),
    ];
    let fields = [
        line(
            "title",
            "Its title",
            "As its publisher has it. Your own list gets your own title.",
        ),
        Field::new(
            Kind::Short,
            "version",
            "Which version",
            "A year, a number or an edition. Another version is another text, so that nobody compares the two unawares.",
        ),
        line("publisher", "Who published it", ""),
        line("source", "Where it can be read", "Document, page, address."),
        line(
            "licence",
            "Its licence",
            "Such as “Open Government Licence v3.0”; where none is stated, say so and bring in the headings alone.",
        ),
        Field::new(Kind::Radios, "kind", "What are its headings?", "").offering(kinds),
        Field::new(
            Kind::Area,
            "items",
            "Its headings, one on each line",
            "What stands under a heading follows after a | or a tab, so that two columns of a spreadsheet can be pasted.",
        ),
        Field::new(
            Kind::Area,
            "note",
            "What a reader should know (optional)",
            "What is left out, and what it is used for elsewhere.",
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
) -> Result<BringPage, Unable> {
    let error = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{error}Bring a framework in");
    Ok(BringPage {
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

/// Brings a text in.
pub(super) async fn bring_in(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Form(given): Form<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        let token = given.text("token").to_owned();
        match read(&given) {
            Ok(text) => {
                house.first_post(caller, &token)?;
                let id = text.id.clone();
                house.agree(caller, &Act::TextBroughtIn(text))?;
                Ok(Ok(id))
            }
            Err(faults) => shown(house, &asks, caller, &given, faults, token).map(Err),
        }
    })
    .await?;
    match came {
        Ok(text) => Ok(done(
            &state,
            &format!("/p/{partnership}/framework/library/{text}"),
            "brought-in",
        )),
        Err(shown) => unfinished(&shown),
    }
}

fn read(given: &Given) -> Result<FrameworkText, Faults> {
    let mut reading = Reading::of(given);
    let title = reading.line("title", "Enter its title");
    let version = reading.line("version", "Enter which version it is");
    let publisher = reading.line("publisher", "Enter who published it");
    let source = reading.line("source", "Enter where it can be read");
    let licence = reading.line("licence", "Enter its licence, or that none is stated");
    let kind = reading.choice("kind", "Choose what its headings are", |text| match text {
        "outcomes" => Some(TextKind::Outcomes),
        "conditions" => Some(TextKind::Conditions),
        _ => None,
    });
    let items: Vec<TextItem> = reading.lines("items").iter().map(|line| item(line)).collect();
    if items.is_empty() {
        reading.fault("items", "Enter at least one heading");
    }
    let note = reading.optional("note").unwrap_or_default();
    match kind {
        Some(kind) if reading.faults.is_empty() => Ok(FrameworkText {
            id: Id::slug(&format!("{title} {version}")),
            title,
            version,
            publisher,
            source,
            licence,
            note,
            kind,
            items,
        }),
        _ => Err(reading.faults),
    }
}

/// A heading, and what follows it after a bar or a tab.
fn item(line: &str) -> TextItem {
    let (title, text) = line.split_once(['|', '\t']).unwrap_or((line, ""));
    TextItem {
        title: title.trim().to_owned(),
        text: text.trim().to_owned(),
    }
}
