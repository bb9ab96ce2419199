use std::collections::BTreeSet;

use cm_kernel::{Date, Id, Refusal};

use crate::agreement::{Agreement, Objection};
use crate::framework::{Framework, MeasureRecord};
use crate::negotiation::{Noted, Veto, not_set_down};
use crate::{Measure, Motive};

/// Proof that partners agreed to one use of one measure, and for which evidence; only [`Framework::permit`] makes one.
///
/// Whatever ranks, compares with a target, pays, shares or publishes takes a permit instead of checking, so that
/// forgetting the check does not compile:
///
/// ```compile_fail,E0451
/// # use cm_framework::{Motive, Permit};
/// # fn forge(measure: cm_framework::Measure) -> Permit {
/// Permit { measure, motive: Motive::Ranking, agreement: 0, version: 1, target: None, span: Default::default(), objections: vec![] }
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Permit {
    measure: Measure,
    motive: Motive,
    agreement: u64,
    version: u32,
    target: Option<f64>,
    span: BTreeSet<u64>,
    objections: Vec<Objection>,
}

impl Permit {
    /// The measure it was given for.
    #[must_use]
    pub fn measure(&self) -> &Measure {
        &self.measure
    }

    /// The use it was given for.
    #[must_use]
    pub fn motive(&self) -> Motive {
        self.motive
    }

    /// Position of the entry that proposed the agreement it rests on.
    #[must_use]
    pub fn agreement(&self) -> u64 {
        self.agreement
    }

    /// Which agreement about the measure that is, from 1.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The agreed target, in the unit of the measure, when this permit is for that use.
    #[must_use]
    pub fn target(&self) -> Option<f64> {
        self.target
    }

    /// Whether the evidence that the entry at this position brought may reach the use.
    #[must_use]
    pub fn covers(&self, at: u64) -> bool {
        self.span.contains(&at)
    }

    /// Positions of the entries whose evidence may reach the use, in order.
    pub fn span(&self) -> impl Iterator<Item = u64> + '_ {
        self.span.iter().copied()
    }

    /// Objections that travel with the measure.
    #[must_use]
    pub fn objections(&self) -> &[Objection] {
        &self.objections
    }
}

/// Where one use of one measure stands today, as a badge shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UseState {
    /// Agreed, by the agreement in force.
    Granted,
    /// Not among the agreed uses.
    NotAgreed,
    /// Agreed, then stopped by a partner.
    Withdrawn,
    /// Stopped by itself: the review is overdue, or the assessment of the target expired or is missing;
    /// [`Framework::why_suspended`] says which.
    Suspended,
}

impl MeasureRecord {
    /// The agreement under which evidence may be gathered now.
    ///
    /// # Errors
    /// `framework/set-down`, `framework/vetoed`, `framework/no-agreement`.
    pub fn agreed(&self) -> Result<&Agreement, Refusal> {
        not_set_down(self)?;
        self.in_force().ok_or_else(|| no_agreement(self))
    }
}

impl Framework {
    /// Asks whether a measure may be put to a use today, and for which evidence.
    ///
    /// The evidence of an entry may reach the use when the use stood when it was gathered (the agreement in force named
    /// it, and nobody had withdrawn it), or its contributor re-consented since; and when the use was not narrowed after
    /// that.
    ///
    /// # Errors
    /// `framework/no-such-measure`, `framework/no-agreement`, `framework/vetoed`, `framework/set-down`, `framework/motive-not-agreed`,
    /// `framework/use-withdrawn`, `framework/review-lapsed`, `framework/target-not-assessed`,
    /// `framework/assessment-unsigned`, `framework/assessment-expired`, and `framework/gathered-for-other-uses` when the use is
    /// agreed but all evidence so far was gathered before.
    pub fn permit(&self, measure: &Id, motive: Motive, today: Date) -> Result<Permit, Refusal> {
        let record = self.measure(measure).ok_or_else(|| {
            Refusal::new(
                "framework/no-such-measure",
                format!("There is no measure `{measure}`."),
                "Choose a measure listed on the framework page.",
            )
        })?;
        let agreement = record
            .in_force()
            .ok_or_else(|| record.held_up(motive).unwrap_or_else(|| no_agreement(record)))?;
        match state(record, agreement, motive, today) {
            UseState::NotAgreed => return Err(record.held_up(motive).unwrap_or_else(|| not_agreed(record, motive))),
            UseState::Withdrawn => return Err(withdrawn(record, motive)),
            UseState::Granted | UseState::Suspended => {}
        }
        if let Some(why) = stopped_by_itself(record, agreement, motive, today) {
            return Err(why);
        }
        let span: BTreeSet<u64> = record
            .bindings
            .iter()
            .filter(|(at, binding)| reaches(record, *at, binding, motive))
            .map(|(at, _)| *at)
            .collect();
        if span.is_empty() && !record.bindings.is_empty() {
            return Err(Refusal::new(
                "framework/gathered-for-other-uses",
                format!(
                    "{} is agreed for `{}`, but all its evidence so far was gathered before that.",
                    capital(motive),
                    record.measure.title
                ),
                "New evidence will count from now on; each contributor may let its earlier evidence in by re-consenting.",
            ));
        }
        let target = agreement
            .proposal
            .target
            .as_deref()
            .and_then(|it| it.trim().parse().ok());
        Ok(Permit {
            measure: record.measure.clone(),
            motive,
            agreement: agreement.at,
            version: agreement.version,
            target: target.filter(|_| motive == Motive::Target),
            span,
            objections: agreement.objections.clone(),
        })
    }

    /// Why an agreed use stopped by itself, with what would start it again. `None` where it did not.
    #[must_use]
    pub fn why_suspended(&self, measure: &Id, motive: Motive, today: Date) -> Option<Refusal> {
        let record = self.measure(measure)?;
        let agreement = record.in_force()?;
        let suspended = state(record, agreement, motive, today) == UseState::Suspended;
        suspended
            .then(|| stopped_by_itself(record, agreement, motive, today))
            .flatten()
    }

    /// Where a use of a measure stands on a day. [`UseState::NotAgreed`] when there is no such measure or agreement.
    #[must_use]
    pub fn use_state(&self, measure: &Id, motive: Motive, today: Date) -> UseState {
        let Some(record) = self.measure(measure) else {
            return UseState::NotAgreed;
        };
        record
            .in_force()
            .map_or(UseState::NotAgreed, |agreement| state(record, agreement, motive, today))
    }
}

fn state(record: &MeasureRecord, agreement: &Agreement, motive: Motive, today: Date) -> UseState {
    let since = agreement.in_force_since().unwrap_or_default();
    if !agreement.proposal.motives.contains(&motive) {
        UseState::NotAgreed
    } else if record.narrowed.iter().any(|(it, at)| *it == motive && *at > since) {
        UseState::Withdrawn
    } else if stopped_by_itself(record, agreement, motive, today).is_some() {
        UseState::Suspended
    } else {
        UseState::Granted
    }
}

/// Why an agreed use does not stand on a day though nobody stopped it.
fn stopped_by_itself(record: &MeasureRecord, agreement: &Agreement, motive: Motive, today: Date) -> Option<Refusal> {
    if motive.high_stakes() && agreement.has_lapsed(today) {
        return Some(lapsed(record, agreement, motive));
    }
    record.ungrounded(agreement, today).filter(|_| motive == Motive::Target)
}

/// Whether evidence bound at a position may reach a use: it stood there and was not narrowed since, or its contributor
/// re-consented since.
///
/// Evidence gathered while a use was withdrawn is bound to an agreement that still names the use, so a narrowing counts
/// from the day that agreement came into force.
fn reaches(record: &MeasureRecord, at: u64, binding: &crate::Binding, motive: Motive) -> bool {
    let narrowed_after = |from: u64| record.narrowed.iter().any(|(it, there)| *it == motive && *there > from);
    let agreed = record
        .agreement(binding.agreement)
        .filter(|it| it.proposal.motives.contains(&motive))
        .and_then(Agreement::in_force_since)
        .is_some_and(|since| !narrowed_after(since));
    if agreed {
        return true;
    }
    record
        .reconsents
        .iter()
        .any(|(there, by, it)| *it == motive && *by == binding.contributor && *there > at && !narrowed_after(*there))
}

fn capital(motive: Motive) -> String {
    let word = motive.word();
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

fn no_agreement(record: &MeasureRecord) -> Refusal {
    if let Err(set_down) = not_set_down(record) {
        return set_down;
    }
    if let Some(veto) = record.negotiation.standing().next() {
        return vetoed(record, veto);
    }
    Refusal::new(
        "framework/no-agreement",
        format!("No agreement about the use of `{}` is in force.", record.measure.title),
        "Propose what it may be used for on the measure's page and have the partners sign.",
    )
}

fn vetoed(record: &MeasureRecord, veto: &Veto) -> Refusal {
    let Noted { by, on, it, .. } = &veto.said;
    Refusal::new(
        "framework/vetoed",
        format!("{by} vetoed `{}` on {on}: {}", record.measure.title, it.reason),
        "Talk with that partner on the measure's page; no agreement comes into force until the veto is lifted.",
    )
}

fn not_agreed(record: &MeasureRecord, motive: Motive) -> Refusal {
    Refusal::new(
        "framework/motive-not-agreed",
        format!(
            "Partners have not agreed to use `{}` for {motive}.",
            record.measure.title
        ),
        format!("Propose {motive} as a use on the measure's page; it counts from the day the partners have signed."),
    )
}

fn withdrawn(record: &MeasureRecord, motive: Motive) -> Refusal {
    let why = record.withdrawals.iter().rev().find(|(.., it)| it.motive == motive);
    let said = why
        .map(|(_, on, by, it)| format!(" {by} stopped it on {on}: {}", it.reason))
        .unwrap_or_default();
    Refusal::new(
        "framework/use-withdrawn",
        format!(
            "The use of `{}` for {motive} was withdrawn.{said}",
            record.measure.title
        ),
        "Talk with that partner; a new agreement signed by all would start the use afresh.",
    )
}

fn lapsed(record: &MeasureRecord, agreement: &Agreement, motive: Motive) -> Refusal {
    Refusal::new(
        "framework/review-lapsed",
        format!(
            "The agreement about `{}` was due for review by {}, so its use for {motive} has stopped.",
            record.measure.title, agreement.proposal.review_by
        ),
        "Review the agreement and sign a new version with a later review date.",
    )
}
