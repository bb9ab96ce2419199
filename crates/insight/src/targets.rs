//! A target, or targets that change by period.

use cm_kernel::{Period, Refusal};

use crate::laid::Laid;
use crate::{Parameter, Question, Readings, TargetStep};

pub(crate) const TARGET: Parameter = Parameter {
    name: "target",
    does: "The value to compare with: the one partners agreed, when the evidence was read for that use; a number may \
           be typed in for a file of your own, or several by the period each holds from, as in 2016-04:95,2018-04:90.",
    default: "agreed",
    choices: &[],
};

/// Targets in order of when they begin to hold; the first may hold from always.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Targets(Vec<(Option<Period>, f64)>);

impl Targets {
    /// What was set, or agreed.
    pub(crate) fn read(readings: &Readings, question: &Question) -> Result<Self, Refusal> {
        let text = question.setting(&TARGET);
        if text == TARGET.default {
            return Ok(Self(readings.target().map(|it| (None, it)).into_iter().collect()));
        }
        let typed = match text.contains(':') {
            false => Self(vec![(None, question.number(&TARGET)?)]),
            true => Self::listed(text)?,
        };
        let agreed = |it: &Self| matches!(it.0.as_slice(), [(None, only)] if readings.target() == Some(*only));
        if readings.unbound() || agreed(&typed) {
            return Ok(typed);
        }
        Err(Refusal::new(
            "insight/target-not-agreed",
            "A target is drawn only when partners agreed it and the evidence was read for that use.",
            "Propose the target on the measure's page; for a trial, use a file of your own.",
        ))
    }

    fn listed(text: &str) -> Result<Self, Refusal> {
        let mut steps: Vec<(Option<Period>, f64)> = Vec::new();
        for one in text.split(',') {
            let read = || {
                let (from, target) = one.split_once(':')?;
                let target: f64 = target.trim().parse().ok()?;
                Some((Some(Period::parse(from.trim())?), target)).filter(|_| target.is_finite())
            };
            steps.push(read().ok_or_else(|| no_target(one))?);
        }
        steps.sort_by_key(|it| it.0.map(Period::start));
        let start = |it: &(Option<Period>, f64)| it.0.map(Period::start);
        match steps
            .windows(2)
            .any(|two| two.first().map(start) == two.last().map(start))
        {
            true => Err(no_target(text)),
            false => Ok(Self(steps)),
        }
    }

    /// Whether there is none at any time.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same, each so many times as large.
    pub(crate) fn times(mut self, times: f64) -> Self {
        for step in &mut self.0 {
            step.1 *= times;
        }
        self
    }

    /// The target that holds for a period: the last that began with it or before. `None` before the first.
    pub(crate) fn at(&self, period: Period) -> Option<f64> {
        let holds = |it: &&(Option<Period>, f64)| it.0.is_none_or(|from| from.start() <= period.start());
        self.0.iter().rev().find(holds).map(|it| it.1)
    }

    /// The target of the latest period, by which a chart says whether it can be met.
    pub(crate) fn now(&self, laid: &Laid) -> Option<f64> {
        self.at(laid.latest()?.period)
    }

    /// The part of a sentence that says since when the latest target holds; empty when it always did.
    pub(crate) fn since(&self, laid: &Laid) -> String {
        let Some(latest) = laid.latest().filter(|_| self.varies()) else {
            return String::new();
        };
        let holds = |from: &Period| from.start() <= latest.period.start();
        let from = self.0.iter().filter_map(|it| it.0).rfind(holds);
        from.map_or_else(String::new, |it| format!(", which holds from {},", it.in_words()))
    }

    /// Whether it differs by period, or holds only from one on.
    pub(crate) fn varies(&self) -> bool {
        self.0.len() > 1 || self.0.iter().any(|it| it.0.is_some())
    }

    /// Where each holds on a chart; empty where one holds for all.
    pub(crate) fn steps(&self, laid: &Laid) -> Vec<TargetStep> {
        let mut steps: Vec<TargetStep> = Vec::new();
        if !self.varies() {
            return steps;
        }
        for (at, place) in laid.places.iter().enumerate() {
            let Some(target) = self.at(place.period) else { continue };
            match steps.last_mut() {
                Some(step) if step.target == target && step.last + 1 == at => step.last = at,
                _ => steps.push(TargetStep {
                    first: at,
                    last: at,
                    target,
                }),
            }
        }
        steps
    }
}

fn no_target(text: &str) -> Refusal {
    let shown: String = text.chars().take(40).collect();
    Refusal::new(
        "insight/not-a-setting",
        format!("`{shown}` does not say from which period a target holds, and which."),
        "Write each target once, after the period it holds from, such as 2016-04:95,2018-04:90.",
    )
}
