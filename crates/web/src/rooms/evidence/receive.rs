use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::extract::{Path, State as Held};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use cm_app::{Caller, Deed, House, Unable, Upload};
use cm_kernel::Refusal;

use super::list::{EvidencePage, Wrong, evidence_page};
use super::{FILE_BYTES, open_measures};
use crate::inside::inside;
use crate::problem::{Problem, Shown, render, status};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;

/// Longest name of a file that is kept; its end tells what it is.
const NAME: usize = 150;
/// Longest name of a measure.
const MEASURE: usize = 200;

/// What arrived.
#[derive(Default)]
struct Sent {
    measure: String,
    file: String,
    bytes: Vec<u8>,
}

/// What came of it.
enum Came {
    /// The file waits; its measure and token.
    Waits(String, String),
    /// It was not taken.
    Refused(Box<EvidencePage>, StatusCode),
}

/// Takes a file in to wait, or shows the page again with the reason why not.
pub(super) async fn receive(
    Held(state): Held<State>,
    who: Who,
    Path(partnership): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Shown {
    let partnership = id(&partnership)?;
    // Nothing is read from someone who may not bring it.
    inside(&state, &who, &partnership, |_, caller| {
        Ok(caller.must(Deed::Gather, &caller.partnership)?)
    })
    .await?;
    let sent = match form {
        Ok(form) => read(form).await,
        Err(_) => Err(Box::new((Sent::default(), broken()))),
    };
    let asks = who.clone();
    let came = inside(&state, &who, &partnership, move |house, caller| {
        come(house, &asks, caller, sent)
    })
    .await?;
    match came {
        Came::Waits(measure, token) => {
            let to = format!("/p/{partnership}/evidence/import/{token}?measure={measure}");
            Ok(Redirect::to(&to).into_response())
        }
        Came::Refused(shown, status) => {
            let html = render(&*shown).map_err(|_| Problem::from(Unable::Faulty))?;
            Ok((status, html).into_response())
        }
    }
}

fn come(house: &House, who: &Who, caller: &Caller, sent: Result<Sent, Box<(Sent, Refusal)>>) -> Result<Came, Unable> {
    let (sent, refused) = match sent {
        Ok(sent) => (sent, None),
        Err(both) => (both.0, Some(both.1)),
    };
    let mut wrong = Wrong {
        measure: sent.measure.clone(),
        file: sent.file.clone(),
        ..Wrong::default()
    };
    let open = open_measures(house.view(&caller.partnership)?.as_ref());
    if refused.is_none() {
        if open.iter().all(|(id, _)| id.as_str() != sent.measure) {
            wrong.faults.push(("measure", "Choose a measure".to_owned()));
        }
        if sent.bytes.is_empty() && sent.file.is_empty() {
            wrong.faults.push(("file", "Choose a file".to_owned()));
        }
    }
    let mut code = StatusCode::UNPROCESSABLE_ENTITY;
    if wrong.faults.is_empty() {
        let upload = Upload {
            file: sent.file,
            bytes: sent.bytes,
        };
        let refused = match refused {
            Some(refused) => refused,
            None => match house.receive(caller, &upload) {
                Ok(token) => return Ok(Came::Waits(sent.measure, token)),
                Err(Unable::Refused(refused)) => refused,
                Err(Unable::Faulty) => return Err(Unable::Faulty),
            },
        };
        code = status(&refused);
        wrong.refused = Some(refused);
    }
    let only = wrong.measure.clone();
    let shown = evidence_page(house, who, caller, &only, wrong)?;
    Ok(Came::Refused(Box::new(shown), code))
}

/// Reads everything that is sent, and keeps no more of it than a file may hold.
async fn read(mut form: Multipart) -> Result<Sent, Box<(Sent, Refusal)>> {
    let mut sent = Sent::default();
    let mut large = false;
    loop {
        let part = match form.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(error) => return Err(Box::new((sent, refusal(&error)))),
        };
        let name = part.name().map(str::to_owned);
        let kept = match name.as_deref() {
            Some("measure") => bounded(part, MEASURE).await.map(|(bytes, _)| {
                sent.measure = String::from_utf8_lossy(&bytes).trim().to_owned();
            }),
            Some("file") if sent.file.is_empty() => {
                sent.file = file_name(part.file_name().unwrap_or_default());
                bounded(part, FILE_BYTES).await.map(|(bytes, over)| {
                    sent.bytes = bytes;
                    large |= over;
                })
            }
            _ => bounded(part, 0).await.map(|_| ()),
        };
        if let Err(error) = kept {
            return Err(Box::new((sent, refusal(&error))));
        }
    }
    if large {
        sent.bytes = Vec::new();
        return Err(Box::new((sent, too_large())));
    }
    Ok(sent)
}

/// The bytes of a part, as many as may be kept, and whether there were more.
async fn bounded(mut part: Field<'_>, most: usize) -> Result<(Vec<u8>, bool), MultipartError> {
    let (mut bytes, mut over) = (Vec::new(), false);
    while let Some(chunk) = part.chunk().await? {
        if bytes.len() + chunk.len() <= most && !over {
            bytes.extend_from_slice(&chunk);
        } else {
            over = true;
        }
    }
    Ok((bytes, over))
}

/// The name of a file without its folder. The end of a very long one is kept.
fn file_name(text: &str) -> String {
    let last = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: Vec<char> = last.trim().chars().filter(|it| !it.is_control()).collect();
    plain.iter().skip(plain.len().saturating_sub(NAME)).collect()
}

fn refusal(error: &MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    broken()
}

fn too_large() -> Refusal {
    Refusal::new(
        "web/too-large",
        "The file is larger than 64 MB, so it was not read.",
        "Split it by year or by place and bring the parts in one after another, or take out columns nobody needs.",
    )
}

fn broken() -> Refusal {
    Refusal::new(
        "web/broken-off",
        "The file did not arrive whole.",
        "Check the connection, choose it again and send it once more.",
    )
}
