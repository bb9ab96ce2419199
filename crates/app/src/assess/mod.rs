use std::collections::BTreeSet;

use cm_framework::{
    Act, AgainstLimits, Assessed, Assessment, AssessmentSigned, Baseline, CounterMeasure, Measure, MeasureRecord,
};
use cm_insight::{Chart, Finding, Insight, ProcessChart, Question, Weight};
use cm_kernel::{Date, Id, Refusal};

use crate::attention::{Item, item};
use crate::{Asked, Caller, Deed, House, Unable};

/// The method whose natural limits are the baseline of a target.
const METHOD: &str = "xmr";

/// What a person says to have a target assessed; where the measure stands is read from its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessing {
    /// The measure.
    pub measure: Id,
    /// The proposed target, as text in the unit of the measure (`0.95`).
    pub value: String,
    /// Partners who set it.
    pub setters: BTreeSet<Id>,
    /// Partners held to it.
    pub held: BTreeSet<Id>,
    /// Other tools that were considered, each with why not.
    pub rivals: Vec<String>,
    /// Why a target is set without natural limits; asked for only where none can be read.
    pub without_limits: String,
    /// What of a change would be the doing of those held to it.
    pub attribution: String,
    /// How people might respond, gaming included.
    pub gaming: String,
    /// What is watched beside it.
    pub counter: CounterMeasure,
    /// Minutes one return takes because of it.
    pub burden_minutes: u32,
    /// The last day it may stand on this.
    pub expires: Date,
}

impl House {
    /// Puts an assessment of a target forward, with what the process chart says for learning at this moment. Returns its
    /// position.
    ///
    /// # Errors
    /// `app/not-your-role`; what [`cm_framework::Framework::check`] refuses; the machine failed.
    pub fn assess(&self, caller: &Caller, it: &Assessing) -> Result<u64, Unable> {
        caller.must(Deed::Propose, &caller.partnership)?;
        let baseline = match self.baseline(caller, &it.measure, None) {
            Ok(insight) => read(&insight),
            Err(Unable::Refused(_)) => None,
            Err(fault) => return Err(fault),
        };
        let reason = it.without_limits.clone();
        let assessment = Assessment {
            measure: it.measure.clone(),
            value: it.value.clone(),
            setters: it.setters.clone(),
            held: it.held.clone(),
            rivals: it.rivals.clone(),
            baseline: baseline.unwrap_or(Baseline::NotKnown { reason }),
            attribution: it.attribution.clone(),
            gaming: it.gaming.clone(),
            counter: it.counter.clone(),
            burden_minutes: it.burden_minutes,
            expires: it.expires,
        };
        self.agree(caller, &Act::TargetAssessed(assessment))
    }

    /// Signs an assessment for the caller's partner. Returns the position of the signature.
    ///
    /// # Errors
    /// `app/not-your-role`; what [`cm_framework::Framework::check`] refuses; the machine failed.
    pub fn sign_assessment(&self, caller: &Caller, assessment: u64) -> Result<u64, Unable> {
        self.agree(caller, &Act::AssessmentSigned(AssessmentSigned { assessment }))
    }

    /// Where a measure stands without a target: its process chart for learning, all together, as known now or when the
    /// ledger was so long.
    ///
    /// # Errors
    /// What [`House::look`] refuses.
    pub fn baseline(&self, caller: &Caller, measure: &Id, known_at: Option<u64>) -> Result<Insight, Unable> {
        let asked = Asked {
            known_at,
            ..Asked::new(measure, METHOD)
        };
        self.look(caller, &asked).map(|answer| Insight::clone(&answer.insight))
    }
}

/// What a process chart says for a baseline. `None` when it has no natural limits.
#[must_use]
pub fn read(insight: &Insight) -> Option<Baseline> {
    let Chart::Process(chart) = &insight.chart else {
        return None;
    };
    let (lower, upper) = limits(chart)?;
    let now = chart.segments.last()?;
    let period = |at: usize| chart.points.get(at).map(|it| it.period.to_string());
    Some(Baseline::Read {
        sentence: insight.headline.clone(),
        lower: lower.to_string(),
        upper: upper.to_string(),
        span: (period(now.first)?, period(now.last)?),
        digest: insight.digest().to_string(),
    })
}

/// The natural limits that hold now.
fn limits(chart: &ProcessChart) -> Option<(f64, f64)> {
    let now = chart.segments.last()?;
    now.lower.zip(now.upper)
}

/// A baseline with a line at a proposed target, and what its natural limits say of that. Nothing is held against it yet.
#[must_use]
pub fn with_line(mut baseline: Insight, measure: &Measure, value: f64) -> Insight {
    let Chart::Process(chart) = &mut baseline.chart else {
        return baseline;
    };
    chart.target = Some(value);
    if let Some(limits) = limits(chart) {
        let sentence = in_words(measure, value, limits);
        let finding = Finding::new(Weight::Caution, "target", sentence);
        baseline.findings.insert(0, finding);
    }
    baseline
}

/// What the natural limits of an assessment say of its target, as a sentence. `None` when none are known.
#[must_use]
pub fn against_limits(measure: &Measure, it: &Assessment) -> Option<String> {
    Some(in_words(measure, it.number()?, it.baseline.limits()?))
}

/// A number in the unit of a measure as a person reads it: `92.1%`, `39.0 visits`.
#[must_use]
pub fn number_in_words(measure: &Measure, number: f64) -> String {
    Question::about(measure, "").in_words(number)
}

fn inside(value: f64, (lower, upper): (f64, f64)) -> AgainstLimits {
    if value > upper {
        AgainstLimits::Above
    } else if value < lower {
        AgainstLimits::Below
    } else {
        AgainstLimits::Inside
    }
}

fn in_words(measure: &Measure, value: f64, limits: (f64, f64)) -> String {
    let words = |number: f64| number_in_words(measure, number);
    let (target, lower, upper) = (words(value), words(limits.0), words(limits.1));
    match inside(value, limits) {
        AgainstLimits::Inside => format!(
            "A target of {target} lies inside the natural limits of {lower} and {upper}: single periods will cross this \
             by chance."
        ),
        AgainstLimits::Above => format!(
            "A target of {target} lies above the upper natural limit of {upper}: expect readings below it until something changes."
        ),
        AgainstLimits::Below => format!(
            "A target of {target} lies below the lower natural limit of {lower}: expect readings above it until something changes."
        ),
    }
}

/// Assessments that wait for the caller's partner, and one in force that comes to its last day within some days.
pub(crate) fn waiting(id: &Id, record: &MeasureRecord, caller: &Caller, today: Date, ahead: i32) -> Vec<Item> {
    let title = &record.measure.title;
    let live = record.assessments.iter().filter(|it| !it.has_expired(today));
    let mut items: Vec<Item> = live
        .filter(|it| it.waits_for().contains(&&caller.partner))
        .map(|it| {
            let sentence = format!("“{title}”: the assessment of a target waits for your partner's signature.");
            item("sign", sentence, address(id, it))
        })
        .collect();
    let under = record.in_force().and_then(|it| record.ground_of(&it.proposal));
    let soon = under.filter(|it| (0..=ahead).contains(&(it.assessment.expires.days() - today.days())));
    items.extend(soon.map(|it| {
        let day = it.assessment.expires;
        let sentence = format!("“{title}”: the assessment of its target holds until {day}; assess it afresh.");
        item("review", sentence, address(id, it))
    }));
    items
}

/// What stopped by itself, as the home page says it.
pub(crate) fn stopped_in_words(title: &str, stopped: &str, why: Option<&Refusal>) -> String {
    let because = match why.map(|it| it.code) {
        Some("framework/assessment-expired") => "the assessment of its target is over",
        Some("framework/target-not-assessed") => "its target was never assessed",
        _ => "the review is overdue",
    };
    format!("“{title}”: {because}, so {stopped} stopped.")
}

fn address(id: &Id, it: &Assessed) -> String {
    format!("measures/{id}/assessments/{}", it.at)
}
