use cm_kernel::Absence;
use cm_numeric::process::{Assurance, Caution, Rule, Side, Steady};

use super::{Asked, rule_name};
use crate::words::{capital, count, listed, points_way, when, whole_per_cent};
use crate::{Finding, Weight, false_alarm};

/// The most runs of signals told one by one.
const TOLD: usize = 6;
/// Below this average, a count is so small that the rules fire far too often.
const SMALL_COUNT: f64 = 5.0;
/// Neighbouring readings that resemble each other more than this make the rules fire too often.
const ALIKE: f64 = 0.5;

/// Neighbouring points at which one rule fired one way.
struct Run {
    rule: Rule,
    side: Side,
    first: usize,
    last: usize,
    points: usize,
}

/// Every sentence the chart can stand behind, most important first.
pub(super) fn all(asked: &Asked<'_>) -> Vec<Finding> {
    let mut found = vec![latest(asked)];
    let mut runs = runs(asked);
    runs.sort_by_key(|it| std::cmp::Reverse((it.last, it.first)));
    found.extend(runs.iter().take(TOLD).map(|it| told(asked, it)));
    if let Some(more) = runs.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let sentence = format!(
            "{} earlier; the table marks each.",
            count(more, "more run of signals", "more runs of signals")
        );
        found.push(Finding::new(Weight::Signal, "earlier", sentence));
    }
    found.extend(target(asked));
    let rests = "neither mean, nor limits, nor rules rest";
    found.extend(asked.left_out.finding(&asked.laid, rests));
    found.extend(false_alarms(asked));
    found.extend(remarks(asked));
    found.extend(gaps(asked));
    found.extend(small_counts(asked));
    found.extend(alike(asked));
    found
}

fn latest(asked: &Asked<'_>) -> Finding {
    let Some(place) = asked.laid.latest() else {
        return Finding::new(Weight::Caution, "", "There is no reading.");
    };
    let Some(value) = place.value else {
        let why = place.absent.unwrap_or(Absence::Missing).in_a_sentence();
        let sentence = format!(
            "The latest reading, {}, {why}, so nothing is said of it.",
            when(place.period)
        );
        return Finding::new(Weight::Caution, "", sentence);
    };
    let reading = format!(
        "The latest reading, {} {},",
        asked.question.in_words(value),
        when(place.period)
    );
    match asked.variation() {
        Some(Some(signal)) => Finding::new(
            Weight::Signal,
            rule_name(signal.rule),
            format!(
                "{reading} is {}: it is {}.",
                points_way(super::signal(signal)),
                super::rule_in_words(signal.rule, signal.side)
            ),
        ),
        Some(None) => Finding::new(
            Weight::Steady,
            "",
            format!("{reading} is ordinary variation: no rule fired."),
        ),
        None if asked.is_latest_left_out() => Finding::new(
            Weight::Steady,
            "",
            format!("{reading} is left out, so nothing is said of it."),
        ),
        None => Finding::new(
            Weight::Steady,
            "",
            format!("{reading} cannot be told from ordinary variation, because there are no process limits."),
        ),
    }
}

fn runs(asked: &Asked<'_>) -> Vec<Run> {
    let points = &asked.judged.points;
    let mut runs: Vec<Run> = Vec::new();
    for rule in Rule::ALL {
        let mut open: Option<Run> = None;
        for (at, point) in points.iter().enumerate() {
            let side = match rule {
                Rule::Trend => way(asked, at),
                Rule::Outside | Rule::TwoInThree | Rule::Shift => point.side,
            };
            let fired = side.filter(|_| point.fired.has(rule));
            let afresh = asked.judged.stretches.iter().any(|it| it.first == at);
            match (&mut open, fired) {
                (Some(run), Some(side)) if run.side == side && !afresh => {
                    run.last = at;
                    run.points += 1;
                }
                (_, Some(side)) => {
                    let begun = Run {
                        rule,
                        side,
                        first: at,
                        last: at,
                        points: 1,
                    };
                    runs.extend(open.replace(begun));
                }
                (_, None) => runs.extend(open.take()),
            }
        }
        runs.extend(open);
    }
    runs
}

/// Which way a trend goes at a point: from the point before, or to the point after where it begins.
fn way(asked: &Asked<'_>, at: usize) -> Option<Side> {
    let fired = |at: usize| {
        asked
            .judged
            .points
            .get(at)
            .filter(|it| it.fired.has(Rule::Trend))
            .and_then(|it| it.value)
    };
    let here = fired(at)?;
    let rises = match (at.checked_sub(1).and_then(fired), fired(at + 1)) {
        (_, Some(after)) => after > here,
        (Some(before), None) => here > before,
        (None, None) => return None,
    };
    Some(if rises { Side::High } else { Side::Low })
}

fn told(asked: &Asked<'_>, run: &Run) -> Finding {
    let period = |at: usize| asked.laid.places.get(at).map(|it| it.period);
    let (Some(first), Some(last)) = (period(run.first), period(run.last)) else {
        return Finding::new(Weight::Signal, rule_name(run.rule), "A rule fired.");
    };
    let span = match first == last {
        true => capital(&when(first)),
        false => format!("From {} to {}", first.in_words(), last.in_words()),
    };
    let (lie, s) = if run.points == 1 {
        ("lies", "reading")
    } else {
        ("lie", "readings")
    };
    let high = run.side == Side::High;
    let what = match run.rule {
        Rule::Outside if high => format!("{} {s} {lie} above the upper process limit", run.points),
        Rule::Outside => format!("{} {s} {lie} below the lower process limit", run.points),
        Rule::Trend if high => format!("{} {s} keep rising", run.points),
        Rule::Trend => format!("{} {s} keep falling", run.points),
        Rule::TwoInThree if high => format!("two readings in three {} near the upper limit", "lie"),
        Rule::TwoInThree => format!("two readings in three {} near the lower limit", "lie"),
        Rule::Shift if high => format!("{} {s} in a row lie above the mean", run.points),
        Rule::Shift => format!("{} {s} in a row lie below the mean", run.points),
    };
    let way = points_way(super::signal(cm_numeric::process::Signal {
        rule: run.rule,
        side: run.side,
        sense: sense(asked, run.side),
    }));
    Finding::new(Weight::Signal, rule_name(run.rule), format!("{span}, {what}: {way}."))
}

fn sense(asked: &Asked<'_>, side: Side) -> cm_numeric::process::Sense {
    use cm_framework::Better;
    use cm_numeric::process::Sense;
    match (asked.question.better, side) {
        (Better::Neither, _) => Sense::Neutral,
        (Better::Higher, Side::High) | (Better::Lower, Side::Low) => Sense::Improvement,
        (Better::Higher, Side::Low) | (Better::Lower, Side::High) => Sense::Concern,
    }
}

fn target(asked: &Asked<'_>) -> Option<Finding> {
    let target = asked.target()?;
    let Some((_, assurance)) = asked.assurance() else {
        let sentence = format!(
            "Without process limits nothing can be said of the target of {}.",
            asked.question.in_words(target)
        );
        return Some(Finding::new(Weight::Caution, "target", sentence));
    };
    let limits = asked.now()?.limits?;
    let target_words = format!(
        "{}{}",
        asked.question.in_words(target),
        asked.targets.since(&asked.laid)
    );
    let neither = asked.question.better == cm_framework::Better::Neither;
    let (weight, said) = match assurance {
        Assurance::HitOrMiss => (
            Weight::Caution,
            "lies inside the process limits: single periods will cross this by chance.".to_owned(),
        ),
        Assurance::Passes | Assurance::Fails => {
            let (side, limit) = match target > limits.upper {
                true => ("above the upper", limits.upper),
                false => ("below the lower", limits.lower),
            };
            let then = match (assurance, neither) {
                (_, true) => "expect readings to stay on one side of it",
                (Assurance::Passes, _) => "expect it to be met",
                (_, _) => "expect it to be missed",
            };
            let limit = asked.question.in_words(limit);
            (
                Weight::Steady,
                format!("lies {side} process limit of {limit}: {then} until something changes."),
            )
        }
    };
    Some(Finding::new(
        weight,
        "target",
        format!("The target of {target_words} {said}"),
    ))
}

fn false_alarms(asked: &Asked<'_>) -> Option<Finding> {
    let mut rates = Vec::new();
    let mut readings = 0;
    for stretch in asked.judged.stretches.iter().filter(|it| it.limits.is_some()) {
        let points = asked.judged.points.get(stretch.first..stretch.end)?;
        let kept = |(at, it): &(usize, &cm_numeric::process::Point)| it.value.is_some() && !asked.left_out.has(*at);
        let length = (stretch.first..).zip(points).filter(kept).count();
        rates.push(false_alarm::of_rules(&asked.rules, Steady::Normal, length)?);
        readings += length;
    }
    (readings > 0).then(|| false_alarm::printed(readings, "", false_alarm::any_of(rates)))
}

fn remarks(asked: &Asked<'_>) -> Vec<Finding> {
    let several = asked.judged.stretches.len() > 1;
    let mut found = Vec::new();
    for remark in &asked.judged.remarks {
        let part = asked.judged.stretches.get(remark.stretch).filter(|_| several);
        let from = part.and_then(|it| asked.laid.places.get(it.first));
        let where_ = from.map_or_else(String::new, |it| format!("From {}: ", it.period.in_words()));
        let (rule, said) = match remark.caution {
            Caution::TooFew => ("too-few", "no two neighbouring periods have readings, so there are no limits and no rule is applied".to_owned()),
            Caution::NoMovement => ("no-movement", "every reading is the same, so there are no limits and no rule is applied".to_owned()),
            Caution::LimitsCollapse => (
                "limits-collapse",
                "readings hardly ever move, so limits would have no width and none are drawn; the time between events would tell more".to_owned(),
            ),
            Caution::Short { readings } => (
                "short",
                format!("the limits rest on {}; below 13 they will move as more arrive", count(readings, "reading", "readings")),
            ),
            Caution::MostlyStill => (
                "mostly-still",
                "more than half of the readings repeat the one before, so the limits are too narrow and the rules fire too often".to_owned(),
            ),
            Caution::GapHidesSignal => (
                "gap-hides-signal",
                "a gap ends a run that would have been a signal without it".to_owned(),
            ),
            Caution::RestartOutside { .. } => continue,
        };
        let sentence = match where_.is_empty() {
            true => format!("{}.", capital(&said)),
            false => format!("{where_}{said}."),
        };
        found.push(Finding::new(Weight::Caution, rule, sentence));
    }
    found
}

fn gaps(asked: &Asked<'_>) -> Option<Finding> {
    let absent = |absence: Absence| asked.laid.places.iter().filter(|it| it.absent == Some(absence)).count();
    let all: usize = Absence::ALL.into_iter().map(absent).sum();
    if all == 0 {
        return None;
    }
    let kinds: Vec<String> = Absence::ALL
        .into_iter()
        .map(|it| (absent(it), it.word()))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    let sentence = format!(
        "{} of {} without a number ({}); none of them counts as nought.",
        all,
        match asked.laid.places.len() {
            1 => "1 period is".to_owned(),
            many => format!("{many} periods {}", if all == 1 { "is" } else { "are" }),
        },
        listed(&kinds)
    );
    Some(Finding::new(Weight::Caution, "gaps", sentence))
}

fn small_counts(asked: &Asked<'_>) -> Option<Finding> {
    asked.now()?.limits?;
    let counts: Vec<f64> = asked.laid.places.iter().filter_map(|it| it.numerator).collect();
    let mean = cm_numeric::average::mean(counts.iter().copied())?;
    let whole = counts.len() == asked.laid.numbers().count();
    if !whole || mean >= SMALL_COUNT {
        return None;
    }
    let sentence = format!(
        "The counts are small, {mean:.1} a {} on average: {}.",
        asked.laid.length.word(),
        fire_falsely(asked, Steady::Counts { mean })
    );
    Some(Finding::new(Weight::Caution, "small-counts", sentence))
}

/// How often the rules fire on a steady process of another kind, as many readings long.
fn fire_falsely(asked: &Asked<'_>, process: Steady) -> String {
    match false_alarm::of_rules(&asked.rules, process, asked.laid.numbers().count()) {
        Some(rate) => format!(
            "on such readings, with nothing changing, these rules fire in about {} of charts",
            whole_per_cent(rate.anywhere)
        ),
        None => "on such readings the rules fire by chance more often than that".to_owned(),
    }
}

fn alike(asked: &Asked<'_>) -> Option<Finding> {
    let stretch = asked.now().filter(|it| it.limits.is_some() && it.readings >= 13)?;
    let centre = stretch.centre?;
    let away: Vec<Option<f64>> = asked
        .judged
        .points
        .get(stretch.first..stretch.end)?
        .iter()
        .zip(stretch.first..)
        .map(|(it, at)| it.value.filter(|_| !asked.left_out.has(at)).map(|value| value - centre))
        .collect();
    let largest = away.iter().flatten().fold(0.0_f64, |largest, it| largest.max(it.abs()));
    // Divided by the largest first, so that squares of very large or very small readings stay numbers.
    let scaled = |it: Option<f64>| it.map(|it| it / largest).filter(|it| it.is_finite());
    let square: f64 = away.iter().filter_map(|it| scaled(*it)).map(|it| it * it).sum();
    let product: f64 = away
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(scaled(*a)? * scaled(*b)?),
            _ => None,
        })
        .sum();
    let likeness = product / square;
    if !likeness.is_finite() || likeness <= ALIKE {
        return None;
    }
    let sentence = format!(
        "Neighbouring readings resemble each other (correlation {likeness:.1}), as with a season or a slow change: {}.",
        fire_falsely(
            asked,
            Steady::Leaning {
                correlation: likeness.min(0.99)
            }
        )
    );
    Some(Finding::new(Weight::Caution, "alike", sentence))
}
