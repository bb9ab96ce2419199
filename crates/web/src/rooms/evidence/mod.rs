use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use cm_app::View;
use cm_framework::MeasureRecord;
use cm_kernel::Id;

use crate::rooms::measure::listed;
use crate::state::State;

mod choice;
mod list;
mod map;
mod parts;
mod receive;
mod report;
mod rows;
mod start;
mod will;

/// The most a file may hold: 64 MiB.
const FILE_BYTES: usize = 64 << 20;
/// How much of a file that is too large is still read and thrown away. A browser shows the answer only once it has sent
/// everything.
const READ_BYTES: usize = 512 << 20;

/// What was gathered, and bringing more in.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route(
            "/p/{partnership}/evidence",
            get(list::show)
                .post(receive::receive)
                .layer(DefaultBodyLimit::max(READ_BYTES)),
        )
        .route("/p/{partnership}/evidence/{at}/rows.csv", get(rows::rows))
        .route(
            "/p/{partnership}/evidence/import/{upload}",
            get(map::show).post(map::check),
        )
        .route("/p/{partnership}/evidence/import/{upload}/start", post(start::start))
        .route(
            "/p/{partnership}/evidence/import/{upload}/progress",
            get(start::progress),
        )
}

/// The agreement that evidence of a measure is bound to.
struct Agreed {
    at: u64,
    version: u32,
    /// Its uses as a list: `learning and target`.
    uses: String,
}

impl Agreed {
    fn of(record: &MeasureRecord) -> Option<Self> {
        let agreement = record.in_force()?;
        let uses: Vec<_> = agreement.proposal.motives.iter().map(|it| it.word()).collect();
        Some(Self {
            at: agreement.at,
            version: agreement.version,
            uses: listed(&uses),
        })
    }
}

/// Measures of which evidence may be gathered now: name in addresses, and title.
fn open_measures(view: &View) -> Vec<(Id, String)> {
    let measures = view.framework.measures.iter();
    let open = measures.filter(|(_, record)| record.in_force().is_some());
    open.map(|(id, record)| (id.clone(), record.measure.title.clone()))
        .collect()
}

/// A size as people write it: `48 kB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// A count with its noun: `1 row`, `2,030 rows`.
fn counted(number: u64, one: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{} {one}{s}", crate::figure::thousands(number))
}
