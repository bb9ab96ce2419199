use cm_kernel::Refusal;
use cm_numeric::raters::{Metric, Weights};

use crate::{Parameter, Question};

const METRIC: Parameter = Parameter {
    name: "metric",
    does: "What ratings are: names (nominal), an order (ordinal), numbers (interval), or numbers from a true nought \
           (ratio).",
    default: "ordinal",
    choices: &["nominal", "ordinal", "interval", "ratio"],
};
const CATEGORIES: Parameter = Parameter {
    name: "categories",
    does: "Every rating the scale has, separated by commas, such as 1,2,3,4,5; those that were given when not said.",
    default: "as given",
    choices: &[],
};
const SEED: Parameter = Parameter {
    name: "seed",
    does: "Where random draws of items start; the same seed gives the same intervals on every machine.",
    default: "1",
    choices: &[],
};

pub(super) const PARAMETERS: &[Parameter] = &[METRIC, CATEGORIES, SEED];

/// What was set.
pub(super) struct Settings {
    pub metric: Metric,
    pub categories: Option<Vec<f64>>,
    pub seed: u64,
}

impl Settings {
    pub(super) fn read(question: &Question) -> Result<Self, Refusal> {
        let metric = match question.setting(&METRIC) {
            "nominal" => Metric::Nominal,
            "interval" => Metric::Interval,
            "ratio" => Metric::Ratio,
            _ => Metric::Ordinal,
        };
        let seed = question.setting(&SEED).parse().map_err(|_| {
            not_a_setting(
                question.setting(&SEED),
                "a whole number to start random draws from",
                "Give a whole number such as 1.",
            )
        })?;
        Ok(Self {
            metric,
            categories: categories(question)?,
            seed,
        })
    }

    /// The weights that go with what ratings are.
    pub(super) fn weights(&self) -> Weights {
        match self.metric {
            Metric::Nominal => Weights::Identity,
            Metric::Ordinal => Weights::Ordinal,
            Metric::Interval | Metric::Ratio => Weights::Quadratic,
        }
    }
}

fn categories(question: &Question) -> Result<Option<Vec<f64>>, Refusal> {
    let text = question.setting(&CATEGORIES);
    if text == CATEGORIES.default {
        return Ok(None);
    }
    let number = |it: &str| it.trim().parse::<f64>().ok().filter(|it| it.is_finite());
    let mut numbers: Vec<f64> = text.split(',').map(number).collect::<Option<_>>().ok_or_else(|| {
        not_a_setting(
            text,
            "a list of the ratings of a scale",
            "Give numbers such as 1,2,3,4,5.",
        )
    })?;
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.dedup();
    match numbers.len() < 2 {
        true => Err(not_a_setting(
            text,
            "a scale: it has one rating",
            "Give numbers such as 1,2,3,4,5.",
        )),
        false => Ok(Some(numbers)),
    }
}

fn not_a_setting(text: &str, what: &str, remedy: &str) -> Refusal {
    let shown: String = text.chars().take(40).collect();
    Refusal::new("insight/not-a-setting", format!("`{shown}` is not {what}."), remedy)
}
