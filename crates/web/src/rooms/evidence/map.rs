use askama::Template;
use axum::extract::{Form, Path, Query, State as Held};
use cm_app::{Caller, Deed, House, Job, Preview, Unable};
use cm_framework::{Framework, Unit};
use cm_kernel::{Id, Refusal};
use serde::Deserialize;

use super::choice::{chosen, mapping, missing, read_as, sample, shortened, written};
use super::parts::{Part, parts};
use super::report::{Checked, checked};
use super::size;
use super::will::{Will, will};
use crate::figure::thousands;
use crate::frame::Frame;
use crate::input::{Faults, Given};
use crate::inside::{inside, may};
use crate::problem::{Problem, Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::{escape, partner_name};
use crate::state::State;
use crate::who::Who;
use crate::words::prose;

/// Columns listed.
const COLUMNS: usize = 100;

/// A file that waits, and what its columns mean; see `templates/import_map.html`.
#[derive(Template)]
#[template(path = "import_map.html")]
pub(super) struct MapPage {
    page: Frame,
    upload: String,
    measure: Id,
    measure_title: String,
    file: String,
    /// The sheets of a workbook that has several: name, address of its name, whether it is the one that was read.
    sheets: Vec<(String, String, bool)>,
    sheet: String,
    about: Vec<(&'static str, String)>,
    file_remarks: Vec<String>,
    parts: Vec<Part>,
    /// Name, first cells, what it is read as.
    columns: Vec<(String, String, Option<&'static str>)>,
    more_columns: usize,
    /// What is not chosen yet.
    missing: Faults,
    misfit: Option<Refusal>,
    check: Option<Checked>,
    will: Option<Will>,
    /// Whether it was changed after it was checked.
    changed: bool,
    /// What was written and is not asked here, sent along so that it is not lost.
    kept: Vec<(&'static str, String)>,
    token: String,
    checked: String,
    mapping: String,
    faults: Faults,
}

/// What was sent with the page, and what is wrong with it.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) given: Option<Given>,
    /// The sheet that was chosen, when nothing else was sent.
    pub(super) sheet: Option<String>,
    pub(super) faults: Faults,
    pub(super) changed: bool,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    measure: String,
    #[serde(default)]
    sheet: String,
}

/// A waiting file's token, from an address.
pub(super) fn token(text: &str) -> Result<String, Refusal> {
    if text.len() == 32 && text.bytes().all(|it| it.is_ascii_hexdigit()) {
        return Ok(text.to_owned());
    }
    Err(Refusal::new(
        "app/no-such-upload",
        "No file waits at this address.",
        "Choose the file again; an uploaded file waits for two hours.",
    ))
}

pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, upload)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Shown {
    let sent = Sent {
        sheet: Some(asked.sheet).filter(|it| !it.is_empty()),
        ..Sent::default()
    };
    let shown = map_page(&state, &who, &partnership, &upload, &asked.measure, sent).await?;
    page(&shown)
}

/// Checks every row again, with what was chosen.
pub(super) async fn check(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, upload)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Shown {
    let measure = given.text("measure").to_owned();
    let sent = Sent {
        given: Some(given),
        ..Sent::default()
    };
    page(&map_page(&state, &who, &partnership, &upload, &measure, sent).await?)
}

/// The page again, because of what was sent.
pub(super) async fn again(state: &State, who: &Who, partnership: &str, upload: &str, sent: Sent) -> Shown {
    let measure = sent.given.as_ref().map(|it| it.text("measure").to_owned());
    let measure = measure.unwrap_or_default();
    unfinished(&map_page(state, who, partnership, upload, &measure, sent).await?)
}

async fn map_page(
    state: &State,
    who: &Who,
    partnership: &str,
    upload: &str,
    measure: &str,
    sent: Sent,
) -> Result<MapPage, Problem> {
    let partnership = id(partnership)?;
    may(state, who, &partnership, Deed::Gather).await?;
    let measure = id(measure)?;
    let (upload, asks) = (token(upload), who.clone());
    inside(state, who, &partnership, move |house, caller| {
        build(house, &asks, caller, &upload?, &measure, sent)
    })
    .await
}

fn build(house: &House, who: &Who, caller: &Caller, upload: &str, measure: &Id, sent: Sent) -> Result<MapPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let record = view.framework.measure(measure);
    let ratio = record.is_some_and(|it| it.measure.unit == Unit::Share);
    let job = house.job(caller, upload).ok().filter(|job| job.measure == *measure);
    // What was tried before counts until another sheet is chosen.
    let job = job.filter(|job| sent.sheet.is_none() || sent.sheet == job.mapping.sheet);
    let sheet = wanted_sheet(&sent, job.as_ref());
    let preview = house.preview(caller, upload, measure, sheet.as_deref(), |columns| match &sent.given {
        Some(given) => Some(mapping(given, columns, ratio)),
        None => job.as_ref().map(|job| job.mapping.clone()),
    })?;
    let record = record.ok_or(Unable::Faulty)?;
    let given = match sent.given {
        Some(given) => given,
        None => beforehand(&view.gatherings, caller, &preview, job, measure),
    };
    let title = "Say what each column means";
    let mut page = Frame::of(house, &caller.partnership, who, "evidence", title)?;
    if !sent.faults.is_empty() {
        page.title = format!("Error: {}", page.title);
    }
    let missing = missing(&given, ratio, &record.measure.places_are);
    let (check, misfit) = match &preview.check {
        Ok(check) => (Some(check).filter(|_| missing.is_empty()), None),
        Err(it) => (None, Some(Refusal::new(it.code, prose(&it.reason), prose(&it.remedy)))),
    };
    let foreseen = check.and_then(|check| check.foreseen.as_ref().map(|it| (check, it)));
    let will = foreseen.map(|(check, it)| {
        let partner = partner_name(&view.framework, &caller.partner);
        let mut will = will(record, check, it, &partner, (&given, &sent.faults));
        let agreed = record.measure.period;
        will.other_length = (preview.mapping.length != agreed).then(|| agreed.word());
        will
    });
    let asked = will.as_ref().filter(|it| it.button.is_some());
    let asked = (asked.is_some(), asked.is_some_and(|it| it.differing > 0));
    let kept = [("attribution", asked.0), ("corrects", asked.1)].into_iter();
    let kept = kept
        .filter(|(_, asked)| !asked)
        .map(|(name, _)| (name, given.text(name).to_owned()));
    let columns = preview.columns.iter().take(COLUMNS);
    let columns = columns.map(|(name, cells)| (shortened(name), sample(cells), read_as(&preview.mapping, name)));
    Ok(MapPage {
        page,
        upload: upload.to_owned(),
        measure: measure.clone(),
        measure_title: record.measure.title.clone(),
        about: about(&preview),
        parts: parts(&given, &preview, &record.measure),
        columns: columns.collect(),
        more_columns: preview.columns.len().saturating_sub(COLUMNS),
        check: check.map(checked),
        misfit: misfit.filter(|_| missing.is_empty()),
        missing,
        will,
        changed: sent.changed,
        kept: kept.collect(),
        token: house.input_token(caller)?,
        checked: written(&given),
        mapping: serde_json::to_string(&preview.mapping)?,
        faults: sent.faults,
        sheets: sheets(&preview),
        sheet: given.text("sheet").to_owned(),
        file_remarks: preview.remarks.iter().map(|it| prose(it)).collect(),
        file: preview.file,
    })
}

/// What is filled in before anybody chose: what was tried before, or what is proposed.
fn beforehand(
    gatherings: &cm_evidence::Gatherings,
    caller: &Caller,
    preview: &Preview,
    job: Option<Job>,
    measure: &Id,
) -> Given {
    let mut given = chosen(&preview.mapping, &preview.columns);
    let earlier = || {
        let own = gatherings
            .of(measure)
            .filter(|it| it.gathered.binding.contributor == caller.partner);
        own.last().map(|it| it.gathered.source.attribution.clone())
    };
    let (attribution, corrects) = match job {
        Some(job) => (Some(job.attribution), job.corrects),
        None => (earlier(), None),
    };
    given.add("attribution", attribution.unwrap_or_default());
    given.add("corrects", corrects.unwrap_or_default());
    given
}

/// The sheet that was sent along, or chosen, or read before.
fn wanted_sheet(sent: &Sent, job: Option<&Job>) -> Option<String> {
    match (&sent.given, &sent.sheet) {
        (Some(given), _) => Some(given.text("sheet").to_owned()).filter(|it| !it.is_empty()),
        (None, Some(sheet)) => Some(sheet.clone()),
        (None, None) => job.and_then(|job| job.mapping.sheet.clone()),
    }
}

fn sheets(preview: &Preview) -> Vec<(String, String, bool)> {
    let several = preview.sheets.iter().filter(|_| preview.sheets.len() > 1);
    let sheet = |name: &String| (name.clone(), escape(name), preview.sheet.as_ref() == Some(name));
    several.map(sheet).collect()
}

fn about(preview: &Preview) -> Vec<(&'static str, String)> {
    let mut about = vec![
        ("File", preview.file.clone()),
        ("Size", size(preview.bytes)),
        ("Columns", thousands(preview.columns.len() as u64)),
    ];
    about.extend(preview.check.as_ref().ok().map(|it| ("Rows", thousands(it.rows))));
    about
}

/// The measure's title, or its id while nobody put it forward.
pub(super) fn title(framework: &Framework, measure: &Id) -> String {
    framework
        .measure(measure)
        .map_or_else(|| measure.to_string(), |it| it.measure.title.clone())
}
