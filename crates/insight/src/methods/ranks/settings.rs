use cm_kernel::Refusal;
use cm_numeric::ranks::{Chance, Confidence, Correction, Ends, Plan, chances};

use crate::{Parameter, Question};

/// Draws times places behind one critical value, unless set: enough, and soon enough.
const DRAWN: usize = 1_500_000;

pub(crate) const FIGURE: Parameter = Parameter {
    name: "figure",
    does: "What the numbers are: a `share` of a total, or a `count` of how often each came up among all.",
    default: "share",
    choices: &["share", "count"],
};
pub(crate) const INTERVAL: Parameter = Parameter {
    name: "interval",
    does: "Whether all intervals together hold every true rank (simultaneous, for reading the whole table), or each \
           holds its own (marginal, for one place chosen beforehand).",
    default: "simultaneous",
    choices: &["simultaneous", "marginal"],
};
pub(crate) const LEVEL: Parameter = Parameter {
    name: "level",
    does: "How likely the intervals are to hold the true ranks, from 0.5 to below 1.",
    default: "0.95",
    choices: &[],
};
pub(crate) const ENDS: Parameter = Parameter {
    name: "ends",
    does: "Which ends of the intervals are asked for; an end that is not is the first or the last rank.",
    default: "both",
    choices: &["both", "first", "last"],
};
pub(crate) const FEW: Parameter = Parameter {
    name: "few",
    does: "How many ranks count as the first few and the last few, or `quarter` for one in four: which places could be \
           among them is said.",
    default: "1",
    choices: &[],
};
pub(crate) const CHANCES: Parameter = Parameter {
    name: "chances",
    does: "Whether to say how likely each place is to be among the first few and the last few, beside the ranks it could \
           have. Counts, which are ranked exactly, have none.",
    default: "no",
    choices: &["no", "yes"],
};
pub(crate) const STEPDOWN: Parameter = Parameter {
    name: "stepdown",
    does: "Whether differences already found are left out of the next round, which narrows intervals at no cost.",
    default: "yes",
    choices: &["yes", "no"],
};
pub(crate) const CORRECTION: Parameter = Parameter {
    name: "correction",
    does: "For counts: how the level is kept while every pair is compared.",
    default: "holm",
    choices: &["holm", "bonferroni", "none"],
};
pub(crate) const DRAWS: Parameter = Parameter {
    name: "draws",
    does: "How many random draws are behind the intervals, from 1,000 to 100,000; `auto` is 10,000, and fewer for more \
           than 150 places. Counts need none.",
    default: "auto",
    choices: &[],
};
pub(crate) const SEED: Parameter = Parameter {
    name: "seed",
    does: "Where the random draws start; the same seed gives the same intervals on every machine.",
    default: "1",
    choices: &[],
};

/// What a person chose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chosen {
    pub plan: Plan,
    pub correction: Correction,
    pub few: usize,
    pub chances: bool,
}

impl Chosen {
    pub(crate) fn of(question: &Question, places: usize) -> Result<Self, Refusal> {
        let level = question.level(&LEVEL)?;
        if !(0.5..1.0).contains(&level) {
            return Err(no_such(question, &LEVEL, "Give a level such as 0.95 for 95%."));
        }
        let seed = question.setting(&SEED).parse::<u64>();
        let seed = seed.map_err(|_| no_such(question, &SEED, "Give a whole number such as 1."))?;
        let few = match question.setting(&FEW) {
            "quarter" => Some((places / 4).max(1)),
            text => text.parse::<usize>().ok().filter(|it| *it >= 1),
        };
        let few = few.ok_or_else(|| no_such(question, &FEW, "Give a whole number such as 5, or `quarter`."))?;
        let draws = match question.setting(&DRAWS) {
            "auto" => (DRAWN / places.max(1)).clamp(1_000, 10_000),
            text => text
                .parse::<usize>()
                .ok()
                .filter(|it| (1_000..=100_000).contains(it))
                .ok_or_else(|| no_such(question, &DRAWS, "Give a whole number from 1000 to 100000, or `auto`."))?,
        };
        let plan = Plan {
            confidence: match question.setting(&INTERVAL) {
                "marginal" => Confidence::Marginal,
                _ => Confidence::Simultaneous,
            },
            ends: match question.setting(&ENDS) {
                "first" => Ends::Best,
                "last" => Ends::Worst,
                _ => Ends::Both,
            },
            level,
            stepdown: question.setting(&STEPDOWN) != "no",
            draws,
            seed,
        };
        let correction = match question.setting(&CORRECTION) {
            "bonferroni" => Correction::Bonferroni,
            "none" => Correction::None,
            _ => Correction::Holm,
        };
        Ok(Self {
            plan,
            correction,
            few,
            chances: question.setting(&CHANCES) == "yes",
        })
    }
}

impl Chosen {
    /// The chances of places to be among the first few and the last few, `None` for each when nobody asked. With fewer
    /// places than that, all are among them.
    pub(crate) fn chances(&self, estimates: &[f64], errors: &[f64]) -> Result<Vec<Option<Chance>>, Refusal> {
        if !self.chances {
            return Ok(vec![None; estimates.len()]);
        }
        let few = self.few.min(estimates.len());
        let found = chances(estimates, errors, few, self.plan.draws, self.plan.seed);
        let found = found.ok_or_else(crate::methods::undefined)?;
        Ok(found.into_iter().map(Some).collect())
    }
}

pub(crate) fn no_such(question: &Question, parameter: &Parameter, remedy: &str) -> Refusal {
    let shown: String = question.setting(parameter).chars().take(40).collect();
    Refusal::new(
        "insight/not-a-setting",
        format!("`{shown}` is out of range for `{}`.", parameter.name),
        remedy,
    )
}
