use cm_app::View;
use cm_kernel::Entry;
use serde_json::Value;

use crate::figure::thousands;
use crate::rooms::measure::{capital_of, listed, target_words};

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

/// Every kind of entry in plain words. A new act of a room gets its line here.
static KINDS: &[Kind] = &[
    kind(
        "framework/partner-joined",
        "Partner joined",
        |_, it| text(it, "/name"),
        to_framework,
    ),
    kind(
        "framework/outcome-proposed",
        "Outcome put forward",
        |_, it| text(it, "/title"),
        to_framework,
    ),
    kind(
        "framework/measure-proposed",
        "Measure put forward",
        |_, it| text(it, "/title"),
        |_, it| Some(format!("measures/{}", text(&it.body, "/id"))),
    ),
    kind("framework/target-assessed", "Target assessed", assessed, |_, it| {
        Some(format!("measures/{}/assessments/{}", text(&it.body, "/measure"), it.at))
    }),
    kind(
        "framework/assessment-signed",
        "Assessment of a target signed",
        assessment,
        to_assessment,
    ),
    kind("framework/agreement-proposed", "Uses proposed", proposed, |_, it| {
        Some(format!("measures/{}/agreements/{}", text(&it.body, "/measure"), it.at))
    }),
    kind(
        "framework/agreement-signed",
        "Agreement signed",
        agreement,
        to_agreement,
    ),
    kind(
        "framework/agreement-objected",
        "Objection to an agreement",
        agreement_and_reason,
        to_agreement,
    ),
    kind(
        "framework/objection-withdrawn",
        "Objection taken back",
        agreement,
        to_agreement,
    ),
    kind("framework/use-withdrawn", "Use stopped", a_use, to_measure),
    kind(
        "framework/reconsented",
        "Earlier evidence let into a use",
        a_use,
        to_measure,
    ),
    kind("framework/use-refused", "Use asked for and refused", a_use, to_measure),
    kind("framework/member-invited", "Member invited", a_seat, to_members),
    kind(
        "framework/invitation-withdrawn",
        "Invitation withdrawn",
        |_, _| String::new(),
        to_members,
    ),
    kind("framework/member-admitted", "Member admitted", a_seat, to_members),
    kind("framework/roles-changed", "Roles changed", a_seat, to_members),
    kind("framework/member-left", "Membership ended", a_seat, to_members),
    kind(
        "framework/recovery-issued",
        "Way back in made for a member",
        |_, it| text(it, "/reason"),
        to_members,
    ),
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

const fn kind(
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
    match KINDS.iter().find(|it| it.kind == entry.kind) {
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

fn text(body: &Value, pointer: &str) -> String {
    let text = body.pointer(pointer).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}

/// A measure's title in quotation marks, or its id where there is none.
fn measure(view: &View, body: &Value, pointer: &str) -> String {
    let id = text(body, pointer);
    let record = view.framework.measures.values().find(|it| it.measure.id.as_str() == id);
    format!("“{}”", record.map_or(id, |it| it.measure.title.clone()))
}

fn proposed(view: &View, body: &Value) -> String {
    let motives = body.get("motives").and_then(Value::as_array);
    let words: Vec<_> = motives.into_iter().flatten().filter_map(Value::as_str).collect();
    format!("{} for {}", measure(view, body, "/measure"), listed(&words))
}

fn a_use(view: &View, body: &Value) -> String {
    format!("{} of {}", text(body, "/motive"), measure(view, body, "/measure"))
}

/// The partner somebody is to act for, and as what.
fn a_seat(view: &View, body: &Value) -> String {
    let id = text(body, "/partner");
    let partner = view.framework.partners.iter().find(|it| it.id.as_str() == id);
    let name = partner.map_or(id, |it| it.name.clone());
    let roles = body.get("roles").and_then(Value::as_array);
    let words: Vec<_> = roles.into_iter().flatten().filter_map(Value::as_str).collect();
    match words.is_empty() {
        true => format!("for {name}"),
        false => format!("for {name}: {}", words.join(", ")),
    }
}

/// The agreement an entry names: the measure's id, title and version.
fn named<'v>(view: &'v View, body: &Value) -> Option<(&'v str, &'v str, u32)> {
    let at = body.get("agreement").and_then(Value::as_u64)?;
    view.framework.measures.values().find_map(|record| {
        let agreement = record.agreement(at)?;
        let measure = &record.measure;
        Some((measure.id.as_str(), measure.title.as_str(), agreement.version))
    })
}

fn assessed(view: &View, body: &Value) -> String {
    let id = text(body, "/measure");
    let record = view.framework.measures.values().find(|it| it.measure.id.as_str() == id);
    let value = text(body, "/value");
    let value = record.map_or_else(|| value.clone(), |it| target_words(&value, &it.measure));
    format!("a target of {value} for {}", measure(view, body, "/measure"))
}

/// The assessment an entry names, with the measure's id and the target in words.
fn signed_assessment(view: &View, body: &Value) -> Option<(String, u64, String)> {
    let at = body.get("assessment").and_then(Value::as_u64)?;
    let (record, found) = view.framework.assessment(at)?;
    let target = target_words(&found.assessment.value, &record.measure);
    let about = format!("a target of {target} for “{}”", record.measure.title);
    Some((record.measure.id.to_string(), at, about))
}

fn assessment(view: &View, body: &Value) -> String {
    signed_assessment(view, body).map_or_else(String::new, |(.., about)| about)
}

fn to_assessment(view: &View, entry: &Entry) -> Option<String> {
    let (measure, at, _) = signed_assessment(view, &entry.body)?;
    Some(format!("measures/{measure}/assessments/{at}"))
}

fn agreement(view: &View, body: &Value) -> String {
    named(view, body).map_or_else(String::new, |(_, title, version)| {
        format!("version {version}, “{title}”")
    })
}

fn agreement_and_reason(view: &View, body: &Value) -> String {
    format!("{}: {}", agreement(view, body), text(body, "/reason"))
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

fn to_framework(_: &View, _: &Entry) -> Option<String> {
    Some("framework".to_owned())
}

fn to_members(_: &View, _: &Entry) -> Option<String> {
    Some("members".to_owned())
}

fn to_measure(_: &View, entry: &Entry) -> Option<String> {
    Some(format!("measures/{}", text(&entry.body, "/measure")))
}

fn to_agreement(view: &View, entry: &Entry) -> Option<String> {
    let (measure, ..) = named(view, &entry.body)?;
    let at = entry.body.get("agreement").and_then(Value::as_u64)?;
    Some(format!("measures/{measure}/agreements/{at}"))
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
