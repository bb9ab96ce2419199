//! The methods of insight.

use cm_evidence::EvidenceSet;
use cm_framework::Motive;
use cm_kernel::{Card, Refusal};

use crate::{Insight, Parameter, Question, Worked};

/// Every method, in the order people are offered them. A new method is a new folder and one line here.
pub static METHODS: &[&dyn Method] = &[];

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
    /// The use it is: evidence must have been read for it. Most methods are learning.
    fn motive(&self) -> Motive;
    /// Whether the evidence may also have been read for this other use (a chart may be published; a ranking may be too).
    fn also_serves(&self, motive: Motive) -> bool {
        motive != Motive::Ranking && motive != Motive::Payment && self.motive() == Motive::Learning
    }
    /// What a person may set.
    fn parameters(&self) -> &'static [Parameter];
    /// Asks.
    ///
    /// # Errors
    /// What the card lists under *Refuses*.
    fn ask(&self, evidence: &EvidenceSet, question: &Question) -> Result<Insight, Refusal>;
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
pub fn entitled(method: &dyn Method, evidence: &EvidenceSet) -> Result<(), Refusal> {
    let serves = |motive: Motive| motive == method.motive() || method.also_serves(motive);
    if Motive::ALL
        .into_iter()
        .any(|motive| serves(motive) && evidence.serves(motive))
    {
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
