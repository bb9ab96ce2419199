#![doc = include_str!("card.md")]

mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::{Better, Motive};
use cm_kernel::{Card, Refusal};
use cm_numeric::funnel::{Plan as Compare, Scale, compare};
use cm_numeric::interval::{Interval, wilson};
use cm_numeric::ranks::{Plan, RankSet, rank_sets};

use super::Method;
use crate::shares::{Share, Shares};
use crate::{Chart, Insight, Parameter, Question, RankChart, RankRow, Readings, Shape, Topic, Worked};

/// The fewest places that have ranks.
const FEWEST: usize = 2;
/// The most places; time grows with their square.
const MOST: usize = 500;

const INTERVAL: Parameter = Parameter {
    name: "interval",
    does: "Whether all intervals together hold every true rank (simultaneous, for reading the whole table), or each \
           holds its own (marginal, for one place chosen beforehand).",
    default: "simultaneous",
    choices: &["simultaneous", "marginal"],
};
const SEED: Parameter = Parameter {
    name: "seed",
    does: "Where the random draws start; the same seed gives the same intervals on every machine.",
    default: "1",
    choices: &[],
};

/// Places with the interval their rank lies in.
pub struct Ranks;

impl Method for Ranks {
    fn name(&self) -> &'static str {
        "ranks"
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
        Shape::OneReadingAPlace
    }

    fn topic(&self) -> Topic {
        Topic::BetweenPlaces
    }

    fn motive(&self) -> Motive {
        Motive::Ranking
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[INTERVAL, SEED]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let plan = plan(question)?;
        let sign = match question.better {
            Better::Higher => 1.0,
            Better::Lower => -1.0,
            Better::Neither => return Err(no_better(question)),
        };
        let shares = Shares::of(readings, FEWEST)?;
        if shares.places.len() > MOST {
            return Err(too_many(shares.places.len()));
        }
        let estimates: Vec<f64> = shares.places.iter().map(|it| it.value() * sign).collect();
        let errors: Vec<f64> = shares.places.iter().map(error).collect();
        let sets = rank_sets(&estimates, &errors, &plan).ok_or_else(super::undefined)?;
        let mut places: Vec<Place<'_>> = Vec::with_capacity(sets.len());
        for (share, ranks) in shares.places.iter().zip(sets) {
            let interval = wilson(share.count, share.total, 0.95).ok_or_else(super::undefined)?;
            places.push(Place { share, ranks, interval });
        }
        places.sort_by(|a, b| {
            let value = |it: &Place<'_>| it.share.value() * sign;
            value(b)
                .total_cmp(&value(a))
                .then_with(|| a.share.place.cmp(&b.share.place))
        });
        let asked = Asked {
            question,
            plan,
            phi: phi(&shares),
            shares: &shares,
            places,
        };
        let when = readings
            .span()
            .map_or_else(String::new, |(_, last)| format!("to {}", last.in_words()));
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: question.settled(self.parameters()),
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&when),
            findings: sentences::findings(&asked),
            figures: sentences::figures(&asked),
            chart: Chart::Ranks(asked.chart()),
            spoken: sentences::spoken(&asked),
            table: sentences::table(&asked),
            rests_on: readings.rests_on().clone(),
            protection: None,
        })
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[],
            answer: include_str!("worked.txt"),
        }
    }
}

/// A place with the ranks it may have.
struct Place<'s> {
    share: &'s Share,
    ranks: RankSet,
    interval: Interval,
}

/// Ranked places with what was asked about them.
struct Asked<'q> {
    question: &'q Question,
    plan: Plan,
    /// How many times as much places scatter as chance would make them.
    phi: Option<f64>,
    shares: &'q Shares,
    /// In order of value, best first.
    places: Vec<Place<'q>>,
}

impl Asked<'_> {
    /// How many could be first.
    fn could_be_first(&self) -> usize {
        self.places.iter().filter(|it| it.ranks.best == 1).count()
    }

    /// How many could be last.
    fn could_be_last(&self) -> usize {
        self.places
            .iter()
            .filter(|it| it.ranks.worst == self.places.len())
            .count()
    }

    /// The middle one of how many ranks each interval holds.
    fn median_width(&self) -> Option<f64> {
        let widths: Vec<f64> = self.places.iter().map(|it| it.ranks.width() as f64).collect();
        cm_numeric::average::median(&widths)
    }

    fn chart(&self) -> RankChart {
        let row = |it: &Place<'_>| RankRow {
            place: it.share.place.clone(),
            value: it.share.value(),
            numerator: it.share.count,
            denominator: it.share.total,
            interval: (it.interval.lower, it.interval.upper),
            best: it.ranks.best,
            worst: it.ranks.worst,
        };
        RankChart {
            unit: self.question.unit_name(),
            rows: self.places.iter().map(row).collect(),
        }
    }
}

/// The standard error of a share with two added on either side.
fn error(share: &Share) -> f64 {
    let total = share.total + 4.0;
    let p = (share.count + 2.0) / total;
    (p * (1.0 - p) / total).sqrt()
}

fn phi(shares: &Shares) -> Option<f64> {
    let counts: Vec<f64> = shares.places.iter().map(|it| it.count).collect();
    let totals: Vec<f64> = shares.places.iter().map(|it| it.total).collect();
    compare(&counts, &totals, &Compare::of(Scale::Share)).map(|it| it.phi)
}

fn plan(question: &Question) -> Result<Plan, Refusal> {
    let text = question.setting(&SEED);
    let Ok(seed) = text.parse::<u64>() else {
        let shown: String = text.chars().take(40).collect();
        return Err(Refusal::new(
            "insight/not-a-setting",
            format!("`{shown}` is not a whole number to start random draws from."),
            "Give a whole number such as 1.",
        ));
    };
    Ok(match question.setting(&INTERVAL) {
        "marginal" => Plan::marginal(seed),
        _ => Plan::simultaneous(seed),
    })
}

fn no_better(question: &Question) -> Refusal {
    Refusal::new(
        "insight/no-better",
        format!(
            "Partners have not said which way is better for `{}`, so nobody is ahead of anybody.",
            question.title
        ),
        "Compare places with a funnel plot, or agree on a direction first.",
    )
}

fn too_many(places: usize) -> Refusal {
    Refusal::new(
        "insight/too-many-places",
        format!("{places} places are more than {MOST}, and few of their ranks could be told apart."),
        "Compare them with a funnel plot, or rank those of one region.",
    )
}
