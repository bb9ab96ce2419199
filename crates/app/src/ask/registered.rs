use cm_insight::{Finding, Insight, Topic, Weight, method};
use cm_kernel::{Date, Id, Length, Period};
use cm_learning::{Registration, Said};
use cm_store::Wanted;

use super::Asked;
use crate::house::View;
use crate::{House, Unable};

impl House {
    /// Says of an insight whether its question was registered, and whether that was before the readings it judges
    /// arrived; registrations that came after `known_at` are not seen. Methods that ask what changed always say so.
    pub(super) fn registered(
        &self,
        partnership: &Id,
        view: &View,
        asked: &Asked,
        known_at: u64,
        insight: &Insight,
    ) -> Result<Option<Finding>, Unable> {
        let mut registrations = view.learning.registered(&asked.measure);
        if let Some(same) = registrations.find(|it| it.at < known_at && answers(insight, asked, &it.it)) {
            return self.compared(partnership, same, known_at).map(Some);
        }
        let asks_what_changed = method(&insight.method).is_some_and(|it| it.topic() == Topic::WhatChanged);
        Ok(asks_what_changed.then(|| {
            let sentence = "Not registered beforehand: the method, the dates and what counts could have been chosen \
                            after the readings were seen.";
            Finding::new(Weight::Caution, "not-registered", sentence)
        }))
    }

    /// What a registration and the readings it judges say of which came first: the readings known when it was written,
    /// whatever was corrected since.
    fn compared(&self, partnership: &Id, registration: &Said<Registration>, known_at: u64) -> Result<Finding, Unable> {
        let it = &registration.it;
        let judged = |known_at: u64| -> Result<Vec<Period>, Unable> {
            let chosen = |name: &String| (name != "all").then(|| name.clone());
            let wanted = Wanted {
                measure: it.measure.clone(),
                place: chosen(&it.place),
                group: chosen(&it.group),
                known_at,
            };
            let rows = self.store.rows(partnership, &wanted)?.rows;
            let mut periods: Vec<Period> = rows.iter().map(|row| row.period).collect();
            periods.retain(|period| period.start() >= it.judges_from);
            periods.sort_unstable();
            periods.dedup();
            Ok(periods)
        };
        let (before, now) = (judged(registration.at)?, judged(known_at)?);
        let on = day(registration.received.date());
        let base = format!("Registered on {on} (entry {})", registration.at);
        Ok(match (before.first(), now.first()) {
            (Some(first), _) => Finding::new(
                Weight::Caution,
                "registered-late",
                format!(
                    "{base}, but readings it judges, such as those of {}, had arrived by then.",
                    first.in_words()
                ),
            ),
            (None, Some(first)) => Finding::new(
                Weight::Steady,
                "registered",
                format!(
                    "{base}, before the readings of {} and later arrived. What was to count: {}",
                    first.in_words(),
                    it.threshold
                ),
            ),
            (None, None) => Finding::new(
                Weight::Steady,
                "registered",
                format!("{base}; no reading that it judges has arrived yet."),
            ),
        })
    }
}

/// Whether an insight is the answer to a registered question.
fn answers(insight: &Insight, asked: &Asked, it: &Registration) -> bool {
    let all = |name: &Option<String>| name.clone().unwrap_or_else(|| "all".to_owned());
    it.method == insight.method
        && it.version == insight.version
        && it.settings == insight.settings
        && it.place == all(&asked.scope.place)
        && it.group == all(&asked.scope.group)
        && it.reads_from == asked.scope.from
        && asked.scope.to.is_none()
        && it.beside == asked.beside
}

/// A day as a person reads it.
fn day(date: Date) -> String {
    Period::containing(date, Length::Day).map_or_else(|| date.to_string(), Period::in_words)
}
