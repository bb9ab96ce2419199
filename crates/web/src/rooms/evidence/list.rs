use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State as Held};
use cm_app::{ACCESS, Caller, Deed, House, Unable, View};
use cm_evidence::Gathering;
use cm_framework::{Measure, MeasureRecord, Unit};
use cm_kernel::{Date, Id, Period, Refusal};
use serde::Deserialize;

use super::{Agreed, counted, open_measures};
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::{listed, partner_name};
use crate::state::State;
use crate::who::Who;
use crate::words::{date, period, prose};

/// Batches of each measure shown when all measures are.
const FEW: usize = 5;
/// Batches shown of one measure.
const MANY: usize = 200;

/// One batch as a row of the table.
struct Brought {
    at: u64,
    on: String,
    rows: String,
    without: u64,
    periods: String,
    file: String,
    member: String,
    partner: String,
    corrects: Vec<u64>,
    corrected_by: Vec<u64>,
}

/// One measure with what was gathered of it.
struct Gathers {
    id: Id,
    title: String,
    agreed: Option<Agreed>,
    rows: String,
    batches: Vec<Brought>,
    /// The first lines of a table that would do.
    such_as: String,
    /// How many older batches are not shown.
    more: usize,
}

/// The evidence of a partnership; see `templates/evidence.html`.
#[derive(Template)]
#[template(path = "evidence.html")]
pub(super) struct EvidencePage {
    page: Frame,
    measures: Vec<Gathers>,
    /// Whether only one measure is shown.
    one: bool,
    /// Whether there are others.
    others: bool,
    may_gather: bool,
    /// Who else can bring a file in.
    able: String,
    /// Which measure the file is for; absent when none is open.
    measure: Option<Field>,
    faults: Faults,
    /// What is wrong with the choice of a file.
    no_file: Option<String>,
    /// Why a file was not taken.
    refused: Option<Refusal>,
    /// Its name.
    sent: String,
}

/// What goes wrong with a file that was sent.
#[derive(Default)]
pub(super) struct Wrong {
    pub(super) measure: String,
    pub(super) file: String,
    pub(super) faults: Faults,
    pub(super) refused: Option<Refusal>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    measure: String,
}

pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Query(asked): Query<Asked>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        let wrong = Wrong {
            measure: asked.measure.clone(),
            ..Wrong::default()
        };
        evidence_page(house, &asks, caller, &asked.measure, wrong)
    })
    .await?;
    page(&shown)
}

/// The page with one measure or all, and what is wrong with a file that was just sent.
pub(super) fn evidence_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    only: &str,
    wrong: Wrong,
) -> Result<EvidencePage, Unable> {
    let partnership = &caller.partnership;
    let view = house.view(partnership)?;
    let members = house.members(partnership)?;
    let names: HashMap<Id, String> = members.iter().map(|(id, it)| (id.clone(), it.name.clone())).collect();
    let one = view.framework.measures.keys().any(|it| it.as_str() == only);
    let wanted = |id: &&Id| !one || id.as_str() == only;
    let shown = view.framework.measures.keys().filter(wanted);
    let shown = shown.filter_map(|id| view.framework.measure(id));
    let measures = shown.map(|record| gathers(&view, record, &names, if one { MANY } else { FEW }));
    let mut page = Frame::of(house, partnership, who, "evidence", "Evidence")?;
    if wrong.refused.is_some() || !wrong.faults.is_empty() {
        page.title = format!("Error: {}", page.title);
    }
    let standing = view.framework.members.standing();
    let able = standing.filter(|it| it.roles.iter().any(|role| Deed::Gather.is_for(*role)));
    let able: Vec<_> = able
        .filter_map(|it| {
            let name = names.get(&it.member)?;
            Some(format!("{name} ({})", partner_name(&view.framework, &it.partner)))
        })
        .collect();
    Ok(EvidencePage {
        page,
        measures: measures.collect(),
        one,
        others: view.framework.measures.len() > 1,
        may_gather: caller.may(Deed::Gather),
        able: able_words(&able),
        measure: measure_field(&view, &wrong),
        no_file: wrong
            .faults
            .iter()
            .find(|(name, _)| *name == "file")
            .map(|it| it.1.clone()),
        faults: wrong.faults,
        refused: wrong
            .refused
            .map(|it| Refusal::new(it.code, prose(&it.reason), prose(&it.remedy))),
        sent: wrong.file,
    })
}

/// Who can bring evidence in: by name, or by role while nobody has it.
fn able_words(able: &[String]) -> String {
    if !able.is_empty() {
        let able: Vec<_> = able.iter().map(String::as_str).collect();
        return format!("{} can bring a file in.", listed(&able));
    }
    let roles = ACCESS.iter().filter(|(deed, _)| *deed == Deed::Gather);
    let roles: Vec<_> = roles.flat_map(|(_, roles)| *roles).map(|role| role.word()).collect();
    format!(
        "Nobody here can bring a file in yet; it takes the role {}.",
        roles.join(" or ")
    )
}

fn measure_field(view: &View, wrong: &Wrong) -> Option<Field> {
    let mut open = open_measures(view);
    if open.is_empty() {
        return None;
    }
    open.sort_by(|a, b| a.1.cmp(&b.1));
    let mut given = Given::default();
    let mut choices: Vec<_> = open
        .iter()
        .map(|(id, title)| Choice::new(id.as_str(), title, ""))
        .collect();
    match open.as_slice() {
        [(only, _)] => given.add("measure", only.as_str()),
        _ => {
            choices.insert(0, Choice::new("", "Choose a measure", ""));
            given.add("measure", &wrong.measure);
        }
    }
    let hint = "Only measures with an agreement in force are offered.";
    let field = Field::new(Kind::Select, "measure", "Which measure it is evidence of", hint);
    Some(field.offering(choices).filled(&given, &wrong.faults))
}

fn gathers(view: &View, record: &MeasureRecord, names: &HashMap<Id, String>, most: usize) -> Gathers {
    let all: Vec<_> = view.gatherings.of(&record.measure.id).collect();
    let corrections = view.corrections();
    let newest = all.iter().rev().take(most);
    let rows = counted(all.iter().map(|it| it.gathered.rows).sum(), "row");
    let s = if all.len() == 1 { "" } else { "es" };
    Gathers {
        id: record.measure.id.clone(),
        title: record.measure.title.clone(),
        agreed: Agreed::of(record),
        rows: format!("{rows} in {} batch{s}", all.len()),
        such_as: such_as(&record.measure),
        batches: newest.map(|it| brought(view, it, names, &corrections)).collect(),
        more: all.len().saturating_sub(most),
    }
}

/// The first lines of a table for a measure, with made-up numbers, whose columns are read without help.
fn such_as(measure: &Measure) -> String {
    let (figures, first) = match measure.unit {
        Unit::Share => ("numerator,denominator", "45,50"),
        Unit::Number(_) => ("value", "45"),
    };
    let of_groups = measure.groups_are.as_ref().map(|it| (column(it), "all,"));
    let (group, everybody) = of_groups.unwrap_or_default();
    // Any day does; what matters is how such a period is written.
    let day = Date::parse("2026-01-01");
    let day = day.and_then(|it| Period::containing(it, measure.period));
    let period = day.map_or_else(String::new, |it| it.to_string());
    let place = column(&measure.places_are);
    format!("period,{place}{group}{figures}\n{period},A,{everybody}{first}")
}

/// The heading of a column, with the comma after it.
fn column(named: &str) -> String {
    let plain: String = named.chars().filter(|it| !",\"\n\r".contains(*it)).take(40).collect();
    format!("{plain},")
}

fn brought(view: &View, it: &Gathering, names: &HashMap<Id, String>, corrections: &[(u64, u64)]) -> Brought {
    let gathered = &it.gathered;
    let named = |text: &String| Period::try_from(text.clone()).map_or_else(|_| text.clone(), period);
    let (first, last) = (named(&gathered.periods.0), named(&gathered.periods.1));
    let corrected_by = corrections.iter().filter(|(old, _)| *old == it.at);
    let corrects = gathered.corrects.as_ref();
    Brought {
        at: it.at,
        on: date(it.on),
        rows: crate::figure::thousands(gathered.rows),
        without: gathered.absent,
        periods: if first == last {
            first
        } else {
            format!("{first} to {last}")
        },
        file: gathered.source.file.clone(),
        member: names.get(&it.member).cloned().unwrap_or_default(),
        partner: partner_name(&view.framework, &gathered.binding.contributor),
        corrects: corrects.map(|it| it.entries.clone()).unwrap_or_default(),
        corrected_by: corrected_by.map(|(_, new)| *new).collect(),
    }
}
