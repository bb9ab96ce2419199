use cm_kernel::{Length, Period, Refusal};
use cm_numeric::change::{Effects, Plan, Season};
use cm_numeric::regression::Estimate;

use super::FEWEST;
use crate::change::{THRESHOLD, no_such_period, period};
use crate::laid::Laid;
use crate::words::count;
use crate::{Parameter, Question};

pub(super) const FROM: Parameter = Parameter {
    name: "from",
    does: "The first period after the change, such as 2022-01; the first dated mark on the chart when not given.",
    default: "first mark",
    choices: &[],
};
const EFFECT: Parameter = Parameter {
    name: "effect",
    does: "What is held against the threshold: the average difference from what would have been, the step at the \
           change, the slope, or the difference at the last reading.",
    default: "average",
    choices: &["average", "level", "trend", "end"],
};
const MODEL: Parameter = Parameter {
    name: "model",
    does: "Numbers and shares as they are, or counts as ratios of rates (quasi-Poisson), out of the denominator where \
           there is one.",
    default: "numbers",
    choices: &["numbers", "counts"],
};
const LAG: Parameter = Parameter {
    name: "lag",
    does: "How many periods apart readings are taken as related; by the rule of Newey and West when not given.",
    default: "rule",
    choices: &[],
};
const SEASON: Parameter = Parameter {
    name: "season",
    does: "Whether a yearly wave is taken out.",
    default: "none",
    choices: &["none", "yearly"],
};

pub(super) const PARAMETERS: &[Parameter] = &[FROM, EFFECT, THRESHOLD, MODEL, LAG, SEASON];

/// What is held against the threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Average,
    Level,
    Trend,
    End,
}

/// Effects by what is asked of them.
pub(super) trait Told {
    fn told(&self, effect: Effect) -> Estimate;
}

impl Told for Effects {
    fn told(&self, effect: Effect) -> Estimate {
        match effect {
            Effect::Average => self.average,
            Effect::Level => self.level,
            Effect::Trend => self.trend,
            Effect::End => self.end,
        }
    }
}

/// What was set.
pub(super) struct Settings {
    /// The first period after the change.
    pub from: Period,
    /// Its place in the series.
    pub at: usize,
    pub effect: Effect,
    pub counts: bool,
    pub plan: Plan,
}

impl Settings {
    pub(super) fn read(question: &Question, laid: &Laid) -> Result<Self, Refusal> {
        question.number(&THRESHOLD)?;
        let lag = lag(question)?;
        let season = season(question, laid.length)?;
        let (from, at) = from(question, laid)?;
        let number = |from: usize, to: usize| laid.places[from..to].iter().filter(|it| it.value.is_some()).count();
        let (before, after) = (number(0, at), number(at, laid.places.len()));
        if before < FEWEST.0 || after < FEWEST.1 {
            return Err(Refusal::new(
                "insight/too-few-readings",
                format!(
                    "{} before {} and {} since cannot be told apart.",
                    count(before, "reading", "readings"),
                    from.in_words(),
                    after
                ),
                format!(
                    "It takes {} before and {} since; wait, or ask about another date.",
                    FEWEST.0, FEWEST.1
                ),
            ));
        }
        Ok(Self {
            from,
            at,
            effect: match question.setting(&EFFECT) {
                "level" => Effect::Level,
                "trend" => Effect::Trend,
                "end" => Effect::End,
                _ => Effect::Average,
            },
            counts: question.setting(&MODEL) == "counts",
            plan: Plan {
                lag,
                season,
                ..Plan::from(i64::try_from(at + 1).unwrap_or(i64::MAX))
            },
        })
    }
}

/// The first period after the change and its place.
fn from(question: &Question, laid: &Laid) -> Result<(Period, usize), Refusal> {
    let text = question.setting(&FROM);
    let place = |wanted: Period| laid.places.iter().position(|it| it.period == wanted);
    if text != FROM.default {
        let wanted = period(text)?;
        return place(wanted).map(|at| (wanted, at)).ok_or_else(|| no_such_period(text));
    }
    let marked = question
        .marks
        .iter()
        .map(|mark| mark.on)
        .filter_map(|day| laid.places.iter().position(|it| it.period.start() >= day))
        .min();
    marked
        .and_then(|at| laid.places.get(at).map(|it| (it.period, at)))
        .ok_or_else(|| {
            Refusal::new(
                "insight/no-change-named",
                "Nothing says when the change was: no period was given, and no mark lies among these readings.",
                "Give the first period after the change, such as from=2022-01.",
            )
        })
}

fn lag(question: &Question) -> Result<Option<usize>, Refusal> {
    let text = question.setting(&LAG);
    if text == LAG.default {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        let shown: String = text.chars().take(40).collect();
        Refusal::new(
            "insight/not-a-setting",
            format!("`{shown}` is not a number of periods for `lag`."),
            "Give a whole number such as 3, or `rule`.",
        )
    })
}

fn season(question: &Question, length: Length) -> Result<Option<Season>, Refusal> {
    if question.setting(&SEASON) == SEASON.default {
        return Ok(None);
    }
    let round = match length {
        Length::Day => 365,
        Length::Week => 52,
        Length::Month => 12,
        Length::Quarter => 4,
        Length::Year | Length::FinancialYear => {
            return Err(Refusal::new(
                "insight/not-a-setting",
                "Readings of whole years have no yearly wave to take out.",
                "Ask with season=none.",
            ));
        }
    };
    Ok(Some(Season { round, waves: 1 }))
}
