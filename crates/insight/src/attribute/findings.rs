//! Every sentence these charts can stand behind.

use cm_kernel::Absence;
use cm_numeric::average::mean;
use cm_numeric::process::{Assurance, Kind, Rule, Side, Span, Steady, Tallies, Withheld, attribute_chart};

use super::sentences::{plain, points, spread, times};
use super::{Asked, events, rule_in_words, rule_name};
use crate::words::{capital, count, listed, points_way, when};
use crate::{Finding, Weight, false_alarm};

/// The most runs of signals told one by one.
const TOLD: usize = 6;
/// Limits that rest on fewer points than this are said to move as more arrive.
const SHORT: usize = 13;
/// Periods that spread more than this many times as far as chance explains make the limits of chance too narrow.
const TOO_FAR: f64 = 1.5;
/// Below this average, readings that count events are drawn as counts for the false-alarm rate.
const SMALL_COUNT: f64 = 20.0;

/// Every sentence, most important first.
pub(super) fn all(asked: &Asked) -> Vec<Finding> {
    let mut found = vec![latest(asked)];
    found.extend(events::since(asked));
    let mut runs = runs(asked);
    runs.sort_by_key(|it| std::cmp::Reverse((it.last, it.first)));
    found.extend(runs.iter().take(TOLD).map(|it| told(asked, it)));
    if let Some(more) = runs.len().checked_sub(TOLD).filter(|more| *more > 0) {
        let more = count(more, "more run of signals", "more runs of signals");
        found.push(Finding::new(
            Weight::Signal,
            "earlier",
            format!("{more} earlier; the table marks each."),
        ));
    }
    found.extend(asked.judged.spans.iter().filter_map(|it| crossings(asked, it)));
    found.extend(target(asked));
    let rests = format!("neither {}, nor limits, nor rules rest", asked.centre_word());
    found.extend(asked.left_out.finding(&asked.series.laid, &rests));
    found.extend(beyond_chance(asked));
    found.extend(false_alarms(asked));
    found.extend(asked.judged.spans.iter().flat_map(|it| cautions(asked, it)));
    found.extend(asked.series.cautions.iter().cloned());
    found.extend(gaps(asked));
    found
}

fn latest(asked: &Asked) -> Finding {
    let Some((place, point)) = asked.places().last().zip(asked.judged.points.last()) else {
        return Finding::new(Weight::Caution, "", "There is no reading.");
    };
    let (what, _) = points(asked);
    let Some(value) = point.value else {
        let why = place.absent.unwrap_or(Absence::Missing).in_a_sentence();
        let sentence = format!(
            "The latest {what}, {}, {why}, so nothing is said of it.",
            when(place.period)
        );
        return Finding::new(Weight::Caution, "", sentence);
    };
    let reading = format!("The latest {what}, {} {},", asked.said(value), when(place.period));
    match point.signal {
        Some(signal) => Finding::new(
            Weight::Signal,
            rule_name(signal.rule),
            format!(
                "{reading} is {}: it is {}.",
                points_way(super::signal(signal)),
                rule_in_words(signal.rule, signal.side, asked.centre_word())
            ),
        ),
        None if asked.is_latest_left_out() => Finding::new(
            Weight::Steady,
            "",
            format!("{reading} is left out, so nothing is said of it."),
        ),
        None if asked.now().and_then(|it| it.runs).is_some_and(|it| it.signal()) => {
            Finding::new(Weight::Steady, "", format!("{reading} is no signal by itself."))
        }
        None if asked.now().is_some_and(can_judge) => Finding::new(
            Weight::Steady,
            "",
            format!("{reading} is ordinary variation: no rule fired."),
        ),
        None => Finding::new(
            Weight::Steady,
            "",
            format!("{reading} cannot be told from ordinary variation yet."),
        ),
    }
}

/// Whether a stretch has limits, or runs where it needs none.
fn can_judge(span: &Span) -> bool {
    match span.withheld {
        None => true,
        Some(Withheld::RunChart) => span.runs.is_some(),
        Some(_) => false,
    }
}

/// Neighbouring points at which one rule fired one way.
struct Run {
    rule: Rule,
    side: Side,
    first: usize,
    last: usize,
    points: usize,
}

fn runs(asked: &Asked) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for rule in [Rule::Outside, Rule::Shift] {
        let mut open: Option<Run> = None;
        for (at, point) in asked.judged.points.iter().enumerate() {
            // Runs pass over points on the centre and missing ones; points outside are told together side by side.
            if rule == Rule::Shift && (point.value.is_none() || point.side.is_none()) {
                continue;
            }
            let side = point.signal.map(|it| it.side).filter(|_| point.fired.has(rule));
            let afresh = asked.judged.spans.iter().any(|it| it.first == at);
            match (&mut open, side) {
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

fn told(asked: &Asked, run: &Run) -> Finding {
    let period = |at: usize| asked.places().get(at).map(|it| it.period);
    let (Some(first), Some(last)) = (period(run.first), period(run.last)) else {
        return Finding::new(Weight::Signal, rule_name(run.rule), "A rule fired.");
    };
    let span = match first == last {
        true => capital(&when(first)),
        false => format!("From {} to {}", first.in_words(), last.in_words()),
    };
    let lie = count(run.points, "point lies", "points lie");
    let (over, limit) = match run.side {
        Side::High => ("above", "upper"),
        Side::Low => ("below", "lower"),
    };
    let what = match run.rule {
        Rule::Outside => format!("{lie} {over} the {limit} process limit"),
        _ => format!("{lie} in a row {over} the {}", asked.centre_word()),
    };
    let sense = cm_numeric::process::Signal {
        rule: run.rule,
        side: run.side,
        sense: asked
            .judged
            .points
            .get(run.last)
            .and_then(|it| it.signal)
            .map_or(cm_numeric::process::Sense::Neutral, |it| it.sense),
    };
    let way = points_way(super::signal(sense));
    Finding::new(Weight::Signal, rule_name(run.rule), format!("{span}, {what}: {way}."))
}

fn crossings(asked: &Asked, span: &Span) -> Option<Finding> {
    let runs = span.runs.filter(|it| it.crossings < it.fewest_by_chance)?;
    let centre = asked.centre_word();
    let sentence = format!(
        "{}points cross the {centre} {}, where chance makes {} or more likely: something moved.",
        part(asked, span),
        times(runs.crossings),
        runs.fewest_by_chance
    );
    Some(Finding::new(Weight::Signal, "few-crossings", capital(&sentence)))
}

/// `From April 2017: ` where there are several stretches.
fn part(asked: &Asked, span: &Span) -> String {
    let several = asked.judged.spans.len() > 1;
    let from = asked.places().get(span.first).filter(|_| several);
    from.map_or_else(String::new, |it| format!("From {}: ", it.period.in_words()))
}

fn target(asked: &Asked) -> Option<Finding> {
    let target = asked.target()?;
    let said = format!("{}{}", asked.said(target), asked.targets.since(&asked.series.laid));
    let way = match super::better(asked.series.question.better) {
        cm_numeric::process::Better::Neither => cm_numeric::process::Better::Higher,
        way => way,
    };
    let neither = asked.series.question.better == cm_framework::Better::Neither;
    let Some((assurance, limits)) = asked.judged.assurance(target, way).zip(asked.judged.latest_limits()) else {
        let sentence = format!("Without process limits nothing can be said of the target of {said}.");
        return Some(Finding::new(Weight::Caution, "target", sentence));
    };
    let (weight, rest) = match assurance {
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
            let limit = asked.said(limit);
            (
                Weight::Steady,
                format!("lies {side} process limit of {limit}: {then} until something changes."),
            )
        }
    };
    Some(Finding::new(weight, "target", format!("The target of {said} {rest}")))
}

/// How far periods spread beyond chance, and what that does to the limits.
fn beyond_chance(asked: &Asked) -> Option<Finding> {
    let now = asked.now()?;
    if let Some(far) = now.beyond_chance {
        let sentence = format!("{}; the limits allow for that.", spread(far));
        return Some(Finding::new(Weight::Steady, "beyond-chance", sentence));
    }
    let prime = match asked.kind() {
        Kind::Share => Kind::SharePrime,
        Kind::Rate => Kind::RatePrime,
        _ => return None,
    };
    let tallies = asked.series.tallies.get(now.first..now.end)?;
    let way = super::better(asked.series.question.better);
    let drawn = attribute_chart(&Tallies::new(tallies, way), prime);
    let far = drawn.spans.first()?.beyond_chance.filter(|it| *it > TOO_FAR)?;
    let sentence = format!(
        "{}, so these limits are too narrow; set `spread` to `periods` to allow for it.",
        spread(far)
    );
    Some(Finding::new(Weight::Caution, "beyond-chance", sentence))
}

/// A steady process like the one that was read, and how its readings are described.
fn steady(asked: &Asked, span: &Span) -> Option<(Steady, String)> {
    let tallies = asked.series.tallies.get(span.first..span.end)?.iter().flatten();
    let average = mean(tallies.clone().map(|it| it.count))?;
    let ordinary = (Steady::Normal, String::new());
    Some(match asked.kind() {
        Kind::Individuals | Kind::Movement | Kind::Weighted => ordinary,
        Kind::Run => {
            let counts = asked.places().get(span.first..span.end)?;
            let whole = counts
                .iter()
                .all(|it| it.value.is_none() || it.numerator.is_some() && it.denominator.is_none());
            match whole && average > 0.0 && average < SMALL_COUNT {
                true => (
                    Steady::Counts { mean: average },
                    format!(" of counts that average {}", plain(average)),
                ),
                false => ordinary,
            }
        }
        Kind::Share | Kind::SharePrime => {
            let size = mean(tallies.map(|it| it.size))?.max(1.0).round();
            let share = average / size;
            let said = format!(
                " of shares like these ({} of {} on average)",
                plain(average),
                plain(size)
            );
            (Steady::Shares { share, size }, said)
        }
        Kind::Rate | Kind::RatePrime | Kind::Count => {
            let said = format!(" of counts that average {}", plain(average));
            (Steady::Counts { mean: average }, said)
        }
        Kind::Between => (
            Steady::Between { mean: average },
            format!(" of gaps that average {}", asked.said(average)),
        ),
        Kind::Time => (Steady::Times, " of times between events".to_owned()),
    })
}

fn false_alarms(asked: &Asked) -> Option<Finding> {
    let mut rates = Vec::new();
    let (mut readings, mut on) = (0, String::new());
    for span in asked.judged.spans.iter().filter(|it| can_judge(it)) {
        let points = asked.judged.points.get(span.first..span.end)?;
        let counted = |(at, it): &(usize, &cm_numeric::process::Point)| {
            it.value.is_some() && !asked.left_out.has(span.first + at)
        };
        let length = points.iter().enumerate().filter(counted).count();
        let (process, said) = steady(asked, span)?;
        rates.extend(false_alarm::of_kind(asked.kind(), process, length));
        readings += length;
        on = said;
    }
    if rates.is_empty() {
        return None;
    }
    Some(false_alarm::printed(readings, &on, false_alarm::any_of(rates)))
}

fn cautions(asked: &Asked, span: &Span) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |rule: &str, said: &str| {
        let sentence = capital(&format!("{}{said}.", part(asked, span)));
        found.push(Finding::new(Weight::Caution, rule, sentence));
    };
    match span.withheld {
        Some(Withheld::TooFew) => say(
            "too-few",
            "too few neighbouring points have readings to draw limits from",
        ),
        Some(Withheld::NoMovement) => say(
            "no-movement",
            "readings that limits would rest on do not move, so there are no limits and no point lies outside",
        ),
        Some(Withheld::AllOrNothing) => say(
            "all-or-nothing",
            "nothing was counted, or everything was, so there are no limits and no point lies outside",
        ),
        Some(Withheld::Undefined) => say(
            "undefined",
            "these numbers are too large or too small to draw limits from",
        ),
        Some(Withheld::RunChart) | None => {}
    }
    let fewest = if asked.kind() == Kind::Run { 10 } else { SHORT };
    if can_judge(span) && span.readings < fewest {
        let rests = count(span.readings, "point", "points");
        say(
            "short",
            &format!(
                "the {} rests on {rests}; below {fewest} it will move as more arrive",
                asked.centre_word()
            ),
        );
    }
    if let Some(runs) = span.runs.filter(|it| 2 * it.useful < span.readings) {
        let said = format!(
            "only {} of {} points lie off the {}, and runs are judged by those alone",
            runs.useful,
            span.readings,
            asked.centre_word()
        );
        say("on-the-centre", &said);
    }
    let centre = asked.centre_word();
    if span.readings >= 10 && span.runs.is_none() && span.withheld.is_none_or(|it| it == Withheld::RunChart) {
        found.push(Finding::new(
            Weight::Caution,
            "on-the-centre",
            capital(&format!(
                "{}most points lie on the {centre} and the others on one side of it, so runs cannot be judged.",
                part(asked, span)
            )),
        ));
    }
    found
}

fn gaps(asked: &Asked) -> Option<Finding> {
    // A movement from nothing known is no reading that is missing.
    let begins = |absence: Absence| asked.kind() == Kind::Movement && absence == Absence::NotApplicable;
    let gone = |absence: Absence| asked.places().iter().filter(|it| it.absent == Some(absence)).count();
    let absent = |absence: Absence| if begins(absence) { 0 } else { gone(absence) };
    let kinds: Vec<String> = Absence::ALL
        .into_iter()
        .map(|it| (absent(it), it.word()))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    let all: usize = Absence::ALL.into_iter().map(absent).sum();
    if all == 0 {
        return None;
    }
    let sentence = format!(
        "{} without a number ({}); none of them counts as nought, and runs pass over them.",
        count(all, "point is", "points are"),
        listed(&kinds)
    );
    Some(Finding::new(Weight::Caution, "gaps", sentence))
}
