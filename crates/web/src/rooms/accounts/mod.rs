use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Path, State as Held};
use axum::routing::{get, post};
use cm_account::{Drafted, Response as Answer};
use cm_app::{Deed, House, Unable};
use cm_kernel::{Id, Refusal};
use serde::Deserialize;

use crate::edition::{self, ShownEdition};
use crate::frame::Frame;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

mod compose;
mod publish;
mod sealed;

/// The most an uploaded edition may be, packed.
const UPLOAD_BYTES: usize = 64 * 1024 * 1024;

/// Published editions, for anyone; putting them together, for members.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/accounts", get(list))
        .route("/p/{partnership}/accounts/new", get(compose::new).post(compose::create))
        .route("/p/{partnership}/accounts/{edition}", get(show))
        .route("/p/{partnership}/accounts/{edition}/respond", post(respond))
        .route(
            "/p/{partnership}/accounts/{edition}/publish",
            get(publish::confirm).post(publish::publish),
        )
        .route("/p/{partnership}/accounts/{edition}/verify", get(sealed::verified))
        .route("/p/{partnership}/accounts/{edition}/folder.zip", get(sealed::archive))
        .route("/p/{partnership}/accounts/{edition}/files/{*path}", get(sealed::file))
        .route(
            "/verify",
            get(sealed::ask_for_file)
                .post(sealed::verify_file)
                .layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
}

struct Listed {
    id: Id,
    title: String,
    on: String,
    summary: String,
    responses: usize,
}

#[derive(Template)]
#[template(path = "accounts.html")]
struct AccountsPage {
    page: Frame,
    about: String,
    editions: Vec<Listed>,
    drafts: Vec<Listed>,
    may_publish: bool,
    signed_in: bool,
}

async fn list(Held(state): Held<State>, who: Who, Path(partnership): Path<String>) -> Shown {
    let partnership = id(&partnership)?;
    let shown = state
        .run(move |house| {
            let view = house.view(&partnership)?;
            let caller = who.caller(house, &partnership).ok();
            let count = |id: &Id| view.accounts.responses(id).count();
            let editions = view.accounts.editions.iter().rev().map(|it| Listed {
                id: it.published.edition.clone(),
                title: it.published.title.clone(),
                on: date(it.on),
                summary: it.published.summary.clone(),
                responses: count(&it.published.edition),
            });
            let drafts = view
                .accounts
                .drafts
                .iter()
                .filter(|_| caller.is_some())
                .map(|it| Listed {
                    id: it.draft.id.clone(),
                    title: it.draft.title.clone(),
                    on: date(it.on),
                    summary: it.draft.summary.clone(),
                    responses: count(&it.draft.id),
                });
            Ok(AccountsPage {
                page: Frame::of(house, &partnership, &who, "accounts", "Accounts")?,
                about: house.profile(&partnership)?.about,
                editions: editions.collect(),
                drafts: drafts.collect(),
                may_publish: caller.as_ref().is_some_and(|it| it.may(Deed::Publish)),
                signed_in: caller.is_some(),
            })
        })
        .await?;
    page(&shown)
}

#[derive(Template)]
#[template(path = "edition.html")]
struct EditionPage {
    page: Frame,
    edition: ShownEdition,
    may_respond: bool,
    token: String,
}

#[derive(Template)]
#[template(path = "draft.html")]
struct DraftPage {
    page: Frame,
    edition: ShownEdition,
    may_respond: bool,
    may_publish: bool,
    token: String,
}

async fn show(Held(state): Held<State>, who: Who, Path((partnership, edition)): Path<(String, String)>) -> Shown {
    let (partnership, edition) = (id(&partnership)?, id(&edition)?);
    let published = {
        let (partnership, edition, who) = (partnership.clone(), edition.clone(), who.clone());
        state
            .run(move |house| edition_page(house, &who, &partnership, &edition))
            .await?
    };
    match published {
        Some(shown) => page(&shown),
        None => page(
            &state
                .run(move |house| draft_page(house, &who, &partnership, &edition))
                .await?,
        ),
    }
}

fn edition_page(house: &House, who: &Who, partnership: &Id, edition: &Id) -> Result<Option<EditionPage>, Unable> {
    let view = house.view(partnership)?;
    let Some(found) = view.accounts.edition(edition) else {
        return Ok(None);
    };
    let base = format!("/p/{partnership}/accounts/{edition}/files");
    let shown = edition::shown(&view, found, true, &|at| {
        format!("{base}/{}", cm_account::seal::folder::entry_path(at))
    });
    let caller = who.caller(house, partnership).ok();
    Ok(Some(EditionPage {
        page: Frame::of(house, partnership, who, "accounts", found.published.title.clone())?,
        token: caller
            .as_ref()
            .map_or_else(|| Ok(String::new()), |it| house.input_token(it))?,
        may_respond: caller.is_some_and(|it| it.may(Deed::Respond) && it.partner != found.by),
        edition: shown,
    }))
}

fn draft_page(house: &House, who: &Who, partnership: &Id, edition: &Id) -> Result<DraftPage, Unable> {
    let view = house.view(partnership)?;
    let caller = match who.caller(house, partnership) {
        Ok(caller) => caller,
        Err(Unable::Faulty) => return Err(Unable::Faulty),
        // Whether there is such a draft is nobody's business outside.
        Err(Unable::Refused(_)) => return Err(no_such(edition).into()),
    };
    let drafted = view.accounts.draft(edition).ok_or_else(|| no_such(edition))?;
    Ok(DraftPage {
        page: Frame::of(house, partnership, who, "accounts", drafted.draft.title.clone())?,
        may_respond: caller.may(Deed::Respond) && caller.partner != drafted.by,
        may_publish: caller.may(Deed::Publish),
        token: house.input_token(&caller)?,
        edition: shown_draft(&view, drafted, partnership),
    })
}

/// A draft in the shape of the edition it would be.
fn shown_draft(view: &cm_app::View, drafted: &Drafted, partnership: &Id) -> ShownEdition {
    let draft = &drafted.draft;
    let edition = cm_account::Edition {
        at: u64::MAX,
        on: drafted.on,
        by: drafted.by.clone(),
        published: cm_account::Published {
            edition: draft.id.clone(),
            title: draft.title.clone(),
            covers: draft.covers.clone(),
            addressed_to: draft.addressed_to.clone(),
            summary: draft.summary.clone(),
            attribution: draft.attribution.clone(),
            draft: drafted.at,
            consists_of: Vec::new(),
            since: view.accounts.since(drafted, &view.framework, &view.corrections()),
        },
        figures: (0..).zip(draft.figures.iter().cloned()).collect(),
        learned: (0..).zip(draft.learned.iter().cloned()).collect(),
        cannot_say: (0..).zip(draft.cannot_say.iter().cloned()).collect(),
    };
    let entry = drafted.at;
    let mut shown = edition::shown(view, &edition, false, &|_| format!("/p/{partnership}/record/{entry}"));
    shown.entries = 0;
    shown
}

fn no_such(edition: &Id) -> Refusal {
    Refusal::new(
        "account/no-such-edition",
        format!("There is no published edition `{edition}`."),
        "Choose an edition listed on the accounts page.",
    )
}

#[derive(Deserialize)]
struct Responding {
    #[serde(default)]
    text: String,
    #[serde(default)]
    token: String,
}

async fn respond(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, edition)): Path<(String, String)>,
    Form(given): Form<Responding>,
) -> Shown {
    let (partnership, edition) = (id(&partnership)?, id(&edition)?);
    let to = format!("/p/{partnership}/accounts/{edition}");
    state
        .run(move |house| {
            let caller = who.caller(house, &partnership)?;
            caller.must(Deed::Respond, &partnership)?;
            house.first_post(&caller, &given.token)?;
            house.respond(
                &caller,
                Answer {
                    edition,
                    text: given.text.trim().to_owned(),
                },
            )
        })
        .await?;
    Ok(done(&state, &to, "responded"))
}
