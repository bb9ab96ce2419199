use cm_framework::{Better, Unit};
use cm_kernel::Refusal;
use cm_numeric::interval::Interval;
use cm_numeric::ranks::{Chance, RankSet};

use super::settings::Chosen;
use crate::{Finding, Question, RankChart, RankRow};

/// The fewest places that have ranks.
pub(crate) const FEWEST: usize = 2;
/// The most places.
pub(crate) const MOST: usize = 3_000;

/// A place with the ranks it may have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    pub name: String,
    /// A share of 1, or a number in the unit of the measure.
    pub value: f64,
    /// The interval of its value at 95%.
    pub interval: Interval,
    /// The count and what it is out of.
    pub counts: Option<(f64, f64)>,
    pub ranks: RankSet,
    /// How likely it is to be among the first few and the last few, when asked for.
    pub chance: Option<Chance>,
    /// Position of the entry behind it.
    pub at: u64,
}

/// What the values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Shares of a total each.
    Shares,
    /// Counts among all, exact.
    Counts,
    /// Estimates with a standard error each.
    Estimates,
}

/// Ranked places with what was asked about them.
pub(crate) struct Ranked<'q> {
    pub question: &'q Question,
    pub chosen: Chosen,
    pub kind: Kind,
    /// How many times as much places scatter as chance would make them.
    pub phi: Option<f64>,
    /// Which places are left out, in a sentence.
    pub left_out: Option<Finding>,
    /// In order of value, the end partners want first.
    pub places: Vec<Place>,
}

impl Ranked<'_> {
    /// Puts places in order of value, by name where values are the same.
    pub(crate) fn in_order(mut self, sign: f64) -> Self {
        self.places.sort_by(|a, b| {
            let by_value = (b.value * sign).total_cmp(&(a.value * sign));
            by_value.then_with(|| a.name.cmp(&b.name))
        });
        self
    }

    /// How many could be among the first few.
    pub(crate) fn could_be_first(&self, few: usize) -> usize {
        self.places
            .iter()
            .filter(|it| it.ranks.could_be_among_best(few))
            .count()
    }

    /// How many could be among the last few.
    pub(crate) fn could_be_last(&self, few: usize) -> usize {
        let all = self.places.len();
        let could = |it: &&Place| it.ranks.could_be_among_worst(few, all);
        self.places.iter().filter(could).count()
    }

    /// The middle one of how many ranks each interval holds.
    pub(crate) fn median_width(&self) -> Option<f64> {
        let widths: Vec<f64> = self.places.iter().map(|it| it.ranks.width() as f64).collect();
        cm_numeric::average::median(&widths)
    }

    /// A value as a person reads it.
    pub(crate) fn in_words(&self, value: f64) -> String {
        match (self.kind, &self.question.unit) {
            (Kind::Shares | Kind::Counts, _) => format!("{:.1}%", value * 100.0),
            (Kind::Estimates, Unit::Number(name)) => format!("{} {name}", digits(value)),
            (Kind::Estimates, Unit::Share) => self.question.in_words(value),
        }
    }

    pub(crate) fn chart(&self) -> RankChart {
        let row = |it: &Place| RankRow {
            place: it.name.clone(),
            value: it.value,
            numerator: it.counts.map(|it| it.0),
            denominator: it.counts.map(|it| it.1),
            interval: (it.interval.lower, it.interval.upper),
            best: it.ranks.best,
            worst: it.ranks.worst,
        };
        RankChart {
            unit: match self.kind {
                Kind::Counts => "share".to_owned(),
                Kind::Shares | Kind::Estimates => self.question.unit_name(),
            },
            rows: self.places.iter().map(row).collect(),
        }
    }
}

/// A number to four digits or so.
fn digits(value: f64) -> String {
    let size = value.abs();
    if size >= 1_000.0 || size == 0.0 {
        crate::question::thousands(value)
    } else if size >= 1.0 {
        format!("{value:.2}")
    } else {
        let text = format!("{value:.6}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// 1, or -1 where less is better.
pub(crate) fn sign(question: &Question) -> Result<f64, Refusal> {
    match question.better {
        Better::Higher => Ok(1.0),
        Better::Lower => Ok(-1.0),
        Better::Neither => Err(Refusal::new(
            "insight/no-better",
            format!(
                "Partners have not said which way is better for `{}`, so nobody is ahead of anybody.",
                question.title
            ),
            "Compare places with a funnel plot, or agree on a direction first.",
        )),
    }
}

/// Whether there are few enough to rank.
pub(crate) fn not_too_many(places: usize) -> Result<(), Refusal> {
    if places <= MOST {
        return Ok(());
    }
    Err(Refusal::new(
        "insight/too-many-places",
        format!("{places} places are more than {MOST}, and few of their ranks could be told apart."),
        "Compare them with a funnel plot, or rank those of one region.",
    ))
}
