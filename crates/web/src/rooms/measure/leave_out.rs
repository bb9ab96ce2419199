use askama::Template;
use axum::extract::{Form, Path, Query, State as Held};
use cm_app::{Asked, Caller, Deed, House, Unable};
use cm_insight::{Chart, Insight, Method, method, methods::xmr};
use cm_kernel::{Id, Period};
use cm_learning::{Act, LeftOut, LeftOutOf, TakenBackIn};

use super::{Chosen, marked, no_such};
use crate::charts::Width;
use crate::figure::FigureBlock;
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::prose;

/// Which measure: partnership and measure, as the address says.
type At = Path<(String, String)>;

/// A period that was left out before.
struct Before {
    at: u64,
    period: String,
    reason: String,
    holds: bool,
}

/// The chart as it is, and the input by which a person leaves a period out of it.
#[derive(Template)]
#[template(path = "leave_out.html")]
struct LeaveOutPage {
    page: Frame,
    title: String,
    /// The chart it is about: `all together`, `RF4`.
    about: String,
    back: String,
    to: String,
    back_in_to: String,
    token: String,
    figure: Option<FigureBlock>,
    refused: Option<(String, String)>,
    fields: Vec<Field>,
    before: Vec<Before>,
    may: bool,
    faults: Faults,
}

/// The method of the chart the person came from, where periods can be left out of it.
fn suited(chosen: &Chosen) -> &'static str {
    let leaves_out = |it: &&'static dyn Method| super::views::leaves_out(*it);
    method(&chosen.view).filter(leaves_out).unwrap_or(&xmr::Xmr).name()
}

fn leave_out_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    (measure, chosen): (&Id, &Chosen),
    (given, faults): (&Given, Faults),
) -> Result<LeaveOutPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let record = view.framework.measure(measure).ok_or_else(|| no_such(measure))?;
    let scope = chosen.scope()?;
    let asked = Asked {
        scope: scope.clone(),
        ..Asked::new(measure, suited(chosen))
    };
    let (insight, refused) = match house.look(caller, &asked) {
        Ok(answer) => (Some(answer.insight), None),
        Err(Unable::Refused(it)) => (None, Some((prose(&it.reason), prose(&it.remedy)))),
        Err(Unable::Faulty) => return Err(Unable::Faulty),
    };
    let (place, group) = (
        scope.place.as_deref().unwrap_or("all"),
        scope.group.as_deref().unwrap_or("all"),
    );
    let of_it = |it: &&LeftOutOf| it.is_of(measure, place, group);
    let base = format!("/p/{}/measures/{measure}", caller.partnership);
    let evidence = |at: u64| format!("/p/{}/record/{at}", caller.partnership);
    let figure = insight.as_deref().map(|it| {
        let marked = marked(it, &caller.partnership);
        FigureBlock::of(&marked, "chart", Width::Desk, Some(&evidence))
    });
    let error = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{error}Leave a period out");
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    let fields = fields(insight.as_deref());
    Ok(LeaveOutPage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        title: record.measure.title.clone(),
        about: scope.in_words(),
        back: format!("{base}{}", chosen.query()),
        to: format!("{base}/leave-out{}", chosen.query()),
        back_in_to: format!("{base}/leave-out/take-back-in{}", chosen.query()),
        token,
        figure,
        refused,
        fields: fields.into_iter().map(|it| it.filled(given, &faults)).collect(),
        before: view.learning.left_out.iter().filter(of_it).map(before).collect(),
        may: caller.may(Deed::Decide),
        faults,
    })
}

fn before(it: &LeftOutOf) -> Before {
    let period = &it.left_out.it.period;
    Before {
        at: it.left_out.at,
        period: Period::parse(period).map_or_else(|| period.clone(), Period::in_words),
        reason: it.left_out.it.reason.clone(),
        holds: it.taken_back.is_none(),
    }
}

fn fields(insight: Option<&Insight>) -> Vec<Field> {
    let latest = match insight.map(|it| &it.chart) {
        Some(Chart::Process(chart)) => chart.points.last().map(|it| it.period.to_string()),
        _ => None,
    };
    let such_as = latest.unwrap_or_else(|| "2020-04".to_owned());
    let period = Field::new(
        Kind::Short,
        "period",
        "Which period",
        format!("As the table under the chart writes it, such as {such_as}."),
    );
    let reason = Field::new(
        Kind::Area,
        "reason",
        "What happened then",
        "A cause that is known and has passed, not that the number is unwelcome. It is named under the chart.",
    );
    vec![period, reason]
}

/// The chart, what is left out of it, and how to leave more out.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): At,
    Query(given): Query<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let (asks, chosen) = (who.clone(), Chosen::of(&given));
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        let nothing = (&Given::default(), Faults::new());
        leave_out_page(house, &asks, caller, (&measure, &chosen), nothing)
    })
    .await?;
    page(&shown)
}

/// Leaves a period out, with what happened then.
pub(super) async fn leave_out(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): At,
    Query(about): Query<Given>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let (asks, chosen) = (who.clone(), Chosen::of(&about));
    let to = format!("/p/{partnership}/measures/{measure}{}", chosen.query());
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Decide, &caller.partnership)?;
        let mut reading = Reading::of(&given);
        let period = reading.line("period", "Say which period");
        let reason = reading.text("reason", "Say what happened then");
        if !period.is_empty() && Period::parse(&period).is_none() {
            reading.fault("period", "Write a period as the table does, such as 2020-04");
        }
        let faults = reading.faults;
        if !faults.is_empty() {
            let shown = leave_out_page(house, &asks, caller, (&measure, &chosen), (&given, faults))?;
            return Ok(Err(Box::new(shown)));
        }
        house.first_post(caller, given.text("token"))?;
        let scope = chosen.scope()?;
        let all = || "all".to_owned();
        let left_out = LeftOut {
            measure: measure.clone(),
            place: scope.place.clone().unwrap_or_else(all),
            group: scope.group.clone().unwrap_or_else(all),
            period,
            reason,
        };
        house.learn(caller, &Act::LeftOut(left_out)).map(Ok)
    })
    .await?;
    match came {
        Err(shown) => unfinished(&*shown),
        Ok(_) => Ok(done(&state, &to, "saved")),
    }
}

/// Takes a period back in, with the reason.
pub(super) async fn take_back_in(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): At,
    Query(about): Query<Given>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let to = format!(
        "/p/{partnership}/measures/{measure}/leave-out{}",
        Chosen::of(&about).query()
    );
    inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Decide, &caller.partnership)?;
        house.first_post(caller, given.text("token"))?;
        let taken = TakenBackIn {
            left_out: crate::inside::position(given.text("left-out"))?,
            reason: given.text("why").to_owned(),
        };
        house.learn(caller, &Act::TakenBackIn(taken)).map(|_| ())
    })
    .await?;
    Ok(done(&state, &to, "saved"))
}
