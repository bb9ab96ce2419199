use cm_numeric::trend::{BAR, Direction, READINGS};

use super::{Asked, Read};
use crate::change::{digits, signal};
use crate::question::thousands;
use crate::words::{capital, points_way};
use crate::{Figure, Finding, Table, Weight};

pub(super) fn headline(asked: &Asked<'_>) -> String {
    match asked.recent.direction {
        Direction::Rising => format!("Rising over the last {READINGS} years read"),
        Direction::Falling => format!("Falling over the last {READINGS} years read"),
        Direction::Level => format!("No trend told in the last {READINGS} years read"),
        Direction::OneReading => "A trend that rests on one reading alone".to_owned(),
    }
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = vec![main(asked)];
    if asked.skips() {
        let sentence = "A year between these readings was not read; the line allows for the time that passed.";
        found.push(Finding::new(Weight::Caution, "skipped", sentence));
    }
    let overlap = "The rule holds for years that do not overlap; rolling averages share their readings and would seem \
                   to go one way.";
    found.push(Finding::new(Weight::Caution, "no-overlap", overlap));
    let past = "It says where the last years went, not why, and not where the next will go.";
    found.push(Finding::new(Weight::Caution, "not-why", past));
    found
}

fn main(asked: &Asked<'_>) -> Finding {
    let test = format!("chi-squared {}, against {BAR}", digits(asked.recent.chi_square));
    let slope = asked.recent.slope;
    let found = match asked.recent.direction {
        Direction::Rising | Direction::Falling => {
            let sentence = format!(
                "A line through the last {READINGS} readings {} more than chance would have it ({test}), whichever \
                 reading is left out: {}.",
                if slope > 0.0 { "rises" } else { "falls" },
                points_way(signal(asked.question.better, slope))
            );
            Finding::new(Weight::Signal, "recent-trend", sentence)
        }
        Direction::Level => {
            let sentence = format!("The last {READINGS} readings are no line that chance does not explain ({test}).");
            Finding::new(Weight::Steady, "", sentence)
        }
        Direction::OneReading => {
            let sentence = format!(
                "The last {READINGS} readings make a line ({test}), but it turns round when one of them is left out: \
                 what is behind that reading?"
            );
            Finding::new(Weight::Question, "one-reading", sentence)
        }
    };
    match cm_numeric::chi_square::cdf(asked.recent.chi_square, 1.0) {
        Some(below) => found.with_chance(1.0 - below),
        None => found,
    }
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let figure = |name: &str, unit: &str, value: f64, statement: String| Figure {
        name: name.to_owned(),
        statement,
        value: Some(value),
        lower: None,
        upper: None,
        unit: unit.to_owned(),
        n: Some(READINGS as f64),
    };
    let recent = &asked.recent;
    let (unit, of) = match asked.question.unit {
        cm_framework::Unit::Share => ("log odds a year", "on the scale of log odds"),
        cm_framework::Unit::Number(_) => ("a year", "in the unit of the measure"),
    };
    vec![
        figure(
            "chi-square",
            "number",
            recent.chi_square,
            format!(
                "Chi-squared for a line is {}; it counts above {BAR}.",
                digits(recent.chi_square)
            ),
        ),
        figure(
            "slope",
            unit,
            recent.slope,
            format!("The slope is {} each year, {of}.", digits(recent.slope)),
        ),
    ]
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let said = |it: Option<&Read>| it.map_or_else(String::new, |it| asked.question.in_words(it.value));
    format!(
        "{} in the last {READINGS} years read, each with its 95% interval: from {} to {}. {}.",
        capital(&asked.question.title),
        said(asked.read.first()),
        said(asked.read.last()),
        headline(asked)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let columns = ["Period", "Count", "Out of", "Read", "95% interval"];
    let row = |it: &Read| {
        vec![
            it.place.period.to_string(),
            thousands(it.count),
            it.total.map_or_else(|| "none".to_owned(), thousands),
            asked.question.in_words(it.value),
            format!(
                "{} to {}",
                asked.question.in_words(it.interval.lower),
                asked.question.in_words(it.interval.upper)
            ),
        ]
    };
    Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows: asked.read.iter().map(row).collect(),
        at: asked.read.iter().map(|it| it.place.at).collect(),
    }
}
