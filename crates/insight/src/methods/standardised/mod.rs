#![doc = include_str!("card.md")]

mod bands;
mod europe;
mod repeated;
mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Refusal};
use cm_numeric::gap;
use cm_numeric::standard::{self, Standardised as Found};

use super::Method;
use crate::counted::{Cells, Kind, LEVEL, PER, Scale, level};
use crate::{
    Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Reference, Shape, Signal, Topic, Worked,
};
use bands::{Place, Places};
use repeated::{Persons, REPEATED};

const HOW: Parameter = Parameter {
    name: "how",
    does: "`direct` gives the rate at the ages of the standard population, `indirect` the events over those expected at \
           the rates of all places together.",
    default: "direct",
    choices: &["direct", "indirect"],
};
const POPULATION: Parameter = Parameter {
    name: "population",
    does: "The standard population of a direct rate: Europe's of 2013, or all places together.",
    default: "esp2013",
    choices: &["esp2013", "all-places"],
};

/// Rates made comparable between places of different ages.
pub struct Standardised;

impl Method for Standardised {
    fn name(&self) -> &'static str {
        "standardised"
    }

    fn version(&self) -> &'static str {
        "2"
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
        question.size_is.is_some()
    }

    fn reads_beside(&self) -> bool {
        true
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[HOW, POPULATION, REPEATED, LEVEL, PER]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let level = level(question)?;
        let kind = Kind::of(&question.unit);
        let direct = question.setting(&HOW) == "direct";
        let persons = Persons::asked(readings, question, direct)?;
        // Where a person may have several events they are no part of the people.
        let most_is_all = kind == Kind::Share && persons.is_none();
        let places = Places::of(Cells::out_of(readings, most_is_all)?, persons.as_ref())?;
        let compared = match direct {
            true => directly(&places, question, level)?,
            false => indirectly(&places, level)?,
        };
        let all = compared.all;
        let asked = Asked {
            question,
            level,
            direct,
            scale: Scale::of(question, kind, if direct { all } else { places.crude() }),
            all,
            crude: places.crude(),
            bands: places.ages.bands.len(),
            times: places.together.persons.len(),
            rows: compared.rows,
            without: compared.without,
        };
        if asked.rows.is_empty() {
            return Err(too_few_events(&asked.without));
        }
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: question.settled(self.parameters()),
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&crate::counted::until(readings)),
            findings: sentences::findings(&asked),
            figures: sentences::figures(&asked),
            chart: Chart::Intervals(asked.chart()),
            spoken: sentences::spoken(&asked),
            table: sentences::table(&asked),
            rests_on: readings.rests_on().clone(),
            protection: None,
        })
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[("per", "100000")],
            answer: include_str!("worked.txt"),
        }
    }
}

/// A place with its standardised figure.
struct Row {
    place: String,
    found: Found,
    /// Events over people as they are, for comparison.
    crude: f64,
    at: u64,
}

/// Places compared with all of them together.
struct Compared {
    rows: Vec<Row>,
    all: f64,
    without: Vec<(String, &'static str)>,
}

/// What was found, with what was asked.
struct Asked<'q> {
    question: &'q Question,
    level: f64,
    direct: bool,
    scale: Scale,
    /// The figure of all places together: a rate, or 1 for a ratio.
    all: f64,
    crude: f64,
    bands: usize,
    /// How many numbers of events a person had were told apart; nought when events are taken to be independent.
    times: usize,
    rows: Vec<Row>,
    without: Vec<(String, &'static str)>,
}

impl Asked<'_> {
    fn signal(&self, row: &Row) -> Option<Signal> {
        let apart = self.rows.len() > 1 && gap::leaves_out(row.found.interval, self.all);
        apart.then(|| super::gap::way(self.question.better, row.found.value > self.all))
    }

    /// A direct rate in its unit, or a ratio as it is.
    fn drawn(&self, value: f64) -> f64 {
        if self.direct { self.scale.drawn(value) } else { value }
    }

    fn chart(&self) -> IntervalChart {
        let row = |it: &Row| IntervalRow {
            label: it.place.clone(),
            heading: String::new(),
            value: Some(self.drawn(it.found.value)),
            interval: Some((self.drawn(it.found.interval.lower), self.drawn(it.found.interval.upper))),
            signal: self.signal(it),
            note: format!("{} events", crate::question::thousands(it.found.events)),
        };
        let what = if self.direct { "rate" } else { "ratio" };
        IntervalChart {
            unit: if self.direct {
                self.scale.unit()
            } else {
                "times".to_owned()
            },
            axis: format!("Standardised {what}, with {} interval", crate::words::level(self.level)),
            rows: self.rows.iter().map(row).collect(),
            reference: Some(Reference {
                value: self.drawn(self.all),
                label: "all together".to_owned(),
            }),
            ratio_scale: !self.direct && self.rows.iter().all(|it| it.found.interval.lower > 0.0),
        }
    }
}

fn directly(places: &Places, question: &Question, level: f64) -> Result<Compared, Refusal> {
    let weights = match question.setting(&POPULATION) {
        "all-places" => places.together.people.clone(),
        _ => europe::weights(&places.ages)?,
    };
    let rate = |it: &Place| match it.persons.is_empty() {
        true => standard::direct(&it.events, &it.people, &weights, level),
        false => {
            let persons = (1_u32..).map(f64::from).zip(it.persons.iter().map(Vec::as_slice));
            standard::direct_repeated(&persons.collect::<Vec<_>>(), &it.people, &weights, level)
        }
    };
    let mut without = places.without.clone();
    let mut rows = Vec::with_capacity(places.whole.len());
    for it in &places.whole {
        match rate(it) {
            Some(found) => rows.push(it.row(found)),
            None if it.events.iter().sum::<f64>() < standard::FEWEST_EVENTS => {
                without.push((it.place.clone(), "with fewer than 10 events"));
            }
            None => return Err(super::undefined()),
        }
    }
    let all = rate(&places.together).map(|it| it.value);
    let all = match all {
        Some(all) => all,
        None if rows.is_empty() => 0.0,
        None => return Err(super::undefined()),
    };
    without.sort();
    Ok(Compared { rows, all, without })
}

fn indirectly(places: &Places, level: f64) -> Result<Compared, Refusal> {
    let mut rows = Vec::with_capacity(places.whole.len());
    let mut without = places.without.clone();
    for it in &places.whole {
        let expected = standard::expected(&it.people, &places.together.events, &places.together.people);
        let expected = expected.ok_or_else(super::undefined)?;
        if expected == 0.0 {
            without.push((it.place.clone(), "with no event expected"));
            continue;
        }
        let found = standard::indirect(it.events.iter().sum(), expected, level);
        rows.push(it.row(found.ok_or_else(super::undefined)?));
    }
    without.sort();
    Ok(Compared {
        rows,
        all: 1.0,
        without,
    })
}

fn too_few_events(without: &[(String, &'static str)]) -> Refusal {
    let why = match without.first() {
        Some((place, why)) if without.len() == 1 => format!("`{place}` is {why}."),
        Some((place, why)) => format!("No place has a figure: `{place}`, for one, is {why}."),
        None => "No place has a figure.".to_owned(),
    };
    Refusal::new(
        "insight/too-few-events",
        why,
        "Ask about a longer time or larger areas; a ratio (`how` set to `indirect`) can be had of fewer events.",
    )
}
