use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View, with_line};
use cm_framework::{Act, Assessed, AssessmentSigned, MeasureRecord, Motive};
use cm_kernel::Id;

use super::{address, assessment_of, baseline_text, counter_text, facts, limits_said, standing};
use crate::charts::Width;
use crate::figure::FigureBlock;
use crate::frame::Frame;
use crate::input::Given;
use crate::inside::{inside, position};
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::rooms::measure::{marked, partner_name, target_words};
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// One partner asked to sign: signed, or waited for.
struct Signer {
    mark: &'static str,
    name: String,
    said: String,
    entry: Option<u64>,
}

#[derive(Template)]
#[template(path = "assessment.html")]
struct AssessmentPage {
    page: Frame,
    token: String,
    measure: Id,
    measure_title: String,
    at: u64,
    put: String,
    target: String,
    mark: &'static str,
    stands: String,
    limits: (&'static str, String),
    figure: Option<FigureBlock>,
    facts: Vec<(&'static str, String)>,
    baseline: String,
    rivals: Vec<String>,
    attribution: String,
    gaming: String,
    counter: String,
    counter_measure: Option<Id>,
    signers: Vec<Signer>,
    partner: String,
    may_sign: bool,
    /// Agreements that name it: position, version.
    agreements: Vec<(u64, u32)>,
    /// Whether the next step is an agreement that names it, and the reader may propose one.
    may_propose: bool,
}

/// Which assessment: partnership, measure, position; as the address says.
type At = Path<(String, String, String)>;

/// One assessment.
pub(super) async fn show(Held(state): Held<State>, who: Who, Path((partnership, measure, at)): At) -> Shown {
    let (partnership, measure, at) = (id(&partnership)?, id(&measure)?, position(&at)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Read, &caller.partnership)?;
        assessment_page(house, &asks, caller, &measure, at)
    })
    .await?;
    page(&shown)
}

fn assessment_page(house: &House, who: &Who, caller: &Caller, measure: &Id, at: u64) -> Result<AssessmentPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let (record, found) = assessment_of(&view, measure, at)?;
    let (framework, it) = (&view.framework, &found.assessment);
    let target = target_words(&it.value, &record.measure);
    let (mark, stands) = standing(framework, found, house.today());
    let signs = Act::AssessmentSigned(AssessmentSigned { assessment: at });
    let takes = framework.check(&signs, &caller.partner, house.today()).is_ok();
    let (counter, counter_measure) = counter_text(framework, &it.counter);
    let named = record.agreements.iter().filter(|agreement| {
        let motives = &agreement.proposal.motives;
        motives.contains(&Motive::Target) && agreement.proposal.assessment == Some(at)
    });
    let agreements: Vec<_> = named.map(|it| (it.at, it.version)).collect();
    let live = found.is_signed() && !found.has_expired(house.today());
    Ok(AssessmentPage {
        page: Frame::of(
            house,
            &caller.partnership,
            who,
            "framework",
            format!("Assessment of a target of {target}"),
        )?,
        token: house.input_token(caller)?,
        measure: measure.clone(),
        measure_title: record.measure.title.clone(),
        at,
        put: format!("{}, {}", partner_name(framework, &found.by), date(found.on)),
        target,
        mark,
        stands,
        limits: limits_said(&record.measure, it),
        figure: figure(house, caller, record, found)?,
        facts: facts(framework, &record.measure, it),
        baseline: baseline_text(&record.measure, &it.baseline),
        rivals: it.rivals.clone(),
        attribution: it.attribution.clone(),
        gaming: it.gaming.clone(),
        counter,
        counter_measure,
        signers: signers(&view, found),
        partner: partner_name(framework, &caller.partner),
        may_sign: takes && caller.may(Deed::Sign),
        may_propose: live && agreements.is_empty() && caller.may(Deed::Propose),
        agreements,
    })
}

/// The chart as it was known when the assessment was put forward, with a line at the target; `None` where it may no
/// longer be read, or never could.
fn figure(
    house: &House,
    caller: &Caller,
    record: &MeasureRecord,
    it: &Assessed,
) -> Result<Option<FigureBlock>, Unable> {
    let insight = match house.baseline(caller, &record.measure.id, Some(it.at)) {
        Ok(insight) => insight,
        Err(Unable::Refused(_)) => return Ok(None),
        Err(Unable::Faulty) => return Err(Unable::Faulty),
    };
    let partnership = &caller.partnership;
    let drawn = match it.assessment.number() {
        Some(value) => with_line(insight, &record.measure, value),
        None => insight,
    };
    let evidence = |at: u64| format!("/p/{partnership}/record/{at}");
    let drawn = marked(&drawn, partnership);
    Ok(Some(FigureBlock::of(&drawn, "chart", Width::Desk, Some(&evidence))))
}

fn signers(view: &View, it: &Assessed) -> Vec<Signer> {
    let role = |partner: &Id| {
        let sets = it.assessment.setters.contains(partner);
        match (sets, it.assessment.held.contains(partner)) {
            (true, true) => "sets it and is held to it",
            (true, false) => "sets it",
            (false, _) => "is held to it",
        }
    };
    let name = |partner: &Id| partner_name(&view.framework, partner);
    let signed = it.signatures.iter().map(|signature| Signer {
        mark: "granted",
        name: name(&signature.partner),
        said: format!("{}; signed on {}", role(&signature.partner), date(signature.on)),
        entry: Some(signature.at),
    });
    let waits = it.waits_for().into_iter().map(|partner| Signer {
        mark: "waiting",
        name: name(partner),
        said: format!("{}; is waited for", role(partner)),
        entry: None,
    });
    signed.chain(waits).collect()
}

/// Signs for the caller's partner.
pub(super) async fn sign(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure, at)): At,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure, at) = (id(&partnership)?, id(&measure)?, position(&at)?);
    let of = measure.clone();
    inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Sign, &caller.partnership)?;
        assessment_of(&*house.view(&caller.partnership)?, &of, at)?;
        house.first_post(caller, given.text("token"))?;
        house.sign_assessment(caller, at).map(|_| ())
    })
    .await?;
    Ok(done(&state, &address(&partnership, &measure, at), "signed"))
}
