use std::collections::{BTreeMap, BTreeSet};

use cm_kernel::{Period, Refusal};
use cm_numeric::did::Panel;

use super::settings::Settings;
use crate::Readings;
use crate::words::count;

/// The fewest places on either side, and the fewest periods before it began.
const FEWEST_PLACES: usize = 2;
const FEWEST_BEFORE: usize = 2;

/// A panel as slices, a row each, in order of place and then period.
pub(super) struct Rows {
    pub places: Vec<usize>,
    pub periods: Vec<usize>,
    pub values: Vec<f64>,
    /// Whether the place of the row is one where it began.
    pub treated: Vec<bool>,
    /// Whether the row is of a period in which it was there.
    pub after: Vec<bool>,
    /// Periods by number.
    pub calendar: Vec<Period>,
    pub number_treated: usize,
    pub number_others: usize,
    /// Readings without a number, and places read on one side alone.
    pub left_out: usize,
    pub one_sided: usize,
}

/// What places read in one period on average.
pub(super) struct Mean {
    pub period: Period,
    pub treated: Option<f64>,
    pub others: Option<f64>,
}

impl Rows {
    pub(super) fn of(readings: &Readings, settings: &Settings) -> Result<Self, Refusal> {
        let mut calendar: Vec<Period> = readings.all().map(|(_, it)| it.period).collect();
        calendar.sort_unstable();
        calendar.dedup();
        one_length(&calendar)?;
        let mut rows = Self {
            places: Vec::new(),
            periods: Vec::new(),
            values: Vec::new(),
            treated: Vec::new(),
            after: Vec::new(),
            calendar,
            number_treated: 0,
            number_others: 0,
            left_out: 0,
            one_sided: 0,
        };
        for (number, series) in readings.series().iter().enumerate() {
            let treated = settings.treated.contains(&series.place);
            let numbers: Vec<(Period, f64)> = series
                .points
                .iter()
                .filter_map(|it| Some((it.period, it.reading.number()?)))
                .collect();
            rows.left_out += series.points.len() - numbers.len();
            let sides: BTreeSet<bool> = numbers.iter().map(|(period, _)| *period >= settings.since).collect();
            if sides.len() < 2 {
                rows.one_sided += 1;
                continue;
            }
            match treated {
                true => rows.number_treated += 1,
                false => rows.number_others += 1,
            }
            for (period, value) in numbers {
                rows.places.push(number);
                rows.periods
                    .push(rows.calendar.binary_search(&period).unwrap_or_default());
                rows.values.push(value);
                rows.treated.push(treated);
                rows.after.push(period >= settings.since);
            }
        }
        rows.enough()?;
        Ok(rows)
    }

    fn enough(&self) -> Result<(), Refusal> {
        let before: BTreeSet<usize> = self.each().filter(|it| !it.2).map(|it| it.0).collect();
        if self.number_treated < FEWEST_PLACES || self.number_others < FEWEST_PLACES {
            return Err(Refusal::new(
                "insight/too-few-places",
                format!(
                    "{} where it began and {} where it did not were read before and since; errors by place take {} of \
                     each.",
                    count(self.number_treated, "place", "places"),
                    self.number_others,
                    FEWEST_PLACES
                ),
                "Ask about more places, or ask before and after (its) of the one place alone.",
            ));
        }
        if before.len() < FEWEST_BEFORE {
            return Err(Refusal::new(
                "insight/too-few-readings",
                "With one period before it began nothing shows whether the places moved alike.",
                format!("It takes {FEWEST_BEFORE} periods before; ask about a longer time."),
            ));
        }
        Ok(())
    }

    /// Period, value, whether after, whether treated of each row.
    fn each(&self) -> impl Iterator<Item = (usize, f64, bool, bool)> {
        let flags = self.after.iter().zip(&self.treated);
        self.periods
            .iter()
            .zip(&self.values)
            .zip(flags)
            .map(|((period, value), (after, treated))| (*period, *value, *after, *treated))
    }

    pub(super) fn panel(&self) -> Panel<'_> {
        Panel {
            places: &self.places,
            periods: &self.periods,
            values: &self.values,
        }
    }

    /// Only the rows before it began.
    pub(super) fn before(&self) -> Self {
        let kept = || {
            self.after
                .iter()
                .enumerate()
                .filter(|(_, after)| !**after)
                .map(|(at, _)| at)
        };
        fn pick<T: Copy>(from: &[T], at: impl Iterator<Item = usize>) -> Vec<T> {
            at.filter_map(|at| from.get(at).copied()).collect()
        }
        Self {
            places: pick(&self.places, kept()),
            periods: pick(&self.periods, kept()),
            values: pick(&self.values, kept()),
            treated: pick(&self.treated, kept()),
            after: pick(&self.after, kept()),
            calendar: self.calendar.clone(),
            ..*self
        }
    }

    /// Means by period.
    pub(super) fn means(&self) -> Vec<Mean> {
        let mut sums: BTreeMap<usize, [(f64, f64); 2]> = BTreeMap::new();
        for (period, value, _, treated) in self.each() {
            let side = &mut sums.entry(period).or_default()[usize::from(treated)];
            side.0 += value;
            side.1 += 1.0;
        }
        let mean = |(sum, number): (f64, f64)| (number > 0.0).then(|| sum / number);
        let of = |(at, period): (usize, &Period)| {
            let [others, treated] = sums.get(&at).copied().unwrap_or_default();
            Mean {
                period: *period,
                treated: mean(treated),
                others: mean(others),
            }
        };
        self.calendar.iter().enumerate().map(of).collect()
    }

    /// How much higher places where it began were, on average, before it did.
    pub(super) fn gap_before(&self) -> Option<f64> {
        let mean = |wanted: bool| {
            let values = self.each().filter(|it| !it.2 && it.3 == wanted).map(|it| it.1);
            cm_numeric::average::mean(values)
        };
        Some(mean(true)? - mean(false)?)
    }
}

fn one_length(calendar: &[Period]) -> Result<(), Refusal> {
    let first = calendar.first().map(|it| it.length());
    match calendar.iter().map(|it| it.length()).find(|it| Some(*it) != first) {
        None => Ok(()),
        Some(other) => Err(Refusal::new(
            "insight/mixed-periods",
            format!("The readings mix periods of a {} with others.", other.word()),
            "Gather the readings of one length of period under a measure of their own.",
        )),
    }
}
