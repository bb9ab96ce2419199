use cm_kernel::Absence;
use cm_numeric::ranks::{Chance, Confidence, Correction, Ends};

use super::ranked::{Kind, Place, Ranked};
use crate::question::thousands;
use crate::words::{capital, count, level, listed};
use crate::{Figure, Finding, Table, Weight};

/// Places that scatter this many times as much as chance would make them differ for other reasons too.
const MUCH: f64 = 2.0;
/// A chance from which a place is called likely to be where it is.
const LIKELY: f64 = 0.9;
/// The most places named in one sentence.
const NAMED: usize = 12;

pub(crate) fn headline(ranked: &Ranked<'_>) -> String {
    let all = ranked.places.len();
    if ranked.chosen.plan.ends == Ends::Worst {
        return match ranked.could_be_last(1) {
            1 => format!("Only 1 of {all} could be last"),
            some => format!("{some} of {all} could be last"),
        };
    }
    match ranked.could_be_first(1) {
        1 => format!("Only 1 of {all} could be first"),
        some => format!("{some} of {all} could be first"),
    }
}

pub(crate) fn findings(ranked: &Ranked<'_>) -> Vec<Finding> {
    let all = ranked.places.len();
    let mut found = Vec::new();
    let ends = format!(
        "{} of {} could be first and {} could be last, going by {} {} rank intervals.",
        ranked.could_be_first(1),
        count(all, "place", "places"),
        ranked.could_be_last(1),
        level(ranked.chosen.plan.level),
        kind(ranked)
    );
    found.push(Finding::new(Weight::Steady, "", ends));
    found.extend(few(ranked));
    found.extend(chances(ranked));
    let alone = ranked.places.iter().filter(|it| it.ranks.width() == 1).count();
    let width = format!(
        "Half of the intervals are {} or more wide; {} told apart from every other.",
        count(ranked.median_width().unwrap_or_default() as usize, "rank", "ranks"),
        match alone {
            0 => "no place can be".to_owned(),
            some => count(some, "place can be", "places can be"),
        }
    );
    found.push(Finding::new(Weight::Steady, "", width));
    let values = match ranked.kind {
        Kind::Shares => "shares",
        Kind::Counts => "counts",
        Kind::Estimates => "estimates",
    };
    let order = format!(
        "The order in the table is that of the {values} and no finding: within their intervals places may change it any \
         day."
    );
    found.push(Finding::new(Weight::Caution, "order", order));
    if ranked.chosen.plan.confidence == Confidence::Marginal {
        let one = "Each interval holds for a place chosen before looking; together they promise less.";
        found.push(Finding::new(Weight::Caution, "marginal", one));
    }
    if ranked.chosen.chances {
        let taken = format!(
            "The chances take the {values} as they were read: those far out lie there partly by chance, and are less sure \
             of it than is said."
        );
        found.push(Finding::new(Weight::Caution, "chances", taken));
    }
    found.extend(spread(ranked));
    found.push(Finding::new(Weight::Caution, "draws", behind(ranked)));
    found.extend(ranked.left_out.clone());
    found
}

/// Which places could be among the first few and the last few, when more than one rank counts as few.
fn few(ranked: &Ranked<'_>) -> Option<Finding> {
    let (few, all) = (ranked.chosen.few, ranked.places.len());
    if few < 2 {
        return None;
    }
    let named = |could: &dyn Fn(&Place) -> bool| {
        let places: Vec<&Place> = ranked.places.iter().filter(|it| could(it)).collect();
        if places.len() == all {
            return "every place".to_owned();
        }
        let mut names: Vec<String> = places.iter().map(|it| format!("“{}”", it.name)).collect();
        names.sort();
        if names.len() > NAMED {
            return format!("{} of {all} places", names.len());
        }
        listed(&names)
    };
    let first = named(&|it: &Place| it.ranks.could_be_among_best(few));
    let last = named(&|it: &Place| it.ranks.could_be_among_worst(few, all));
    let sentence = format!(
        "Among the first {few} could be {first}; among the last {few}, {last}. Nobody else could, at {}.",
        level(ranked.chosen.plan.level)
    );
    Some(Finding::new(Weight::Steady, "", sentence))
}

/// How many places are likely to be among the first few and the last few, when asked for.
fn chances(ranked: &Ranked<'_>) -> Option<Finding> {
    let all = ranked.places.len();
    let likely = |of: &dyn Fn(&Chance) -> f64| {
        let many = ranked.places.iter().filter_map(|it| it.chance.as_ref());
        many.filter(|it| of(it) >= LIKELY).count()
    };
    let (first, last) = ranked
        .chosen
        .chances
        .then(|| (likely(&|it| it.first), likely(&|it| it.last)))?;
    let (firsts, lasts) = few_in_words(ranked.chosen.few);
    let sentence = format!(
        "Were all of them drawn anew within their errors, again and again, {} of {all} would {firsts} at least nine \
         times in ten, and {} {lasts}.",
        number_or_none(first),
        number_or_none(last),
    );
    Some(Finding::new(Weight::Steady, "", sentence))
}

fn number_or_none(number: usize) -> String {
    match number {
        0 => "none".to_owned(),
        some => some.to_string(),
    }
}

/// What it is to be among the first few, and among the last few.
fn few_in_words(few: usize) -> (String, String) {
    match few {
        1 => ("be first".to_owned(), "would be last".to_owned()),
        _ => (
            format!("be among the first {few}"),
            format!("would be among the last {few}"),
        ),
    }
}

/// A chance as a person reads it; never quite nothing and never quite certain.
fn chance(value: f64) -> String {
    match (value * 100.0).round() {
        ..1.0 => "under 1%".to_owned(),
        percent if percent > 99.0 => "over 99%".to_owned(),
        percent => format!("{percent:.0}%"),
    }
}

fn spread(ranked: &Ranked<'_>) -> Option<Finding> {
    let phi = ranked.phi.filter(|it| *it >= MUCH)?;
    let times = if phi < 10.0 {
        format!("{phi:.1}")
    } else {
        thousands(phi.round())
    };
    let sentence = format!(
        "Places scatter {times} times as much as chance would make them, and the intervals count chance alone: they rank \
         the differences there were, whatever made them, and another year could look quite otherwise."
    );
    Some(Finding::new(Weight::Caution, "spread", sentence))
}

fn behind(ranked: &Ranked<'_>) -> String {
    let plan = ranked.chosen.plan;
    if ranked.kind == Kind::Counts {
        let correction = match ranked.chosen.correction {
            Correction::Holm => "Holm's correction",
            Correction::Bonferroni => "Bonferroni's correction",
            Correction::None => "no correction for how many pairs were compared",
        };
        return format!("The intervals are exact, from every pair of counts, with {correction}.");
    }
    format!(
        "The intervals come from {} random draws that start at seed {}.",
        thousands(plan.draws as f64),
        plan.seed
    )
}

fn kind(ranked: &Ranked<'_>) -> &'static str {
    match ranked.chosen.plan.confidence {
        Confidence::Simultaneous => "simultaneous",
        Confidence::Marginal => "marginal",
    }
}

/// Which places are left out, in a sentence.
pub(crate) fn left_out(absent: &[(Absence, usize)]) -> Option<Finding> {
    let number: usize = absent.iter().map(|(_, number)| number).sum();
    if number == 0 {
        return None;
    }
    let kinds: Vec<String> = absent
        .iter()
        .map(|(why, number)| format!("{number} {}", why.word()))
        .collect();
    let sentence = format!(
        "{} left out ({}); none of them counts as nought.",
        count(number, "place is", "places are"),
        listed(&kinds)
    );
    Some(Finding::new(Weight::Caution, "left-out", sentence))
}

pub(crate) fn figures(ranked: &Ranked<'_>) -> Vec<Figure> {
    let all = ranked.places.len();
    let figure = |name: &str, unit: &str, value: Option<f64>, statement: String| Figure {
        name: name.to_owned(),
        statement,
        value,
        lower: None,
        upper: None,
        unit: unit.to_owned(),
        n: Some(all as f64),
    };
    let (first, last) = (ranked.could_be_first(1), ranked.could_be_last(1));
    let width = ranked.median_width();
    vec![
        figure(
            "could-be-first",
            "places",
            Some(first as f64),
            format!("{first} of {all} could be first."),
        ),
        figure(
            "could-be-last",
            "places",
            Some(last as f64),
            format!("{last} of {all} could be last."),
        ),
        figure(
            "median-width",
            "ranks",
            width,
            format!(
                "The middle rank interval holds {} of {all} ranks.",
                thousands(width.unwrap_or_default())
            ),
        ),
    ]
}

pub(crate) fn spoken(ranked: &Ranked<'_>) -> String {
    format!(
        "For each of {} the interval its rank lies in. {} could be first and {} could be last; the middle interval holds \
         {} ranks.",
        count(ranked.places.len(), "place", "places"),
        ranked.could_be_first(1),
        ranked.could_be_last(1),
        thousands(ranked.median_width().unwrap_or_default())
    )
}

pub(crate) fn table(ranked: &Ranked<'_>) -> Table {
    let places = capital(&ranked.question.places_are);
    let size = ranked.question.size_is.clone().unwrap_or_else(|| "cases".to_owned());
    let columns: Vec<String> = match ranked.kind {
        Kind::Shares => vec![
            places,
            "Count".to_owned(),
            format!("Out of ({size})"),
            "Share".to_owned(),
            "95% interval of the share".to_owned(),
        ],
        Kind::Counts => vec![
            places,
            "Count".to_owned(),
            "Out of all".to_owned(),
            "Share of all".to_owned(),
            "95% interval of the share".to_owned(),
        ],
        Kind::Estimates => vec![places, "Estimate".to_owned(), "95% interval".to_owned()],
    };
    let row = |it: &Place| {
        let said = |value: f64| ranked.in_words(value);
        let mut cells = vec![it.name.clone()];
        cells.extend(
            it.counts
                .into_iter()
                .flat_map(|(count, total)| [thousands(count), thousands(total)]),
        );
        cells.push(said(it.value));
        cells.push(format!("{} to {}", said(it.interval.lower), said(it.interval.upper)));
        cells.push(format!("{} to {}", it.ranks.best, it.ranks.worst));
        cells.extend(it.chance.iter().flat_map(|it| [chance(it.first), chance(it.last)]));
        cells
    };
    let mut last = vec!["Ranks it could have".to_owned()];
    if ranked.chosen.chances {
        let few = match ranked.chosen.few {
            1 => String::new(),
            few => format!(" {few}"),
        };
        last.extend(["first", "last"].map(|end| format!("Chance of {end}{few}")));
    }
    Table {
        columns: columns.into_iter().chain(last).collect(),
        rows: ranked.places.iter().map(row).collect(),
        at: ranked.places.iter().map(|it| Some(it.at)).collect(),
    }
}
