use askama::Template;
use axum::extract::{Form, Path, Query, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_evidence::{Honest, HonestReturn};
use cm_framework::Measure;
use cm_kernel::{Id, Period};

use super::beside::partner_name;
use super::{capital_of, no_such};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::{date, prose};

/// Which measure: partnership and measure, as the address says.
type At = Path<(String, String)>;

/// A figure that cannot honestly be given, as a partner said it.
struct Said {
    at: u64,
    partner: String,
    on: String,
    /// What it is of: `April 2018, provider RF4`.
    of: String,
    why: String,
    /// Whether a number took its place later.
    answered: bool,
}

/// What partners said they cannot honestly give, and the input by which one more is said.
#[derive(Template)]
#[template(path = "honest.html")]
struct HonestPage {
    page: Frame,
    title: String,
    back: String,
    to: String,
    token: String,
    fields: Vec<Field>,
    said: Vec<Said>,
    /// Whether evidence may be gathered by this member and of this measure.
    may: bool,
    agreed: bool,
    faults: Faults,
}

/// The words of the link on the measure's page.
pub(super) fn leads(view: &View, measure: &Id) -> String {
    match view.gatherings.honest_of(measure).count() {
        0 => "Say that a figure cannot honestly be given".to_owned(),
        1 => "1 figure that a partner said cannot honestly be given".to_owned(),
        many => format!("{many} figures that partners said cannot honestly be given"),
    }
}

fn honest_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    measure: &Id,
    (given, faults): (&Given, Faults),
) -> Result<HonestPage, Unable> {
    caller.must(Deed::Ask, &caller.partnership)?;
    let view = house.view(&caller.partnership)?;
    let record = view.framework.measure(measure).ok_or_else(|| no_such(measure))?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    let mut said: Vec<_> = view
        .gatherings
        .honest_of(measure)
        .map(|it| said(&view, &record.measure, it))
        .collect();
    said.reverse();
    let back = format!("/p/{}/measures/{measure}", caller.partnership);
    let title = format!("{error}What cannot honestly be said");
    Ok(HonestPage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        title: record.measure.title.clone(),
        to: format!("{back}/honest"),
        back,
        token,
        fields: fields(&record.measure)
            .into_iter()
            .map(|it| it.filled(given, &faults))
            .collect(),
        said,
        may: caller.may(Deed::Gather),
        agreed: record.in_force().is_some(),
        faults,
    })
}

fn said(view: &View, measure: &Measure, it: &Honest) -> Said {
    let returned = &it.returned;
    let period = Period::parse(&returned.period).map_or_else(|| returned.period.clone(), Period::in_words);
    let groups_are = measure.groups_are.as_deref().unwrap_or("population group");
    let named = [
        (measure.places_are.as_str(), &returned.place),
        (groups_are, &returned.group),
    ];
    let named = named.into_iter().filter(|(_, name)| *name != "all");
    let of: Vec<_> = std::iter::once(period)
        .chain(named.map(|(what, name)| format!("{what} {name}")))
        .collect();
    Said {
        at: it.at,
        partner: partner_name(&view.framework, &it.partner),
        on: date(it.on),
        of: of.join(", "),
        why: returned.why.clone(),
        answered: view.gatherings.answered(it),
    }
}

fn fields(measure: &Measure) -> Vec<Field> {
    let short = |name, label: &str, hint: &str| Field::new(Kind::Short, name, label.to_owned(), hint.to_owned());
    let place = format!("Which {}", measure.places_are);
    let group = measure
        .groups_are
        .as_deref()
        .map_or_else(|| "Which population group".to_owned(), capital_of);
    vec![
        short(
            "period",
            "Which period",
            "As the measure’s readings write it, such as 2024-04.",
        ),
        short(
            "place",
            &place,
            "Its code as in the readings. Leave it empty where the measure has one figure for everybody.",
        ),
        short(
            "group",
            &group,
            "As in the readings. Leave it empty where they are about all together.",
        ),
        Field::new(
            Kind::Area,
            "why",
            "Why it cannot honestly be said",
            "It is shown to every partner as you write it. Name no person.".to_owned(),
        ),
    ]
}

/// The input that a refusal is about.
fn about(code: &str) -> Option<&'static str> {
    match code {
        "app/unknown-period" | "app/said-before" => Some("period"),
        "app/unknown-place" => Some("place"),
        "app/unknown-group" => Some("group"),
        "app/no-reason" => Some("why"),
        _ => None,
    }
}

/// What was said, and how to say more.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): At,
    Query(about): Query<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        honest_page(house, &asks, caller, &measure, (&about, Faults::new()))
    })
    .await?;
    page(&shown)
}

/// Says that a figure cannot honestly be given.
pub(super) async fn give(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): At,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let asks = who.clone();
    let to = format!("/p/{partnership}/measures/{measure}/honest");
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Gather, &caller.partnership)?;
        let mut reading = Reading::of(&given);
        let period = reading.line("period", "Say which period");
        let place = reading.optional("place");
        let group = reading.optional("group");
        let why = reading.text("why", "Say why it cannot honestly be said");
        if !period.is_empty() && Period::parse(&period).is_none() {
            reading.fault("period", "Write a period as the readings do, such as 2024-04");
        }
        let faults = reading.faults;
        if !faults.is_empty() {
            let shown = honest_page(house, &asks, caller, &measure, (&given, faults))?;
            return Ok(Err(Box::new(shown)));
        }
        house.first_post(caller, given.text("token"))?;
        let all = || "all".to_owned();
        let returned = HonestReturn {
            measure: measure.clone(),
            place: place.unwrap_or_else(all),
            group: group.unwrap_or_else(all),
            period,
            why,
        };
        let refusal = match house.return_honestly(caller, &returned) {
            Err(Unable::Refused(refusal)) => refusal,
            came => return came.map(Ok),
        };
        let field = about(refusal.code).ok_or_else(|| refusal.clone())?;
        let faults = vec![(field, format!("{} {}", prose(&refusal.reason), prose(&refusal.remedy)))];
        let mut shown = honest_page(house, &asks, caller, &measure, (&given, faults))?;
        // The one that was sent is used up.
        shown.token = house.input_token(caller)?;
        Ok(Err(Box::new(shown)))
    })
    .await?;
    match came {
        Err(shown) => unfinished(&*shown),
        Ok(_) => Ok(done(&state, &to, "saved")),
    }
}
