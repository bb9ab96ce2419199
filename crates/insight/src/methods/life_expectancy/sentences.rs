use cm_numeric::life::Expectation;

use super::Asked;
use crate::question::thousands;
use crate::words::{count, fitting, level, whole_per_cent};
use crate::{Figure, Finding, Table, Weight};

/// `birth`, `age 65`.
pub(super) fn age(start: f64) -> String {
    match start {
        0.0 => "birth".to_owned(),
        start => format!("age {start:.0}"),
    }
}

fn years(it: &Expectation) -> String {
    format!("{:.1} years", it.years)
}

fn between(it: &Expectation) -> String {
    format!("{:.1} to {:.1}", it.interval.lower, it.interval.upper)
}

pub(super) fn headline(asked: &Asked) -> String {
    let Some(first) = asked.table.first() else {
        return "Life expectancy".to_owned();
    };
    fitting(&[
        format!(
            "Life expectancy at {} is {} ({})",
            age(first.age),
            years(first),
            between(first)
        ),
        format!("Life expectancy at {} is {}", age(first.age), years(first)),
    ])
}

pub(super) fn findings(asked: &Asked) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(first) = asked.table.first() {
        let sentence = format!(
            "At {} people may expect {} ({} interval {}), if the deaths of this time were those of their whole lives.",
            age(first.age),
            years(first),
            level(asked.level),
            between(first)
        );
        found.push(Finding::new(Weight::Steady, "", sentence));
        let sentence = format!(
            "It rests on {} in {} person-years.",
            count(first.deaths.round().max(0.0) as usize, "death", "deaths"),
            thousands(first.people.round())
        );
        found.push(Finding::new(Weight::Steady, "", sentence));
    }
    if let Some(it) = asked.table.iter().find(|it| it.age == 65.0) {
        let sentence = format!(
            "Those who reach 65, {} of all, may expect {} more ({}).",
            whole_per_cent(it.alive),
            years(it),
            between(it)
        );
        found.push(Finding::new(Weight::Steady, "", sentence));
    }
    let none = asked.bands.iter().filter(|(_, it)| it.count == 0.0).count();
    if none > 0 {
        let sentence = format!(
            "{} no deaths, which adds nothing to the interval: it is a little too narrow.",
            if none == 1 {
                "1 age band has".to_owned()
            } else {
                format!("{none} age bands have")
            }
        );
        found.push(Finding::new(Weight::Caution, "no-deaths", sentence));
    }
    if asked.unknown > 0.0 {
        let sentence = format!(
            "{} deaths at an unknown age are left out, so that the figures are too long.",
            thousands(asked.unknown)
        );
        found.push(Finding::new(Weight::Caution, "missing", sentence));
    }
    let sentence = "It is a summary of deaths now, no forecast of how long anyone will live; people who moved in or out count \
                    where they were.";
    found.push(Finding::new(Weight::Caution, "no-forecast", sentence));
    found
}

pub(super) fn figures(asked: &Asked) -> Vec<Figure> {
    let figure = |it: &Expectation| Figure {
        name: format!("at-{:.0}", it.age),
        statement: format!("At {}: {} ({}).", age(it.age), years(it), between(it)),
        value: Some(it.years),
        lower: Some(it.interval.lower),
        upper: Some(it.interval.upper),
        unit: "years".to_owned(),
        n: Some(it.people),
    };
    asked.table.iter().map(figure).collect()
}

pub(super) fn spoken(asked: &Asked) -> String {
    let (first, last) = (asked.table.first(), asked.table.last());
    let said = |it: Option<&Expectation>| it.map_or_else(String::new, |it| format!("{} at {}", years(it), age(it.age)));
    format!(
        "Years of life expected at the start of {}: {}, down to {}.",
        count(asked.table.len(), "age band", "age bands"),
        said(first),
        said(last)
    )
}

pub(super) fn table(asked: &Asked) -> Table {
    let row = |(it, (_, cell)): (&Expectation, &(f64, crate::counted::Cell))| {
        vec![
            cell.group.clone(),
            thousands(cell.count),
            thousands(cell.total.unwrap_or(0.0)),
            format!("{:.1}", it.years),
            between(it),
            format!("{:.1}%", it.alive * 100.0),
        ]
    };
    Table {
        columns: vec![
            "Age band".to_owned(),
            "Deaths".to_owned(),
            "People".to_owned(),
            "Years expected at its start".to_owned(),
            format!("{} interval", level(asked.level)),
            "Share who reach it".to_owned(),
        ],
        rows: asked.table.iter().zip(&asked.bands).map(row).collect(),
        at: asked.bands.iter().map(|(_, it)| Some(it.at)).collect(),
    }
}
