//! What a person may set of these charts.

use cm_kernel::{Period, Refusal};

use crate::laid::{Laid, no_such_period};
use crate::left_out::LeftOut;
use crate::targets::{TARGET, Targets};
use crate::{Parameter, Question, Readings};

/// The fewest first points that limits may be drawn from when they are fixed.
const FEWEST_FIXED: usize = 12;

pub(crate) const FIX: Parameter = Parameter {
    name: "fix",
    does: "Draw the middle line and limits from only this many of the first points, 12 or more, and judge the later \
           ones by them.",
    default: "none",
    choices: &[],
};
pub(crate) const REBASE: Parameter = Parameter {
    name: "rebase",
    does: "Periods at which the process is known to have changed, separated by commas, so that limits begin afresh.",
    default: "none",
    choices: &[],
};
pub(crate) const SCREENING: Parameter = Parameter {
    name: "screening",
    does: "Whether movements far larger than the others are left out before the limits are drawn.",
    default: "no",
    choices: &["yes", "no"],
};
pub(crate) const SPREAD: Parameter = Parameter {
    name: "spread",
    does: "What limits allow for: chance alone, or also that periods differ by more than chance (Laney's prime).",
    default: "periods",
    choices: &["periods", "chance"],
};
pub(crate) const PER: Parameter = Parameter {
    name: "per",
    does: "Show the rate as so many for each of this many of what it is out of, such as 10000.",
    default: "1",
    choices: &[],
};
pub(crate) const READINGS: Parameter = Parameter {
    name: "readings",
    does: "Whether readings count events by period, or each is already what passed since the event before.",
    default: "counts",
    choices: &["counts", "gaps"],
};
pub(crate) const EVENTS: Parameter = Parameter {
    name: "events",
    does: "Which are the rare events: those counted, or the others that make up the total.",
    default: "counted",
    choices: &["counted", "others"],
};

/// Whether limits allow for variation between periods beyond chance.
pub(crate) fn allows_for_periods(question: &Question) -> bool {
    question.setting(&SPREAD) == SPREAD.default
}

/// How many of what a rate is out of it is shown for.
pub(crate) fn per(question: &Question) -> Result<f64, Refusal> {
    let per = question.number(&PER)?;
    (1e-9..=1e12).contains(&per).then_some(per).ok_or_else(|| {
        Refusal::new(
            "insight/not-a-setting",
            format!("`{}` is no number to show a rate for.", question.setting(&PER)),
            "Give a number above nought, such as 1000.",
        )
    })
}

/// Whether each reading is already a gap between events.
pub(crate) fn is_gaps(question: &Question) -> bool {
    question.setting(&READINGS) == "gaps"
}

/// Whether the rare events are those not counted.
pub(super) fn counts_others(question: &Question) -> bool {
    question.setting(&EVENTS) == "others"
}

/// What was set.
pub(super) struct Settings {
    pub fix: Option<usize>,
    pub screen: bool,
    pub targets: Targets,
    pub restarts: Vec<usize>,
    pub excluded: LeftOut,
}

impl Settings {
    /// Of those among `parameters`; the others are as if not asked.
    pub(super) fn read(
        readings: &Readings,
        question: &Question,
        laid: &Laid,
        parameters: &[Parameter],
    ) -> Result<Self, Refusal> {
        let has = |wanted: &Parameter| parameters.contains(wanted);
        let per = if has(&PER) { per(question)? } else { 1.0 };
        Ok(Self {
            fix: fixed(question)?,
            screen: has(&SCREENING) && question.setting(&SCREENING) == "yes",
            targets: match has(&TARGET) {
                true => Targets::read(readings, question)?.times(per),
                false => Targets::default(),
            },
            restarts: places(question, &REBASE, laid, |wanted| {
                // A chart of events has no point for most periods: limits begin afresh at the next event.
                laid.places.iter().position(|it| it.period >= wanted)
            })?,
            excluded: LeftOut::read(question, laid)?,
        })
    }
}

fn listed<'q>(question: &'q Question, parameter: &'q Parameter) -> Vec<&'q str> {
    match question.setting(parameter) {
        "none" => Vec::new(),
        listed => listed.split(',').map(str::trim).collect(),
    }
}

fn places(
    question: &Question,
    parameter: &Parameter,
    laid: &Laid,
    find: impl Fn(Period) -> Option<usize>,
) -> Result<Vec<usize>, Refusal> {
    let place = |text: &str| find(laid.within(text)?).ok_or_else(|| no_such_period(text));
    let mut places: Vec<usize> = listed(question, parameter)
        .into_iter()
        .map(place)
        .collect::<Result<_, _>>()?;
    places.sort_unstable();
    places.dedup();
    Ok(places)
}

fn fixed(question: &Question) -> Result<Option<usize>, Refusal> {
    let text = question.setting(&FIX);
    if text == "none" {
        return Ok(None);
    }
    let number = text.parse::<usize>().ok().filter(|it| *it >= FEWEST_FIXED);
    number.map(Some).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        Refusal::new(
            "insight/not-a-setting",
            format!("`{shown}` is not a number of first points that limits can be drawn from."),
            format!("Give a whole number of {FEWEST_FIXED} or more, or `none`."),
        )
    })
}
