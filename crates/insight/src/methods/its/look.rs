use cm_kernel::Refusal;
use cm_numeric::change::{self, Effects};
use cm_numeric::regression::{Ar1, Estimate};

use super::settings::{Effect, Settings, Told};
use crate::Question;
use crate::change::Scale;
use crate::laid::Laid;
use crate::methods::undefined;

/// What the model makes of a period, in the unit of the measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Modelled {
    pub fitted: f64,
    pub would_have_been: f64,
}

/// What was found, and what was done to doubt it.
pub(super) struct Looked {
    pub scale: Scale,
    pub threshold: f64,
    pub effects: Effects,
    /// Slope before, per period; absent for counts.
    pub slope: Option<Estimate>,
    /// By place; absent where there is no reading.
    pub lines: Vec<Option<Modelled>>,
    /// The lag of the errors; absent for counts.
    pub lag: Option<usize>,
    /// How many times as much counts scatter as chance would make them.
    pub dispersion: Option<f64>,
    /// The same when each reading leans on the one before.
    pub leaning: Option<(Effects, Ar1)>,
    /// The place of a date that means nothing, and what was found there.
    pub placebo: Option<(usize, Effects)>,
    pub before: usize,
    pub after: usize,
}

/// What a check casts doubt by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The same method finds a change at a date that means nothing.
    Placebo,
    /// Errors that lean on each other leave nothing.
    Leaning,
}

impl Looked {
    pub(super) fn at(laid: &Laid, settings: &Settings, question: &Question) -> Result<Self, Refusal> {
        let read: Vec<usize> = (0..laid.places.len())
            .filter(|at| laid.places[*at].value.is_some())
            .collect();
        let times: Vec<i64> = read.iter().filter_map(|at| i64::try_from(at + 1).ok()).collect();
        let mut found = match settings.counts {
            true => Self::counted(laid, settings, question, &times, &read)?,
            false => Self::numbers(laid, settings, question, &times, &read)?,
        };
        found.before = read.iter().filter(|at| **at < settings.at).count();
        found.after = read.len() - found.before;
        Ok(found)
    }

    fn numbers(
        laid: &Laid,
        settings: &Settings,
        question: &Question,
        times: &[i64],
        read: &[usize],
    ) -> Result<Self, Refusal> {
        let values: Vec<f64> = laid.numbers().collect();
        let plan = &settings.plan;
        let found = change::segmented(times, &values, plan).ok_or_else(undefined)?;
        let lines = found.fitted.iter().zip(&found.counterfactual);
        Ok(Self {
            scale: Scale::Unit,
            threshold: Scale::Unit.threshold(question)?,
            lines: spread(read, laid.places.len(), lines.map(|(a, b)| (*a, *b))),
            effects: found.effects,
            slope: Some(found.slope),
            lag: Some(found.lag),
            dispersion: None,
            leaning: change::leaning(times, &values, plan),
            placebo: change::placebo(times, &values, plan).map(place_of),
            before: 0,
            after: 0,
        })
    }

    fn counted(
        laid: &Laid,
        settings: &Settings,
        question: &Question,
        times: &[i64],
        read: &[usize],
    ) -> Result<Self, Refusal> {
        let of = |at: &usize| {
            laid.places
                .get(*at)
                .and_then(|it| Some((it.numerator?, it.denominator.unwrap_or(1.0))))
        };
        let pairs: Vec<(f64, f64)> = read.iter().map(of).collect::<Option<_>>().ok_or_else(not_counts)?;
        let (counts, sizes): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let plan = &settings.plan;
        let found = change::counted(times, &counts, &sizes, plan).ok_or_else(undefined)?;
        let before = times.iter().filter(|time| **time < plan.first_after).count();
        let placebo = times.get(before / 2).and_then(|middle| {
            let earlier = change::Plan {
                first_after: *middle,
                ..*plan
            };
            let all = (times.get(..before)?, counts.get(..before)?, sizes.get(..before)?);
            Some((*middle, change::counted(all.0, all.1, all.2, &earlier)?.effects))
        });
        let rates = found.fitted.iter().zip(&found.counterfactual).zip(&sizes);
        Ok(Self {
            scale: Scale::Ratio,
            threshold: Scale::Ratio.threshold(question)?,
            lines: spread(
                read,
                laid.places.len(),
                rates.map(|((a, b), size)| (a / size, b / size)),
            ),
            effects: found.effects,
            slope: None,
            lag: None,
            dispersion: Some(found.dispersion),
            leaning: None,
            placebo: placebo.map(place_of),
            before: 0,
            after: 0,
        })
    }

    /// What the model makes of the period in this place.
    pub(super) fn line(&self, at: usize) -> Option<Modelled> {
        self.lines.get(at).copied().flatten()
    }

    /// What casts doubt on an effect.
    pub(super) fn doubts(&self, effect: Effect) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        if self
            .placebo
            .as_ref()
            .is_some_and(|(_, it)| it.told(effect).apart_from_nought())
        {
            doubts.push(Doubt::Placebo);
        }
        if self
            .leaning
            .as_ref()
            .is_some_and(|(it, _)| !it.told(effect).apart_from_nought())
        {
            doubts.push(Doubt::Leaning);
        }
        doubts
    }
}

fn place_of((time, effects): (i64, Effects)) -> (usize, Effects) {
    (usize::try_from(time - 1).unwrap_or_default(), effects)
}

fn spread(read: &[usize], places: usize, lines: impl Iterator<Item = (f64, f64)>) -> Vec<Option<Modelled>> {
    let mut out = vec![None; places];
    for (at, (fitted, would_have_been)) in read.iter().zip(lines) {
        if let Some(place) = out.get_mut(*at) {
            *place = Some(Modelled {
                fitted,
                would_have_been,
            });
        }
    }
    out
}

fn not_counts() -> Refusal {
    Refusal::new(
        "insight/not-counts",
        "These readings are not counts, so they have no rate to compare.",
        "Ask with model=numbers, or bring the counts.",
    )
}
