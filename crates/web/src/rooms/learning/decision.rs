use askama::Template;
use axum::extract::{Path, State as Held};
use cm_app::{Caller, Deed, House, Unable, View};
use cm_kernel::Id;
use cm_learning::{Decided, Verdict};

use super::claim::{self, ShownClaim};
use super::decisions::{Standing, standing};
use super::{Names, compared, decision_of, framed, token_of};
use crate::frame::Frame;
use crate::input::{Choice, Faults, Field, Given, Kind};
use crate::inside::{inside, position};
use crate::problem::{Shown, page};
use crate::rooms::home::id;
use crate::state::State;
use crate::who::Who;
use crate::words::date;

/// Something done differently, as the page tells it.
struct Adapted {
    at: u64,
    from: String,
    label: String,
    what: String,
    by: String,
}

/// A look back, as the page tells it.
struct LookedBack {
    at: u64,
    mark: &'static str,
    verdict: &'static str,
    learned: String,
    claim: Option<ShownClaim>,
    by: String,
    on: String,
}

/// Which input on the page was sent and shall be shown again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    Nothing,
    Adaptation,
    Review,
}

/// An input: what it asks, and its token.
type Input = (Vec<Field>, String);

#[derive(Template)]
#[template(path = "decision.html")]
pub(super) struct DecisionPage {
    page: Frame,
    at: u64,
    on: String,
    by: String,
    text: String,
    why: String,
    claim: Option<ShownClaim>,
    expectation: String,
    confidence: u8,
    forecast_by: String,
    review_on: String,
    standing: Standing,
    due: bool,
    measure: Id,
    measure_title: String,
    session: Id,
    session_title: String,
    adaptations: Vec<Adapted>,
    reviews: Vec<LookedBack>,
    adapt: Option<Input>,
    review: Option<Input>,
    /// Which input is in sight at once, because something is wrong with it.
    unfolded: Sent,
    faults: Faults,
}

/// One decision and what followed.
pub(super) async fn show(Held(state): Held<State>, who: Who, Path((partnership, at)): Path<(String, String)>) -> Shown {
    let (partnership, at) = (id(&partnership)?, position(&at)?);
    let asks = who.clone();
    let shown = inside(&state, &who, &partnership, move |house, caller| {
        let nothing = Given::default();
        decision_page(house, &asks, caller, at, (Sent::Nothing, &nothing, Faults::new()))
    })
    .await?;
    page(&shown)
}

/// The page of a decision, with what was sent and what is wrong with it when it is shown again.
pub(super) fn decision_page(
    house: &House,
    who: &Who,
    caller: &Caller,
    at: u64,
    (sent, given, faults): (Sent, &Given, Faults),
) -> Result<DecisionPage, Unable> {
    let view = house.view(&caller.partnership)?;
    let decided = decision_of(&view, at)?;
    let (decision, it) = (&decided.decision, &decided.decision.it);
    let names = Names::of(house, caller)?;
    let session = view.learning.session(&it.session);
    let may = caller.may(Deed::Decide);
    let nothing = Given::default();
    let input = |of: Sent, fields: Vec<Field>| -> Result<Option<Input>, Unable> {
        let given = if sent == of { given } else { &nothing };
        let fields = fields.into_iter().map(|it| it.filled(given, &faults)).collect();
        may.then(|| token_of(house, caller, given).map(|token| (fields, token)))
            .transpose()
    };
    let (adapt, review) = (
        input(Sent::Adaptation, adapt_fields())?,
        input(Sent::Review, review_fields(compared(&view, decided)))?,
    );
    Ok(DecisionPage {
        page: framed(house, who, caller, "Decision", !faults.is_empty())?,
        at,
        on: date(decision.received.date()),
        by: names.both(&view, &decision.member, &decision.partner),
        text: it.text.clone(),
        why: it.why.clone(),
        claim: claim::shown(it.claim.as_ref()),
        expectation: it.forecast.expectation.clone(),
        confidence: it.forecast.confidence,
        forecast_by: date(it.forecast.by),
        review_on: date(it.review_on),
        standing: standing(decided, house.today()),
        due: decided.review_is_due(house.today()),
        measure: it.measure.clone(),
        measure_title: super::measure_title(&view, &it.measure),
        session: it.session.clone(),
        session_title: session.map_or_else(|| it.session.to_string(), |held| held.session.it.title.clone()),
        adaptations: adaptations(&view, decided, &names),
        reviews: reviews(&view, decided, &names),
        adapt,
        review,
        unfolded: sent,
        faults,
    })
}

fn adaptations(view: &View, decided: &Decided, names: &Names) -> Vec<Adapted> {
    let made = decided.adaptations.iter().map(|it| Adapted {
        at: it.at,
        from: date(it.it.from),
        label: it.it.label.clone(),
        what: it.it.what.clone(),
        by: names.both(view, &it.member, &it.partner),
    });
    made.collect()
}

fn reviews(view: &View, decided: &Decided, names: &Names) -> Vec<LookedBack> {
    let made = decided.reviews.iter().map(|it| LookedBack {
        at: it.at,
        mark: match it.it.verdict {
            Verdict::Right => "granted",
            Verdict::Wrong => "refused",
            Verdict::CannotTell => "not-agreed",
        },
        verdict: it.it.verdict.in_words(),
        learned: it.it.learned.clone(),
        claim: claim::shown(it.it.claim.as_ref()),
        by: names.both(view, &it.member, &it.partner),
        on: date(it.received.date()),
    });
    made.collect()
}

fn adapt_fields() -> Vec<Field> {
    vec![
        Field::new(
            Kind::Short,
            "from",
            "From which day",
            "The mark stands there. For example, 3 April 2017.",
        ),
        Field::new(
            Kind::Line,
            "label",
            "A few words for the chart",
            "At most 40 letters, such as “Second nurse at the door”.",
        ),
        Field::new(
            Kind::Area,
            "what",
            "What is done differently",
            "Enough for someone who was not there.",
        ),
    ]
}

fn review_fields(compared: bool) -> Vec<Field> {
    let verdicts = Verdict::ALL.map(|it| {
        let hint = match it {
            Verdict::Right => "It happened as we expected.",
            Verdict::Wrong => "It did not happen as we expected.",
            Verdict::CannotTell => "The evidence does not say, or the forecast was not clear enough to judge.",
        };
        Choice::new(it.word(), it.in_words(), hint)
    });
    let mut fields = vec![
        Field::new(Kind::Radios, "verdict", "How the forecast turned out", "").offering(verdicts),
        Field::new(
            Kind::Area,
            "learned",
            "What we learned",
            "About the work, the measure, or how we foresee.",
        ),
    ];
    fields.extend(claim::fields(compared));
    fields
}
