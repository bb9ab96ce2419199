use cm_numeric::gap::{Difference, Ratio};

use super::{Asked, Row};
use crate::counted::{TOLD, left_out};
use crate::question::thousands;
use crate::words::{count, fitting, level, whole_per_cent};
use crate::{Figure, Finding, Table, Weight};

/// With fewer counted or not counted, an interval is mostly a guess about the next few.
const FEW: f64 = 10.0;

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let differ: Vec<&Row> = asked.rows.iter().filter(|it| it.differs()).collect();
    let base = &asked.base.group;
    let others = asked.rows.len() - 1;
    match differ.as_slice() {
        [] => "No population group differs from the base beyond chance".to_owned(),
        [one] if others == 1 => fitting(&[
            format!("“{}” differs from “{base}” beyond chance", one.group),
            "The two population groups differ beyond chance".to_owned(),
        ]),
        some => {
            let differ = if some.len() == 1 { "differs" } else { "differ" };
            fitting(&[
                format!("{} of {others} population groups {differ} from “{base}”", some.len()),
                format!("{} of {others} population groups {differ} from the base", some.len()),
            ])
        }
    }
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut others: Vec<(&Row, Difference, Option<Ratio>)> = asked.others().collect();
    others.sort_by(|a, b| {
        let far = |it: &Difference| it.value.abs();
        (b.0.differs().cmp(&a.0.differs()))
            .then(far(&b.1).total_cmp(&far(&a.1)))
            .then(a.0.group.cmp(&b.0.group))
    });
    for (row, difference, ratio) in others.iter().take(TOLD) {
        let (weight, rule) = if row.differs() {
            (Weight::Signal, "gap")
        } else {
            (Weight::Steady, "")
        };
        found.push(Finding::new(weight, rule, told(asked, row, *difference, *ratio)));
    }
    if let Some(more) = others.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let more = count(more, "more population group", "more population groups");
        found.push(Finding::new(Weight::Steady, "", format!("The table holds {more}.")));
    }
    found.push(based(asked));
    found.push(missing(asked));
    if others.len() > 1 {
        let sentence = format!(
            "With {} compared, about {:.1} would differ so by luck alone.",
            count(others.len(), "population group", "population groups"),
            (1.0 - asked.level) * others.len() as f64
        );
        found.push(Finding::new(Weight::Caution, "many-looks", sentence));
    }
    found.extend(small(asked));
    found.extend(noughts(asked));
    found.extend(left_out(&asked.without, "population group is", "population groups are"));
    found
}

fn told(asked: &Asked<'_>, row: &Row, difference: Difference, ratio: Option<Ratio>) -> String {
    format!(
        "“{}”, {} of {}, against “{}”: a difference of {} ({} interval {}), and {}.",
        row.group,
        asked.scale.words(row.arm.value()),
        thousands(row.arm.total),
        asked.base.group,
        asked.scale.apart(difference.value),
        level(asked.level),
        asked.scale.bare_between(difference.interval),
        times(ratio)
    )
}

/// `0.50 times as much (0.26 to 0.96)`.
pub(in crate::methods) fn times(ratio: Option<Ratio>) -> String {
    match ratio {
        Some(it) => format!(
            "{} times as much ({} to {})",
            two(it.value),
            two(it.interval.lower),
            two(it.interval.upper)
        ),
        None => "no ratio, because the base has none".to_owned(),
    }
}

/// A ratio with two decimals, or with commas instead when it is large.
pub(in crate::methods) fn two(ratio: f64) -> String {
    if ratio >= 1_000.0 {
        thousands(ratio.round())
    } else {
        format!("{ratio:.2}")
    }
}

fn based(asked: &Asked<'_>) -> Finding {
    let (value, total) = asked.base_row().map_or((0.0, 0.0), |it| (it.arm.value(), it.arm.total));
    let sentence = format!(
        "The base is “{}”, {}: {} of {}.",
        asked.base.group,
        asked.base.why,
        asked.scale.words(value),
        thousands(total)
    );
    Finding::new(Weight::Steady, "", sentence)
}

fn missing(asked: &Asked<'_>) -> Finding {
    Finding::new(
        Weight::Caution,
        "missing",
        crate::counted::unknown(asked.known, asked.unknown, whole_per_cent),
    )
}

fn small(asked: &Asked<'_>) -> Option<Finding> {
    let few = |it: &&Row| it.arm.count < FEW || (it.arm.total - it.arm.count).abs() < FEW;
    let few: Vec<String> = asked
        .rows
        .iter()
        .filter(few)
        .map(|it| format!("“{}”", it.group))
        .collect();
    if few.is_empty() {
        return None;
    }
    let which = match few.len() <= TOLD {
        true => crate::words::listed(&few),
        false => count(few.len(), "population group", "population groups"),
    };
    let sentence =
        format!("Fewer than {FEW:.0} are counted, or not counted, of {which}: a few people more would alter the gap.");
    Some(Finding::new(Weight::Caution, "few-cases", sentence))
}

fn noughts(asked: &Asked<'_>) -> Option<Finding> {
    let added = |(_, _, ratio): (&Row, Difference, Option<Ratio>)| ratio.is_some_and(|it| it.halves_added);
    asked.others().any(added).then(|| {
        let sentence = "Where a population group has none, or both have all, the interval of the ratio has a half added to \
                        each count, and is rough.";
        Finding::new(Weight::Caution, "halves-added", sentence)
    })
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let mut found = Vec::new();
    for (row, difference, ratio) in asked.others() {
        let figure = |name: &str, unit: String, value: Option<f64>, ends: Option<(f64, f64)>, said: String| Figure {
            name: format!("{name} of {}", row.group),
            statement: said,
            value,
            lower: ends.map(|it| it.0),
            upper: ends.map(|it| it.1),
            unit,
            n: Some(row.arm.total),
        };
        let between = asked.scale.bare_between(difference.interval);
        found.push(figure(
            "difference",
            asked.scale.unit(),
            Some(asked.scale.drawn(difference.value)),
            Some(asked.scale.ends(difference.interval)),
            format!(
                "“{}” less “{}”: {} ({between}).",
                row.group,
                asked.base.group,
                asked.scale.apart(difference.value)
            ),
        ));
        found.push(figure(
            "ratio",
            "times".to_owned(),
            ratio.map(|it| it.value),
            ratio.map(|it| (it.interval.lower, it.interval.upper)),
            format!("“{}” over “{}”: {}.", row.group, asked.base.group, times(ratio)),
        ));
    }
    found
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let differ = asked.rows.iter().filter(|it| it.differs()).count();
    format!(
        "{} compared with “{}”: {} by more than chance would.",
        count(asked.rows.len() - 1, "population group", "population groups"),
        asked.base.group,
        match differ {
            0 => "none differs".to_owned(),
            some => count(some, "differs", "differ"),
        }
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let size = asked.question.size_is.clone().unwrap_or_else(|| "cases".to_owned());
    let row = |it: &Row| {
        let (difference, ratio) = match &it.apart {
            None => ("the base".to_owned(), "the base".to_owned()),
            Some((difference, ratio)) => (
                format!(
                    "{} ({})",
                    asked.scale.apart(difference.value),
                    asked.scale.bare_between(difference.interval)
                ),
                times(*ratio),
            ),
        };
        vec![
            it.group.clone(),
            thousands(it.arm.count),
            thousands(it.arm.total),
            asked.scale.words(it.arm.value()),
            asked.scale.between(it.interval),
            difference,
            ratio,
        ]
    };
    Table {
        columns: vec![
            "Population group".to_owned(),
            "Count".to_owned(),
            format!("Out of ({size})"),
            "Figure".to_owned(),
            format!("{} interval", level(asked.level)),
            format!("Difference from {}", asked.base.group),
            format!("Ratio to {}", asked.base.group),
        ],
        rows: asked.rows.iter().map(row).collect(),
        at: asked.rows.iter().map(|it| Some(it.at)).collect(),
    }
}
