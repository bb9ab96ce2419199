use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_framework::{Act, Agreement, Measure, MeasureRecord, Motive, Signed, Standing, UseState, Withdrawal};
use cm_kernel::Id;

use super::changes::{Change, changes};
use super::standing::{Stands, badges_of, stands};
use super::{agreement_of, rule};
use crate::figure::thousands;
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind};
use crate::inside::{inside, position};
use crate::problem::{Shown, page};
use crate::rooms::assessment::standing;
use crate::rooms::home::id;
use crate::rooms::measure::{Badge, capital_of, partner_name, target_words};
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// One signatory: signed, or waited for.
struct Signer {
    mark: &'static str,
    name: String,
    said: String,
    entry: Option<u64>,
}

/// An objection as it stands.
struct Objects {
    partner: String,
    on: String,
    reason: String,
    entry: u64,
    /// Whether it was raised to an earlier agreement.
    carried: bool,
}

/// What the reader may do here for their partner.
struct May {
    sign: bool,
    object: Option<Field>,
    take_back: bool,
    /// The uses that can be stopped, and why.
    withdraw: Option<[Field; 2]>,
    /// Uses that earlier readings of the reader's partner may be let into, with how many those are.
    reconsent: Vec<(Motive, String)>,
}

impl May {
    fn nothing(&self) -> bool {
        !self.sign && self.object.is_none() && !self.take_back && self.withdraw.is_none() && self.reconsent.is_empty()
    }
}

#[derive(Template)]
#[template(path = "agreement.html")]
pub(super) struct AgreementPage {
    page: Frame,
    token: String,
    measure: Id,
    measure_title: String,
    at: u64,
    version: u32,
    badges: Vec<Badge>,
    stands: Stands,
    reason: String,
    facts: Vec<(&'static str, String)>,
    /// The assessment its target rests on: position, and where it stands.
    assessment: Option<(u64, String)>,
    changes: Vec<Change>,
    signers: Vec<Signer>,
    objections: Vec<Objects>,
    partner: String,
    may: May,
    versions: Vec<(u64, String)>,
    may_propose: bool,
    faults: Faults,
}

/// One agreement.
pub(super) async fn show(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure, at)): Path<(String, String, String)>,
) -> Shown {
    let (partnership, measure, at) = (id(&partnership)?, id(&measure)?, position(&at)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        let nothing = Given::default();
        agreement_page(house, &asks, caller, &measure, at, (&nothing, Faults::new()))
    })
    .await?;
    page(&shown)
}

/// The page of an agreement, with what was sent and what is wrong with it when it is shown again.
pub(super) fn agreement_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    measure: &Id,
    at: u64,
    (given, faults): (&Given, Faults),
) -> Result<AgreementPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let (record, it) = agreement_of(&view, measure, at)?;
    let today = house.today();
    let error = if faults.is_empty() { "" } else { "Error: " };
    let title = format!("{error}Agreement on use, version {}", it.version);
    let token = match given.text("token") {
        "" => house.input_token(caller)?,
        token => token.to_owned(),
    };
    let open = it.standing == Standing::Proposed;
    Ok(AgreementPage {
        page: Frame::of(house, &caller.partnership, who, "framework", title)?,
        token,
        measure: measure.clone(),
        measure_title: record.measure.title.clone(),
        at,
        version: it.version,
        badges: badges_of(&view, it, today),
        stands: stands(house, caller, &view, record, it)?,
        reason: it.proposal.reason.clone(),
        facts: facts(&view, &record.measure, it),
        assessment: record
            .ground_of(&it.proposal)
            .map(|found| (found.at, standing(&view.framework, found, today).1)),
        changes: if open {
            changes(&view, record, &it.proposal, today)
        } else {
            Vec::new()
        },
        signers: signers(&view, it),
        objections: objections(&view, it),
        partner: partner_name(&view.framework, &caller.partner),
        may: may(house, caller, &view, record, it, (given, &faults)),
        versions: versions(record, at),
        may_propose: caller.may(Deed::Propose),
        faults,
    })
}

fn facts(view: &View, measure: &Measure, it: &Agreement) -> Vec<(&'static str, String)> {
    let proposal = &it.proposal;
    let mut facts = vec![
        (
            "Proposed by",
            format!("{}, {}", partner_name(&view.framework, &it.by), date(it.on)),
        ),
        ("Decided when", rule(&view.framework, &proposal.rule)),
    ];
    let target = proposal.target.as_ref();
    facts.extend(target.map(|it| ("Target", target_words(it, measure))));
    facts.push(("Review by", date(proposal.review_by)));
    facts
}

fn signers(view: &View, it: &Agreement) -> Vec<Signer> {
    let signed = it.signatures.iter().map(|signature| Signer {
        mark: "granted",
        name: partner_name(&view.framework, &signature.partner),
        said: format!("signed on {}", date(signature.on)),
        entry: Some(signature.at),
    });
    let (mark, said) = match it.standing {
        Standing::Proposed => ("waiting", "is waited for"),
        Standing::InForce { .. } | Standing::Superseded { .. } | Standing::Overtaken => ("not-agreed", "did not sign"),
    };
    let waits = it.waits_for().into_iter().map(|partner| Signer {
        mark,
        name: partner_name(&view.framework, partner),
        said: said.to_owned(),
        entry: None,
    });
    signed.chain(waits).collect()
}

fn objections(view: &View, it: &Agreement) -> Vec<Objects> {
    let objections = it.objections.iter().map(|objection| Objects {
        partner: partner_name(&view.framework, &objection.partner),
        on: date(objection.on),
        reason: objection.reason.clone(),
        entry: objection.at,
        carried: it.was_carried_on(objection),
    });
    objections.collect()
}

/// The other agreements about the measure, newest first.
fn versions(record: &MeasureRecord, but: u64) -> Vec<(u64, String)> {
    let others = record.agreements.iter().rev().filter(|it| it.at != but);
    let label = |it: &Agreement| {
        let stands = match it.standing {
            Standing::Proposed => "waits for signatures",
            Standing::InForce { .. } => "in force",
            Standing::Superseded { .. } => "ended",
            Standing::Overtaken => "never came into force",
        };
        format!("Version {}, {stands}", it.version)
    };
    others.map(|it| (it.at, label(it))).collect()
}

/// Asks the framework what it would take from the reader's partner, so that only those buttons are shown.
fn may(
    house: &House,
    caller: &Caller,
    view: &View,
    record: &MeasureRecord,
    it: &Agreement,
    (given, faults): (&Given, &Faults),
) -> May {
    let today = house.today();
    let takes = |act: &Act| caller.may(Deed::Sign) && view.framework.check(act, &caller.partner, today).is_ok();
    let said = |reason: &str| Signed {
        agreement: it.at,
        reason: reason.to_owned(),
    };
    let live = matches!(it.standing, Standing::Proposed | Standing::InForce { .. });
    let in_force = matches!(it.standing, Standing::InForce { .. });
    let about = |motive: Motive| Withdrawal::new(record.measure.id.clone(), motive, "-");
    let named = || it.proposal.motives.iter().copied().filter(|_| in_force);
    let stoppable: Vec<Motive> = named()
        .filter(|motive| takes(&Act::UseWithdrawn(about(*motive))))
        .collect();
    let objecting = live && takes(&Act::AgreementObjected(said("-")));
    let question = "Why your partner objects";
    let hint =
        "It travels with the measure onto every chart, under later agreements too, until your partner takes it back.";
    let object = Field::new(Kind::Area, "objection", question, hint).filled(given, faults);
    May {
        sign: takes(&Act::AgreementSigned(said(""))),
        object: objecting.then_some(object),
        take_back: takes(&Act::ObjectionWithdrawn(said(""))),
        withdraw: (!stoppable.is_empty()).then(|| stopping(&stoppable).map(|field| field.filled(given, faults))),
        reconsent: named()
            .filter(|motive| takes(&Act::Reconsented(about(*motive))))
            .filter_map(|motive| Some((motive, thousands(kept_out(house, caller, view, record, motive)?))))
            .collect(),
    }
}

fn stopping(stoppable: &[Motive]) -> [Field; 2] {
    let none = Choice::new("", "Choose a use", "");
    let uses = stoppable
        .iter()
        .map(|it| Choice::new(it.word(), capital_of(it.word()), ""));
    let offered = std::iter::once(none).chain(uses);
    [
        Field::new(Kind::Select, "motive", "Which use stops?", "").offering(offered),
        Field::new(
            Kind::Area,
            "reason",
            "Why it stops",
            "Other partners read it beside the measure.",
        ),
    ]
}

/// How many readings the reader's partner contributed that do not reach a use which is granted. `None` when all do.
fn kept_out(house: &House, caller: &Caller, view: &View, record: &MeasureRecord, motive: Motive) -> Option<u64> {
    let measure = &record.measure.id;
    let today = house.today();
    if view.framework.use_state(measure, motive, today) != UseState::Granted {
        return None;
    }
    let permit = view.framework.permit(measure, motive, today).ok();
    let out = record.bindings.iter().filter(|(at, binding)| {
        binding.contributor == caller.partner && permit.as_ref().is_none_or(|permit| !permit.covers(*at))
    });
    let rows = out
        .filter_map(|(at, _)| view.gatherings.at(*at))
        .map(|it| it.gathered.rows);
    Some(rows.sum()).filter(|rows| *rows > 0)
}
