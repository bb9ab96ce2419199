use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::Deed;
use cm_kernel::Id;
use serde::Deserialize;

use crate::frame::Frame;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::partner_name;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;

#[derive(Template)]
#[template(path = "publish_confirm.html")]
struct ConfirmPage {
    page: Frame,
    id: Id,
    title: String,
    figures: usize,
    responses: usize,
    silent: Vec<String>,
    /// What happened since it was put together.
    since: Vec<String>,
    /// The entries that tell it.
    seen: String,
    token: String,
}

/// Asks before publishing, and tells what happened since the draft.
pub(super) async fn confirm(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, edition)): Path<(String, String)>,
) -> Shown {
    let (partnership, edition) = (id(&partnership)?, id(&edition)?);
    let shown = state
        .run(move |house| {
            let caller = who.caller(house, &partnership)?;
            caller.must(Deed::Publish, &partnership)?;
            let view = house.view(&partnership)?;
            let drafted = view.accounts.publishable(&edition)?;
            let responded = |id: &Id| view.accounts.responses(&edition).any(|it| it.partner == *id);
            let silent = view
                .framework
                .partners
                .iter()
                .filter(|it| it.id != drafted.by && !responded(&it.id));
            let since = house.since_drafted(&caller, &edition)?;
            let seen: Vec<String> = since.iter().map(|it| it.at.to_string()).collect();
            Ok(ConfirmPage {
                page: Frame::of(house, &partnership, &who, "accounts", "Publish this edition?")?,
                id: edition.clone(),
                title: drafted.draft.title.clone(),
                figures: drafted.draft.figures.len(),
                responses: view.accounts.responses(&edition).count(),
                silent: silent.map(|it| partner_name(&view.framework, &it.id)).collect(),
                since: since.into_iter().map(|it| it.sentence).collect(),
                seen: seen.join(","),
                token: house.input_token(&caller)?,
            })
        })
        .await?;
    page(&shown)
}

#[derive(Deserialize)]
pub(super) struct Publishing {
    #[serde(default)]
    token: String,
    /// The entries that the page told of, separated by commas.
    #[serde(default)]
    seen: String,
    /// Whether the publisher says to have read of them.
    #[serde(default)]
    read: String,
}

impl Publishing {
    /// The entries the publisher says to know.
    fn seen(&self) -> Vec<u64> {
        let told = self.seen.split(',').filter_map(|it| it.trim().parse().ok());
        told.filter(|_| self.read == "yes").collect()
    }
}

/// Publishes a draft, once its publisher says to know what happened since.
pub(super) async fn publish(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, edition)): Path<(String, String)>,
    Form(given): Form<Publishing>,
) -> Shown {
    let (partnership, edition) = (id(&partnership)?, id(&edition)?);
    let to = format!("/p/{partnership}/accounts/{edition}");
    state
        .run(move |house| {
            let caller = who.caller(house, &partnership)?;
            caller.must(Deed::Publish, &partnership)?;
            house.first_post(&caller, &given.token)?;
            house.publish(&caller, &edition, &given.seen())
        })
        .await?;
    Ok(done(&state, &to, "published"))
}
