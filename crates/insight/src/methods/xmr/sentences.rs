use cm_numeric::process::{Caution, Rule, Side};

use super::Asked;
use crate::words::{count, fitting, points_way, when};
use crate::{Signal, Table};

pub(super) fn headline(asked: &Asked<'_>) -> String {
    let remarks = |caution: Caution| asked.judged.remarks.iter().any(|it| it.caution == caution);
    let has_limits = asked.now().is_some_and(|it| it.limits.is_some());
    let any = asked.judged.any_signal();
    match asked.variation() {
        Some(Some(found)) => {
            let way = match super::signal(found) {
                Signal::Improvement => "Sign of improvement",
                Signal::Concern => "Sign of concern",
                Signal::High => "Unusually high",
                Signal::Low => "Unusually low",
            };
            let rule = match (found.rule, found.side) {
                (Rule::Outside, Side::High) => "latest reading above its limits",
                (Rule::Outside, Side::Low) => "latest reading below its limits",
                (Rule::Trend, Side::High) => "readings keep rising",
                (Rule::Trend, Side::Low) => "readings keep falling",
                (Rule::TwoInThree, Side::High) => "recent readings near the upper limit",
                (Rule::TwoInThree, Side::Low) => "recent readings near the lower limit",
                (Rule::Shift, Side::High) => "recent readings all above the mean",
                (Rule::Shift, Side::Low) => "recent readings all below the mean",
            };
            format!("{way}: {rule}")
        }
        Some(None) if any => "Latest reading is ordinary; earlier signals await an explanation".to_owned(),
        Some(None) => {
            let mean = asked
                .now()
                .and_then(|it| it.centre)
                .map(|it| asked.question.in_words(it));
            fitting(&[
                format!("No signal: ordinary variation around {}", mean.unwrap_or_default()),
                "No signal: ordinary variation around a steady mean".to_owned(),
            ])
        }
        None if has_limits && asked.is_latest_left_out() => "The latest reading is left out".to_owned(),
        None if has_limits => "The latest period has no reading".to_owned(),
        None if remarks(Caution::NoMovement) => "Every reading is the same".to_owned(),
        None if remarks(Caution::LimitsCollapse) => "Readings hardly ever move: no limits to judge by".to_owned(),
        None => "Too few readings to tell signal from noise".to_owned(),
    }
}

pub(super) fn spoken(asked: &Asked<'_>) -> String {
    let said = |value: f64| asked.question.in_words(value);
    let opening = format!(
        "A process chart of {}, {}.",
        count(asked.laid.numbers().count(), "reading", "readings"),
        asked.laid.span_in_words()
    );
    let now = asked.now();
    let limits = match now.and_then(|it| it.centre.zip(it.limits)) {
        Some((centre, limits)) => format!(
            "The mean is {} and ordinary readings lie between {} and {}.",
            said(centre),
            said(asked.floor().map_or(limits.lower, |floor| limits.lower.max(floor))),
            said(
                asked
                    .ceiling()
                    .map_or(limits.upper, |ceiling| limits.upper.min(ceiling))
            )
        ),
        None => "There are no process limits.".to_owned(),
    };
    let signals = asked.judged.points.iter().filter(|it| it.signal.is_some()).count();
    let closing = match signals {
        0 => "No reading is a signal.".to_owned(),
        some => format!("{} marked as a signal.", count(some, "reading is", "readings are")),
    };
    let left_out = asked.left_out.spoken(&asked.laid);
    format!("{opening} {limits} {closing}{left_out}")
}

pub(super) fn table(asked: &Asked<'_>) -> Table {
    let unit = match &asked.question.unit {
        cm_framework::Unit::Share => "Share".to_owned(),
        cm_framework::Unit::Number(name) => crate::words::capital(name),
    };
    let mut columns = [
        "Period",
        &unit,
        "Count",
        "Out of",
        "Mean",
        "Lower limit",
        "Upper limit",
        "Signal",
    ]
    .map(str::to_owned)
    .to_vec();
    let varies = asked.targets.varies();
    columns.extend(varies.then(|| "Target".to_owned()));
    let said = |value: Option<f64>| value.map_or_else(String::new, |it| asked.question.in_words(it));
    let plain = |value: Option<f64>| value.map_or_else(String::new, crate::question::thousands);
    let row = |(at, place): (usize, &crate::laid::Place)| {
        let stretch = asked.judged.stretch_of(at);
        let limits = stretch.and_then(|it| it.limits);
        let signal = asked.judged.points.get(at).and_then(|it| it.signal);
        let value = match place.absent {
            Some(absent) => absent.word().to_owned(),
            None => said(place.value),
        };
        let mark = signal.map(|it| {
            format!(
                "{}: {}",
                points_way(super::signal(it)),
                super::rule_in_words(it.rule, it.side)
            )
        });
        let mark = mark.or_else(|| asked.left_out.mark(at)).unwrap_or_default();
        let target = varies.then(|| said(asked.targets.at(place.period)));
        let cells = [
            place.period.to_string(),
            value,
            plain(place.numerator),
            plain(place.denominator),
            said(stretch.and_then(|it| it.centre)),
            said(limits.map(|it| it.lower)),
            said(limits.map(|it| it.upper)),
            mark,
        ];
        cells.into_iter().chain(target).collect()
    };
    Table {
        columns,
        rows: asked.laid.places.iter().enumerate().map(row).collect(),
        at: asked.laid.places.iter().map(|it| it.at).collect(),
    }
}

pub(super) fn latest_figure(asked: &Asked<'_>) -> String {
    match asked.laid.latest().map(|it| (it.period, it.value, it.absent)) {
        Some((period, Some(value), _)) => format!(
            "The latest reading is {} {}.",
            asked.question.in_words(value),
            when(period)
        ),
        Some((period, None, absent)) => {
            format!(
                "The latest reading, {}, is {}.",
                when(period),
                absent.map_or("absent", |it| it.word())
            )
        }
        None => "There is no reading.".to_owned(),
    }
}

pub(super) fn mean_figure(asked: &Asked<'_>) -> String {
    let now = asked.now();
    let since = asked
        .judged
        .stretches
        .last()
        .filter(|it| it.first > 0)
        .and_then(|it| asked.laid.places.get(it.first))
        .map_or_else(String::new, |it| format!(" since {}", it.period.in_words()));
    match now.and_then(|it| it.centre.map(|centre| (centre, it.readings))) {
        Some((centre, readings)) => format!(
            "The mean of {}{since} is {}.",
            count(readings, "reading", "readings"),
            asked.question.in_words(centre)
        ),
        None => "There is no mean: no reading has a number.".to_owned(),
    }
}

pub(super) fn limit_figure(asked: &Asked<'_>, side: &str, limit: Option<f64>) -> String {
    let Some(limit) = limit else {
        return format!("{side} process limit: none can be drawn.");
    };
    let said = asked.question.in_words(limit);
    let beyond = asked.floor().is_some_and(|floor| limit < floor) || asked.ceiling().is_some_and(|top| limit > top);
    match beyond {
        true => format!("{side} process limit: {said}, beyond what can be, so no reading can lie past it."),
        false => format!("{side} process limit: {said}."),
    }
}

pub(super) fn moving_range_figure(asked: &Asked<'_>) -> String {
    match asked.now().and_then(|it| it.average_move) {
        Some(size) => {
            let size = match asked.question.unit {
                cm_framework::Unit::Share => format!("{:.1} percentage points", size * 100.0),
                cm_framework::Unit::Number(_) => asked.question.in_words(size),
            };
            format!(
                "From one {} to the next, readings move by {size} on average.",
                asked.laid.length.word()
            )
        }
        None => "Readings do not move, or too few are neighbours to say how much.".to_owned(),
    }
}
