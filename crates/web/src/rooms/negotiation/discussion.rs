use askama::Template;
use axum::extract::{Form, Path, Query, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_framework::{AboutMeasure, Act, LocalNameEnded, MeasureRecord, Subject};
use cm_kernel::Id;

use super::comments::{self, Comments, comments};
use super::names::{self, Named, named};
use super::{Difference, differences, write};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given, Kind, Reading};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::agreement::record_of;
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::partner_name;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// A veto or a setting down, as it is shown.
struct Said {
    partner: String,
    on: String,
    reason: String,
    at: u64,
    /// How it ended; empty while it stands.
    ended: String,
}

/// A definition that gave way to another.
struct Redefined {
    agreement: u64,
    from: String,
    says: String,
    parts: Vec<Difference>,
}

#[derive(Template)]
#[template(path = "discussion.html")]
struct DiscussionPage {
    page: Frame,
    token: String,
    /// The address of this page.
    here: String,
    measure: Id,
    measure_title: String,
    outcome: Id,
    outcome_title: String,
    partner: String,
    proposed: String,
    in_force: Option<(u64, u32)>,
    comments: Comments,
    vetoes: Vec<Said>,
    set_down: Option<Said>,
    names: Vec<Named>,
    redefined: Vec<Redefined>,
    /// The inputs that the framework would take from the reader's partner.
    veto: Option<Field>,
    lift: Option<Field>,
    down: Option<Field>,
    up: Option<Field>,
    naming: Vec<Field>,
    ending: Option<(u64, String, Field)>,
    may_propose: bool,
    faults: Faults,
}

/// What partners said of a measure. `answers` and `ends` in the address open the input for that comment or name.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Query(given): Query<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Read, &caller.partnership)?;
        discussion(house, &asks, caller, &measure, (&given, Faults::new()))
    })
    .await?;
    page(&shown)
}

fn discussion(
    house: &House,
    who: &Who,
    caller: &Caller,
    measure: &Id,
    (given, faults): (&Given, Faults),
) -> Result<DiscussionPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let record = record_of(&view, measure)?;
    let error = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{error}What partners say of “{}”", record.measure.title);
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    let outcomes = &view.framework.outcomes;
    let outcome = outcomes.iter().find(|it| it.id == record.measure.outcome);
    let may = May {
        house,
        view: &view,
        caller,
        given,
        faults: &faults,
    };
    Ok(DiscussionPage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        token,
        here: format!("/p/{}/measures/{measure}/discussion", caller.partnership),
        measure: measure.clone(),
        measure_title: record.measure.title.clone(),
        outcome: record.measure.outcome.clone(),
        outcome_title: outcome.map(|it| it.title.clone()).unwrap_or_default(),
        partner: partner_name(&view.framework, &caller.partner),
        proposed: format!("{}, {}", partner_name(&view.framework, &record.by), date(record.on)),
        in_force: record.in_force().map(|it| (it.at, it.version)),
        comments: comments((&view, caller), &Subject::Measure(measure.clone()), (given, &faults)),
        vetoes: vetoes(&view, record),
        set_down: set_down(&view, record),
        names: named(&view, caller, record),
        redefined: redefined(record),
        veto: may.say("veto", measure, Act::MeasureVetoed),
        lift: may.say("lift", measure, Act::VetoLifted),
        down: may.say("down", measure, Act::MeasureSetDown),
        up: may.say("up", measure, Act::MeasureTakenUp),
        naming: if caller.may(Deed::Sign) {
            names::fields(given, &faults)
        } else {
            Vec::new()
        },
        ending: may.ending(record),
        may_propose: caller.may(Deed::Propose),
        faults,
    })
}

/// Asks the framework what it would take from the reader's partner, so that only those inputs are shown.
struct May<'p> {
    house: &'p House,
    view: &'p View,
    caller: &'p Caller,
    given: &'p Given,
    faults: &'p Faults,
}

impl May<'_> {
    fn say(&self, name: &'static str, measure: &Id, act: fn(AboutMeasure) -> Act) -> Option<Field> {
        let act = act(AboutMeasure {
            measure: measure.clone(),
            reason: "-".to_owned(),
        });
        let deed = match act {
            Act::MeasureSetDown(_) | Act::MeasureTakenUp(_) => Deed::Propose,
            _ => Deed::Sign,
        };
        let takes = self
            .view
            .framework
            .check(&act, &self.caller.partner, self.house.today());
        let (label, hint) = match name {
            "veto" => (
                "Why your partner says no to this measure",
                "While the veto stands no agreement about it comes into force and nothing is gathered.",
            ),
            "lift" => ("Why your partner lifts its veto", "What has changed since."),
            "down" => (
                "Why it is better not to measure this",
                "It will stand with its reason among what this outcome leaves unmeasured.",
            ),
            _ => ("Why it is taken up again", "What has changed since it was set down."),
        };
        let field = Field::new(Kind::Area, name, label, hint).filled(self.given, self.faults);
        (self.caller.may(deed) && takes.is_ok()).then_some(field)
    }

    fn ending(&self, record: &MeasureRecord) -> Option<(u64, String, Field)> {
        let at: u64 = self.given.text("ends").parse().ok()?;
        let names = &record.negotiation.local_names;
        let name = names.iter().find(|it| it.at == at && it.by == self.caller.partner)?;
        let field = Field::new(
            Kind::Line,
            "ended",
            format!("Why “{}” no longer holds", name.it.name),
            "",
        );
        let field = field.filled(self.given, self.faults);
        self.caller.may(Deed::Sign).then(|| (at, name.it.name.clone(), field))
    }
}

fn vetoes(view: &View, record: &MeasureRecord) -> Vec<Said> {
    let vetoes = record.negotiation.vetoes.iter().rev().map(|it| Said {
        partner: partner_name(&view.framework, &it.said.by),
        on: date(it.said.on),
        reason: it.said.it.reason.clone(),
        at: it.said.at,
        ended: it
            .lifted
            .as_ref()
            .map(|lifted| format!("Lifted on {}: “{}”", date(lifted.on), lifted.it.reason))
            .unwrap_or_default(),
    });
    vetoes.collect()
}

fn set_down(view: &View, record: &MeasureRecord) -> Option<Said> {
    let it = record.negotiation.set_down.as_ref()?;
    Some(Said {
        partner: partner_name(&view.framework, &it.by),
        on: date(it.on),
        reason: it.it.reason.clone(),
        at: it.at,
        ended: String::new(),
    })
}

fn redefined(record: &MeasureRecord) -> Vec<Redefined> {
    let redefined = record.negotiation.redefined.iter().rev().map(|it| Redefined {
        agreement: it.agreement,
        from: date(it.from),
        says: it.in_words(),
        parts: differences(&it.before, &it.after),
    });
    redefined.collect()
}

/// Where something is said of a measure: partnership and measure, as the address says.
type Here = Path<(String, String)>;

/// Comments on the measure, or answers a comment.
pub(super) async fn comment(Held(state): Held<State>, who: Who, here: Here, Form(given): Form<Given>) -> Shown {
    say(&state, &who, here, given, Deed::Interpret, |reading, measure| {
        Some(comments::read(reading, Subject::Measure(measure.clone())))
    })
    .await
}

/// Vetoes the measure.
pub(super) async fn veto(Held(state): Held<State>, who: Who, here: Here, Form(given): Form<Given>) -> Shown {
    say(&state, &who, here, given, Deed::Sign, |reading, measure| {
        Some(Act::MeasureVetoed(about(reading, measure, "veto")))
    })
    .await
}

/// Lifts the veto of the caller's partner.
pub(super) async fn lift(Held(state): Held<State>, who: Who, here: Here, Form(given): Form<Given>) -> Shown {
    say(&state, &who, here, given, Deed::Sign, |reading, measure| {
        Some(Act::VetoLifted(about(reading, measure, "lift")))
    })
    .await
}

/// Sets the measure down.
pub(super) async fn set_down_now(Held(state): Held<State>, who: Who, here: Here, Form(given): Form<Given>) -> Shown {
    say(&state, &who, here, given, Deed::Propose, |reading, measure| {
        Some(Act::MeasureSetDown(about(reading, measure, "down")))
    })
    .await
}

/// Takes the measure up again.
pub(super) async fn take_up(Held(state): Held<State>, who: Who, here: Here, Form(given): Form<Given>) -> Shown {
    say(&state, &who, here, given, Deed::Propose, |reading, measure| {
        Some(Act::MeasureTakenUp(about(reading, measure, "up")))
    })
    .await
}

/// Says what the caller's partner calls the measure.
pub(super) async fn name(Held(state): Held<State>, who: Who, here: Here, Form(given): Form<Given>) -> Shown {
    say(&state, &who, here, given, Deed::Sign, |reading, measure| {
        names::read(reading, measure).map(Act::LocalNameGiven)
    })
    .await
}

/// Ends a name of the caller's partner.
pub(super) async fn end_name(Held(state): Held<State>, who: Who, here: Here, Form(given): Form<Given>) -> Shown {
    say(&state, &who, here, given, Deed::Sign, |reading, _| {
        Some(Act::LocalNameEnded(LocalNameEnded {
            name: reading.given.text("ends").parse().unwrap_or(u64::MAX),
            reason: reading.line("ended", "Say why it no longer holds"),
        }))
    })
    .await
}

/// Reads what is said and writes it, or shows the page again with what is wrong.
async fn say(
    state: &State,
    who: &Who,
    Path((partnership, measure)): Here,
    given: Given,
    deed: Deed,
    read: fn(&mut Reading<'_>, &Id) -> Option<Act>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let (asks, about) = (who.clone(), measure.clone());
    let again = inside(state, who, &partnership, move |house, caller| {
        caller.must(deed, &caller.partnership)?;
        record_of(&*house.view(&caller.partnership)?, &about)?;
        let mut reading = Reading::of(&given);
        match read(&mut reading, &about) {
            Some(act) if reading.faults.is_empty() => write(house, caller, &given, &act).map(|()| None),
            _ => {
                let faults = reading.faults;
                discussion(house, &asks, caller, &about, (&given, faults)).map(|it| Some(Box::new(it)))
            }
        }
    })
    .await?;
    match again {
        Some(shown) => unfinished(&*shown),
        None => Ok(done(
            state,
            &format!("/p/{partnership}/measures/{measure}/discussion"),
            "said",
        )),
    }
}

fn about(reading: &mut Reading<'_>, measure: &Id, name: &'static str) -> AboutMeasure {
    AboutMeasure {
        measure: measure.clone(),
        reason: reading.text(name, "Say why"),
    }
}
