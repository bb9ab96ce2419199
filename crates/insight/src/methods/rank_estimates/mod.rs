#![doc = include_str!("card.md")]

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use cm_evidence::Point;
use cm_framework::{Motive, Unit};
use cm_kernel::{Card, Reading, Refusal};
use cm_numeric::interval::Interval;
use cm_numeric::normal;
use cm_numeric::ranks::rank_sets;

use super::Method;
use super::ranks::ranked::{FEWEST, Kind, Place, Ranked, not_too_many, sign};
use super::ranks::settings::{CHANCES, Chosen, DRAWS, ENDS, FEW, INTERVAL, LEVEL, SEED, STEPDOWN};
use crate::words::{count, listed};
use crate::{Finding, Insight, Parameter, Question, Readings, Shape, Topic, Weight, Worked};

/// Estimates with the interval their rank lies in.
pub struct RankEstimates;

impl Method for RankEstimates {
    fn name(&self) -> &'static str {
        "rank-estimates"
    }

    fn version(&self) -> &'static str {
        "1"
    }

    fn card(&self) -> Card {
        include_str!("card.md")
    }

    fn form(&self) -> &'static str {
        "observation"
    }

    fn shape(&self) -> Shape {
        Shape::EverySeries
    }

    fn topic(&self) -> Topic {
        Topic::BetweenPlaces
    }

    fn suits(&self, question: &Question) -> bool {
        question.unit != Unit::Share
    }

    fn reads_beside(&self) -> bool {
        true
    }

    fn motive(&self) -> Motive {
        Motive::Ranking
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[INTERVAL, LEVEL, ENDS, FEW, CHANCES, STEPDOWN, DRAWS, SEED]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        Chosen::of(question, FEWEST)?;
        let sign = sign(question)?;
        let estimates = Estimates::of(readings)?;
        not_too_many(estimates.places.len())?;
        let chosen = Chosen::of(question, estimates.places.len())?;
        let values: Vec<f64> = estimates.places.iter().map(|it| it.value * sign).collect();
        let errors: Vec<f64> = estimates.places.iter().map(|it| it.error).collect();
        let sets = rank_sets(&values, &errors, &chosen.plan).ok_or_else(super::undefined)?;
        let chances = chosen.chances(&values, &errors)?;
        let width = normal::half_width(0.95).ok_or_else(super::undefined)?;
        let mut places = Vec::with_capacity(sets.len());
        for ((it, ranks), chance) in estimates.places.iter().zip(sets).zip(chances) {
            let (lower, upper) = (it.value - width * it.error, it.value + width * it.error);
            if !(lower.is_finite() && upper.is_finite()) {
                return Err(super::undefined());
            }
            places.push(Place {
                name: it.place.clone(),
                value: it.value,
                interval: Interval { lower, upper },
                counts: None,
                ranks,
                chance,
                at: it.at,
            });
        }
        let ranked = Ranked {
            question,
            chosen,
            kind: Kind::Estimates,
            phi: None,
            left_out: estimates.caution(),
            places,
        };
        Ok(super::ranks::insight(self, readings, &ranked.in_order(sign)))
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[("few", "2")],
            answer: include_str!("worked.txt"),
        }
    }
}

/// An estimate with its standard error.
struct Estimate {
    place: String,
    value: f64,
    error: f64,
    at: u64,
}

/// Places with an estimate, and why others have none.
struct Estimates {
    places: Vec<Estimate>,
    left_out: BTreeMap<&'static str, usize>,
}

impl Estimates {
    fn of(readings: &Readings) -> Result<Self, Refusal> {
        let [beside] = readings.beside() else {
            return Err(no_error(readings.beside().len()));
        };
        let errors: BTreeMap<&str, Point> = beside.one_a_place()?.into_iter().collect();
        let mut found = Self {
            places: Vec::new(),
            left_out: BTreeMap::new(),
        };
        for (place, point) in readings.one_a_place()? {
            match (point.reading, errors.get(place).filter(|it| it.period == point.period)) {
                (Reading::Ratio { .. }, _) => return Err(not_an_estimate()),
                (Reading::Absent(absence), _) => found.leave_out(absence.word()),
                (Reading::Value(value), Some(error)) => match error.reading {
                    Reading::Value(error) if error >= 0.0 => found.places.push(Estimate {
                        place: place.to_owned(),
                        value,
                        error,
                        at: point.at,
                    }),
                    Reading::Value(_) | Reading::Ratio { .. } => found.leave_out("with a standard error that is none"),
                    Reading::Absent(_) => found.leave_out("without a standard error"),
                },
                (Reading::Value(_), None) => found.leave_out("without a standard error"),
            }
        }
        if found.places.len() < FEWEST {
            return Err(Refusal::new(
                "insight/too-few-places",
                format!(
                    "{} with an estimate and its standard error cannot be ranked; it takes {FEWEST}.",
                    count(found.places.len(), "place", "places")
                ),
                "Ask about more places, and bring a standard error for each, of the same period.",
            ));
        }
        Ok(found)
    }

    fn leave_out(&mut self, why: &'static str) {
        *self.left_out.entry(why).or_default() += 1;
    }

    fn caution(&self) -> Option<Finding> {
        let number: usize = self.left_out.values().sum();
        if number == 0 {
            return None;
        }
        let kinds: Vec<String> = self
            .left_out
            .iter()
            .map(|(why, number)| format!("{number} {why}"))
            .collect();
        let sentence = format!(
            "{} left out ({}); none of them counts as nought.",
            count(number, "place is", "places are"),
            listed(&kinds)
        );
        Some(Finding::new(Weight::Caution, "left-out", sentence))
    }
}

fn no_error(beside: usize) -> Refusal {
    Refusal::new(
        "insight/no-standard-error",
        match beside {
            0 => "Nothing says how sure the estimates are, so none of their ranks can be given.".to_owned(),
            several => format!("{several} measures stand beside the estimates, and one holds their standard errors."),
        },
        "Put the measure of the standard errors beside this one, and no other.",
    )
}

fn not_an_estimate() -> Refusal {
    Refusal::new(
        "insight/not-an-estimate",
        "These readings are counts out of totals, which say themselves how sure they are.",
        "Rank them with `ranks`.",
    )
}
