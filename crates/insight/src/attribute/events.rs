//! Counts of rare events laid out as what passes between one and the next.

use cm_framework::{Better, Unit};
use cm_kernel::{Length, Refusal};
use cm_numeric::process::{EventGaps, Kind, Tally, Watch, cases_between, times_between};

use super::{Series, lay, settings};
use crate::laid::{Laid, Place};
use crate::words::{count, when};
use crate::{Finding, Question, Readings, Weight};

/// The most events a chart is drawn of.
const MOST: f64 = 5000.0;

/// What passes between events: cases ([`Kind::Between`]) or days ([`Kind::Time`]).
pub(crate) fn between_events(readings: &Readings, question: &Question, kind: Kind) -> Result<Series, Refusal> {
    let laid = Laid::out(readings.one_series()?, &question.unit)?;
    if settings::is_gaps(question) {
        return gaps_as_read(laid, question, kind);
    }
    let others = settings::counts_others(question);
    let record = record(&laid, kind, others)?;
    let found = match kind {
        Kind::Between => cases_between(&record),
        _ => times_between(&record),
    };
    if found.gaps.is_empty() {
        return Err(too_few_events(kind));
    }
    let mut asked = question.clone();
    asked.better = match (question.better, others) {
        (Better::Higher, false) => Better::Lower,
        (Better::Lower, false) => Better::Higher,
        (way, _) => way,
    };
    asked.unit = Unit::Number(match kind {
        Kind::Between => question.size_is.clone().unwrap_or_else(|| "cases".to_owned()),
        _ => "days".to_owned(),
    });
    Ok(Series {
        kind,
        cautions: cautions(&laid, &record, &found, kind),
        tallies: found.gaps.iter().map(|it| Some(Tally::of(it.size))).collect(),
        open: found.open,
        laid: Laid {
            places: found
                .gaps
                .iter()
                .filter_map(|it| event(&laid, it.place, it.size))
                .collect(),
            length: laid.length,
        },
        question: asked,
    })
}

/// Each reading is already what passed since the event before.
fn gaps_as_read(mut laid: Laid, question: &Question, kind: Kind) -> Result<Series, Refusal> {
    laid.places.retain(|it| it.at.is_some());
    let fits = |value: f64| match kind {
        Kind::Between => value >= 0.0 && value.fract() == 0.0,
        _ => value > 0.0,
    };
    if laid
        .places
        .iter()
        .any(|it| it.denominator.is_some() || it.value.is_some_and(|value| !fits(value)))
    {
        return Err(not_gaps(kind));
    }
    Ok(Series {
        kind,
        tallies: laid.places.iter().map(|it| it.value.map(Tally::of)).collect(),
        laid,
        question: question.clone(),
        cautions: Vec::new(),
        open: None,
    })
}

fn record(laid: &Laid, kind: Kind, others: bool) -> Result<Vec<Watch>, Refusal> {
    let mut events = 0.0;
    let mut record = Vec::with_capacity(laid.places.len());
    for place in &laid.places {
        let counted = match (place.numerator, place.denominator) {
            (Some(counted), Some(size)) if others => Some(size - counted),
            (counted, _) => counted,
        };
        let known = counted.filter(|_| place.value.is_some());
        if known.is_none() && place.value.is_some() || known.is_some_and(|it| it < 0.0 || it.fract() != 0.0) {
            return Err(lay::not_counts());
        }
        if kind == Kind::Between && place.value.is_some() && place.denominator.is_none() {
            return Err(not_gaps(kind));
        }
        events += known.unwrap_or(0.0);
        if events > MOST {
            return Err(too_many_events());
        }
        let days = f64::from(place.period.start().days());
        let end = place.period.next().map(|it| f64::from(it.start().days()));
        record.push(Watch {
            start: days,
            length: match kind {
                Kind::Between => place.denominator.unwrap_or(0.0),
                _ => end.map_or(1.0, |end| end - days),
            },
            events: known.map(|it| it as u32),
        });
    }
    Ok(record)
}

fn event(laid: &Laid, place: usize, size: f64) -> Option<Place> {
    let place = laid.places.get(place)?;
    Some(Place {
        period: place.period,
        value: Some(size),
        absent: None,
        numerator: None,
        denominator: None,
        at: place.at,
    })
}

fn cautions(laid: &Laid, record: &[Watch], found: &EventGaps, kind: Kind) -> Vec<Finding> {
    let mut cautions = Vec::new();
    if found.hidden > 0 {
        let sentence = format!(
            "{} not known, because a period between the events has no number.",
            count(found.hidden, "gap between events is", "gaps between events are")
        );
        cautions.push(Finding::new(Weight::Caution, "gaps", sentence));
    }
    let together = record
        .iter()
        .filter(|it| it.events.is_some_and(|events| events > 1))
        .count();
    let word = laid.length.word();
    let sentence = match kind {
        Kind::Time if laid.length != Length::Day => format!(
            "Events are known to the {word}: each is taken to fall in the middle of its {word}, and several in one as \
             evenly spread over it."
        ),
        _ if together > 0 => format!(
            "In {} several events are counted together; they are taken to be evenly spread over it.",
            count(together, word, &format!("{word}s"))
        ),
        _ => return cautions,
    };
    cautions.push(Finding::new(Weight::Caution, "spread-evenly", sentence));
    cautions
}

/// What has passed since the latest event, in a sentence of its own when it is already unusually long.
pub(super) fn since(asked: &super::Asked) -> Option<Finding> {
    let open = asked.series.open?;
    let latest = asked.places().last().map(|it| when(it.period))?;
    let passed = asked.said(open);
    let upper = asked.judged.latest_limits().map(|it| it.upper);
    Some(match upper.filter(|upper| open > *upper) {
        Some(upper) => Finding::new(
            Weight::Signal,
            "none-since",
            format!(
                "Since the latest event, {latest}, {passed} have passed without another: more than the upper process \
                 limit of {}, and {}.",
                asked.said(upper),
                crate::words::points_way(super::signal(longer(asked)))
            ),
        ),
        None => Finding::new(
            Weight::Steady,
            "none-since",
            format!("Since the latest event, {latest}, {passed} have passed without another."),
        ),
    })
}

/// What a longer gap than usual would be a sign of.
pub(super) fn longer(asked: &super::Asked) -> cm_numeric::process::Signal {
    use cm_numeric::process::{Rule, Sense, Side, Signal};
    Signal {
        rule: Rule::Outside,
        side: Side::High,
        sense: match asked.series.question.better {
            Better::Higher => Sense::Improvement,
            Better::Lower => Sense::Concern,
            Better::Neither => Sense::Neutral,
        },
    }
}

fn too_few_events(kind: Kind) -> Refusal {
    let what = if kind == Kind::Between { "cases" } else { "time" };
    Refusal::new(
        "insight/too-few-events",
        format!("There are not two events with only known periods between them, so no {what} between events is known."),
        "Wait for more events, choose a longer stretch of time, or use a run chart of the counts.",
    )
}

fn too_many_events() -> Refusal {
    Refusal::new(
        "insight/too-many-events",
        format!("There are more than {MOST:.0} events, which are not rare."),
        "Use a chart of counts, shares or rates, or choose a shorter stretch of time.",
    )
}

fn not_gaps(kind: Kind) -> Refusal {
    let (reason, remedy) = match kind {
        Kind::Between => (
            "These readings do not say how many cases passed: there is no total, or a number of cases is not whole.",
            "Bring the events out of all cases, or set `readings` to `gaps` when each reading is the number of cases \
             since the event before.",
        ),
        _ => (
            "A time between events must be above nought and out of nothing.",
            "Set `readings` to `counts` when readings count events.",
        ),
    };
    Refusal::new("insight/not-gaps", reason, remedy)
}
