use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, House, Unable, View, time_in_words};
use cm_framework::{MeasurePower, Motive, PartnerPower, VetoBy, returns_a_year};
use cm_kernel::Id;

use crate::frame::Frame;
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::{counted, listed, partner_name};
use crate::state::State;
use crate::who::Who;
use crate::words::date;

#[derive(Template)]
#[template(path = "power.html")]
struct PowerPage {
    page: Frame,
    measures: Vec<MeasureRow>,
    partners: Vec<PartnerRow>,
    /// What the partners' counts say that nobody should miss, in sentences.
    marks: Vec<String>,
    /// What everything costs everyone in a year.
    total: String,
    unused: Vec<UnusedRow>,
    /// Whether the reader may say what their partner lives on.
    may_say_means: bool,
}

struct MeasureRow {
    id: Id,
    title: String,
    proposed_by: String,
    defined_by: String,
    signed: String,
    seen_by: String,
    can_veto: String,
    veto_how: &'static str,
    can_stop: String,
    evidence: String,
    objections: Vec<(String, String)>,
    minutes_a_return: String,
    returns: u32,
    contributors: usize,
    a_year: String,
}

struct PartnerRow {
    name: String,
    power: PartnerPower,
    a_year: String,
    /// What that is, beside its income.
    weighs: String,
    marked: bool,
}

struct UnusedRow {
    id: Id,
    title: String,
    says: String,
}

pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        power_page(house, &asks, caller)
    })
    .await?;
    page(&shown)
}

fn power_page(house: &House, who: &Who, caller: &Caller) -> Result<PowerPage, Unable> {
    let (power, unused) = house.power(caller)?;
    let view = house.view(&caller.partnership)?;
    let unused = unused.into_iter().map(|it| UnusedRow {
        says: it.sentence(&date(it.since)),
        id: it.measure,
        title: it.title,
    });
    let partners: Vec<_> = power.partners.iter().map(|it| partner_row(&view, it)).collect();
    Ok(PowerPage {
        page: Frame::of(house, &caller.partnership, who, "framework", "Power and burden")?,
        measures: power.measures.iter().map(|it| measure_row(&view, it)).collect(),
        marks: marks(&partners),
        partners,
        total: time_in_words(power.minutes()),
        unused: unused.collect(),
        may_say_means: caller.may(cm_app::Deed::Sign),
    })
}

fn measure_row(view: &View, it: &MeasurePower) -> MeasureRow {
    let framework = &view.framework;
    let defined = view.framework.measure(&it.measure).map(|record| &record.measure);
    let objections = it.objections.iter();
    MeasureRow {
        id: it.measure.clone(),
        title: it.title.clone(),
        proposed_by: partner_name(framework, &it.proposed_by),
        defined_by: partner_name(framework, &it.defined_by),
        signed: names(view, &it.signed),
        seen_by: seen_by(&it.uses),
        can_veto: names(view, &it.can_veto),
        veto_how: veto_how(it.veto_by),
        can_stop: names(view, &it.can_stop),
        evidence: names(view, &it.contributors),
        objections: objections
            .map(|(by, reason)| (partner_name(framework, by), reason.clone()))
            .collect(),
        minutes_a_return: time_in_words(defined.map_or(0, |measure| measure.burden_minutes).into()),
        returns: defined.map_or(0, |measure| returns_a_year(measure.period)),
        contributors: it.returning.len(),
        a_year: time_in_words(it.minutes()),
    }
}

/// Partners by name; all of them in two words.
fn names(view: &View, ids: &BTreeSet<Id>) -> String {
    let framework = &view.framework;
    let mut here = framework.taking_part();
    if ids.is_empty() {
        return "Nobody yet".to_owned();
    }
    if ids.len() > 1 && here.all(|it| ids.contains(&it.id)) {
        return "Every partner".to_owned();
    }
    let names: Vec<_> = ids.iter().map(|id| partner_name(&view.framework, id)).collect();
    listed(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn seen_by(uses: &[Motive]) -> String {
    let others: Vec<_> = uses.iter().map(|it| it.word()).collect();
    match (uses.contains(&Motive::Learning), uses.contains(&Motive::Publication)) {
        (true, true) => "Members of every partner; the public, in editions".to_owned(),
        (true, false) => "Members of every partner".to_owned(),
        (false, true) => "The public, in editions".to_owned(),
        (false, false) if uses.is_empty() => "Nobody yet".to_owned(),
        (false, false) => format!("Members of every partner, for {} only", listed(&others)),
    }
}

fn veto_how(by: VetoBy) -> &'static str {
    match by {
        VetoBy::AnyPartner => "by a veto, until an agreement is in force",
        VetoBy::NotSigning => "by not signing the next agreement: all must sign",
        VetoBy::Objecting => "by objecting to the next agreement: a majority decides without objection",
        VetoBy::Stewards => "by not signing the next agreement: the stewards decide",
    }
}

fn partner_row(view: &View, it: &PartnerPower) -> PartnerRow {
    PartnerRow {
        name: partner_name(&view.framework, &it.partner),
        a_year: time_in_words(it.minutes),
        weighs: super::means::in_words(it.means.as_ref(), it.minutes),
        marked: it.without_veto || it.all_by_others,
        power: it.clone(),
    }
}

/// Partners whose evidence they cannot veto, each in a sentence, and those that others choose for, together in one.
fn marks(rows: &[PartnerRow]) -> Vec<String> {
    let mut said = Vec::new();
    for PartnerRow { name, power, .. } in rows.iter().filter(|it| it.power.without_veto) {
        let many = counted(&power.contributes, "measure");
        let none = if power.contributes == 1 {
            "cannot veto it"
        } else {
            "can veto none of them"
        };
        said.push(format!("{name} gives evidence to {many} and {none}."));
    }
    let chosen_for = rows.iter().filter(|it| it.power.all_by_others);
    let names: Vec<_> = chosen_for.map(|it| it.name.as_str()).collect();
    if !names.is_empty() {
        let names = listed(&names);
        said.push(format!(
            "Every measure that {names} signed for or gave evidence to was put forward by others."
        ));
    }
    said
}
