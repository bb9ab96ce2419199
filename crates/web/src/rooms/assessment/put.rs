use askama::Template;
use axum::extract::{Form, Path, State as Held};
use cm_app::{Assessing, Caller, Deed, House, Unable, View, read_baseline, with_line};
use cm_framework::{Assessment, Baseline, MeasureRecord};
use cm_insight::Insight;
use cm_kernel::Id;

use super::fields::{beforehand, fields, read};
use super::{address, baseline_text, counter_text, facts, limits_said, record_of};
use crate::charts::Width;
use crate::figure::FigureBlock;
use crate::frame::Frame;
use crate::input::{Faults, Field, Given};
use crate::inside::inside;
use crate::problem::{Shown, page};
use crate::rooms::framework::unfinished;
use crate::rooms::home::id;
use crate::rooms::measure::marked;
use crate::rooms::sign_in::done;
use crate::state::State;
use crate::who::Who;
use crate::words::prose;

/// What would be put to those who sign, to be looked at before it is.
struct Check {
    mark: &'static str,
    said: String,
    facts: Vec<(&'static str, String)>,
    /// Everything that was answered, to be sent once more.
    hidden: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "assessment_new.html")]
struct PutPage {
    page: Frame,
    token: String,
    measure: Id,
    measure_title: String,
    figure: Option<FigureBlock>,
    /// Why there is no chart, and what can be done.
    refused: Option<(String, String)>,
    fields: Vec<Field>,
    faults: Faults,
    check: Option<Check>,
}

/// Everything a page of this input is made from.
struct About<'a> {
    house: &'a House,
    who: &'a Who,
    caller: &'a Caller,
    view: &'a View,
    record: &'a MeasureRecord,
    /// The baseline, or why there is none.
    insight: Result<Insight, (String, String)>,
    token: String,
}

impl<'a> About<'a> {
    fn of(
        (house, who, caller): (&'a House, &'a Who, &'a Caller),
        view: &'a View,
        measure: &Id,
        token: String,
    ) -> Result<Self, Unable> {
        let insight = match house.baseline(caller, measure, None) {
            Ok(insight) => Ok(insight),
            Err(Unable::Refused(it)) => Err((prose(&it.reason), prose(&it.remedy))),
            Err(Unable::Faulty) => return Err(Unable::Faulty),
        };
        Ok(Self {
            house,
            who,
            caller,
            view,
            record: record_of(view, measure)?,
            insight,
            token,
        })
    }

    fn baseline(&self) -> Option<Baseline> {
        self.insight.as_ref().ok().and_then(read_baseline)
    }

    /// The page with the chart, its line at the proposed target where there is one.
    fn page(&self, value: Option<f64>, error: &str) -> Result<PutPage, Unable> {
        let partnership = &self.caller.partnership;
        let title = format!("{error}Assess a target");
        let measure = &self.record.measure;
        let evidence = |at: u64| format!("/p/{partnership}/record/{at}");
        let figure = self.insight.as_ref().ok().map(|it| {
            let drawn = match value {
                Some(value) => with_line(it.clone(), measure, value),
                None => it.clone(),
            };
            FigureBlock::of(&marked(&drawn, partnership), "chart", Width::Desk, Some(&evidence))
        });
        Ok(PutPage {
            page: Frame::of(self.house, partnership, self.who, "framework", title)?,
            token: self.token.clone(),
            measure: measure.id.clone(),
            measure_title: measure.title.clone(),
            figure,
            refused: self.insight.as_ref().err().cloned(),
            fields: Vec::new(),
            faults: Faults::new(),
            check: None,
        })
    }

    fn asking(&self, given: &Given, faults: Faults) -> Result<PutPage, Unable> {
        let error = if faults.is_empty() { "" } else { "Error: " };
        let mut shown = self.page(None, error)?;
        let has_limits = self.baseline().is_some();
        shown.fields = fields(&self.view.framework, &self.record.measure, has_limits, (given, &faults));
        shown.faults = faults;
        Ok(shown)
    }

    fn checking(&self, it: &Assessing, given: &Given) -> Result<PutPage, Unable> {
        let reason = it.without_limits.clone();
        let would_be = Assessment {
            measure: it.measure.clone(),
            value: it.value.clone(),
            setters: it.setters.clone(),
            held: it.held.clone(),
            rivals: it.rivals.clone(),
            baseline: self.baseline().unwrap_or(Baseline::NotKnown { reason }),
            attribution: it.attribution.clone(),
            gaming: it.gaming.clone(),
            counter: it.counter.clone(),
            burden_minutes: it.burden_minutes,
            expires: it.expires,
        };
        let (framework, measure) = (&self.view.framework, &self.record.measure);
        let (mark, said) = limits_said(measure, &would_be);
        let mut facts = facts(framework, measure, &would_be);
        facts.push(("Where it stands now", baseline_text(measure, &would_be.baseline)));
        facts.push(("Other tools considered", would_be.rivals.join("\n")));
        facts.push(("What would be their doing", would_be.attribution.clone()));
        facts.push(("How people might respond", would_be.gaming.clone()));
        facts.push(("Watched beside it", counter_text(framework, &would_be.counter).0));
        let mut shown = self.page(would_be.number(), "")?;
        shown.check = Some(Check {
            mark,
            said,
            facts,
            hidden: given.without(&["token", "step"]),
        });
        Ok(shown)
    }
}

/// The empty input, with where the measure stands above it.
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
        let about = About::of((house, &asks, caller), &view, &measure, house.input_token(caller)?)?;
        about.asking(&beforehand(about.record, house.today()), Faults::new())
    })
    .await?;
    page(&shown)
}

/// What came of sending the input.
enum Came {
    /// Something is wrong with it.
    Unfinished(Box<PutPage>),
    /// It is shown: to be looked at before it is put forward, or to be changed.
    Again(Box<PutPage>),
    /// It is on record at this position.
    Put(u64),
}

/// Shows an assessment with its line on the chart; once that was looked at, puts it forward.
pub(super) async fn put(
    Held(state): Held<State>,
    who: Who,
    Path((partnership, measure)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Shown {
    let (partnership, measure) = (id(&partnership)?, id(&measure)?);
    let (asks, of) = (who.clone(), measure.clone());
    let came = inside(&state, &who, &partnership, move |house, caller| {
        caller.must(Deed::Propose, &caller.partnership)?;
        come((house, &asks, caller), &of, &given)
    })
    .await?;
    match came {
        Came::Unfinished(shown) => unfinished(&*shown),
        Came::Again(shown) => page(&*shown),
        Came::Put(at) => Ok(done(&state, &address(&partnership, &measure, at), "proposed")),
    }
}

fn come((house, who, caller): (&House, &Who, &Caller), measure: &Id, given: &Given) -> Result<Came, Unable> {
    let view = house.view(&caller.partnership)?;
    let about = About::of((house, who, caller), &view, measure, given.text("token").to_owned())?;
    let known = (about.baseline().is_some(), house.today());
    let it = match read(given, &view.framework, &about.record.measure, known) {
        Ok(it) => it,
        Err(faults) => return Ok(Came::Unfinished(Box::new(about.asking(given, faults)?))),
    };
    match given.text("step") {
        "put" => {
            house.first_post(caller, &about.token)?;
            house.assess(caller, &it).map(Came::Put)
        }
        "change" => Ok(Came::Again(Box::new(about.asking(given, Faults::new())?))),
        _ => Ok(Came::Again(Box::new(about.checking(&it, given)?))),
    }
}
