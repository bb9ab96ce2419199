use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, House, Unable};
use cm_framework::Act;
use cm_kernel::{Digest, Refusal};
use serde_json::Value;

use super::batch::{Evidence, Rows, evidence};
use super::kinds::told;
use super::{names, who_wrote};
use crate::frame::Frame;
use crate::inside::{inside, position};
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;
use crate::words::{moment, prose};

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage {
    page: Frame,
    at: u64,
    words: String,
    about: String,
    leads: Option<String>,
    facts: Vec<(&'static str, String)>,
    kind: String,
    leaf: Digest,
    json: String,
    /// Reason and remedy, when the entry is a refused use.
    refused: Option<(String, String)>,
    evidence: Option<Evidence>,
    newer: Option<u64>,
    older: Option<u64>,
}

/// One entry of the ledger.
pub(super) async fn show(Held(state): Held<State>, who: Who, Path((partnership, at)): Path<(String, String)>) -> Shown {
    let (partnership, at) = (id(&partnership)?, position(&at)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        entry_page(house, &asks, caller, at)
    })
    .await?;
    page(&shown)
}

fn entry_page(house: &House, who: &Who, caller: &Caller, at: u64) -> Result<EntryPage, Unable> {
    let partnership = &caller.partnership;
    let view = house.view(partnership)?;
    let entries = if at < view.length {
        house.ledger(caller, partnership, at, 1)?
    } else {
        Vec::new()
    };
    let entry = entries.first().ok_or_else(|| {
        Refusal::new(
            "web/no-such-entry",
            format!("The ledger has no entry {at}."),
            "Open the entry from the record, where every one is listed.",
        )
    })?;
    let told = told(&view, entry);
    let (member, partner) = who_wrote(&names(house, partnership)?, &view.framework, &entry.author);
    let mut facts = vec![
        ("Received", moment(entry.received)),
        ("By", format!("{member}, for {partner}")),
    ];
    let mut refused = None;
    if let Some(Act::UseRefused(it)) = Act::read(entry) {
        facts.push(("What was asked", prose(&it.asked)));
        facts.push(("Code", it.code));
        refused = Some((prose(&it.reason), prose(&it.remedy)));
    }
    Ok(EntryPage {
        page: Frame::of(house, partnership, who, "record", format!("Entry {at}"))?,
        at,
        words: told.words,
        about: told.about,
        leads: told.leads,
        facts,
        kind: entry.kind.clone(),
        leaf: entry.leaf(),
        json: pretty(&entry.canonical()),
        refused,
        evidence: evidence(house, caller, &view, at)?,
        newer: Some(at + 1).filter(|it| *it < view.length),
        older: at.checked_sub(1),
    })
}

/// Canonical JSON with space to read it by; as it is when it does not read.
fn pretty(canonical: &str) -> String {
    let value: Option<Value> = serde_json::from_str(canonical).ok();
    let pretty = value.and_then(|value| serde_json::to_string_pretty(&value).ok());
    pretty.unwrap_or_else(|| canonical.to_owned())
}
