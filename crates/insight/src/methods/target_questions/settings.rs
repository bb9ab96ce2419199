use cm_kernel::{Period, Refusal};

use crate::change::period;
use crate::{Parameter, Question, Readings};

const TARGET: Parameter = Parameter {
    name: "target",
    does: "The line, in the unit of the measure, a share as 0.95; the agreed target when the evidence was read for that use.",
    default: "agreed",
    choices: &[],
};
const TARGET_IN: Parameter = Parameter {
    name: "target-in",
    does: "Which of the measures beside this one holds the target that each place had in each period: 1 for the first.",
    default: "none",
    choices: &[],
};
const BEGAN: Parameter = Parameter {
    name: "began",
    does: "The first period in which the target was there, such as 2018-04.",
    default: "not given",
    choices: &[],
};
const YEAR_ENDS: Parameter = Parameter {
    name: "year-ends",
    does: "The month with which the year of the target ends, 1 to 12; quarters end with it too.",
    default: "3",
    choices: &[],
};
const SEED: Parameter = Parameter {
    name: "seed",
    does: "Where random choices start; the same seed gives the same answer on every machine.",
    default: "1",
    choices: &[],
};

pub(super) const PARAMETERS: &[Parameter] = &[TARGET, TARGET_IN, BEGAN, YEAR_ENDS, SEED];

/// What was set.
pub(super) struct Settings {
    /// The line, in the unit of the measure; none was set or agreed.
    pub target: Option<f64>,
    /// Position of the measure beside this one that holds targets.
    pub target_in: Option<usize>,
    pub began: Option<Period>,
    /// 1 to 12.
    pub year_ends: u32,
    pub seed: u64,
}

impl Settings {
    pub(super) fn read(question: &Question, readings: &Readings) -> Result<Self, Refusal> {
        let target = match question.setting(&TARGET) {
            it if it == TARGET.default => readings.target(),
            _ => Some(question.number(&TARGET)?),
        };
        let began = match question.setting(&BEGAN) {
            it if it == BEGAN.default => None,
            typed => Some(period(typed)?),
        };
        let year_ends = whole(question, &YEAR_ENDS, "Give the number of a month, such as 3 for March.")?;
        Ok(Self {
            target: target.filter(|it| it.is_finite()),
            target_in: target_in(question, readings)?,
            began,
            year_ends: u32::try_from(year_ends)
                .ok()
                .filter(|it| (1..=12).contains(it))
                .ok_or_else(|| not_whole(&YEAR_ENDS, question, "Give the number of a month, such as 3 for March."))?,
            seed: whole(question, &SEED, "Give a whole number such as 1.")?,
        })
    }
}

fn target_in(question: &Question, readings: &Readings) -> Result<Option<usize>, Refusal> {
    if question.setting(&TARGET_IN) == TARGET_IN.default {
        return Ok(None);
    }
    let remedy =
        "Put the measure that holds the targets beside this one, and give its place among them, 1 for the first.";
    let number = whole(question, &TARGET_IN, remedy)?;
    let place = usize::try_from(number).ok().and_then(|it| it.checked_sub(1));
    match place.filter(|it| *it < readings.beside().len()) {
        Some(place) => Ok(Some(place)),
        None => Err(not_whole(&TARGET_IN, question, remedy)),
    }
}

fn whole(question: &Question, parameter: &Parameter, remedy: &str) -> Result<u64, Refusal> {
    let number = question.setting(parameter).parse();
    number.map_err(|_| not_whole(parameter, question, remedy))
}

fn not_whole(parameter: &Parameter, question: &Question, remedy: &str) -> Refusal {
    let shown: String = question.setting(parameter).chars().take(40).collect();
    Refusal::new(
        "insight/not-a-setting",
        format!("`{shown}` cannot be `{}`.", parameter.name),
        remedy,
    )
}
