use cm_app::View;
use cm_kernel::Entry;
use serde_json::Value;

use super::kinds::{Kind, kind, measure, text, to_measure};
use crate::rooms::measure::{listed, target_words};

/// Every kind of entry of the framework in plain words.
pub(super) static FRAMEWORK: &[Kind] = &[
    kind(
        "framework/duty-set",
        "Minimum duty put forward",
        |_, it| text(it, "/title"),
        |_, it| Some(format!("duties/{}", text(&it.body, "/id"))),
    ),
    kind(
        "framework/duty-accepted",
        "Minimum duty taken on",
        |_, it| text(it, "/duty"),
        |_, it| Some(format!("duties/{}", text(&it.body, "/duty"))),
    ),
    kind(
        "framework/duty-answered",
        "Minimum duty answered",
        duty_answer,
        |_, it| Some(format!("duties/{}", text(&it.body, "/duty"))),
    ),
    kind(
        "framework/duty-taken-up",
        "Escalated duty taken up",
        |_, it| text(it, "/what"),
        |_, it| Some(format!("duties/{}", text(&it.body, "/duty"))),
    ),
    kind(
        "framework/duty-ended",
        "Minimum duty ended",
        |_, it| text(it, "/reason"),
        |_, it| Some(format!("duties/{}", text(&it.body, "/duty"))),
    ),
    kind(
        "framework/partner-joined",
        "Partner joined",
        |_, it| text(it, "/name"),
        to_framework,
    ),
    kind(
        "framework/partner-left",
        "Partner left",
        |view, it| format!("{}: {}", a_partner(view, it), text(it, "/reason")),
        |_, it| Some(format!("partners/{}", text(&it.body, "/partner"))),
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
    kind(
        "framework/text-brought-in",
        "Framework of others brought in",
        |_, it| format!("{}, {}", text(it, "/title"), text(it, "/version")),
        |_, it| Some(format!("framework/library/{}", text(&it.body, "/id"))),
    ),
    kind("framework/commented", "Comment", |_, it| text(it, "/text"), to_subject),
    kind(
        "framework/measure-vetoed",
        "Measure vetoed",
        a_measure_and_reason,
        to_discussion,
    ),
    kind(
        "framework/veto-lifted",
        "Veto lifted",
        a_measure_and_reason,
        to_discussion,
    ),
    kind(
        "framework/measure-set-down",
        "Measure set down",
        a_measure_and_reason,
        to_discussion,
    ),
    kind(
        "framework/measure-taken-up",
        "Measure taken up again",
        a_measure_and_reason,
        to_discussion,
    ),
    kind(
        "framework/left-unmeasured",
        "Left unmeasured",
        |_, it| format!("{}: {}", text(it, "/what"), text(it, "/reason")),
        |_, it| Some(format!("framework/outcomes/{}", text(&it.body, "/outcome"))),
    ),
    kind(
        "framework/means-stated",
        "What a partner lives on",
        |_, it| {
            let income = it.get("income").and_then(Value::as_u64).unwrap_or_default();
            let income = crate::figure::thousands(income);
            format!("{} {income} in {}", text(it, "/currency"), text(it, "/year"))
        },
        to_power,
    ),
    kind(
        "framework/local-name-given",
        "Own name for a measure",
        |view, it| format!("“{}” for {}", text(it, "/name"), measure(view, it, "/measure")),
        to_discussion,
    ),
    kind(
        "framework/local-name-ended",
        "Own name for a measure ended",
        |_, it| text(it, "/reason"),
        |_, it| {
            let at = it.body.get("name").and_then(Value::as_u64)?;
            Some(format!("record/{at}"))
        },
    ),
];

fn a_measure_and_reason(view: &View, body: &Value) -> String {
    format!("{}: {}", measure(view, body, "/measure"), text(body, "/reason"))
}

fn to_discussion(_: &View, entry: &Entry) -> Option<String> {
    Some(format!("measures/{}/discussion", text(&entry.body, "/measure")))
}

fn to_subject(_: &View, entry: &Entry) -> Option<String> {
    match text(&entry.body, "/about/measure") {
        measure if measure.is_empty() => Some(format!("framework/outcomes/{}", text(&entry.body, "/about/outcome"))),
        measure => Some(format!("measures/{measure}/discussion#comment-{}", entry.at)),
    }
}

fn proposed(view: &View, body: &Value) -> String {
    let motives = body.get("motives").and_then(Value::as_array);
    let words: Vec<_> = motives.into_iter().flatten().filter_map(Value::as_str).collect();
    format!("{} for {}", measure(view, body, "/measure"), listed(&words))
}

fn a_use(view: &View, body: &Value) -> String {
    format!("{} of {}", text(body, "/motive"), measure(view, body, "/measure"))
}

fn a_partner(view: &View, body: &Value) -> String {
    let id = text(body, "/partner");
    let partner = view.framework.partners.iter().find(|it| it.id.as_str() == id);
    partner.map_or(id, |it| it.name.clone())
}

/// The partner somebody is to act for, and as what.
fn a_seat(view: &View, body: &Value) -> String {
    let name = a_partner(view, body);
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

fn to_framework(_: &View, _: &Entry) -> Option<String> {
    Some("framework".to_owned())
}

fn to_power(_: &View, _: &Entry) -> Option<String> {
    Some("power".to_owned())
}

fn to_members(_: &View, _: &Entry) -> Option<String> {
    Some("members".to_owned())
}

fn to_agreement(view: &View, entry: &Entry) -> Option<String> {
    let (measure, ..) = named(view, &entry.body)?;
    let at = entry.body.get("agreement").and_then(Value::as_u64)?;
    Some(format!("measures/{measure}/agreements/{at}"))
}

fn duty_answer(_: &View, it: &Value) -> String {
    let kept = it.get("kept").and_then(Value::as_bool).unwrap_or_default();
    let kept = if kept { "kept" } else { "not kept" };
    format!("{} in {}: {kept}", text(it, "/duty"), text(it, "/period"))
}
