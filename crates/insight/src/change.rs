//! What methods that ask what changed have in common: amounts in words, thresholds, and what may be concluded.

use cm_framework::{Better, Unit};
use cm_kernel::{Period, Refusal};
use cm_numeric::change::{log_ratio, ratio};
use cm_numeric::regression::Estimate;

use crate::question::{not_minus_nought, thousands};
use crate::{Figure, Parameter, Question, Signal};

pub(crate) const THRESHOLD: Parameter = Parameter {
    name: "threshold",
    does: "How large a difference has to be to count, in the unit of the measure (a share as 0.05, fewer as a minus); \
           the whole interval must lie beyond it. At 0 any difference counts.",
    default: "0",
    choices: &[],
};

/// What may be concluded of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It lies beyond the threshold, and what was done to doubt it did not succeed.
    Differs,
    /// It is no chance, but its interval does not lie beyond the threshold.
    ShortOfThreshold,
    /// Its interval holds nought.
    NotTold,
    /// There is a difference, and a check says that it need not come from the change asked about.
    NoAttribution,
}

impl Verdict {
    pub(crate) fn of(effect: &Estimate, threshold: f64, checks_hold: bool) -> Self {
        if !effect.apart_from_nought() {
            Self::NotTold
        } else if !checks_hold {
            Self::NoAttribution
        } else if effect.beyond(threshold) {
            Self::Differs
        } else {
            Self::ShortOfThreshold
        }
    }
}

/// What numbers are said in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// The unit of the measure.
    Unit,
    /// The logarithm of a ratio of rates, said as so many per cent more or fewer.
    Ratio,
}

impl Scale {
    /// What a figure holds: the ratio itself rather than its logarithm.
    pub(crate) fn number(self, value: f64) -> f64 {
        match self {
            Self::Unit => value,
            Self::Ratio => ratio(value),
        }
    }

    /// A threshold as typed, on the scale of the estimates.
    pub(crate) fn threshold(self, question: &Question) -> Result<f64, Refusal> {
        let typed = question.number(&THRESHOLD)?;
        match self {
            Self::Unit => Ok(typed),
            Self::Ratio if typed > -1.0 => Ok(log_ratio(1.0 + typed)),
            Self::Ratio => Err(Refusal::new(
                "insight/not-a-setting",
                format!("A count cannot fall by {}%.", thousands(-typed * 100.0)),
                "Give the threshold of counts as a share: -0.2 for a fifth fewer.",
            )),
        }
    }

    /// A difference without its direction: `5.7 percentage points`, `12 visits`, `24%`.
    pub(crate) fn size(self, question: &Question, value: f64) -> String {
        match (self, &question.unit) {
            (Self::Ratio, _) => format!("{}%", digits(((ratio(value) - 1.0) * 100.0).abs())),
            (Self::Unit, Unit::Share) => format!("{} percentage points", digits((value * 100.0).abs())),
            (Self::Unit, Unit::Number(name)) => format!("{} {name}", digits(value.abs())),
        }
    }

    /// A difference with its direction: `5.7 percentage points lower`.
    pub(crate) fn difference(self, question: &Question, value: f64) -> String {
        let way = if value < 0.0 { "lower" } else { "higher" };
        format!("{} {way}", self.size(question, value))
    }

    /// An interval: `from 9.1 lower to 2.2 lower`.
    pub(crate) fn interval(self, question: &Question, of: &Estimate) -> String {
        format!(
            "from {} to {}",
            self.difference(question, of.interval.lower),
            self.difference(question, of.interval.upper)
        )
    }

    /// A named figure of an estimate.
    pub(crate) fn figure(self, question: &Question, name: &str, of: &Estimate, n: usize, what: &str) -> Figure {
        Figure {
            name: name.to_owned(),
            statement: format!(
                "{what}: {} (95% interval {}).",
                self.difference(question, of.value),
                self.interval(question, of)
            ),
            value: finite(self.number(of.value)),
            lower: finite(self.number(of.interval.lower)),
            upper: finite(self.number(of.interval.upper)),
            unit: match self {
                Self::Unit => question.unit_name(),
                Self::Ratio => "ratio".to_owned(),
            },
            n: Some(n as f64),
        }
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// A number with about three digits that matter.
pub(crate) fn digits(value: f64) -> String {
    let size = value.abs();
    if size >= 100.0 || value.fract() == 0.0 {
        return thousands(value.round());
    }
    let places = match size {
        it if it >= 10.0 => 1,
        it if it >= 1.0 => 2,
        it => (3..15).find(|places| it * 10_f64.powi(*places) >= 100.0).unwrap_or(15) as usize,
    };
    not_minus_nought(format!("{value:.places$}"))
}

/// How a difference stands to what partners want.
pub(crate) fn signal(better: Better, value: f64) -> Signal {
    match (better, value > 0.0) {
        (Better::Higher, true) | (Better::Lower, false) => Signal::Improvement,
        (Better::Higher, false) | (Better::Lower, true) => Signal::Concern,
        (Better::Neither, true) => Signal::High,
        (Better::Neither, false) => Signal::Low,
    }
}

/// A period as typed.
pub(crate) fn period(text: &str) -> Result<Period, Refusal> {
    Period::parse(text).ok_or_else(|| no_such_period(text))
}

/// A text that is no period of the readings.
pub(crate) fn no_such_period(text: &str) -> Refusal {
    let shown: String = text.chars().take(40).collect();
    Refusal::new(
        "insight/no-such-period",
        format!("`{shown}` is not a period of these readings."),
        "Write a period as the table under the chart does, such as 2018-04.",
    )
}

/// A p-value in words.
pub(crate) fn p_in_words(p: f64) -> String {
    match p < 0.001 {
        true => "under 0.001".to_owned(),
        false => format!("{p:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_the_digits_that_matter() {
        let said = [0.0, 0.000_012_34, 0.123_4, 1.234, 12.34, 123.4, 12_345.6, -2.5, -0.0];
        let wanted = ["0", "0.0000123", "0.123", "1.23", "12.3", "123", "12,346", "-2.50", "0"];
        for (value, wanted) in said.into_iter().zip(wanted) {
            assert_eq!(digits(value), wanted);
        }
    }
}
