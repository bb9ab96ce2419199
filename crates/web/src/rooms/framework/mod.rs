use askama::Template;
use axum::Router;
use axum::extract::{Path, State as Held};
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::routing::get;
use cm_app::{Caller, Deed, House, Unable};
use cm_kernel::Id;

use crate::frame::Frame;
use crate::inside::inside;
use crate::problem::{Problem, Shown, page, render};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;

mod means;
mod measure;
mod outcome;
mod overview;
mod power;
mod uses;

use overview::{Listed, PartnerShown, listed, partners};
pub(crate) use overview::{Unmeasured, said_of, unmeasured, vetoes};
use uses::{Uses, uses};

/// What partners look at, and putting more forward.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/framework", get(show))
        .route("/p/{partnership}/power", get(power::show))
        .route("/p/{partnership}/means", get(means::show).post(means::state))
        .route(
            "/p/{partnership}/framework/outcomes/new",
            get(outcome::show).post(outcome::propose),
        )
        .route(
            "/p/{partnership}/framework/measures/new",
            get(measure::show).post(measure::propose),
        )
}

#[derive(Template)]
#[template(path = "framework.html")]
struct FrameworkPage {
    page: Frame,
    may_propose: bool,
    outcomes: Vec<Listed>,
    uses: Uses,
    partners: Vec<PartnerShown>,
}

async fn show(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        framework_page(house, &asks, caller)
    })
    .await?;
    page(&shown)
}

fn framework_page(house: &House, who: &Who, caller: &Caller) -> Result<FrameworkPage, Unable> {
    let partnership: &Id = &caller.partnership;
    let view = house.view(partnership)?;
    Ok(FrameworkPage {
        page: Frame::of(house, partnership, who, "framework", "Framework")?,
        may_propose: caller.may(Deed::Propose),
        outcomes: listed(&view, house.today()),
        uses: uses(&view.framework, house.today()),
        partners: partners(&view.framework, caller),
    })
}

/// A page whose input cannot be taken as it is: the same page again, with what is wrong.
pub(crate) fn unfinished(template: &impl Template) -> Shown {
    let html = render(template).map_err(|_| Problem::from(Unable::Faulty))?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
}
