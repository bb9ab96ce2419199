use cm_kernel::{Date, Id, Refusal};
use serde::{Deserialize, Serialize};

use crate::Framework;
use crate::negotiation::Noted;

/// What a partner says of its own means, so that what measuring costs it can be held against them.
///
/// Source of the question: burden is felt by the size of who bears it; the form is ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Means {
    /// Its income in a year, in whole units of the currency; more than nought.
    pub income: u64,
    /// Three capital letters, such as `GBP`. Source: ISO 4217.
    pub currency: String,
    /// The year it is of, in the partner's own words: `2025/26`.
    pub year: String,
    /// What an hour of its work costs, in whole units; unknown where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<u32>,
    /// Where the figure is published, or how it was reckoned.
    pub source: String,
}

/// What a year of returns costs a partner, beside what it lives on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgainstIncome {
    /// In money: the cost in whole units, and hundredths of a per cent of the income, both rounded.
    Cost {
        /// Whole units of the currency.
        cost: u64,
        /// Hundredths of a per cent.
        basis_points: u64,
    },
    /// Where an hour's cost is not known: tenths of an hour for each ten thousand units of income, rounded.
    Hours(u64),
}

impl Means {
    /// Holds minutes of work in a year against the income.
    #[must_use]
    pub fn against(&self, minutes: u64) -> AgainstIncome {
        let (minutes, income) = (u128::from(minutes), u128::from(self.income.max(1)));
        let rounded = |top: u128, bottom: u128| u64::try_from((top + bottom / 2) / bottom).unwrap_or(u64::MAX);
        match self.hour {
            Some(hour) => {
                let sixtieths = minutes * u128::from(hour);
                AgainstIncome::Cost {
                    cost: rounded(sixtieths, 60),
                    basis_points: rounded(sixtieths * 10_000, 60 * income),
                }
            }
            None => AgainstIncome::Hours(rounded(minutes * 10 * 10_000, 60 * income)),
        }
    }
}

impl Framework {
    pub(crate) fn state_means(&mut self, (at, on): (u64, Date), by: &Id, it: Means) {
        let by = by.clone();
        self.means.insert(by.clone(), Noted { at, on, by, it });
    }

    pub(crate) fn may_state_means(&self, it: &Means, by: &Id) -> Result<(), Refusal> {
        self.is_partner(by)?;
        if it.income == 0 {
            return Err(Refusal::new(
                "framework/no-income",
                "An income of nought cannot have anything held against it.",
                "Give the income of a year, in whole units. A group without income leaves this out.",
            ));
        }
        if it.currency.len() != 3 || !it.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(Refusal::new(
                "framework/no-currency",
                "The currency is not three capital letters.",
                "Write it as in ISO 4217: GBP, EUR, USD.",
            ));
        }
        let said = |text: &str, most: usize| (1..=most).contains(&text.trim().chars().count());
        match said(&it.year, 20) && said(&it.source, 500) {
            true => Ok(()),
            false => Err(Refusal::new(
                "framework/means-without-source",
                "The year or the source of the income is missing or too long.",
                "Say which year it is of, in at most 20 characters, and where it is published or how it was reckoned, in at most 500.",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AgainstIncome, Means};

    fn means(income: u64, hour: Option<u32>) -> Means {
        Means {
            income,
            currency: "GBP".to_owned(),
            year: "2025/26".to_owned(),
            hour,
            source: "annual report".to_owned(),
        }
    }

    #[test]
    fn the_same_hours_weigh_by_who_bears_them() {
        // 45 hours at 25 an hour: 1,125, which is 2.34% of 48,000 and 0.01% of 12 million.
        let minutes = 45 * 60;
        let small = AgainstIncome::Cost {
            cost: 1_125,
            basis_points: 234,
        };
        assert_eq!(means(48_000, Some(25)).against(minutes), small);
        let large = AgainstIncome::Cost {
            cost: 1_125,
            basis_points: 1,
        };
        assert_eq!(means(12_000_000, Some(25)).against(minutes), large);
        // 45 hours for 4.8 times ten thousand: 9.4 hours each.
        assert_eq!(means(48_000, None).against(minutes), AgainstIncome::Hours(94));
        assert_eq!(means(1, None).against(0), AgainstIncome::Hours(0));
        assert!(matches!(
            means(1, Some(u32::MAX)).against(u64::MAX),
            AgainstIncome::Cost { .. }
        ));
    }
}
