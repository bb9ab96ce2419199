//! Minimum duties: what is owed whatever the outcomes, kept or not kept.

use axum::Router;
use axum::routing::{get, post};
use cm_app::{House, Unable, View};
use cm_framework::{DutyAct, DutyPeriod, DutyRecord, Kept};
use cm_kernel::{Date, Id, Refusal};

use crate::input::Given;
use crate::rooms::measure::partner_name;
use crate::state::State;

mod act;
mod list;
mod set;
mod show;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/p/{partnership}/duties", get(list::show))
        .route("/p/{partnership}/duties/new", get(set::show).post(set::set))
        .route("/p/{partnership}/duties/{duty}", get(show::show))
        .route("/p/{partnership}/duties/{duty}/accept", post(act::accept))
        .route("/p/{partnership}/duties/{duty}/answer", post(act::answer))
        .route("/p/{partnership}/duties/{duty}/take-up", post(act::take_up))
        .route("/p/{partnership}/duties/{duty}/end", post(act::end))
}

/// How one period stood, with its mark.
struct Cell {
    mark: &'static str,
    period: String,
    word: &'static str,
}

/// One partner that owes a duty.
struct Owes {
    name: String,
    /// Absent while it has not taken the duty on.
    cells: Option<Vec<Cell>>,
    /// How it stands now, in a sentence, with its mark.
    now: String,
    mark: &'static str,
}

/// How many periods a row of a table shows.
const SHOWN: usize = 8;

fn cell(it: &DutyPeriod) -> Cell {
    let (mark, word) = words(it.kept);
    Cell {
        mark,
        period: it.period.in_words(),
        word,
    }
}

fn words(kept: Kept) -> (&'static str, &'static str) {
    match kept {
        Kept::Yes => ("granted", "kept"),
        Kept::No => ("refused", "not kept"),
        Kept::Unanswered => ("suspended", "not answered"),
        Kept::Waiting => ("waiting", "not due yet"),
    }
}

/// Everyone who owes a duty and still takes part.
fn owing(view: &View, record: &DutyRecord, today: Date) -> Vec<Owes> {
    let partners = cm_app::who_owes(view, record);
    let row = |partner: &cm_framework::Partner| {
        let periods = record.periods(&partner.id, today);
        let last = periods.len().saturating_sub(SHOWN);
        let (mark, now) = now(view, record, &partner.id, &periods, today);
        Owes {
            name: partner.name.clone(),
            cells: record
                .accepted_by(&partner.id)
                .map(|_| periods.iter().skip(last).map(cell).collect()),
            now,
            mark,
        }
    };
    partners.into_iter().map(row).collect()
}

fn now(view: &View, record: &DutyRecord, partner: &Id, periods: &[DutyPeriod], today: Date) -> (&'static str, String) {
    let duty = &record.duty.it;
    if record.accepted_by(partner).is_none() {
        return ("attention", "Has not taken it on.".to_owned());
    }
    if let Some(found) = record.escalated(partner, today) {
        let to = partner_name(&view.framework, &duty.escalates_to);
        let since = found.since.in_words();
        return match found.taken_up {
            Some(it) => (
                "refused",
                format!("Not kept since {since}. Taken up by {to}: “{}”", it.it.what),
            ),
            None => (
                "refused",
                format!("Not kept since {since}. It waits for the {} at {to}.", duty.post),
            ),
        };
    }
    let due = periods.iter().filter(|it| it.kept != Kept::Waiting);
    let (due, missed) = due.fold((0, 0), |(all, missed), it| {
        (all + 1, missed + usize::from(it.kept.missed()))
    });
    match (due, missed) {
        (0, _) => ("waiting", "No period is due yet.".to_owned()),
        (1, 0) => ("granted", "Kept in the one period due.".to_owned()),
        (all, 0) => ("granted", format!("Kept in all {all} periods.")),
        (all, missed) => ("attention", format!("Not kept in {missed} of {all} periods.")),
    }
}

/// A duty, or the refusal that says there is none.
fn duty_of<'v>(view: &'v View, duty: &Id) -> Result<&'v DutyRecord, Refusal> {
    view.duties.duty(duty).ok_or_else(|| {
        Refusal::new(
            "framework/no-such-duty",
            format!("There is no duty `{duty}`."),
            "Choose one listed on the page of minimum duties.",
        )
    })
}

/// Writes an act once, however often its input is sent.
fn write(house: &House, caller: &cm_app::Caller, given: &Given, act: &DutyAct) -> Result<(), Unable> {
    house.first_post(caller, given.text("token"))?;
    house.attend_duty(caller, act).map(|_| ())
}
