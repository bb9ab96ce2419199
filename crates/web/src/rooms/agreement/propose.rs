use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_framework::{Act, MeasureRecord, Proposal};
use cm_kernel::{Date, Id};

use super::changes::{Change, changes};
use super::proposal::{beforehand, fields, offered_targets, read};
use super::{names, record_of, rule, uses};
use crate::frame::Frame;
use crate::input::{Faults, Field, Given};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::{capital_of, target_words};
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// What would be put to the partners, to be looked at before it is.
struct Check {
    facts: Vec<(&'static str, String)>,
    changes: Vec<Change>,
    /// Everything that was answered, to be sent once more.
    hidden: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "agreement_new.html")]
struct ProposePage {
    page: Frame,
    token: String,
    measure: Id,
    measure_title: String,
    in_force: Option<(u64, u32)>,
    now: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    faults: Faults,
    check: Option<Check>,
    /// Whether a target is there to be chosen.
    has_target: bool,
}

impl ProposePage {
    fn of(house: &House, who: &Who, caller: &Caller, record: &MeasureRecord, token: String) -> Result<Self, Unable> {
        let view = house.view(&caller.partnership)?;
        let in_force = record.in_force();
        let title = "Propose what it may be used for";
        Ok(Self {
            page: Frame::of(house, &caller.partnership, who, "framework", title)?,
            token,
            measure: record.measure.id.clone(),
            measure_title: record.measure.title.clone(),
            in_force: in_force.map(|it| (it.at, it.version)),
            now: in_force.map_or_else(Vec::new, |it| facts(&view, record, &it.proposal)),
            fields: Vec::new(),
            faults: Faults::new(),
            check: None,
            has_target: offered_targets(record, house.today()).next().is_some(),
        })
    }

    fn asking(mut self, (view, today): (&View, Date), record: &MeasureRecord, given: &Given, faults: Faults) -> Self {
        if !faults.is_empty() {
            self.page.title = format!("Error: {}", self.page.title);
        }
        self.fields = fields(&view.framework, record, today, (given, &faults));
        self.faults = faults;
        self
    }
}

/// A proposal in words.
fn facts(view: &View, record: &MeasureRecord, proposal: &Proposal) -> Vec<(&'static str, String)> {
    let framework = &view.framework;
    let mut facts = vec![("Uses", capital_of(&uses(proposal.motives.iter().copied())))];
    let target = proposal.target.as_ref();
    facts.extend(target.map(|it| ("Target", target_words(it, &record.measure))));
    facts.push(("Signed by", names(framework, &proposal.signatories)));
    facts.push(("Decided when", rule(framework, &proposal.rule)));
    facts.push(("Review by", date(proposal.review_by)));
    facts.push(("Reason", proposal.reason.clone()));
    facts
}

/// The input, filled in from the agreement in force.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        let view = house.view(&caller.partnership)?;
        let record = record_of(&view, &measure)?;
        let given = beforehand(&view.framework, record, house.today());
        let page = ProposePage::of(house, &asks, caller, record, house.input_token(caller)?)?;
        Ok(page.asking((&view, house.today()), record, &given, Faults::new()))
    })
    .await?;
    page(&shown)
}

/// What came of sending the input.
enum Came {
    /// Something is wrong with it.
    Unfinished(Box<ProposePage>),
    /// It is shown: to be looked at before it is put to the partners, or to be changed.
    Again(Box<ProposePage>),
    /// It is on record at this position.
    Proposed(u64),
}

/// Shows what a proposal would change; once that was looked at, puts it to the partners.
pub(super) async fn propose(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let (asks, about) = (who.clone(), measure.clone());
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        come(house, &asks, caller, &about, &given)
    })
    .await?;
    match came {
        Came::Unfinished(shown) => unfinished(&*shown),
        Came::Again(shown) => page(&*shown),
        Came::Proposed(at) => {
            let to = format!("/p/{partnership}/measures/{measure}/agreements/{at}");
            Ok(done(&state, &to, "proposed"))
        }
    }
}

fn come(house: &House, who: &Who, caller: &Caller, measure: &Id, given: &Given) -> Result<Came, Unable> {
    let view = house.view(&caller.partnership)?;
    let record = record_of(&view, measure)?;
    let token = given.text("token").to_owned();
    let again = |token| ProposePage::of(house, who, caller, record, token);
    let proposal = match read(given, &view.framework, record, house.today()) {
        Ok(proposal) => proposal,
        Err(faults) => {
            let shown = again(token)?.asking((&view, house.today()), record, given, faults);
            return Ok(Came::Unfinished(Box::new(shown)));
        }
    };
    match given.text("step") {
        "propose" => {
            house.first_post(caller, &token)?;
            house
                .agree(caller, &Act::AgreementProposed(proposal))
                .map(Came::Proposed)
        }
        "change" => {
            let shown = again(token)?.asking((&view, house.today()), record, given, Faults::new());
            Ok(Came::Again(Box::new(shown)))
        }
        _ => {
            let mut shown = again(token)?;
            shown.check = Some(Check {
                facts: facts(&view, record, &proposal),
                changes: changes(&view, record, &proposal, house.today()),
                hidden: given.without(&["token", "step"]),
            });
            Ok(Came::Again(Box::new(shown)))
        }
    }
}
