use cm_framework::Unit;
use cm_kernel::Refusal;
use cm_numeric::funnel::{Allowance, Limits, Outliers, Plan, Scale};

use crate::counted::Scale as Per;
use crate::shares::Shares;
use crate::{Parameter, Question, Readings};

/// With fewer expected events at a place, limits by the normal distribution are rough.
pub(super) const FEW_EVENTS: f64 = 5.0;

pub(super) const FIGURE: Parameter = Parameter {
    name: "figure",
    does: "What the numbers are: a `share` of a total; a `standardised-ratio` of observed to expected (on the scale of \
           the logarithm, as SHMI); `standardised-ratio-root` (on that of the square root, as the Care Quality \
           Commission); a `ratio-of-counts`; or a `rate` of events over an exposure such as people or days.",
    default: "share",
    choices: &[
        "share",
        "standardised-ratio",
        "standardised-ratio-root",
        "ratio-of-counts",
        "rate",
    ],
};
pub(super) const LEVEL: Parameter = Parameter {
    name: "level",
    does: "How much of what chance does lies within the outer limits, above 0.8 and below 1.",
    default: "0.998",
    choices: &[],
};
pub(super) const TARGET: Parameter = Parameter {
    name: "target",
    does: "What places are compared with: `agreed` is the target the evidence was read for, where there is one, and else \
           what all have together; `pooled` is always the latter; or a number.",
    default: "agreed",
    choices: &[],
};
pub(super) const ADJUST: Parameter = Parameter {
    name: "adjust",
    does: "Which verdict leads: allowing for the `spread` between places that chance does not explain, for chance \
           `inflated` by as much, or for `chance` alone. All are computed; the first and the last are always shown.",
    default: "spread",
    choices: &["spread", "inflated", "chance"],
};
pub(super) const LIMITS: Parameter = Parameter {
    name: "limits",
    does: "How limits are drawn: `auto` is exact where a place is so small that the usual ones are rough; `usual`, \
           `exact`, or `score` as Fingertips draws them.",
    default: "auto",
    choices: &["auto", "usual", "exact", "score"],
};
pub(super) const EXTREMES: Parameter = Parameter {
    name: "extremes",
    does: "What becomes of the most extreme places before spread is judged: as is `usual` for the figure, `pulled-in` to \
           the next, or `left-out`.",
    default: "usual",
    choices: &["usual", "pulled-in", "left-out"],
};
pub(super) const TAILS: Parameter = Parameter {
    name: "tails",
    does: "The share of places at either end that counts as extreme, from 0 to below one half.",
    default: "0.1",
    choices: &[],
};

/// What a person chose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Chosen {
    pub plan: Plan,
    pub allowance: Allowance,
    /// Inner and outer.
    pub levels: (f64, f64),
    /// What places are compared with, when it is not what they have together.
    pub target: Option<f64>,
}

impl Chosen {
    pub(super) fn scale(question: &Question) -> Scale {
        match question.setting(&FIGURE) {
            "standardised-ratio" => Scale::LogRatio,
            "standardised-ratio-root" => Scale::RootRatio,
            "ratio-of-counts" => Scale::Counts,
            "rate" => Scale::Rate,
            _ => Scale::Share,
        }
    }

    pub(super) fn of(readings: &Readings, question: &Question, shares: &Shares) -> Result<Self, Refusal> {
        let scale = Self::scale(question);
        let tails = question.number(&TAILS)?;
        if !(0.0..0.5).contains(&tails) {
            return Err(not_a_setting(
                &TAILS,
                question.setting(&TAILS),
                "Give a share such as 0.1.",
            ));
        }
        let level = question.level(&LEVEL)?;
        if !(level > 0.8 && level < 1.0) {
            let remedy = "Give a level such as 0.998 for 99.8%.";
            return Err(not_a_setting(&LEVEL, question.setting(&LEVEL), remedy));
        }
        let target = target(readings, question, scale)?;
        let usual = Plan::of(scale);
        let outliers = match question.setting(&EXTREMES) {
            "pulled-in" => Outliers::PulledIn(tails),
            "left-out" => Outliers::LeftOut(tails),
            _ => usual.with_tails(tails).outliers,
        };
        let limits = match question.setting(&LIMITS) {
            "usual" => usual.limits,
            "exact" => Limits::Exact,
            "score" if scale == Scale::Counts => {
                let remedy = "Use `auto`, `usual` or `exact`, or another figure.";
                return Err(not_a_setting(&LIMITS, "score", remedy));
            }
            "score" => Limits::Score,
            _ if small(shares, scale, target) > 0 => Limits::Exact,
            _ => usual.limits,
        };
        let plan = Plan {
            outliers,
            limits,
            ..usual
        };
        Ok(Self {
            plan: target.map_or(plan, |target| plan.about(target)),
            allowance: match question.setting(&ADJUST) {
                "chance" => Allowance::Chance,
                "inflated" => Allowance::Inflated,
                _ => Allowance::Spread,
            },
            levels: (if level > 0.95 { 0.95 } else { 0.8 }, level),
            target,
        })
    }
}

/// How many places expect so few events, or so few of the other kind, that the normal distribution is rough there.
pub(super) fn small(shares: &Shares, scale: Scale, target: Option<f64>) -> usize {
    let (count, size) = shares.together();
    let together = if size > 0.0 { count / size } else { 0.0 };
    let rarer = match scale {
        Scale::Share => {
            let centre = target.unwrap_or(together);
            centre.min(1.0 - centre)
        }
        Scale::Counts => target.unwrap_or(together).min(1.0),
        Scale::Rate => target.unwrap_or(together),
        Scale::LogRatio | Scale::RootRatio => target.unwrap_or(1.0),
    };
    shares.places.iter().filter(|it| it.total * rarer < FEW_EVENTS).count()
}

fn target(readings: &Readings, question: &Question, scale: Scale) -> Result<Option<f64>, Refusal> {
    match question.setting(&TARGET) {
        "agreed" => return Ok(readings.target().filter(|it| fits(*it, scale))),
        "pooled" => return Ok(None),
        _ => {}
    }
    let typed = question.number(&TARGET)?;
    if !fits(typed, scale) {
        let remedy = match scale {
            Scale::Share => "Give a share of 1 such as 0.95, `agreed` or `pooled`.",
            Scale::Rate => "Give events for each one of the exposure, such as 0.012, `agreed` or `pooled`.",
            Scale::LogRatio | Scale::RootRatio | Scale::Counts => "Give a ratio above nought, `agreed` or `pooled`.",
        };
        return Err(not_a_setting(&TARGET, question.setting(&TARGET), remedy));
    }
    if readings.unbound() || readings.target() == Some(typed) {
        return Ok(Some(typed));
    }
    Err(Refusal::new(
        "insight/target-not-agreed",
        "Places are compared with a target only when partners agreed it and the evidence was read for that use.",
        "Propose the target on the measure's page; for a trial, use a file of your own.",
    ))
}

fn fits(target: f64, scale: Scale) -> bool {
    match scale {
        Scale::Share => (0.0..=1.0).contains(&target),
        Scale::LogRatio | Scale::RootRatio | Scale::Counts | Scale::Rate => target > 0.0 && target.is_finite(),
    }
}

fn not_a_setting(parameter: &Parameter, text: &str, remedy: &str) -> Refusal {
    let shown: String = text.chars().take(40).collect();
    Refusal::new(
        "insight/not-a-setting",
        format!("`{shown}` is out of range for `{}`.", parameter.name),
        remedy,
    )
}

/// A number of this figure as a person reads it.
pub(super) fn in_words(question: &Question, scale: Scale, per: Per, value: f64) -> String {
    match scale {
        Scale::Rate => per.words(value),
        Scale::Share if question.unit == Unit::Share => question.in_words(value),
        Scale::Share => format!("{:.1}%", value * 100.0),
        Scale::LogRatio | Scale::RootRatio => format!("{value:.2} times expected"),
        Scale::Counts if value != 0.0 && value.abs() < 0.1 => format!("{value:.4} to 1"),
        Scale::Counts => format!("{value:.2} to 1"),
    }
}
