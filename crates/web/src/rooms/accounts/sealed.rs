use std::sync::Arc;

use askama::Template;
use axum::extract::{Multipart, Path, State as Held};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use cm_account::seal::folder::{Files, Report, Trust, verify};
use cm_kernel::{Id, Refusal};

use crate::edition::{self, from_zip, to_zip};
use crate::frame::Frame;
use crate::problem::{Problem, Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;

#[derive(Template)]
#[template(path = "verified.html")]
struct VerifiedPage {
    page: Frame,
    report: Report,
    edition: Option<Id>,
}

pub(super) async fn verified(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, edition)): Path<(String, String)>,
) -> Shown {
    let (partnership, edition) = (id(&partnership)?, id(&edition)?);
    let files = sealed(&state, &partnership, &edition).await?;
    let shown = state
        .run(move |house| {
            let report = verify(&files, &Trust::default());
            let page = Frame::of(house, &partnership, &who, "accounts", "Verification")?;
            Ok(VerifiedPage {
                page,
                report,
                edition: Some(edition),
            })
        })
        .await?;
    page(&shown)
}

/// The sealed folder of an edition; made once, since it never changes.
async fn sealed(state: &State, partnership: &Id, edition: &Id) -> Result<Arc<Files>, Problem> {
    let key = format!("{partnership}/{edition}");
    if let Some(files) = state.sealed(&key) {
        return Ok(files);
    }
    let (partnership, edition) = (partnership.clone(), edition.clone());
    let files = Arc::new(
        state
            .run(move |house| edition::folder(house, &partnership, &edition))
            .await?,
    );
    state.keep_sealed(key, &files);
    Ok(files)
}

pub(super) async fn archive(Held(state): Held<State>, Path((partnership, edition)): Path<(String, String)>) -> Shown {
    let (partnership, edition) = (id(&partnership)?, id(&edition)?);
    let files = sealed(&state, &partnership, &edition).await?;
    let zip = state.run(move |_| Ok(to_zip(&files)?)).await?;
    let attachment = format!("attachment; filename=\"{edition}.zip\"");
    Ok((
        [
            (CONTENT_TYPE, "application/zip".to_owned()),
            (CONTENT_DISPOSITION, attachment),
        ],
        zip,
    )
        .into_response())
}

pub(super) async fn file(
    Held(state): Held<State>,
    Path((partnership, edition, path)): Path<(String, String, String)>,
) -> Shown {
    let (partnership, edition) = (id(&partnership)?, id(&edition)?);
    let files = sealed(&state, &partnership, &edition).await?;
    let Some(bytes) = files.get(&path) else {
        return Err(Refusal::new(
            "web/no-such-file",
            "The edition has no such file.",
            "Start from the edition's page; account.json lists every file.",
        )
        .into());
    };
    let kind = match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
    Ok(([(CONTENT_TYPE, kind)], bytes.clone()).into_response())
}

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    page: Frame,
}

pub(super) async fn ask_for_file() -> Shown {
    page(&VerifyPage {
        page: Frame::bare("Verify a published account"),
    })
}

pub(super) async fn verify_file(Held(state): Held<State>, mut form: Multipart) -> Shown {
    let mut bytes = None;
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some("file") {
            bytes = field.bytes().await.ok();
        }
    }
    let Some(bytes) = bytes.filter(|it| !it.is_empty()) else {
        return Err(Refusal::new(
            "web/no-file",
            "No file arrived, or it was larger than 64 MB.",
            "Choose the ZIP of a published edition and send it again.",
        )
        .into());
    };
    let report = state
        .run(move |_| Ok(verify(&from_zip(&bytes)?, &Trust::default())))
        .await?;
    page(&VerifiedPage {
        page: Frame::bare("Verification"),
        report,
        edition: None,
    })
}
