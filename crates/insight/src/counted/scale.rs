use cm_framework::Unit;
use cm_kernel::Refusal;
use cm_numeric::interval::{self, Interval};

use crate::question::{not_minus_nought, thousands};
use crate::{Parameter, Question};

pub(crate) const LEVEL: Parameter = Parameter {
    name: "level",
    does: "How sure the intervals are, in per cent or as a share of 1: 95 and 0.95 are the same.",
    default: "95",
    choices: &[],
};

pub(crate) const PER: Parameter = Parameter {
    name: "per",
    does: "How many people or other units a rate is said for; `auto` says shares in per cent and rates in round numbers.",
    default: "auto",
    choices: &["auto", "1", "100", "1000", "10000", "100000"],
};

pub(crate) const INTERVAL: Parameter = Parameter {
    name: "interval",
    does: "How intervals are made: `published` is Wilson's for shares, and for rates exact below 10 events and Byar's \
           from there.",
    default: "published",
    choices: &["published", "wilson", "exact", "byar"],
};

/// The level asked for, as a share of 1.
pub(crate) fn level(question: &Question) -> Result<f64, Refusal> {
    let level = question.level(&LEVEL)?;
    if level > 0.0 && level < 1.0 {
        return Ok(level);
    }
    Err(Refusal::new(
        "insight/not-a-setting",
        "A level of 0% or less holds nothing, and one of 100% or more holds everything.",
        "Choose a level such as 95 or 99.8.",
    ))
}

/// Whether counts are some of their total, or events over an exposure that may come again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Share,
    Rate,
}

impl Kind {
    pub(crate) fn of(unit: &Unit) -> Self {
        match unit {
            Unit::Share => Self::Share,
            Unit::Number(_) => Self::Rate,
        }
    }

    /// The interval of a count out of a total, made as asked.
    pub(crate) fn interval(self, count: f64, total: f64, level: f64, how: &str) -> Option<Interval> {
        match (how, self) {
            ("wilson", _) => interval::wilson(count, total, level),
            ("exact", Self::Share) => interval::exact_binomial(count, total, level),
            ("exact", Self::Rate) => interval::exact_poisson(count, level)?.times(1.0 / total),
            ("byar", Self::Rate) => interval::byar(count, level)?.times(1.0 / total),
            // Made for events without end, it can reach past all of a total, where a share cannot be.
            ("byar", Self::Share) => {
                let free = interval::byar(count, level)?.times(1.0 / total)?;
                Some(Interval {
                    upper: free.upper.min(1.0),
                    ..free
                })
            }
            (_, Self::Share) => interval::wilson(count, total, level),
            (_, Self::Rate) => interval::rate(count, total, level),
        }
    }
}

/// The unit that values are said and drawn in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scale {
    per: f64,
    per_cent: bool,
}

impl Scale {
    /// As asked, or such that this value has a digit before its point.
    pub(crate) fn of(question: &Question, kind: Kind, typical: f64) -> Self {
        let asked = question.setting(&PER).parse::<f64>().ok();
        match (asked, kind) {
            (None, Kind::Share) => Self {
                per: 100.0,
                per_cent: true,
            },
            (None, Kind::Rate) => {
                let fits = |per: &f64| typical * per >= 1.0;
                let per = [1.0, 100.0, 1_000.0, 10_000.0].into_iter().find(fits);
                Self {
                    per: per.unwrap_or(100_000.0),
                    per_cent: false,
                }
            }
            (Some(per), kind) => Self {
                per,
                per_cent: per == 100.0 && kind == Kind::Share,
            },
        }
    }

    /// `share`, or `per 1,000`.
    pub(crate) fn unit(self) -> String {
        match self.per_cent {
            true => "share".to_owned(),
            false => format!("per {}", thousands(self.per)),
        }
    }

    /// The value in that unit.
    pub(crate) fn drawn(self, value: f64) -> f64 {
        if self.per_cent { value } else { value * self.per }
    }

    /// Both ends in that unit.
    pub(crate) fn ends(self, it: Interval) -> (f64, f64) {
        (self.drawn(it.lower), self.drawn(it.upper))
    }

    /// `12.3%` or `12.3 per 1,000`.
    pub(crate) fn words(self, value: f64) -> String {
        match self.per_cent {
            true => format!("{}%", self.bare(value)),
            false => format!("{} {}", self.bare(value), self.unit()),
        }
    }

    /// `10.1% to 14.2%` or `10.1 to 14.2`.
    pub(crate) fn between(self, it: Interval) -> String {
        let sign = if self.per_cent { "%" } else { "" };
        format!("{}{sign} to {}{sign}", self.bare(it.lower), self.bare(it.upper))
    }

    /// How far apart two values are: `3.4 percentage points` or `3.4 per 1,000`.
    pub(crate) fn apart(self, value: f64) -> String {
        match self.per_cent {
            true => format!("{} percentage points", self.bare(value)),
            false => self.words(value),
        }
    }

    /// The ends of a difference's interval: `-3.1 to 4.0`.
    pub(crate) fn bare_between(self, it: Interval) -> String {
        format!("{} to {}", self.bare(it.lower), self.bare(it.upper))
    }

    fn bare(self, value: f64) -> String {
        let value = value * self.per;
        let decimals = match value.abs() {
            size if size >= 1_000.0 => return thousands(value.round()),
            size if size < 1.0 && size > 0.0 && !self.per_cent => 2,
            _ => 1,
        };
        not_minus_nought(format!("{value:.decimals$}"))
    }
}
