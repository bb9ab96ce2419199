//! When results come: at the end of a year or quarter, just past the line, since the target began.

use std::collections::BTreeMap;

use cm_framework::{Better, Unit};
use cm_kernel::Length;
use cm_numeric::distortion::{self, At};

use super::{Ask, DRAWS, Of, Outcome, Ran, directed, not};
use crate::change::Scale;
use crate::words::{count, whole_per_cent};

/// How far a result may lie from the line, as a part of it, to be just past it or just short.
const NEAR: f64 = 0.02;
/// The fewest places of which some may keep landing just past a line.
const PLACES: usize = 6;

/// Ends of years, and of quarters where periods are months.
pub(super) fn ends(of: &Of<'_>) -> Vec<Ask> {
    let Some(a_year) = of.gathered.a_year() else {
        return vec![end(of, "year", None)];
    };
    let mut asked = vec![end(of, "year", Some(a_year))];
    if of.gathered.length == Length::Month {
        asked.push(end(of, "quarter", Some(3)));
    }
    asked
}

fn end(of: &Of<'_>, of_what: &str, length: Option<usize>) -> Ask {
    let readings: Vec<At> = of
        .gathered
        .rows
        .iter()
        .map(|it| At {
            place: it.place,
            time: it.time,
            value: it.value,
        })
        .collect();
    let period = of.gathered.length.word();
    let outcome = match length {
        None => not("periods are neither months nor quarters"),
        Some(length) => match distortion::period_end(&readings, length, DRAWS, of.settings.seed) {
            None => Outcome::Not(format!("too few {of_what}s")),
            Some(found) => Outcome::Ran(Ran {
                p: of.wanted(found.p, found.mean),
                seen: format!(
                    "In the last {period} of the {of_what}, results lie {} than in those beside it, on average over {}",
                    Scale::Unit.difference(of.question, found.mean),
                    count(found.blocks, of_what, &format!("{of_what}s"))
                ),
                n: found.pairs,
            }),
        },
    };
    Ask {
        rule: format!("{of_what}-end"),
        name: if of_what == "year" { "Year end" } else { "Quarter end" }.to_owned(),
        asks: "what happens then?",
        causes: "Holidays and the weather, budgets and contracts that end then, and work that is finished late in time \
                 would all look like this.",
        outcome,
    }
}

pub(super) fn just_enough(of: &Of<'_>) -> Ask {
    let outcome = match (of.settings.target, &of.question.unit) {
        (_, Unit::Share) => not("the method “Just past the line” asks this of shares"),
        (None, _) => not("no target was agreed or given"),
        (Some(0.0), _) => not("the line lies at 0"),
        (Some(_), _) if of.gathered.places < PLACES => Outcome::Not(format!("fewer than {PLACES} places")),
        (Some(line), _) => lean(of, line),
    };
    Ask {
        rule: "just-enough".to_owned(),
        name: "Places at the line".to_owned(),
        asks: "what do these places do near the line?",
        causes: "Extra effort near the line, work that stops once it is reached, and a line drawn where results already \
                 were would all look like this.",
        outcome,
    }
}

fn lean(of: &Of<'_>, line: f64) -> Outcome {
    // Where less is better, a result reaches the line from above, so everything is looked at in a mirror.
    let side = if of.question.better == Better::Lower { -1.0 } else { 1.0 };
    let rows: Vec<(usize, f64)> = of.gathered.rows.iter().map(|it| (it.place, it.value * side)).collect();
    match distortion::just_enough(&rows, line * side, NEAR * line.abs()) {
        None => Outcome::Not(format!("no result lies within {} of the line", whole_per_cent(NEAR))),
        Some(found) => Outcome::Ran(Ran {
            p: directed(found.p, found.more_past > found.more_short),
            seen: format!(
                "Within {} of the line of {}, {} more often just past it than just short of it, and {} the other way \
                 round",
                whole_per_cent(NEAR),
                of.question.in_words(line),
                count(found.more_past as usize, "place lies", "places lie"),
                count(found.more_short as usize, "is", "are")
            ),
            n: (found.readings.0 + found.readings.1) as usize,
        }),
    }
}

/// How much smaller what shares are shares of became when the target began.
pub(super) fn size_since(of: &Of<'_>) -> Ask {
    let name = of.size_in_words();
    let outcome = match (of.gathered.began, of.question.unit == Unit::Share) {
        (_, false) => not("readings are not shares"),
        (None, true) => not("nothing says when the target began"),
        (Some(began), true) => stepped(of, began, &name),
    };
    Ask {
        rule: "size-since".to_owned(),
        name: "Fewer counted".to_owned(),
        asks: "who is no longer counted?",
        causes: "Demand that fell, a service that moved elsewhere, and a better definition of whom to count would all \
                 look like this.",
        outcome,
    }
}

fn stepped(of: &Of<'_>, began: i64, name: &str) -> Outcome {
    let (first, last) = of.gathered.span();
    let periods = (last - first + 1) as usize;
    // Only places that were read every time, so that nobody joins or leaves.
    let mut totals: BTreeMap<i64, f64> = BTreeMap::new();
    let mut places = 0;
    for place in of.gathered.by_place().filter(|it| it.len() == periods) {
        places += 1;
        for row in place {
            *totals.entry(row.time).or_default() += row.size.unwrap_or_default();
        }
    }
    let series: Vec<f64> = totals.into_values().collect();
    let width = of.gathered.a_year().unwrap_or(4);
    let mean = series.iter().sum::<f64>() / series.len().max(1) as f64;
    let at = usize::try_from(began - first).unwrap_or(usize::MAX);
    match distortion::step(&series, at, width).filter(|_| places > 0 && mean > 0.0) {
        None => Outcome::Not(format!("fewer than 20 dates with {width} periods either side")),
        Some(found) => Outcome::Ran(Ran {
            p: directed(found.p, found.change < 0.0),
            seen: format!(
                "Since the target began, {name} are {} {} than before, over {} either side",
                whole_per_cent((found.change / mean).abs()),
                if found.change < 0.0 { "lower" } else { "higher" },
                count(
                    width,
                    of.gathered.length.word(),
                    &format!("{}s", of.gathered.length.word())
                )
            ),
            n: series.len(),
        }),
    }
}
