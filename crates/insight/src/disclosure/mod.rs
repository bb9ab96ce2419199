//! Disclosure control: the only maker of [`Disclosed`], without which nothing reaches the public.
//!
//! A mean, a limit or a pooled share gives a hidden count back to anyone who can subtract. So nothing is struck out of
//! a finished chart: readings that rest on small counts are hidden first, together with as many others as totals would
//! need to give them away, and the method is asked again about what is left. Whatever it then says is computed from
//! readings that are shown.
//!
//! Totals over the readings of a place, and over the places of a period, are taken as known to everyone, unless they
//! are small themselves. What other editions have already shown is looked at by [`Published`]: a place that is hidden
//! here could be had from the whole less all other places, where each was published on its own.
//!
//! [`protect_table`] does the same for a table that somebody brings, with no evidence and no method behind it.
//!
//! Source: Gusfield (1988), A graph theoretic approach to statistical data security; each [`Preset`] names its own.

mod attack;
mod crosstab;
mod hide;
mod preset;
mod published;
mod table;
mod tellers;

#[cfg(test)]
mod tests;

use cm_evidence::EvidenceSet;
use cm_kernel::{Length, Refusal};

use crate::breaks::tell;
use crate::methods::readings;
use crate::words::count;
use crate::{Finding, Insight, Method, Protection, Question, Readings, Weight};
use table::Table;

pub use crosstab::{Crosstab, ProtectedCell, ProtectedTable, protect_table};
pub use preset::{Limits, Preset, Rules};
pub use published::{Exposed, Over, Published};
pub use tellers::{Teller, few_tellers};

/// Something that passed disclosure control; only [`disclose`] makes one.
///
/// ```compile_fail,E0423
/// # fn forge(insight: cm_insight::Insight) -> cm_insight::Disclosed<cm_insight::Insight> {
/// cm_insight::Disclosed(insight)
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosed<T>(T);

impl<T> Disclosed<T> {
    /// What passed.
    #[must_use]
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What passed.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// Asks a method about evidence with small counts hidden. A caution in the insight says what was lost and what would
/// show more.
///
/// # Errors
/// What [`Method::ask`] refuses, and: `insight/no-counts` when nobody can tell how many people a reading is about;
/// `insight/too-much-hidden` when more than half of the readings would be hidden; `insight/cannot-be-protected` when
/// even hiding others would leave a small count within reach of someone who knows the totals.
pub fn disclose(
    method: &dyn Method,
    evidence: &EvidenceSet,
    question: &Question,
    rules: Rules,
) -> Result<Disclosed<Insight>, Refusal> {
    let (readings, protection) = protect_all(&readings(method, evidence, question)?, question, rules)?;
    let mut insight = method.find(&readings, question)?;
    tell(&mut insight, method, question);
    let sentence = loss(&protection, rules.preset, &readings);
    insight
        .findings
        .extend(sentence.map(|it| Finding::new(Weight::Caution, "disclosure-control", it)));
    insight.protection = Some(protection);
    Ok(Disclosed(insight))
}

/// The readings of the measure and of those beside it that may be shown, and what became of the others.
fn protect_all(readings: &Readings, question: &Question, rules: Rules) -> Result<(Readings, Protection), Refusal> {
    let (mut shown, mut protection) = protect(readings, question, rules)?;
    let mut beside = Vec::with_capacity(readings.beside().len());
    for (other, measure) in readings.beside().iter().zip(&question.beside) {
        let asked = Question {
            unit: measure.unit.clone(),
            ..question.clone()
        };
        let (other, its) = protect(other, &asked, rules)?;
        protection.hidden += its.hidden;
        protection.of += its.of;
        beside.push(other);
    }
    if !beside.is_empty() {
        shown = shown.with_beside(beside);
    }
    Ok((shown, protection))
}

/// The readings that may be shown, and what became of the others.
fn protect(readings: &Readings, question: &Question, rules: Rules) -> Result<(Readings, Protection), Refusal> {
    let limits = rules.preset.limits();
    let mut table = Table::of(readings, question)?;
    table.hide_small(limits);
    if limits.round_to.is_none() {
        table.hide_complements(limits)?;
    }
    let protection = Protection {
        rules: rules.preset.name(),
        hidden: table.hidden(),
        of: table.len(),
        rounded_to: limits.round_to,
        hidden_at: table.hidden_at(readings),
    };
    if protection.hidden * 2 > protection.of {
        return Err(Refusal::new(
            "insight/too-much-hidden",
            format!(
                "{} of {} readings rest on counts too small to show, so what is left would mislead.",
                protection.hidden, protection.of
            ),
            show_more(readings),
        ));
    }
    if protection.hidden == 0 && protection.rounded_to.is_none() {
        return Ok((readings.clone(), protection));
    }
    let series = table.shown(readings, protection.rounded_to.map(f64::from));
    Ok((readings.with(series), protection))
}

/// What was lost and what would show more; nothing when nothing was.
fn loss(protection: &Protection, preset: Preset, readings: &Readings) -> Option<String> {
    let limits = preset.limits();
    let (first, most) = (u32::from(!limits.zeros), limits.below - 1);
    let rounded = protection
        .rounded_to
        .map(|to| format!("Counts are rounded to the nearest {to}, so shares and limits are approximate."));
    if protection.hidden == 0 {
        return rounded;
    }
    let are = if protection.hidden == 1 { "is" } else { "are" };
    let hidden = format!(
        "{} of {} {are} hidden to protect people, because a count of {first} to {most} could be read from {}. Everything \
         here is computed without {}. {}",
        protection.hidden,
        count(protection.of, "reading", "readings"),
        if protection.hidden == 1 {
            "it"
        } else {
            "them or worked out from totals"
        },
        if protection.hidden == 1 { "it" } else { "them" },
        show_more(readings),
    );
    Some(rounded.map_or_else(|| hidden.clone(), |rounded| format!("{hidden} {rounded}")))
}

fn show_more(readings: &Readings) -> String {
    let longer = readings.span().and_then(|(_, last)| match last.length() {
        Length::Day => Some("weeks"),
        Length::Week => Some("months"),
        Length::Month => Some("quarters"),
        Length::Quarter => Some("years"),
        Length::Year | Length::FinancialYear => None,
    });
    match longer {
        Some(longer) => format!("Gathering by {longer}, or asking about a larger area, would show more."),
        None => "Asking about several years together, or about a larger area, would show more.".to_owned(),
    }
}
