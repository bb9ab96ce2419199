use askama::Template;
use axum::Router;
use axum::extract::State as Held;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use cm_kernel::Refusal;

use crate::frame::{Frame, Place};
use crate::problem::{Problem, Shown, page};
use crate::state::State;
use crate::who::Who;

/// The front page and the pages about the product.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/", get(front))
        .route("/about", get(about))
        .route("/about/licences", get(licences))
        .route("/accessibility", get(accessibility))
}

struct Listed {
    place: Place,
    about: String,
    demonstration: bool,
    editions: usize,
}

#[derive(Template)]
#[template(path = "front.html")]
struct FrontPage {
    page: Frame,
    partnerships: Vec<Listed>,
}

async fn front(Held(state): Held<State>, who: Who) -> Shown {
    if who.member.is_some() {
        return Ok(Redirect::to("/partnerships").into_response());
    }
    let partnerships = state
        .run(|house| {
            let found = house.partnerships()?.into_iter();
            found
                .map(|(id, profile)| {
                    let place = Place {
                        name: profile.name,
                        path: format!("/p/{id}"),
                    };
                    let editions = house.view(&id)?.accounts.editions.len();
                    Ok(Listed {
                        place,
                        about: profile.about,
                        demonstration: profile.demonstration,
                        editions,
                    })
                })
                .collect::<Result<Vec<_>, cm_app::Unable>>()
        })
        .await?;
    page(&FrontPage {
        page: Frame::bare("Measure together, honestly"),
        partnerships,
    })
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage {
    page: Frame,
}

async fn about() -> Shown {
    page(&AboutPage {
        page: Frame::bare("What this is, and what it cannot promise"),
    })
}

#[derive(Template)]
#[template(path = "licences.html")]
struct LicencesPage {
    page: Frame,
}

async fn licences() -> Shown {
    page(&LicencesPage {
        page: Frame::bare("Sources and licences"),
    })
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct AccessibilityPage {
    page: Frame,
}

async fn accessibility() -> Shown {
    page(&AccessibilityPage {
        page: Frame::bare("Accessibility statement"),
    })
}

/// What an address that leads nowhere shows.
pub(crate) async fn no_such_page() -> Problem {
    Refusal::new(
        "web/no-such-page",
        "Nothing is kept at this address.",
        "Check the address, or start from the front page.",
    )
    .into()
}
