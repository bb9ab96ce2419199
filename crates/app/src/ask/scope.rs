use cm_evidence::EvidenceSet;
use cm_insight::Method;
use cm_kernel::{Date, Length, Period, Refusal};
use serde::{Deserialize, Serialize};

/// Which of a measure's evidence is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scope {
    /// One place; all together when absent.
    pub place: Option<String>,
    /// One population group; all together when absent.
    pub group: Option<String>,
    /// Only periods that begin on or after this day.
    pub from: Option<Date>,
    /// Only periods that begin on or before this day.
    pub to: Option<Date>,
}

impl Scope {
    /// Narrows a set to the dates and pools it to the shape a method reads; the store gave only the place and group.
    ///
    /// # Errors
    /// `app/no-such-evidence` when nothing is left.
    pub fn narrow(&self, method: &dyn Method, mut set: EvidenceSet) -> Result<EvidenceSet, Refusal> {
        let first = self.from.or_else(|| Date::new(1000, 1, 1));
        let last = self.to.or_else(|| Date::new(9999, 12, 31));
        if let (true, Some(first), Some(last)) = (self.from.is_some() || self.to.is_some(), first, last) {
            set = set.between(first, last);
        }
        set = method.shape().narrow(set, self.place.is_some());
        if set.is_empty() && self != &Self::default() {
            return Err(Refusal::new(
                "app/no-such-evidence",
                format!("There is no evidence for {}.", self.in_words()),
                "Choose a place, group and dates listed on the measure's page.",
            ));
        }
        Ok(set)
    }

    /// The first day of the twelve months that end with the month of a day: what places are compared over when nobody
    /// says otherwise.
    #[must_use]
    pub fn last_year(last: Date) -> Option<Date> {
        match last.civil() {
            (year, 12, _) => Date::new(year, 1, 1),
            (year, month, _) => Date::new(year - 1, month + 1, 1),
        }
    }

    /// As a subtitle says it.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut parts = vec![self.place.clone().unwrap_or_else(|| "all together".to_owned())];
        parts.extend(self.group.clone());
        match (self.from, self.to) {
            (Some(from), Some(to)) => parts.push(format!("{} to {}", day(from), day(to))),
            (Some(from), None) => parts.push(format!("from {}", day(from))),
            (None, Some(to)) => parts.push(format!("to {}", day(to))),
            (None, None) => {}
        }
        parts.join(", ")
    }
}

/// A day as a person reads it.
fn day(date: Date) -> String {
    Period::containing(date, Length::Day).map_or_else(|| date.to_string(), Period::in_words)
}
