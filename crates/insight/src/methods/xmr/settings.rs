use std::collections::BTreeMap;

use cm_kernel::{Period, Refusal};
use cm_numeric::process::Rules;

use crate::laid::Laid;
use crate::left_out::EXCLUDE;
use crate::targets::{TARGET, Targets};
use crate::{Parameter, Question, Readings};

/// The fewest first periods that limits may be drawn from when they are fixed.
const FEWEST_FIXED: usize = 12;

pub(crate) const RULES: Parameter = Parameter {
    name: "rules",
    does: "Which published set of rules says what a signal is.",
    default: "plotthedots-0.2.2",
    choices: &["plotthedots-0.2.2", "mdc-2023", "powerbi-spc-478773a"],
};
/// The same and the run rules, by which the chart has a median and no limits.
pub(super) const XMR_RULES: Parameter = Parameter {
    choices: &["plotthedots-0.2.2", "mdc-2023", "powerbi-spc-478773a", "anhoej-2014"],
    ..RULES
};
const SCREENING: Parameter = Parameter {
    name: "screening",
    does: "Whether movements far larger than the others are left out before the limits are drawn; `auto` is as the \
           rules say.",
    default: "auto",
    choices: &["auto", "yes", "no"],
};
const FIX: Parameter = Parameter {
    name: "fix",
    does: "Draw the limits from only this many of the first periods, 12 or more, and judge the later ones by them.",
    default: "none",
    choices: &[],
};
const REBASE: Parameter = Parameter {
    name: "rebase",
    does: "Periods at which the process is known to have changed, separated by commas, so that limits begin afresh.",
    default: "none",
    choices: &[],
};
pub(super) const PARAMETERS: &[Parameter] = &[XMR_RULES, SCREENING, FIX, REBASE, EXCLUDE, TARGET];

/// What was set.
pub(super) struct Settings {
    pub rules: Rules,
    pub fix: Option<usize>,
    pub targets: Targets,
    rebase: Vec<Period>,
}

impl Settings {
    pub(super) fn read(readings: &Readings, question: &Question) -> Result<Self, Refusal> {
        let mut rules = Rules::named(question.setting(&XMR_RULES)).unwrap_or(Rules::PLOT_THE_DOTS);
        match question.setting(&SCREENING) {
            "no" => {
                rules.screen = None;
                if rules
                    == (Rules {
                        name: rules.name,
                        ..Rules::PLOT_THE_DOTS_UNSCREENED
                    })
                {
                    rules = Rules::PLOT_THE_DOTS_UNSCREENED;
                }
            }
            "yes" if rules != Rules::ANHOEJ => rules.screen = Rules::PLOT_THE_DOTS.screen,
            _ => {}
        }
        let rebase = match question.setting(&REBASE) {
            "none" => Vec::new(),
            listed => listed
                .split(',')
                .map(|it| period(it.trim()))
                .collect::<Result<_, _>>()?,
        };
        Ok(Self {
            rules,
            fix: fixed(question)?,
            targets: Targets::read(readings, question)?,
            rebase,
        })
    }

    /// Every setting as the record keeps it: whether movements were screened, and not that the rules were to say.
    pub(super) fn recorded(&self, question: &Question) -> BTreeMap<String, String> {
        let mut recorded = question.settled(PARAMETERS);
        let screened = if self.rules.screen.is_some() { "yes" } else { "no" };
        recorded.insert(SCREENING.name.to_owned(), screened.to_owned());
        recorded
    }

    /// Places at which limits begin afresh, in order.
    pub(super) fn restarts(&self, laid: &Laid) -> Result<Vec<usize>, Refusal> {
        let find = |wanted: &Period| {
            let place = laid.places.iter().position(|it| it.period == *wanted);
            place.ok_or_else(|| no_such_period(&wanted.to_string()))
        };
        let mut restarts: Vec<usize> = self.rebase.iter().map(find).collect::<Result<_, _>>()?;
        restarts.sort_unstable();
        restarts.dedup();
        Ok(restarts)
    }
}

fn period(text: &str) -> Result<Period, Refusal> {
    Period::parse(text).ok_or_else(|| no_such_period(text))
}

fn no_such_period(text: &str) -> Refusal {
    let shown: String = text.chars().take(40).collect();
    Refusal::new(
        "insight/no-such-period",
        format!("`{shown}` is not a period of this series, so limits cannot begin afresh there."),
        "Write periods as the table under the chart does, such as 2018-04, separated by commas.",
    )
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
            format!("`{shown}` is not a number of first periods that limits can be drawn from."),
            format!("Give a whole number of {FEWEST_FIXED} or more, or `none`."),
        )
    })
}
