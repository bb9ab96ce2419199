//! Disclosure control: the only maker of [`Disclosed`], without which nothing reaches the public.
//!
//! A mean, a limit or a pooled share gives a hidden count back to anyone who can subtract. So nothing is struck out of
//! a finished chart: readings that rest on small counts are hidden first, together with as many others as totals would
//! need to give them away, and the method is asked again about what is left. Whatever it then says is computed from
//! readings that are shown.
//!
//! Totals over the readings of a place, and over the places of a period, are taken as known to everyone, unless they
//! are small themselves. What other questions about the same evidence have already shown is not looked at: a place that
//! is hidden here can still be had from the whole less all other places, where each was published on its own.
//!
//! Source: Gusfield (1988), A graph theoretic approach to statistical data security; the
//! presets follow NHS England's Hospital Episode Statistics analysis guide and the rules of research data services.

mod attack;
mod hide;
mod table;

#[cfg(test)]
mod tests;

use cm_evidence::EvidenceSet;
use cm_kernel::{Length, Refusal};

use crate::methods::readings;
use crate::words::count;
use crate::{Finding, Insight, Method, Protection, Question, Readings, Weight};
use table::Table;

/// A named set of rules for small numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Counts of 1 to 4 are hidden.
    BelowFive,
    /// Counts of 1 to 9 are hidden.
    BelowTen,
    /// Counts of 1 to 7 are hidden and all others rounded to the nearest 5.
    SevenRoundFive,
}

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 3] = [Self::BelowFive, Self::BelowTen, Self::SevenRoundFive];

    /// Its name in settings and records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BelowFive => "below-5",
            Self::BelowTen => "below-10",
            Self::SevenRoundFive => "hes-7-round-5",
        }
    }

    /// The preset with this name.
    #[must_use]
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The smallest count above nought that is shown.
    fn smallest_shown(self) -> f64 {
        match self {
            Self::BelowFive => 5.0,
            Self::BelowTen => 10.0,
            Self::SevenRoundFive => 8.0,
        }
    }

    fn rounds_to(self) -> Option<u32> {
        (self == Self::SevenRoundFive).then_some(5)
    }
}

/// What is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The preset.
    pub preset: Preset,
}

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
    let Rules { preset } = rules;
    let least = preset.smallest_shown();
    let mut table = Table::of(readings, question)?;
    table.hide_small(least);
    if preset.rounds_to().is_none() {
        table.hide_complements(least)?;
    }
    let protection = Protection {
        rules: preset.name().to_owned(),
        hidden: table.hidden(),
        of: table.len(),
        rounded_to: preset.rounds_to(),
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
    let most = preset.smallest_shown() - 1.0;
    let rounded = protection
        .rounded_to
        .map(|to| format!("Counts are rounded to the nearest {to}, so shares and limits are approximate."));
    if protection.hidden == 0 {
        return rounded;
    }
    let are = if protection.hidden == 1 { "is" } else { "are" };
    let hidden = format!(
        "{} of {} {are} hidden to protect people, because a count of 1 to {most:.0} could be read from {}. Everything \
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
