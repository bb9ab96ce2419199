#![doc = include_str!("card.md")]

mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::Motive;
use cm_kernel::{Card, Refusal};
use cm_numeric::life::{self, Expectation};

use super::Method;
use crate::counted::{Ages, Cell, Cells, LEVEL, apart_from_unknown, level, years};
use crate::{Chart, Insight, IntervalChart, IntervalRow, Parameter, Question, Readings, Shape, Topic, Worked};

/// Life expectancy.
pub struct LifeExpectancy;

impl Method for LifeExpectancy {
    fn name(&self) -> &'static str {
        "life-expectancy"
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
        Shape::OneReadingAGroup
    }

    fn topic(&self) -> Topic {
        Topic::BetweenGroups
    }

    fn suits(&self, question: &Question) -> bool {
        question.size_is.is_some()
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[LEVEL]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let level = level(question)?;
        let cells = Cells::out_of(readings, false)?;
        if cells.cells.is_empty() {
            return Err(super::rate::no_numbers());
        }
        if !cells.one_place() {
            return Err(super::gap::several_places());
        }
        let without = cells.groups_without();
        let (known, unknown) = apart_from_unknown(cells.cells);
        let bands = in_order(known, &without)?;
        let table = table(&bands, years(readings), level)?;
        let asked = Asked {
            level,
            bands,
            table,
            unknown: unknown.iter().map(|it| it.count).sum(),
        };
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
            settings: &[],
            answer: include_str!("worked.txt"),
        }
    }
}

/// What was found, with what was asked.
struct Asked {
    level: f64,
    /// Age bands with their first birthday, youngest first; as long as the table.
    bands: Vec<(f64, Cell)>,
    table: Vec<Expectation>,
    /// Deaths at an unknown age.
    unknown: f64,
}

impl Asked {
    fn chart(&self) -> IntervalChart {
        let row = |(it, (_, cell)): (&Expectation, &(f64, Cell))| IntervalRow {
            label: format!("at {}", sentences::age(it.age)),
            heading: String::new(),
            value: Some(it.years),
            interval: Some((it.interval.lower, it.interval.upper)),
            signal: None,
            note: format!("{} deaths in {}", crate::question::thousands(cell.count), cell.group),
        };
        IntervalChart {
            unit: "years".to_owned(),
            axis: format!(
                "Years of life expected, with {} interval",
                crate::words::level(self.level)
            ),
            rows: self.table.iter().zip(&self.bands).map(row).collect(),
            reference: None,
            ratio_scale: false,
        }
    }
}

/// Age bands with their first birthdays, youngest first, the last one open.
fn in_order(known: Vec<Cell>, without: &[(String, &'static str)]) -> Result<Vec<(f64, Cell)>, Refusal> {
    if let Some((group, why)) = without.first() {
        return Err(Refusal::new(
            "insight/band-missing",
            format!("The age band `{group}` has no number ({why}), and a life table needs every band."),
            "Join it with a neighbour, ask about a longer time, or ask whoever gathers the evidence why it is absent.",
        ));
    }
    let names: Vec<String> = known.iter().map(|it| it.group.clone()).collect();
    let ages = Ages::read(&names)?;
    let open = ages.bands.last().is_some_and(|(_, age)| age.end.is_none());
    if ages.bands.len() < 2 || !open {
        return Err(Refusal::new(
            "insight/not-age-bands",
            "A life table needs several age bands, the oldest of them open, such as `90+`.",
            "Gather deaths and people by age band, the last one with no upper end.",
        ));
    }
    let mut cells = known;
    let mut found = Vec::with_capacity(ages.bands.len());
    for (name, age) in ages.bands {
        if let Some(at) = cells.iter().position(|it| it.group == name) {
            found.push((age.start, cells.swap_remove(at)));
        }
    }
    Ok(found)
}

/// The life table, where there is enough to make one of.
fn table(bands: &[(f64, Cell)], years: f64, level: f64) -> Result<Vec<Expectation>, Refusal> {
    let starts: Vec<f64> = bands.iter().map(|(start, _)| *start).collect();
    let people: Vec<f64> = bands.iter().filter_map(|(_, it)| Some(it.total? * years)).collect();
    let deaths: Vec<f64> = bands.iter().map(|(_, it)| it.count).collect();
    let all: f64 = people.iter().sum();
    if all < life::FEWEST_PEOPLE {
        return Err(Refusal::new(
            "insight/too-few-people",
            format!(
                "Here are {} person-years; below {} a life table says too little.",
                crate::question::thousands(all.round()),
                crate::question::thousands(life::FEWEST_PEOPLE)
            ),
            "Ask about several years together, or about a larger area.",
        ));
    }
    if deaths.last().is_none_or(|it| *it == 0.0) {
        return Err(Refusal::new(
            "insight/none-or-all",
            "Nobody died in the oldest age band, so nobody can tell how long its people live.",
            "Ask about several years together, or join the oldest age bands.",
        ));
    }
    life::expectancy(&starts, &people, &deaths, level).ok_or_else(|| {
        Refusal::new(
            "insight/undefined",
            "An age band has more deaths a year than people can die, or numbers too large or too small to compute with.",
            "Check that each reading is deaths out of people of that age.",
        )
    })
}
