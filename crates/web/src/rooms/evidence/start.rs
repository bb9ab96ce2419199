use askama::Template;
use axum::extract::{Form, Path, State as Held};
use axum::response::{IntoResponse, Redirect};
use cm_app::{Deed, JobState};
use cm_exchange::Mapping;
use cm_kernel::{Id, Refusal};

use super::choice::written;
use super::counted;
use super::map::{Sent, again, title, token};
use crate::figure::thousands;
use crate::frame::Frame;
use crate::input::{Faults, Given, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;

/// Starts to take the file in, when what is sent is what was checked.
pub(super) async fn start(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, upload)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Shown {
    let at = id(&partnership)?;
    // Whoever may not do this hears so first.
    inside(&state, &who, &at, |_, caller| {
        Ok(caller.must(Deed::Gather, &caller.partnership)?)
    })
    .await?;
    let changed = given.text("checked") != written(&given);
    let (words, faults) = words(&given);
    if changed || !faults.is_empty() {
        let sent = Sent {
            given: Some(given),
            sheet: None,
            faults,
            changed,
        };
        return again(&state, &who, &partnership, &upload, sent).await;
    }
    let upload = token(&upload)?;
    let to = format!("/p/{at}/evidence/import/{upload}/progress");
    let (measure, house) = (id(given.text("measure"))?, state.house());
    let started = inside(&state, &who, &at, move |_, caller| {
        let mapping: Mapping = serde_json::from_str(given.text("mapping")).map_err(|_| stale())?;
        house.first_post(caller, given.text("token"))?;
        house.start_import(caller, &upload, &measure, mapping, words)
    })
    .await;
    match started {
        // A second press leads to what the first began.
        Err(problem) if problem.refusal().is_none_or(|it| it.code != "app/posted-twice") => Err(problem),
        _ => Ok(Redirect::to(&to).into_response()),
    }
}

/// Where the file comes from, and why it corrects.
fn words(given: &Given) -> ((String, Option<String>), Faults) {
    let mut reading = Reading::of(given);
    let attribution = reading.text("attribution", "Say where the file comes from");
    let corrects = if given.text("differs").is_empty() {
        None
    } else {
        Some(reading.text("corrects", "Say why the earlier readings were wrong"))
    };
    ((attribution, corrects), reading.faults)
}

fn stale() -> Refusal {
    Refusal::new(
        "app/stale-page",
        "This page is out of date or was changed on its way.",
        "Open the evidence page and choose the file again.",
    )
}

#[derive(Template)]
#[template(path = "import_progress.html")]
struct ProgressPage {
    page: Frame,
    file: String,
    measure_title: String,
    done: u64,
    total: u64,
    words: String,
}

/// How it ended.
enum End {
    Added {
        at: u64,
        new: u64,
        corrected: u64,
        known: u64,
    },
    NothingNew,
    Refused {
        reason: String,
        remedy: String,
        code: String,
        examples: Vec<String>,
    },
    Faulty,
}

#[derive(Template)]
#[template(path = "import_done.html")]
struct DonePage {
    page: Frame,
    upload: String,
    file: String,
    measure: Id,
    measure_title: String,
    headline: String,
    end: End,
}

enum Now {
    Running(Box<ProgressPage>),
    Ended(Box<DonePage>),
}

/// How far it is, or how it ended.
pub(super) async fn progress(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, upload)): Path<(String, String)>,
) -> Shown {
    let partnership = id(&partnership)?;
    let (upload, asks) = (token(&upload), who.clone());
    let now = inside(&state, &who, &partnership, move |house, caller| {
        let upload = upload?;
        let job = house.job(caller, &upload)?;
        let view = house.view(&caller.partnership)?;
        let measure_title = title(&view.framework, &job.measure);
        let frame = |title: &str| Frame::of(house, &caller.partnership, &asks, "evidence", title);
        let (headline, end) = match job.now {
            JobState::Running { done, total } => {
                return Ok(Now::Running(Box::new(ProgressPage {
                    page: frame("Bringing the file in")?,
                    file: job.file,
                    measure_title,
                    done,
                    total,
                    words: far(done, total),
                })));
            }
            ended => ending(ended),
        };
        Ok(Now::Ended(Box::new(DonePage {
            page: frame(&headline)?,
            upload,
            file: job.file,
            measure: job.measure,
            measure_title,
            headline,
            end,
        })))
    })
    .await?;
    match now {
        Now::Running(shown) => page(&*shown),
        Now::Ended(shown) => page(&*shown),
    }
}

fn far(done: u64, total: u64) -> String {
    if total == 0 {
        return "The file is being opened.".to_owned();
    }
    if done >= total {
        return format!("All {} are read. They are being written.", counted(total, "row"));
    }
    format!("{} of {} are read.", thousands(done), counted(total, "row"))
}

/// What a person reads first, and the rest.
fn ending(state: JobState) -> (String, End) {
    match state {
        JobState::Added {
            at,
            new,
            corrected,
            known,
        } => {
            let rows = new + corrected;
            let verb = if rows == 1 { "is" } else { "are" };
            let end = End::Added {
                at,
                new,
                corrected,
                known,
            };
            (format!("{} {verb} in", counted(rows, "row")), end)
        }
        JobState::NothingNew { known } => {
            let headline = match known {
                1 => "The 1 row was known already, so nothing was added".to_owned(),
                _ => format!("All {} were known already, so nothing was added", counted(known, "row")),
            };
            (headline, End::NothingNew)
        }
        JobState::Refused {
            code,
            reason,
            remedy,
            examples,
        } => {
            let end = End::Refused {
                reason,
                remedy,
                code,
                examples,
            };
            ("Nothing was added".to_owned(), end)
        }
        JobState::Faulty | JobState::Running { .. } => ("Something went wrong here".to_owned(), End::Faulty),
    }
}
