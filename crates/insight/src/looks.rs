//! Many looks at once: how many, how many of their signals luck alone would make, and which survive counting them.

use cm_numeric::adjust::benjamini_hochberg;

use crate::words::count;
use crate::{Finding, Insight, Weight};

/// One look at evidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Whether a rule fired.
    pub signal: bool,
    /// How likely what was seen, or a signal on such a chart, is if nothing is the matter, from 0 to 1; `None` when the
    /// method does not say.
    pub chance: Option<f64>,
}

impl Look {
    /// The look that an insight was: with the first chance that one of its findings gives.
    #[must_use]
    pub fn of(insight: &Insight) -> Self {
        Self {
            signal: insight.has_signal(),
            chance: insight.findings.iter().find_map(|it| it.chance),
        }
    }

    /// A look that gives only how likely what was seen is.
    #[must_use]
    pub fn at(chance: f64) -> Self {
        Self {
            signal: false,
            chance: Some(chance).filter(|it| (0.0..=1.0).contains(it)),
        }
    }
}

/// The family of looks that were taken together.
///
/// ```
/// use cm_insight::{Look, Looks};
/// let looks = Looks::of([0.001, 0.02, 0.04, 0.6].map(Look::at));
/// assert_eq!(looks.discoveries(0.05), vec![0, 1]);
/// ```
///
/// Source: Benjamini and Hochberg (1995), Controlling the false discovery rate, Journal of the Royal Statistical Society
/// B 57.
#[derive(Debug, Clone, PartialEq)]
pub struct Looks {
    looks: Vec<Look>,
    rates: Vec<Option<f64>>,
}

impl Looks {
    /// These looks, in this order.
    #[must_use]
    pub fn of(looks: impl IntoIterator<Item = Look>) -> Self {
        let looks: Vec<Look> = looks.into_iter().collect();
        let raw: Vec<f64> = looks.iter().filter_map(|it| it.chance).collect();
        let mut adjusted = benjamini_hochberg(&raw).unwrap_or(raw).into_iter();
        let rates = looks.iter().map(|it| it.chance.and_then(|_| adjusted.next())).collect();
        Self { looks, rates }
    }

    /// The looks that insights were.
    #[must_use]
    pub fn at<'i>(insights: impl IntoIterator<Item = &'i Insight>) -> Self {
        Self::of(insights.into_iter().map(Look::of))
    }

    /// How many looks.
    #[must_use]
    pub fn count(&self) -> usize {
        self.looks.len()
    }

    /// How many showed a signal.
    #[must_use]
    pub fn signals(&self) -> usize {
        self.looks.iter().filter(|it| it.signal).count()
    }

    /// How many signals there would be, on average, if nothing were the matter anywhere: the chances added up. `None`
    /// when some look does not say its chance.
    #[must_use]
    pub fn expected(&self) -> Option<f64> {
        self.looks.iter().map(|it| it.chance).sum()
    }

    /// The false-discovery rate at which each look would be singled out, in order; `None` for those that do not say their
    /// chance. For looks whose chance is how likely so much is, not how often a rule fires.
    #[must_use]
    pub fn rates(&self) -> &[Option<f64>] {
        &self.rates
    }

    /// Positions of the looks singled out at a false-discovery rate, such as 0.05.
    #[must_use]
    pub fn discoveries(&self, rate: f64) -> Vec<usize> {
        let out = |(at, its): (usize, &Option<f64>)| its.filter(|it| *it <= rate).map(|_| at);
        self.rates.iter().enumerate().filter_map(out).collect()
    }

    /// How many looks and signals, and how many of them luck would make, in a sentence.
    #[must_use]
    pub fn in_words(&self) -> String {
        let looks = count(self.count(), "look", "looks");
        let signals = match self.signals() {
            0 => "none with a signal".to_owned(),
            some => format!("{some} with a signal"),
        };
        match self.expected() {
            _ if self.count() == 0 => "No look was taken.".to_owned(),
            Some(expected) => format!(
                "{looks}, {signals}: if nothing were the matter anywhere, {} would still show one.",
                match expected {
                    few if few < 0.1 => "fewer than 0.1".to_owned(),
                    some if some < 10.0 => format!("about {some:.1}"),
                    many => format!("about {many:.0}"),
                }
            ),
            None => format!("{looks}, {signals}: of many looks some show a signal by chance alone."),
        }
    }

    /// The same as a caution; `None` for a single look.
    #[must_use]
    pub fn caution(&self) -> Option<Finding> {
        (self.count() > 1).then(|| Finding::new(Weight::Caution, "many-looks", self.in_words()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(signal: bool, chance: impl Into<Option<f64>>) -> Look {
        Look {
            signal,
            chance: chance.into(),
        }
    }

    #[test]
    fn chances_add_up_to_the_signals_luck_makes() {
        let looks = Looks::of((0..140).map(|at| look(at < 60, 0.29)));
        assert_eq!(
            looks.in_words(),
            "140 looks, 60 with a signal: if nothing were the matter anywhere, about 41 would still show one."
        );
        assert_eq!(looks.caution().unwrap().rule, "many-looks");
        assert_eq!(Looks::of([look(true, 0.01)]).caution(), None);
    }

    // Worked by hand: 4 times 0.001, 4/2 times 0.02 and 4/3 times 0.04, the last above one in twenty.
    #[test]
    fn discoveries_count_every_look() {
        let looks = Looks::of([0.6, 0.04, 0.001, 0.02].map(Look::at));
        let rates: Vec<f64> = looks.rates().iter().flatten().copied().collect();
        for (found, wanted) in rates.iter().zip([0.6, 0.16 / 3.0, 0.004, 0.04]) {
            assert!((found - wanted).abs() < 1e-12);
        }
        assert_eq!(looks.discoveries(0.05), vec![2, 3]);
    }

    #[test]
    fn a_look_without_a_chance_is_a_look_all_the_same() {
        let looks = Looks::of([look(true, 0.02), look(true, None), look(false, 0.5)]);
        assert_eq!((looks.count(), looks.signals(), looks.expected()), (3, 2, None));
        assert_eq!(looks.rates(), [Some(0.04), None, Some(0.5)]);
        assert!(looks.in_words().starts_with("3 looks, 2 with a signal: of many looks"));
        assert_eq!(Looks::of([]).in_words(), "No look was taken.");
        assert_eq!(Looks::of([Look::at(f64::NAN)]).expected(), None);
    }
}
