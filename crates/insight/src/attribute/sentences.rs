//! Headline, spoken words, table and what figures say.

use cm_framework::Unit;
use cm_numeric::process::{Kind, Rule, Side, Withheld};

use super::events;
use super::{Asked, Series};
use crate::laid::Place;
use crate::question::thousands;
use crate::words::{capital, count, fitting, points_way, when};
use crate::{Signal, Table};

/// A number in the unit of the chart. Small ones keep three figures, so that a rare rate is not said to be nought.
pub(super) fn number(series: &Series, number: f64) -> String {
    match &series.question.unit {
        Unit::Share if series.kind == Kind::Movement => format!("{:.1} percentage points", number * 100.0),
        Unit::Share => series.question.in_words(number),
        Unit::Number(name) => format!("{} {name}", plain(number)),
    }
}

/// A number with three figures when it is below 10 and not whole.
pub(crate) fn plain(number: f64) -> String {
    let size = number.abs();
    if size >= 10.0 || number.fract() == 0.0 {
        return thousands(number);
    }
    if size < 1e-6 {
        return format!("{number:.2e}");
    }
    let (mut decimals, mut bound) = (2_usize, 1.0);
    while size < bound {
        (decimals, bound) = (decimals + 1, bound / 10.0);
    }
    let text = format!("{number:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What one point is, and several.
pub(super) fn points(asked: &Asked) -> (&'static str, &'static str) {
    match asked.kind() {
        Kind::Between | Kind::Time => ("gap between events", "gaps between events"),
        Kind::Movement => ("movement", "movements"),
        _ => ("reading", "readings"),
    }
}

/// `once`, `7 times`.
pub(super) fn times(number: u32) -> String {
    if number == 1 {
        "once".to_owned()
    } else {
        format!("{number} times")
    }
}

pub(super) fn headline(asked: &Asked) -> String {
    let (what, several) = points(asked);
    if let Some(found) = asked.latest_signal() {
        let centre = asked.centre_word();
        let rule = match (found.rule, found.side) {
            (Rule::Outside, Side::High) => format!("latest {what} above its limits"),
            (Rule::Outside, Side::Low) => format!("latest {what} below its limits"),
            (_, Side::High) => format!("long run of {several} above the {centre}"),
            (_, Side::Low) => format!("long run of {several} below the {centre}"),
        };
        let way = way_in_words(super::signal(found));
        return fitting(&[
            format!("{way}: {rule}"),
            format!("{way}: {rule}").replace(" between events", ""),
        ]);
    }
    if events::since(asked).is_some_and(|it| it.weight == crate::Weight::Signal) {
        let way = way_in_words(super::signal(events::longer(asked)));
        let passed = asked.said(asked.series.open.unwrap_or_default());
        return fitting(&[
            format!("{way}: {passed} without an event"),
            format!("{way}: unusually long without an event"),
        ]);
    }
    let Some(now) = asked.now() else {
        return "Too few readings to tell signal from noise".to_owned();
    };
    if asked.judged.points.last().is_none_or(|it| it.value.is_none()) {
        return "The latest period has no reading".to_owned();
    }
    if asked.is_latest_left_out() {
        return format!("The latest {what} is left out");
    }
    if asked.judged.points.iter().any(|it| it.signal.is_some()) {
        return fitting(&[
            format!("Latest {what} is ordinary; earlier signals await an explanation"),
            "Latest gap is ordinary; earlier signals await an explanation".to_owned(),
        ]);
    }
    if now.runs.is_some_and(|it| it.signal()) {
        return format!(
            "{}s cross the {} too seldom for chance",
            capital(what),
            asked.centre_word()
        );
    }
    without_signal(asked, now)
}

fn without_signal(asked: &Asked, now: &cm_numeric::process::Span) -> String {
    match (now.withheld, now.runs) {
        (Some(Withheld::AllOrNothing), _) => "None or all were counted: no room for chance".to_owned(),
        (Some(Withheld::NoMovement), _) => "Nothing moves: no limits to judge by".to_owned(),
        (Some(Withheld::RunChart), None) if now.readings >= 10 => {
            "Most readings are alike: nothing to judge".to_owned()
        }
        (Some(Withheld::TooFew | Withheld::Undefined), _) | (Some(Withheld::RunChart), None) => {
            "Too few readings to tell signal from noise".to_owned()
        }
        (Some(Withheld::RunChart) | None, _) => {
            let centre = now.centre.map(|it| asked.said(it)).unwrap_or_default();
            let word = asked.centre_word();
            fitting(&[
                format!("No signal: ordinary variation around {centre}"),
                format!("No signal: ordinary variation around a steady {word}"),
            ])
        }
    }
}

fn way_in_words(signal: Signal) -> &'static str {
    match signal {
        Signal::Improvement => "Sign of improvement",
        Signal::Concern => "Sign of concern",
        Signal::High => "Unusually high",
        Signal::Low => "Unusually low",
    }
}

pub(super) fn spoken(asked: &Asked) -> String {
    let (what, several) = points(asked);
    let shown = asked.judged.points.iter().filter(|it| it.value.is_some()).count();
    let chart = if asked.kind() == Kind::Run {
        "run chart"
    } else {
        "process chart"
    };
    let opening = format!(
        "A {chart} of {}, {}.",
        count(shown, what, several),
        asked.series.laid.span_in_words()
    );
    let now = asked.now();
    let centre = now.and_then(|it| it.centre).map(|it| asked.said(it));
    let middle = match (centre, asked.judged.latest_limits()) {
        (Some(centre), Some(limits)) => format!(
            "The {} is {centre} and ordinary {several} lie between {} and {}{}.",
            asked.centre_word(),
            asked.said(limits.lower),
            asked.said(limits.upper),
            if varies(asked) { ", as limits now stand" } else { "" }
        ),
        (Some(centre), None) => format!("The {} is {centre}; there are no process limits.", asked.centre_word()),
        (None, _) => "There are no process limits.".to_owned(),
    };
    let signals = asked.judged.points.iter().filter(|it| it.signal.is_some()).count();
    let closing = match signals {
        0 => format!("No {what} is a signal."),
        some => format!(
            "{} marked as a signal.",
            count(some, &format!("{what} is"), &format!("{several} are"))
        ),
    };
    let left_out = asked.left_out.spoken(&asked.series.laid);
    format!("{opening} {middle} {closing}{left_out}")
}

/// Whether limits differ by point in the latest stretch.
pub(super) fn varies(asked: &Asked) -> bool {
    let limits = asked.now().and_then(|it| asked.judged.limits.get(it.first..it.end));
    limits.is_some_and(|it| it.windows(2).any(|two| two.first() != two.last()))
}

pub(super) fn table(asked: &Asked) -> Table {
    let unit = match (&asked.series.question.unit, asked.kind()) {
        (_, Kind::Between | Kind::Time) => capital(&format!("{} between events", asked.series.question.unit_name())),
        (Unit::Share, _) => "Share".to_owned(),
        (Unit::Number(name), _) => capital(name),
    };
    let centre = capital(asked.centre_word());
    let columns = [
        "Period",
        &unit,
        "Count",
        "Out of",
        &centre,
        "Lower limit",
        "Upper limit",
        "Signal",
    ];
    let said = |value: Option<f64>| value.map_or_else(String::new, |it| asked.said(it));
    let counted = |value: Option<f64>| value.map_or_else(String::new, thousands);
    let row = |(at, place): (usize, &Place)| {
        let limits = asked.judged.limits.get(at).copied().flatten();
        let point = asked.judged.points.get(at);
        let mark = point.and_then(|it| it.signal).map_or_else(String::new, |it| {
            let rule = super::rule_in_words(it.rule, it.side, asked.centre_word());
            format!("{}: {rule}", points_way(super::signal(it)))
        });
        let mark = asked.left_out.mark(at).unwrap_or(mark);
        vec![
            place.period.to_string(),
            match (place.absent, point.and_then(|it| it.value)) {
                (Some(absent), None) => absent.word().to_owned(),
                (_, value) => said(value),
            },
            counted(place.numerator),
            counted(place.denominator),
            said(asked.judged.span_of(at).and_then(|it| it.centre)),
            said(limits.map(|it| it.lower)),
            said(limits.map(|it| it.upper)),
            mark,
        ]
    };
    Table {
        columns: columns.map(str::to_owned).to_vec(),
        rows: asked.places().iter().enumerate().map(row).collect(),
        at: asked.places().iter().map(|it| it.at).collect(),
    }
}

pub(super) fn latest_figure(asked: &Asked) -> String {
    let (what, _) = points(asked);
    let latest = asked.places().last().zip(asked.judged.points.last());
    match latest.map(|(place, point)| (place.period, point.value, place.absent)) {
        Some((period, Some(value), _)) => format!("The latest {what} is {} {}.", asked.said(value), when(period)),
        Some((period, None, absent)) => format!(
            "The latest {what}, {}, is {}.",
            when(period),
            absent.map_or("absent", |it| it.word())
        ),
        None => "There is no reading.".to_owned(),
    }
}

pub(super) fn centre_figure(asked: &Asked) -> String {
    let (what, several) = points(asked);
    let since = asked
        .now()
        .filter(|it| it.first > 0)
        .and_then(|it| asked.places().get(it.first))
        .map_or_else(String::new, |it| format!(" since {}", it.period.in_words()));
    match asked.now().and_then(|it| it.centre.map(|centre| (centre, it.readings))) {
        Some((centre, readings)) => format!(
            "The {} of {}{since} is {}.",
            asked.centre_word(),
            count(readings, what, several),
            asked.said(centre)
        ),
        None => format!("There is no {}: no {what} has a number.", asked.centre_word()),
    }
}

pub(super) fn limit_figure(asked: &Asked, side: &str, limit: Option<f64>) -> String {
    match limit {
        None => format!("{side} process limit: none can be drawn."),
        Some(limit) if varies(asked) => format!(
            "{side} process limit: {} at the latest size; limits differ from point to point.",
            asked.said(limit)
        ),
        Some(limit) => format!("{side} process limit: {}.", asked.said(limit)),
    }
}

/// How far periods spread, beside how far chance alone makes them.
pub(super) fn spread(times: f64) -> String {
    match times {
        times if times < 1.05 => "Periods spread no further than chance alone explains".to_owned(),
        times => format!("Periods spread {times:.1} times as far as chance alone explains"),
    }
}
