use super::steps::Row;
use super::{Asked, Step};
use crate::counted::{TOLD, left_out};
use crate::methods::gap::{times, two};
use crate::question::{not_minus_nought, thousands};
use crate::words::{capital, count, fitting, level, whole_per_cent};
use crate::{Figure, Finding, Table, Weight};

/// With fewer who pass or do not, an interval is mostly a guess about the next few.
const FEW: f64 = 10.0;

fn per_cent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

fn points(share: f64) -> String {
    not_minus_nought(format!("{:.1}", share * 100.0))
}

fn compared(asked: &Asked) -> Vec<(&Step, &Row)> {
    asked
        .steps
        .iter()
        .flat_map(|step| step.others().map(move |row| (step, row)))
        .collect()
}

pub(super) fn headline(asked: &Asked) -> String {
    let all = compared(asked);
    let differ: Vec<_> = all.iter().filter(|(_, row)| row.differs()).collect();
    match differ.as_slice() {
        [] => "No population group passes a stage differently beyond chance".to_owned(),
        [(step, row)] => fitting(&[
            format!("“{}” and “{}” part at {}", row.group, asked.base.group, step.title),
            "One population group passes one stage differently".to_owned(),
        ]),
        some => format!("{} of {} comparisons at the stages differ", some.len(), all.len()),
    }
}

pub(super) fn findings(asked: &Asked) -> Vec<Finding> {
    let mut all = compared(asked);
    all.sort_by_key(|(_, row)| !row.differs());
    let mut found: Vec<Finding> = Vec::new();
    for (step, row) in all.iter().take(TOLD) {
        let (weight, rule) = if row.differs() {
            (Weight::Signal, "stage")
        } else {
            (Weight::Steady, "")
        };
        found.push(Finding::new(weight, rule, told(asked, step, row)));
    }
    if let Some(more) = all.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let sentence = format!(
            "The table holds {}.",
            count(more, "more comparison", "more comparisons")
        );
        found.push(Finding::new(Weight::Steady, "", sentence));
    }
    found.push(based(asked));
    let (known, unknown) = asked.unknown;
    found.push(Finding::new(
        Weight::Caution,
        "missing",
        crate::counted::unknown(known, unknown, whole_per_cent),
    ));
    if all.len() > 1 {
        let sentence = format!(
            "With {}, about {:.1} would differ so by luck alone.",
            count(all.len(), "comparison", "comparisons"),
            (1.0 - asked.level) * all.len() as f64
        );
        found.push(Finding::new(Weight::Caution, "many-looks", sentence));
    }
    let few = |row: &Row| row.arm.count < FEW || row.arm.total - row.arm.count < FEW;
    if all.iter().any(|(_, row)| few(row)) {
        let sentence = format!(
            "Some stages are passed, or not passed, by fewer than {FEW:.0}: a few people more would alter them."
        );
        found.push(Finding::new(Weight::Caution, "few-cases", sentence));
    }
    if all.iter().any(|(_, row)| row.ratio().is_some_and(|it| it.halves_added)) {
        let sentence = "Where nobody or everybody passes, the interval of the ratio has a half added to each count, and is \
                        rough.";
        found.push(Finding::new(Weight::Caution, "halves-added", sentence));
    }
    found.extend(left_out(&asked.without, "population group is", "population groups are"));
    found
}

fn told(asked: &Asked, step: &Step, row: &Row) -> String {
    let difference = row.apart.map(|(difference, _)| difference);
    let apart = difference.map_or_else(String::new, |it| {
        format!(
            "a difference of {} percentage points ({} interval {} to {}), and ",
            points(it.value),
            level(asked.level),
            points(it.interval.lower),
            points(it.interval.upper)
        )
    });
    let base = step.rows.iter().find(|it| it.group == asked.base.group);
    format!(
        "{}: “{}” {} of {} ({}), “{}” {}: {apart}{}.",
        capital(&step.title),
        row.group,
        thousands(row.arm.count),
        thousands(row.arm.total),
        per_cent(row.arm.value()),
        asked.base.group,
        base.map_or_else(String::new, |it| format!(
            "{} of {} ({})",
            thousands(it.arm.count),
            thousands(it.arm.total),
            per_cent(it.arm.value())
        )),
        times(row.ratio())
    )
}

fn based(asked: &Asked) -> Finding {
    let passes: Vec<String> = asked
        .steps
        .iter()
        .filter_map(|step| {
            let base = step.rows.iter().find(|it| it.group == asked.base.group)?;
            Some(format!("{} {}", per_cent(base.arm.value()), step.title))
        })
        .collect();
    let sentence = format!(
        "The base is “{}”, {}: {}.",
        asked.base.group,
        asked.base.why,
        crate::words::listed(&passes)
    );
    Finding::new(Weight::Steady, "", sentence)
}

pub(super) fn figures(asked: &Asked) -> Vec<Figure> {
    let mut found = Vec::new();
    for (step, row) in compared(asked) {
        let figure = |what: &str, unit: &str, value: Option<f64>, ends: Option<(f64, f64)>, statement: String| Figure {
            name: format!("{what} of {} at {}", row.group, step.title),
            statement,
            value,
            lower: ends.map(|it| it.0),
            upper: ends.map(|it| it.1),
            unit: unit.to_owned(),
            n: Some(row.arm.total),
        };
        if let Some((difference, _)) = row.apart {
            let ends = (difference.interval.lower, difference.interval.upper);
            found.push(figure(
                "difference",
                "share",
                Some(difference.value),
                Some(ends),
                format!(
                    "“{}” less “{}”: {} percentage points ({} to {}).",
                    row.group,
                    asked.base.group,
                    points(difference.value),
                    points(ends.0),
                    points(ends.1)
                ),
            ));
        }
        let ratio = row.ratio();
        found.push(figure(
            "ratio",
            "times",
            ratio.map(|it| it.value),
            ratio.map(|it| (it.interval.lower, it.interval.upper)),
            format!("“{}” over “{}”: {}.", row.group, asked.base.group, times(ratio)),
        ));
    }
    found
}

pub(super) fn spoken(asked: &Asked) -> String {
    let all = compared(asked);
    let ratios: Vec<String> = all
        .iter()
        .filter(|(_, row)| row.differs())
        .take(TOLD)
        .map(|(step, row)| {
            let ratio = row
                .ratio()
                .map_or_else(|| "more than none".to_owned(), |it| format!("{} times", two(it.value)));
            format!("{} {ratio} at {}", row.group, step.title)
        })
        .collect();
    format!(
        "{} of {} compared with “{}”: {}.",
        count(asked.steps.len(), "stage", "stages"),
        count(
            asked.steps.first().map_or(0, |it| it.rows.len()),
            "population group",
            "population groups"
        ),
        asked.base.group,
        if ratios.is_empty() {
            "none differs by more than chance would".to_owned()
        } else {
            crate::words::listed(&ratios)
        }
    )
}

pub(super) fn table(asked: &Asked) -> Table {
    let mut table = Table {
        columns: vec![
            "Stage".to_owned(),
            "Out of".to_owned(),
            "Population group".to_owned(),
            "Pass".to_owned(),
            "Came".to_owned(),
            "Share that passes".to_owned(),
            format!("Difference from {}, percentage points", asked.base.group),
            format!("Ratio to {}", asked.base.group),
        ],
        ..Table::default()
    };
    for step in &asked.steps {
        for row in &step.rows {
            let (difference, ratio) = match row.apart {
                None => ("the base".to_owned(), "the base".to_owned()),
                Some((it, ratio)) => (
                    format!(
                        "{} ({} to {})",
                        points(it.value),
                        points(it.interval.lower),
                        points(it.interval.upper)
                    ),
                    times(ratio),
                ),
            };
            table.rows.push(vec![
                step.title.clone(),
                step.of.clone(),
                row.group.clone(),
                thousands(row.arm.count),
                thousands(row.arm.total),
                per_cent(row.arm.value()),
                difference,
                ratio,
            ]);
            table.at.push(Some(row.at));
        }
    }
    table
}
