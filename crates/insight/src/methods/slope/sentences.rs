use super::{Asked, Row};
use crate::methods::gap::two;
use crate::question::thousands;
use crate::words::{count, fitting, level, whole_per_cent};
use crate::{Figure, Finding, Table, Weight};

pub(super) fn headline(asked: &Asked<'_>) -> String {
    if !asked.slopes() {
        return "No slope across deprivation that chance does not explain".to_owned();
    }
    let apart = asked.scale.apart(asked.found.difference.abs());
    let side = if asked.found.difference < 0.0 { "above" } else { "below" };
    fitting(&[
        format!("The most deprived end lies {apart} {side}"),
        format!("The most deprived end lies {side} the least deprived"),
    ])
}

pub(super) fn findings(asked: &Asked<'_>) -> Vec<Finding> {
    let found = &asked.found;
    let (weight, rule) = match asked.slopes() {
        true => (Weight::Signal, "slope"),
        false => (Weight::Steady, ""),
    };
    let ends = format!(
        "From the most to the least deprived end, the line runs from {} to {}: a difference of {} ({} interval {}), and {}.",
        asked.scale.words(found.near),
        asked.scale.words(found.far),
        asked.scale.apart(found.difference),
        level(asked.level),
        asked.scale.bare_between(found.difference_interval),
        ratio(asked)
    );
    let mut all = vec![Finding::new(weight, rule, ends)];
    if let (Some(first), Some(last)) = (asked.rows.first(), asked.rows.last()) {
        let sentence = format!(
            "The population groups at the ends themselves: “{}” {} and “{}” {}.",
            first.group,
            asked.scale.words(first.value),
            last.group,
            asked.scale.words(last.value)
        );
        all.push(Finding::new(Weight::Steady, "", sentence));
    }
    let line = "The line says what a straight slope would be; look at the chart for a step or a bend that it hides.";
    all.push(Finding::new(Weight::Caution, "straight", line));
    let known: f64 = asked.rows.iter().map(|it| it.total).sum();
    let missing = crate::counted::unknown(known, asked.unknown, whole_per_cent);
    all.push(Finding::new(Weight::Caution, "missing", missing));
    if asked.rows.len() > 10 {
        let sentence = "More than ten population groups make each of them small; tenths or fifths are usual.";
        all.push(Finding::new(Weight::Caution, "many-groups", sentence));
    }
    all
}

fn ratio(asked: &Asked<'_>) -> String {
    match asked.found.ratio {
        Some((value, between)) => format!(
            "{} times as much ({} to {})",
            two(value),
            two(between.lower),
            two(between.upper)
        ),
        None => "no ratio, because the line passes nought".to_owned(),
    }
}

pub(super) fn figures(asked: &Asked<'_>) -> Vec<Figure> {
    let found = &asked.found;
    let n: f64 = asked.rows.iter().map(|it| it.total).sum();
    let figure = |name: &str, unit: String, value: Option<f64>, ends: Option<(f64, f64)>, statement: String| Figure {
        name: name.to_owned(),
        statement,
        value,
        lower: ends.map(|it| it.0),
        upper: ends.map(|it| it.1),
        unit,
        n: Some(n).filter(|it| it.is_finite()),
    };
    let end = |name: &str, value: f64, which: &str| {
        figure(
            name,
            asked.scale.unit(),
            Some(asked.scale.drawn(value)),
            None,
            format!("The line at the {which} deprived end: {}.", asked.scale.words(value)),
        )
    };
    vec![
        figure(
            "slope-index",
            asked.scale.unit(),
            Some(asked.scale.drawn(found.difference)),
            Some(asked.scale.ends(found.difference_interval)),
            format!(
                "The least deprived end less the most deprived: {} ({}).",
                asked.scale.apart(found.difference),
                asked.scale.bare_between(found.difference_interval)
            ),
        ),
        figure(
            "relative-index",
            "times".to_owned(),
            found.ratio.map(|it| it.0),
            found.ratio.map(|(_, between)| (between.lower, between.upper)),
            format!("The least deprived end over the most deprived: {}.", ratio(asked)),
        ),
        end("most-deprived-end", found.near, "most"),
        end("least-deprived-end", found.far, "least"),
    ]
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    format!(
        "{} from the most to the least deprived; the line through them runs from {} to {}.",
        count(asked.rows.len(), "population group", "population groups"),
        asked.scale.words(asked.found.near),
        asked.scale.words(asked.found.far)
    )
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let size = asked.question.size_is.clone().unwrap_or_else(|| "cases".to_owned());
    let row = |it: &Row| {
        vec![
            it.group.clone(),
            thousands(it.count),
            thousands(it.total),
            asked.scale.words(it.value),
            asked.scale.between(it.interval),
        ]
    };
    Table {
        columns: vec![
            "Population group, the most deprived first".to_owned(),
            "Count".to_owned(),
            format!("Out of ({size})"),
            "Figure".to_owned(),
            format!("{} interval", level(asked.level)),
        ],
        rows: asked.rows.iter().map(row).collect(),
        at: asked.rows.iter().map(|it| Some(it.at)).collect(),
    }
}
