use cm_app::View;
use cm_kernel::Entry;
use serde_json::Value;

use crate::figure::thousands;
use crate::rooms::measure::capital_of;

use super::framework_kinds::FRAMEWORK;

/// How one kind of entry is told to a person.
pub(super) struct Kind {
    kind: &'static str,
    /// What was done.
    words: &'static str,
    /// What about, in a few words; may be empty.
    about: fn(&View, &Value) -> String,
    /// Where its subject can be read, within the partnership's pages.
    leads: fn(&View, &Entry) -> Option<String>,
}

/// Every kind of entry of the other rooms in plain words. A new act of a room gets its line here.
static KINDS: &[Kind] = &[
    kind("evidence/gathered", "Evidence brought in", gathered, |_, it| {
        Some(format!("measures/{}", text(&it.body, "/binding/measure")))
    }),
    kind(
        "learning/session-opened",
        "Session opened",
        |_, it| text(it, "/title"),
        |_, it| Some(format!("sessions/{}", text(&it.body, "/id"))),
    ),
    kind(
        "learning/interpreted",
        "Interpretation",
        |_, it| text(it, "/text"),
        to_session,
    ),
    kind(
        "learning/question-raised",
        "Question raised",
        |_, it| text(it, "/text"),
        to_session,
    ),
    kind(
        "learning/decided",
        "Decision with its forecast",
        |_, it| text(it, "/text"),
        |_, it| Some(format!("decisions/{}", it.at)),
    ),
    kind("learning/adapted", "Adaptation", |_, it| text(it, "/what"), to_decision),
    kind(
        "learning/reviewed",
        "Decision reviewed",
        |_, it| text(it, "/learned"),
        to_decision,
    ),
    kind(
        "learning/registered",
        "Question registered beforehand",
        |_, it| text(it, "/reason"),
        |_, it| Some(format!("measures/{}", text(&it.body, "/measure"))),
    ),
    kind(
        "learning/rebased",
        "Limits begin afresh",
        |_, it| text(it, "/reason"),
        to_measure,
    ),
    kind(
        "learning/rebase-withdrawn",
        "Limits no longer begin afresh",
        |_, it| text(it, "/reason"),
        |_, it| {
            let at = it.body.get("rebase").and_then(Value::as_u64)?;
            Some(format!("record/{at}"))
        },
    ),
    kind(
        "evidence/honest-return",
        "Cannot honestly be said",
        |_, it| text(it, "/why"),
        |_, it| Some(format!("measures/{}/honest", text(&it.body, "/measure"))),
    ),
    kind(
        "learning/left-out",
        "Period left out of a chart",
        |_, it| text(it, "/reason"),
        to_measure,
    ),
    kind(
        "learning/taken-back-in",
        "Period no longer left out",
        |_, it| text(it, "/reason"),
        |_, it| {
            let at = it.body.get("left_out").and_then(Value::as_u64)?;
            Some(format!("record/{at}"))
        },
    ),
    kind(
        "learning/question-answered",
        "Question about a target answered",
        |_, it| text(it, "/text"),
        |_, it| Some(format!("measures/{}/questions", text(&it.body, "/asked_by/measure"))),
    ),
    kind(
        "deliberation/candour-opened",
        "Candour room opened",
        |_, it| text(it, "/title"),
        |_, it| Some(format!("candour/{}", text(&it.body, "/id"))),
    ),
    kind(
        "deliberation/candour-said",
        "Spoken in a candour room",
        |_, it| text(it, "/room"),
        to_room,
    ),
    kind(
        "deliberation/candour-taken-back",
        "Taken back in a candour room",
        |_, _| String::new(),
        |_, it| {
            let at = it.body.get("said").and_then(Value::as_u64)?;
            Some(format!("record/{at}"))
        },
    ),
    kind(
        "deliberation/candour-reviewed",
        "Candour room reviewed",
        |_, it| text(it, "/room"),
        to_room,
    ),
    kind(
        "deliberation/citation-refused",
        "Citing a candour room was refused",
        |_, it| words_of_kind(&text(it, "/into")),
        to_room,
    ),
    kind(
        "account/edition-drafted",
        "Edition put together",
        |_, it| text(it, "/title"),
        |_, it| Some(format!("accounts/{}", text(&it.body, "/id"))),
    ),
    kind(
        "account/responded",
        "Response to an edition",
        |_, it| text(it, "/text"),
        to_edition,
    ),
    kind(
        "account/figure",
        "Figure published",
        |_, it| text(it, "/statement"),
        to_measure,
    ),
    kind(
        "account/learned",
        "Published: what was learned",
        |_, it| text(it, "/text"),
        to_edition,
    ),
    kind(
        "account/cannot-say",
        "Published: what the figures cannot say",
        |_, it| text(it, "/text"),
        to_edition,
    ),
    kind(
        "account/edition-published",
        "Edition published",
        |_, it| text(it, "/title"),
        to_edition,
    ),
];

pub(super) const fn kind(
    kind: &'static str,
    words: &'static str,
    about: fn(&View, &Value) -> String,
    leads: fn(&View, &Entry) -> Option<String>,
) -> Kind {
    Kind {
        kind,
        words,
        about,
        leads,
    }
}

/// What an entry says to a person.
pub(super) struct Told {
    pub(super) words: String,
    pub(super) about: String,
    /// Where its subject can be read, within the partnership's pages.
    pub(super) leads: Option<String>,
}

/// An entry in plain words. A kind that is not in the table is told by its own name.
pub(super) fn told(view: &View, entry: &Entry) -> Told {
    match FRAMEWORK.iter().chain(KINDS).find(|it| it.kind == entry.kind) {
        Some(found) => Told {
            words: found.words.to_owned(),
            about: capital_of(&(found.about)(view, &entry.body)),
            leads: (found.leads)(view, entry),
        },
        None => Told {
            words: entry.kind.clone(),
            about: String::new(),
            leads: None,
        },
    }
}

/// What an entry of this kind is called; the kind itself when it is not in the table.
pub(crate) fn words_of_kind(kind: &str) -> String {
    let found = FRAMEWORK.iter().chain(KINDS).find(|it| it.kind == kind);
    found.map_or_else(|| kind.to_owned(), |it| it.words.to_owned())
}

pub(super) fn text(body: &Value, pointer: &str) -> String {
    let text = body.pointer(pointer).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// A measure's title in quotation marks, or its id where there is none.
pub(super) fn measure(view: &View, body: &Value, pointer: &str) -> String {
    let id = text(body, pointer);
    let record = view.framework.measures.values().find(|it| it.measure.id.as_str() == id);
    format!("“{}”", record.map_or(id, |it| it.measure.title.clone()))
}

fn gathered(view: &View, body: &Value) -> String {
    let rows = body.get("rows").and_then(Value::as_u64).unwrap_or_default();
    let corrects = match body.get("corrects") {
        Some(Value::Object(_)) => ", as a correction",
        _ => "",
    };
    format!(
        "{} rows for {}{corrects}",
        thousands(rows),
        measure(view, body, "/binding/measure")
    )
}

pub(super) fn to_measure(_: &View, entry: &Entry) -> Option<String> {
    Some(format!("measures/{}", text(&entry.body, "/measure")))
}

fn to_room(_: &View, entry: &Entry) -> Option<String> {
    Some(format!("candour/{}", text(&entry.body, "/room")))
}

fn to_session(_: &View, entry: &Entry) -> Option<String> {
    Some(format!("sessions/{}", text(&entry.body, "/session")))
}

fn to_decision(_: &View, entry: &Entry) -> Option<String> {
    let at = entry.body.get("decision").and_then(Value::as_u64)?;
    Some(format!("decisions/{at}"))
}

fn to_edition(_: &View, entry: &Entry) -> Option<String> {
    let edition = text(&entry.body, "/edition");
    (!edition.is_empty()).then(|| format!("accounts/{edition}"))
}
