use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_framework::{DutyPeriod, DutyRecord, Kept};
use cm_kernel::{Date, Id};

use super::{Owes, duty_of, owing, words};
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::{listed, partner_name};
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// Which input on the page was sent and shall be shown again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    Nothing,
    Answer,
    TakeUp,
    End,
}

/// Something on record about the duty, newest first.
struct Told {
    at: u64,
    mark: &'static str,
    what: String,
    text: String,
    by: String,
}

#[derive(Template)]
#[template(path = "duty.html")]
pub(super) struct DutyPage {
    page: Frame,
    id: Id,
    at: u64,
    title: String,
    question: String,
    facts: Vec<(&'static str, String)>,
    owes: Vec<Owes>,
    told: Vec<Told>,
    ended: Option<(String, String)>,
    token: String,
    partner: String,
    /// Whether the reader's partner is still to take it on.
    accept: bool,
    answer: Option<Vec<Field>>,
    take_up: Option<Vec<Field>>,
    end: Option<Vec<Field>>,
    unfolded: Sent,
    faults: Faults,
}

pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, duty)): Path<(String, String)>,
) -> Shown {
    let (partnership, duty) = (id(&partnership)?, id(&duty)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        duty_page(
            house,
            &asks,
            caller,
            &duty,
            (Sent::Nothing, &Given::default(), Faults::new()),
        )
    })
    .await?;
    page(&shown)
}

/// The page of a duty, with what was sent and what is wrong with it when it is shown again.
pub(super) fn duty_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    duty: &Id,
    (sent, given, faults): (Sent, &Given, Faults),
) -> Result<DutyPage, Unable> {
    caller.must(Deed::Read, &caller.partnership)?;
    let view = house.view(&caller.partnership)?;
    let record = duty_of(&view, duty)?;
    let (it, today) = (&record.duty.it, house.today());
    let error = if faults.is_empty() { "" } else { "Error: " };
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    let nothing = Given::default();
    let input = |of: Sent, fields: Option<Vec<Field>>| {
        let given = if sent == of { given } else { &nothing };
        let filled = |it: Field| if sent == of { it.filled(given, &faults) } else { it };
        fields.map(|fields| fields.into_iter().map(filled).collect::<Vec<_>>())
    };
    let owed = record.ended.is_none();
    let signs = owed && caller.may(Deed::Sign);
    let owes = signs && it.owed_by.contains(&caller.partner);
    let accepted = record.accepted_by(&caller.partner).is_some();
    let ends = [&record.duty.by, &it.escalates_to].contains(&&caller.partner);
    Ok(DutyPage {
        page: Frame::of(
            house,
            &caller.partnership,
            who,
            "framework",
            format!("{error}{}", it.title),
        )?,
        id: it.id.clone(),
        at: record.duty.at,
        title: it.title.clone(),
        question: it.question.clone(),
        facts: facts(&view, record),
        owes: owing(&view, record, today),
        told: told(&view, record),
        ended: record.ended.as_ref().map(|it| (date(it.on), it.it.reason.clone())),
        token,
        partner: partner_name(&view.framework, &caller.partner),
        accept: owes && !accepted,
        answer: input(
            Sent::Answer,
            (owes && accepted).then(|| answers(record, caller, today)).flatten(),
        ),
        take_up: input(
            Sent::TakeUp,
            (signs && it.escalates_to == caller.partner)
                .then(|| takes_up(&view, record, today))
                .flatten(),
        ),
        end: input(Sent::End, (owed && ends && caller.may(Deed::Propose)).then(end_fields)),
        unfolded: sent,
        faults,
    })
}

fn facts(view: &View, record: &DutyRecord) -> Vec<(&'static str, String)> {
    let it = &record.duty.it;
    let name = |id: &Id| partner_name(&view.framework, id);
    let owed_by: Vec<_> = it.owed_by.iter().map(name).collect();
    let after = match it.escalates_after {
        1 => "the first period that is not kept".to_owned(),
        many => format!("{many} periods in a row that are not kept"),
    };
    vec![
        ("Rests on", it.rests_on.clone()),
        (
            "Owed by",
            listed(&owed_by.iter().map(String::as_str).collect::<Vec<_>>()),
        ),
        ("Asked", format!("every {}", it.every.word())),
        (
            "Answered",
            format!(
                "within {} days of the period’s end; after that, no answer counts as not kept",
                it.days_to_answer
            ),
        ),
        (
            "Escalated",
            format!("after {after}, to the {} at {}", it.post, name(&it.escalates_to)),
        ),
        (
            "Put forward by",
            format!("{}, {}", name(&record.duty.by), date(record.duty.on)),
        ),
    ]
}

fn told(view: &View, record: &DutyRecord) -> Vec<Told> {
    let name = |id: &Id| partner_name(&view.framework, id);
    let answers = record.answers.iter().map(|it| {
        let (mark, word) = words(if it.it.kept { Kept::Yes } else { Kept::No });
        Told {
            at: it.at,
            mark,
            what: format!("{}: {word}", it.it.period.in_words()),
            text: it.it.what.clone(),
            by: format!("{}, {}", name(&it.by), date(it.on)),
        }
    });
    let accepted = record.accepted.iter().map(|it| Told {
        at: it.at,
        mark: "granted",
        what: "Taken on".to_owned(),
        text: String::new(),
        by: format!("{}, {}", name(&it.by), date(it.on)),
    });
    let taken_up = record.taken_up.iter().map(|it| Told {
        at: it.at,
        mark: "attention",
        what: format!(
            "Taken up with {}, up to {}",
            name(&it.it.partner),
            it.it.up_to.in_words()
        ),
        text: it.it.what.clone(),
        by: format!("{}, {}", name(&it.by), date(it.on)),
    });
    let mut all: Vec<_> = answers.chain(accepted).chain(taken_up).collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.at));
    all
}

/// What is asked of a partner that took the duty on: nothing until a period has ended. Periods without an answer come
/// first, the oldest of them chosen.
fn answers(record: &DutyRecord, caller: &Caller, today: Date) -> Option<Vec<Field>> {
    let periods = record.periods(&caller.partner, today);
    let (said, unsaid): (Vec<&DutyPeriod>, Vec<&DutyPeriod>) = periods.iter().partition(|it| it.answer.is_some());
    let first = unsaid
        .iter()
        .map(|it| Choice::new(it.period.to_string(), it.period.in_words(), ""));
    let corrects = |it: &DutyPeriod| format!("{} (answered: {})", it.period.in_words(), words(it.kept).1);
    let then = said
        .iter()
        .rev()
        .map(|it| Choice::new(it.period.to_string(), corrects(it), ""));
    let choices: Vec<_> = first.chain(then).collect();
    (!choices.is_empty()).then(|| {
        let kept = [
            Choice::new("yes", "Yes, it was kept", ""),
            Choice::new("no", "No, it was not", ""),
        ];
        vec![
            Field::new(Kind::Select, "period", "Which period", "").offering(choices),
            Field::new(Kind::Radios, "kept", record.duty.it.question.clone(), "").offering(kept),
            Field::new(
                Kind::Area,
                "what",
                "What happened",
                "Needed when it was not kept, and when an answer is corrected. Name no person.",
            ),
        ]
    })
}

/// The escalations that wait for the partner it goes to.
fn takes_up(view: &View, record: &DutyRecord, today: Date) -> Option<Vec<Field>> {
    let waits = cm_app::who_owes(view, record).into_iter().filter_map(|partner| {
        let found = record
            .escalated(&partner.id, today)
            .filter(|it| it.taken_up.is_none())?;
        let (from, to) = (found.since.in_words(), found.last.in_words());
        let label = format!("{}, {from} to {to}", partner.name);
        Some(Choice::new(format!("{} {}", partner.id, found.last), label, ""))
    });
    let waits: Vec<_> = waits.collect();
    (!waits.is_empty()).then(|| {
        vec![
            Field::new(Kind::Select, "which", "Whose, and since when", "").offering(waits),
            Field::new(
                Kind::Area,
                "done",
                "What was done about it",
                "Every partner reads it. It answers for the periods so far; the next miss is escalated again.",
            ),
        ]
    })
}

fn end_fields() -> Vec<Field> {
    vec![Field::new(
        Kind::Area,
        "reason",
        "Why it is no longer owed",
        "It stays readable with every answer.",
    )]
}
