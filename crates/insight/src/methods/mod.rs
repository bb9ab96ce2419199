//! The methods of insight.

use cm_evidence::EvidenceSet;
use cm_framework::Motive;
use cm_kernel::{Card, Refusal};

use crate::breaks::tell;
use crate::{Insight, Parameter, Question, Readings, Shape, Topic, Worked};

pub mod c;
pub mod compare;
pub mod did;
pub mod funnel;
pub mod g;
pub mod gap;
pub mod i_prime;
pub mod its;
pub mod life_expectancy;
pub mod means;
pub mod mr;
pub mod p;
pub mod rank_estimates;
pub mod ranks;
pub mod rate;
pub mod raters;
pub mod rebase;
pub mod recent_trend;
pub mod run;
pub mod shrink;
pub mod slope;
pub mod stages;
pub mod standardised;
pub mod summary;
pub mod t;
pub mod target_questions;
pub mod threshold;
pub mod u;
pub mod xmr;

/// Every method, in the order people are offered them. A new method is a new folder and one line here.
pub static METHODS: &[&dyn Method] = &[
    &xmr::Xmr,
    &rebase::Rebase,
    &run::Run,
    &p::P,
    &u::U,
    &c::C,
    &i_prime::IPrime,
    &g::G,
    &t::T,
    &mr::MovingRange,
    &summary::Summary,
    &funnel::Funnel,
    &compare::Compare,
    &shrink::Shrink,
    &rate::Rate,
    &means::Means,
    &standardised::Standardised,
    &gap::Gap,
    &stages::Stages,
    &slope::Slope,
    &life_expectancy::LifeExpectancy,
    &threshold::Threshold,
    &target_questions::TargetQuestions,
    &ranks::Ranks,
    &rank_estimates::RankEstimates,
    &its::Its,
    &did::Did,
    &recent_trend::RecentTrend,
    &raters::Raters,
];

/// A way of asking evidence a question.
pub trait Method: Sync {
    /// Name in addresses, on the command line and in accounts.
    fn name(&self) -> &'static str;
    /// Version of the arithmetic and of the rule set; changes whenever an answer could.
    fn version(&self) -> &'static str;
    /// The question, the shape it needs, units, what it refuses, deviations from others' tools, its source.
    fn card(&self) -> Card;
    /// Name of the form of evidence it reads.
    fn form(&self) -> &'static str;
    /// How the evidence must be narrowed before it is asked.
    fn shape(&self) -> Shape;
    /// What it asks about, so that people find it beside its like.
    fn topic(&self) -> Topic;
    /// Whether it can say anything about a measure that reads like this one. Every unit, unless a method says otherwise.
    fn suits(&self, _question: &Question) -> bool {
        true
    }
    /// Whether it reads other measures beside the one it is asked about.
    fn reads_beside(&self) -> bool {
        false
    }
    /// The use it is: evidence must have been read for it. Most methods are learning.
    fn motive(&self) -> Motive;
    /// Whether the evidence may also have been read for this other use (a chart may be published; a ranking may be too).
    fn also_serves(&self, motive: Motive) -> bool {
        motive != Motive::Ranking && motive != Motive::Payment && self.motive() == Motive::Learning
    }
    /// What a person may set.
    fn parameters(&self) -> &'static [Parameter];
    /// What the readings say. They are never empty, and the settings are the method's own.
    ///
    /// Only [`Method::ask`] and disclosure control make readings, so the use is checked before this is reached.
    ///
    /// # Errors
    /// What the card lists under *Refuses*.
    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal>;
    /// Asks the evidence a question.
    ///
    /// # Errors
    /// `insight/read-for-another-use`, `insight/no-such-setting`, `insight/not-a-setting`, `insight/no-evidence`, and
    /// what the card lists under *Refuses*.
    fn ask(&self, evidence: &EvidenceSet, question: &Question) -> Result<Insight, Refusal> {
        let mut insight = self.find(&readings(self, evidence, question)?, question)?;
        tell(&mut insight, self, question);
        Ok(insight)
    }
    /// The worked example.
    fn worked(&self) -> Worked;
}

/// The method with this name.
#[must_use]
pub fn method(name: &str) -> Option<&'static dyn Method> {
    METHODS.iter().copied().find(|method| method.name() == name)
}

/// Whether a set of evidence was read for a use this method serves.
///
/// # Errors
/// `insight/read-for-another-use`.
pub fn entitled<M: Method + ?Sized>(method: &M, evidence: &EvidenceSet) -> Result<(), Refusal> {
    let serves = |motive: Motive| motive == method.motive() || method.also_serves(motive);
    let may = |set: &EvidenceSet| {
        let mut uses = Motive::ALL.into_iter();
        uses.any(|motive| serves(motive) && set.serves(motive))
    };
    if may(evidence) && evidence.beside().iter().all(may) {
        return Ok(());
    }
    Err(Refusal::new(
        "insight/read-for-another-use",
        format!(
            "`{}` is {}, and this evidence was read for another use.",
            method.name(),
            method.motive()
        ),
        "Ask again from the measure's page, which checks what partners agreed.",
    ))
}

/// The readings of a set of evidence, once the use, the settings and the presence of any reading are checked.
pub(crate) fn readings<M: Method + ?Sized>(
    method: &M,
    evidence: &EvidenceSet,
    question: &Question,
) -> Result<Readings, Refusal> {
    entitled(method, evidence)?;
    question.check(method.parameters())?;
    if evidence.series().iter().all(|series| series.points.is_empty()) {
        return Err(no_evidence());
    }
    if evidence.beside().len() != question.beside.len() {
        return Err(Refusal::new(
            "insight/unnamed-measure",
            "The evidence holds measures that the question does not name.",
            "Name each measure beside this one, in the same order.",
        ));
    }
    Ok(Readings::of(evidence))
}

/// No reading at all.
fn no_evidence() -> Refusal {
    Refusal::new(
        "insight/no-evidence",
        "There is no evidence to look at.",
        "Gather some, or choose a place, group and dates that have readings.",
    )
}

/// Numbers that lie beyond what arithmetic can hold.
pub(crate) fn undefined() -> Refusal {
    Refusal::new(
        "insight/undefined",
        "These numbers are too large, too small or too alike to compute with.",
        "Check the units of the readings, or choose other dates.",
    )
}
