//! What the reader's partner says of its own means.

use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable};
use cm_framework::{Act, AgainstIncome, Means};

use crate::figure::thousands;
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::partner_name;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

#[derive(Template)]
#[template(path = "means.html")]
struct MeansPage {
    page: Frame,
    token: String,
    partner: String,
    fields: Vec<Field>,
    faults: Faults,
}

/// What a year of returns is, beside what the partner lives on.
pub(super) fn in_words(means: Option<&Means>, minutes: u64) -> String {
    let Some(means) = means else {
        return "income not said".to_owned();
    };
    match means.against(minutes) {
        AgainstIncome::Cost { cost, basis_points } => format!(
            "{}, {}.{:02}% of {} ({})",
            money(cost, &means.currency),
            thousands(basis_points / 100),
            basis_points % 100,
            money(means.income, &means.currency),
            means.year,
        ),
        AgainstIncome::Hours(tenths) => format!(
            "{}.{} hours for every {} of {} ({})",
            thousands(tenths / 10),
            tenths % 10,
            money(10_000, &means.currency),
            money(means.income, &means.currency),
            means.year,
        ),
    }
}

fn money(amount: u64, currency: &str) -> String {
    let amount = thousands(amount);
    match currency {
        "GBP" => format!("£{amount}"),
        "EUR" => format!("€{amount}"),
        other => format!("{other} {amount}"),
    }
}

fn fields(given: &Given, faults: &Faults) -> Vec<Field> {
    let fields = [
        Field::new(
            Kind::Short,
            "income",
            "Income of a year",
            "In whole units, such as 48,000.",
        ),
        Field::new(Kind::Short, "currency", "Currency", "Three letters, such as GBP."),
        Field::new(Kind::Short, "year", "Which year", "Such as 2025/26."),
        Field::new(
            Kind::Short,
            "hour",
            "What an hour of work costs you (optional)",
            "Pay and what comes on top. Volunteers’ hours have a cost too; say below how you reckon it.",
        ),
        Field::new(
            Kind::Line,
            "source",
            "Where the figures are published, or how you reckoned them",
            "Others read it beside them.",
        ),
    ];
    fields.into_iter().map(|it| it.filled(given, faults)).collect()
}

/// What was said last, to be changed.
fn beforehand(means: Option<&Means>) -> Given {
    let mut given = Given::default();
    match means {
        None => given.add("currency", "GBP"),
        Some(means) => {
            given.add("income", thousands(means.income));
            given.add("currency", means.currency.clone());
            given.add("year", means.year.clone());
            given.add("hour", means.hour.map_or_else(String::new, |it| thousands(it.into())));
            given.add("source", means.source.clone());
        }
    }
    given
}

fn means_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    given: &Given,
    faults: Faults,
    token: String,
) -> Result<MeansPage, Unable> {
    let error = if faults.is_empty() { "" } else { "Error: " };
    let view = house.view(&caller.partnership)?;
    let title = format!("{error}What your partner lives on");
    Ok(MeansPage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        token,
        partner: partner_name(&view.framework, &caller.partner),
        fields: fields(given, &faults),
        faults,
    })
}

pub(super) async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Sign, &caller.partnership)?;
        let token = house.input_token(caller)?;
        let view = house.view(&caller.partnership)?;
        let given = beforehand(view.framework.means_of(&caller.partner));
        means_page(house, &asks, caller, &given, Faults::new(), token)
    })
    .await?;
    page(&shown)
}

fn whole(text: &str) -> Option<u64> {
    let plain: String = text.chars().filter(|it| !" ,£€".contains(*it)).collect();
    plain.parse().ok()
}

fn read(reading: &mut Reading<'_>) -> Option<Means> {
    let income = reading.choice("income", "Enter the income in whole units, such as 48,000", |text| {
        whole(text).filter(|it| *it > 0)
    });
    let currency = reading.choice("currency", "Enter the currency in three letters, such as GBP", |text| {
        let text = text.trim().to_uppercase();
        (text.len() == 3 && text.bytes().all(|it| it.is_ascii_uppercase())).then_some(text)
    });
    let year = reading.line("year", "Enter which year it is of, such as 2025/26");
    if year.chars().count() > 20 {
        reading.fault("year", "Write the year in at most 20 characters");
    }
    let said = reading.given.text("hour").trim().to_owned();
    let hour = whole(&said).and_then(|it| u32::try_from(it).ok());
    if !said.is_empty() && hour.is_none() {
        reading.fault(
            "hour",
            "Enter what an hour costs in whole units, such as 25, or leave it empty",
        );
    }
    let source = reading.line(
        "source",
        "Say where the figures are published, or how you reckoned them",
    );
    Some(Means {
        income: income?,
        currency: currency?,
        year,
        hour,
        source,
    })
}

pub(super) async fn state(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    Form(given): Form<Given>,
) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let again = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Sign, &caller.partnership)?;
        let mut reading = Reading::of(&given);
        let means = read(&mut reading);
        let faults = reading.faults;
        if let Some(means) = means.filter(|_| faults.is_empty()) {
            house.first_post(caller, given.text("token"))?;
            house.agree(caller, &Act::MeansStated(means))?;
            return Ok(None);
        }
        let token = given.text("token").to_owned();
        means_page(house, &asks, caller, &given, faults, token).map(Some)
    })
    .await?;
    match again {
        Some(shown) => unfinished(&shown),
        None => Ok(done(&state, &format!("/p/{partnership}/power"), "said")),
    }
}
