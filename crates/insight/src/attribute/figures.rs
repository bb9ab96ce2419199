//! Named numbers of these charts.

use cm_numeric::process::Kind;

use super::{Asked, sentences};
use crate::Figure;
use crate::words::count;

pub(super) fn all(asked: &Asked) -> Vec<Figure> {
    let now = asked.now();
    let readings = now.map(|it| it.readings as f64);
    let figure = |name: &str, statement: String, value: Option<f64>, unit: &str| Figure {
        name: name.to_owned(),
        statement,
        value,
        lower: None,
        upper: None,
        unit: unit.to_owned(),
        n: readings,
    };
    let unit = asked.series.question.unit_name();
    let latest = asked.judged.points.last().and_then(|it| it.value);
    let size = asked.places().last().and_then(|it| it.denominator.or(it.numerator));
    let mut figures = vec![
        Figure {
            n: size,
            ..figure("latest", sentences::latest_figure(asked), latest, &unit)
        },
        figure(
            asked.centre_word(),
            sentences::centre_figure(asked),
            now.and_then(|it| it.centre),
            &unit,
        ),
    ];
    if asked.kind() != Kind::Run {
        let limits = asked.judged.latest_limits();
        let (lower, upper) = (limits.map(|it| it.lower), limits.map(|it| it.upper));
        figures.push(figure(
            "lower-limit",
            sentences::limit_figure(asked, "Lower", lower),
            lower,
            &unit,
        ));
        figures.push(figure(
            "upper-limit",
            sentences::limit_figure(asked, "Upper", upper),
            upper,
            &unit,
        ));
    }
    if let Some(times) = now.and_then(|it| it.beyond_chance) {
        let statement = format!("{}.", sentences::spread(times));
        figures.push(figure("beyond-chance", statement, Some(times), "times"));
    }
    if let Some(open) = asked.series.open {
        let statement = format!("Since the latest event, {} have passed.", asked.said(open));
        figures.push(figure("since-latest-event", statement, Some(open), &unit));
    }
    figures.extend(
        runs(asked)
            .into_iter()
            .map(|(name, statement, value)| figure(name, statement, value, "points")),
    );
    figures
}

fn runs(asked: &Asked) -> [(&'static str, String, Option<f64>); 2] {
    let centre = asked.centre_word();
    match asked.now().and_then(|it| it.runs) {
        Some(runs) => [
            (
                "longest-run",
                format!(
                    "The longest run on one side of the {centre} is {}; chance makes up to {} likely.",
                    count(runs.longest as usize, "point", "points"),
                    runs.longest_by_chance
                ),
                Some(f64::from(runs.longest)),
            ),
            (
                "crossings",
                format!(
                    "Points cross the {centre} {}; chance makes {} or more likely.",
                    sentences::times(runs.crossings),
                    runs.fewest_by_chance
                ),
                Some(f64::from(runs.crossings)),
            ),
        ],
        None => [
            (
                "longest-run",
                format!("Too few points lie off the {centre}, or all on one side of it: there are no runs to judge."),
                None,
            ),
            (
                "crossings",
                format!("Too few points lie off the {centre}, or all on one side of it: nothing crosses it."),
                None,
            ),
        ],
    }
}
