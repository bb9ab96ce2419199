use askama::Template;
use axum::extract::{Form, Path, Query, State as Held};
use cm_app::{Asked, Caller, Deed, House, Unable};
use cm_insight::{Chart, Insight};
use cm_kernel::{Id, Period};
use cm_learning::{Act, RebaseOf, RebaseWithdrawn};

use super::{Chosen, marked, no_such};
use crate::charts::Width;
use crate::figure::FigureBlock;
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind, Reading};
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

/// A rebase that was accepted before.
struct Before {
    at: u64,
    from: String,
    reason: String,
    holds: bool,
}

/// What is proposed for one chart, the reasoning, and the input by which a person accepts it.
#[derive(Template)]
#[template(path = "rebase.html")]
struct RebasePage {
    page: Frame,
    title: String,
    /// The chart it is about: `all together`, `RF4`.
    about: String,
    back: String,
    to: String,
    withdraw_to: String,
    token: String,
    figure: Option<FigureBlock>,
    refused: Option<(String, String)>,
    fields: Vec<Field>,
    before: Vec<Before>,
    may: bool,
    faults: Faults,
}

fn rebase_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    (measure, chosen): (&Id, &Chosen),
    (given, faults): (&Given, Faults),
) -> Result<RebasePage, Unable> {
    let view = house.view(&caller.partnership)?;
    let record = view.framework.measure(measure).ok_or_else(|| no_such(measure))?;
    let scope = chosen.scope()?;
    let asked = Asked {
        scope: scope.clone(),
        ..Asked::new(measure, "rebase")
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
    let of_it = |it: &&RebaseOf| {
        let rebase = &it.rebase.it;
        rebase.measure == *measure && rebase.place == place && rebase.group == group
    };
    let base = format!("/p/{}/measures/{measure}", caller.partnership);
    let evidence = |at: u64| format!("/p/{}/record/{at}", caller.partnership);
    let figure = insight.as_deref().map(|it| {
        let marked = marked(it, &caller.partnership);
        FigureBlock::of(&marked, "chart", Width::Desk, Some(&evidence))
    });
    let error = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{error}Propose a new baseline");
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    let fields = fields(insight.as_deref());
    Ok(RebasePage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        title: record.measure.title.clone(),
        about: scope.in_words(),
        back: format!("{base}{}", chosen.query()),
        to: format!("{base}/rebase{}", chosen.query()),
        withdraw_to: format!("{base}/rebase/withdraw{}", chosen.query()),
        token,
        figure,
        refused,
        fields: fields.into_iter().map(|it| it.filled(given, &faults)).collect(),
        before: view.learning.rebases.iter().filter(of_it).map(before).collect(),
        may: caller.may(Deed::Decide),
        faults,
    })
}

fn before(it: &RebaseOf) -> Before {
    let from = &it.rebase.it.from;
    Before {
        at: it.rebase.at,
        from: Period::parse(from).map_or_else(|| from.clone(), Period::in_words),
        reason: it.rebase.it.reason.clone(),
        holds: it.withdrawn.is_none(),
    }
}

fn fields(insight: Option<&Insight>) -> Vec<Field> {
    let proposed: Vec<Period> = match insight.map(|it| &it.chart) {
        Some(Chart::Process(chart)) => {
            let begins = chart
                .segments
                .iter()
                .skip(1)
                .filter_map(|it| chart.points.get(it.first));
            begins.map(|it| it.period).collect()
        }
        _ => Vec::new(),
    };
    let from = "From which period limits begin afresh";
    let from = match proposed.is_empty() {
        true => Field::new(
            Kind::Short,
            "period",
            from,
            "None is proposed. Where you know of a lasting change, write its period as the table does, such as 2018-04.",
        ),
        false => {
            let choice = |it: &Period| Choice::new(it.to_string(), it.in_words(), "");
            Field::new(Kind::Radios, "period", from, "As proposed above.").offering(proposed.iter().map(choice))
        }
    };
    let reason = Field::new(
        Kind::Area,
        "reason",
        "What happened then",
        "A change that is known and lasts. A few words of it stand on the chart, all of it in the record.",
    );
    vec![from, reason]
}

/// What is proposed, and why.
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
        rebase_page(house, &asks, caller, (&measure, &chosen), nothing)
    })
    .await?;
    page(&shown)
}

/// Accepts a proposal, or a change that a person knows of, with what happened then.
pub(super) async fn accept(
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
        let from = reading.line("period", "Say from which period");
        let reason = reading.text("reason", "Say what happened then");
        if !from.is_empty() && Period::parse(&from).is_none() {
            reading.fault("period", "Write a period as the table does, such as 2018-04");
        }
        let faults = reading.faults;
        if !faults.is_empty() {
            let shown = rebase_page(house, &asks, caller, (&measure, &chosen), (&given, faults))?;
            return Ok(Err(Box::new(shown)));
        }
        house.first_post(caller, given.text("token"))?;
        let asked = Asked {
            scope: chosen.scope()?,
            ..Asked::new(&measure, "xmr")
        };
        house.rebase(caller, &asked, &from, &reason).map(Ok)
    })
    .await?;
    match came {
        Err(shown) => unfinished(&*shown),
        Ok(_) => Ok(done(&state, &to, "saved")),
    }
}

/// Takes a rebase back, with the reason.
pub(super) async fn withdraw(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): At,
    Query(about): Query<Given>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let to = format!(
        "/p/{partnership}/measures/{measure}/rebase{}",
        Chosen::of(&about).query()
    );
    inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Decide, &caller.partnership)?;
        house.first_post(caller, given.text("token"))?;
        let withdrawn = RebaseWithdrawn {
            rebase: crate::inside::position(given.text("rebase"))?,
            reason: given.text("why").to_owned(),
        };
        house.learn(caller, &Act::RebaseWithdrawn(withdrawn)).map(|_| ())
    })
    .await?;
    Ok(done(&state, &to, "saved"))
}
