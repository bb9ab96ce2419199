use super::{Asked, POPULATION, Row};
use crate::counted::{TOLD, left_out};
use crate::methods::gap::two;
use crate::question::thousands;
use crate::words::{capital, count, level};
use crate::{Figure, Finding, Table, Weight};

/// Fewer age bands leave much of a difference in age within them.
const FEW_BANDS: usize = 5;

fn figure(asked: &Asked<'_>, value: f64) -> String {
    match asked.direct {
        true => asked.scale.words(value),
        false => format!("{} times what is expected", two(value)),
    }
}

fn between(asked: &Asked<'_>, row: &Row) -> String {
    let it = row.found.interval;
    match asked.direct {
        true => asked.scale.between(it),
        false => format!("{} to {}", two(it.lower), two(it.upper)),
    }
}

fn apart<'a>(asked: &'a Asked<'_>) -> Vec<&'a Row> {
    asked.rows.iter().filter(|it| asked.signal(it).is_some()).collect()
}

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let all = asked.rows.len();
    match (asked.rows.as_slice(), apart(asked).len()) {
        ([one], _) => format!("At standard ages: {}", figure(asked, one.found.value)),
        (_, 0) => "At equal ages no place stands apart".to_owned(),
        (_, 1) => format!("At equal ages 1 of {all} places stands apart"),
        (_, some) => format!("At equal ages {some} of {all} places stand apart"),
    }
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if asked.rows.len() > 1 {
        let apart = apart(asked);
        let weight = if apart.is_empty() {
            Weight::Steady
        } else {
            Weight::Signal
        };
        let sentence = format!(
            "The {} interval of {} of {} leaves out {}, the figure for all together.",
            level(asked.level),
            apart.len(),
            count(asked.rows.len(), "place", "places"),
            figure(asked, asked.all)
        );
        found.push(Finding::new(
            weight,
            if apart.is_empty() { "" } else { "apart" },
            sentence,
        ));
        found.extend(told(asked, apart));
        let looks = format!(
            "With {} looked at, about {:.1} would stand apart by luck alone.",
            count(asked.rows.len(), "place", "places"),
            (1.0 - asked.level) * asked.rows.len() as f64
        );
        found.push(Finding::new(Weight::Caution, "many-looks", looks));
    } else {
        found.extend(
            asked
                .rows
                .iter()
                .map(|it| Finding::new(Weight::Steady, "", said(asked, it))),
        );
    }
    found.push(Finding::new(Weight::Steady, "", how(asked)));
    if asked.bands < FEW_BANDS {
        let sentence = format!(
            "With {}, much of a difference in age stays within them.",
            count(asked.bands, "age band", "age bands")
        );
        found.push(Finding::new(Weight::Caution, "few-bands", sentence));
    }
    found.extend(left_out(&asked.without, "place is", "places are"));
    found.push(whose_events(asked));
    found
}

fn whose_events(asked: &Asked<'_>) -> Finding {
    if asked.times > 0 {
        let sentence = format!(
            "A person may have up to {}; the intervals allow for events that come together.",
            count(asked.times, "event", "events")
        );
        return Finding::new(Weight::Steady, "", sentence);
    }
    let sentence = "Events are taken to be independent; where one person has several, the intervals are too narrow.";
    Finding::new(Weight::Caution, "independent", sentence)
}

fn told(asked: &Asked<'_>, mut apart: Vec<&Row>) -> Vec<Finding> {
    let far = |it: &Row| (it.found.value - asked.all).abs();
    apart.sort_by(|a, b| far(b).total_cmp(&far(a)).then(a.place.cmp(&b.place)));
    let told = apart.iter().take(TOLD);
    told.map(|it| Finding::new(Weight::Signal, "apart", said(asked, it)))
        .collect()
}

fn how(asked: &Asked<'_>) -> String {
    let bands = count(asked.bands, "age band", "age bands");
    match (asked.direct, asked.question.setting(&POPULATION)) {
        (true, "all-places") => format!("Ages are those of all places together, in {bands}."),
        (true, _) => format!("Ages are those of Europe's standard population of 2013, in {bands}."),
        (false, _) => format!(
            "What is expected are the rates of all places together in {bands}, {} as they are; ratios of two places are not \
             to be compared with each other.",
            asked.scale.words(asked.crude)
        ),
    }
}

fn said(asked: &Asked<'_>, row: &Row) -> String {
    let out_of = match asked.direct {
        true => format!(
            "{} events in {}",
            thousands(row.found.events),
            thousands(row.found.out_of)
        ),
        false => format!(
            "{} events where {:.1} are expected",
            thousands(row.found.events),
            row.found.out_of
        ),
    };
    format!(
        "“{}”: {} ({} interval {}), {out_of}; {} as it is.",
        row.place,
        figure(asked, row.found.value),
        level(asked.level),
        between(asked, row),
        asked.scale.words(row.crude)
    )
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let unit = if asked.direct {
        asked.scale.unit()
    } else {
        "times".to_owned()
    };
    let of = |row: &Row| Figure {
        name: row.place.clone(),
        statement: said(asked, row),
        value: Some(asked.drawn(row.found.value)),
        lower: Some(asked.drawn(row.found.interval.lower)),
        upper: Some(asked.drawn(row.found.interval.upper)),
        unit: unit.clone(),
        n: Some(row.found.events),
    };
    let mut found: Vec<Figure> = asked.rows.iter().map(of).collect();
    if !asked.direct {
        found.extend(asked.rows.iter().filter_map(|row| {
            let rate = row.found.times(asked.crude)?;
            let (lower, upper) = asked.scale.ends(rate.interval);
            Some(Figure {
                name: format!("rate of {}", row.place),
                statement: format!(
                    "“{}” at the rate of all together: {} ({}).",
                    row.place,
                    asked.scale.words(rate.value),
                    asked.scale.between(rate.interval)
                ),
                value: Some(asked.scale.drawn(rate.value)),
                lower: Some(lower),
                upper: Some(upper),
                unit: asked.scale.unit(),
                n: Some(row.found.events),
            })
        }));
    }
    found
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let values = || asked.rows.iter().map(|it| it.found.value);
    format!(
        "{} at equal ages, from {} to {}; {} for all together.",
        count(asked.rows.len(), "place", "places"),
        figure(asked, values().fold(f64::INFINITY, f64::min)),
        figure(asked, values().fold(f64::NEG_INFINITY, f64::max)),
        figure(asked, asked.all)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let row = |it: &Row| {
        vec![
            it.place.clone(),
            thousands(it.found.events),
            if asked.direct {
                thousands(it.found.out_of)
            } else {
                format!("{:.1}", it.found.out_of)
            },
            figure(asked, it.found.value),
            between(asked, it),
            asked.scale.words(it.crude),
        ]
    };
    Table {
        columns: vec![
            capital(&asked.question.places_are),
            "Events".to_owned(),
            if asked.direct { "People" } else { "Events expected" }.to_owned(),
            "Standardised".to_owned(),
            format!("{} interval", level(asked.level)),
            "As it is".to_owned(),
        ],
        rows: asked.rows.iter().map(row).collect(),
        at: asked.rows.iter().map(|it| Some(it.at)).collect(),
    }
}
