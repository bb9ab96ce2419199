//! What moves while the result moves: its size, its target, other measures.

use std::collections::BTreeMap;

use cm_framework::{Better, Unit};
use cm_kernel::Id;
use cm_numeric::distortion::{self, TargetRow, Together};
use cm_numeric::process::{self, Rules, Sense};

use super::{Ask, DRAWS, Of, Outcome, Placebo, Ran, directed, not};
use crate::Companion;
use crate::change::{Scale, digits};
use crate::methods::xmr;
use crate::words::count;

/// The fewest places whose signals can be exchanged.
const PLACES: usize = 6;
/// The fewest periods in which a place can show a signal.
const PERIODS: usize = 12;
/// How many periods after a sign of improvement a sign of concern still meets it.
const REACH: usize = 3;

/// Rows of the result with another number.
struct Pairs {
    places: Vec<usize>,
    periods: Vec<usize>,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Pairs {
    /// Each row's result and what `other` says of it, where it says something.
    fn of(of: &Of<'_>, other: impl Fn(&super::super::gathered::Row) -> Option<f64>) -> Self {
        let (start, _) = of.gathered.span();
        let (mut places, mut periods) = (Vec::new(), Vec::new());
        let (mut first, mut second) = (Vec::new(), Vec::new());
        for row in &of.gathered.rows {
            if let Some(number) = other(row) {
                places.push(row.place);
                periods.push(usize::try_from(row.time - start).unwrap_or_default());
                first.push(row.value);
                second.push(number);
            }
        }
        Self {
            places,
            periods,
            first,
            second,
        }
    }

    fn together(&self, of: &Of<'_>, half_turn: bool) -> Option<Together> {
        distortion::together(
            &self.places,
            &self.periods,
            &self.first,
            &self.second,
            half_turn,
            (DRAWS, of.settings.seed),
        )
    }

    /// The slope, and the same with each place's results moved half their time away among the placebos.
    fn judged(&self, of: &Of<'_>, name: &str, placebos: &mut Vec<Placebo>) -> Option<Together> {
        let found = self.together(of, false)?;
        placebos.extend(self.together(of, true).map(|it| Placebo {
            name: format!("{name}, half the time away"),
            p: it.p,
        }));
        Some(found)
    }
}

/// Whether a share is better where it is a share of fewer than usual at its place.
pub(super) fn size(of: &Of<'_>, placebos: &mut Vec<Placebo>) -> Ask {
    let name = of.size_in_words();
    let title = "Size and result";
    let mut usual: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
    for row in &of.gathered.rows {
        let sum = usual.entry(row.place).or_default();
        sum.0 += row.size.unwrap_or_default();
        sum.1 += 1.0;
    }
    let relative = |place: usize, size: f64| {
        let (sum, number) = usual.get(&place)?;
        Some(size / (sum / number)).filter(|it| it.is_finite())
    };
    let mut pairs = Pairs::of(of, |row| row.size.and_then(|size| relative(row.place, size)));
    // The result is what moves here, when the size does by a tenth.
    std::mem::swap(&mut pairs.first, &mut pairs.second);
    let outcome = match (&of.question.unit, pairs.judged(of, title, placebos)) {
        (Unit::Number(_), _) => not("readings are not shares"),
        (Unit::Share, None) => not("too few readings, or numbers that never move"),
        (Unit::Share, Some(found)) => Outcome::Ran(Ran {
            p: of.wanted(found.p, -found.slope),
            seen: format!(
                "Where {name} at a place are a tenth below what is usual there, its result is {}",
                Scale::Unit.difference(of.question, -found.slope / 10.0)
            ),
            n: found.rows,
        }),
    };
    Ask {
        rule: "size".to_owned(),
        name: title.to_owned(),
        asks: "who is counted, and when?",
        causes: "A quiet month in which people can be served well, harder cases that come in larger numbers, and people \
                 who went elsewhere would all look like this.",
        outcome,
    }
}

/// Whether the next target takes up what was reached beyond this one.
pub(super) fn ratchet(of: &Of<'_>) -> Ask {
    let outcome = match of.settings.target_in.and_then(|it| of.gathered.beside.get(it)) {
        None => not("no measure beside this one holds its targets"),
        Some(targets) => {
            let rows = of.gathered.rows.iter().filter_map(|row| {
                Some(TargetRow {
                    place: row.place,
                    time: row.time,
                    result: row.value,
                    target: *targets.get(&(row.place, row.time))?,
                })
            });
            let rows: Vec<TargetRow> = rows.collect();
            match distortion::target_follows(&rows, DRAWS, of.settings.seed) {
                None => not("too few targets, or targets that never change"),
                Some(found) => Outcome::Ran(Ran {
                    p: directed(found.p, found.slope > 0.0),
                    seen: format!(
                        "Of what a place reaches beyond its target, the next target takes up {}% on average",
                        digits(found.slope * 100.0)
                    ),
                    n: found.rows,
                }),
            }
        }
    };
    Ask {
        rule: "ratchet".to_owned(),
        name: "Moving target".to_owned(),
        asks: "what does it do to next year to do well this year?",
        causes: "Plans that start from the last result, growth that everybody expected, and targets that were too low at \
                 first would all look like this.",
        outcome,
    }
}

/// Whether a measure beside this one becomes worse while this one becomes better: reading by reading, and signal by
/// signal.
pub(super) fn against(of: &Of<'_>, number: usize, placebos: &mut Vec<Placebo>) -> Vec<Ask> {
    let (Some(companion), Some(its)) = (of.question.beside.get(number), of.gathered.beside.get(number)) else {
        return Vec::new();
    };
    let slug = Id::slug(&companion.title);
    let quoted = format!("“{}”", companion.title);
    let known = of.question.better != Better::Neither && companion.better != Better::Neither;
    let (moves, signals) = match known {
        false => {
            let why = "nobody says which way is better for both";
            (not(why), not(why))
        }
        true => (
            moves_against(of, companion, its, placebos),
            signals_against(of, companion, its),
        ),
    };
    let causes = "The same people doing the one thing rather than the other, harder cases, and something else that moves \
                  both would all look like this.";
    vec![
        Ask {
            rule: format!("moves-against-{slug}"),
            name: format!("Against {quoted}"),
            asks: "does the one cost the other?",
            causes,
            outcome: moves,
        },
        Ask {
            rule: format!("signals-against-{slug}"),
            name: format!("Signals against {quoted}"),
            asks: "does the one cost the other?",
            causes,
            outcome: signals,
        },
    ]
}

fn moves_against(
    of: &Of<'_>,
    companion: &Companion,
    its: &BTreeMap<(usize, i64), f64>,
    placebos: &mut Vec<Placebo>,
) -> Outcome {
    let pairs = Pairs::of(of, |row| its.get(&(row.place, row.time)).copied());
    let name = format!("Against “{}”", companion.title);
    let Some(found) = pairs.judged(of, &name, placebos) else {
        return not("too few readings of both, or one that never moves");
    };
    let share = of.question.unit == Unit::Share;
    // A step of the result that is a person's: one point, or one of what is counted; in the wanted direction.
    let step = if share { 0.01 } else { 1.0 };
    let way = if of.question.better == Better::Lower { -1.0 } else { 1.0 };
    let moved = found.slope * step * way;
    let worse = if companion.better == Better::Lower {
        moved
    } else {
        -moved
    };
    let (size, direction) = match &companion.unit {
        Unit::Share => (
            format!("{} percentage points", digits((moved * 100.0).abs())),
            moved < 0.0,
        ),
        Unit::Number(unit) => (format!("{} {unit}", digits(moved.abs())), moved < 0.0),
    };
    Outcome::Ran(Ran {
        p: directed(found.p, worse > 0.0),
        seen: format!(
            "Where the result of a place is {} better than usual, “{}” is {size} {}",
            match &of.question.unit {
                Unit::Share => "1 percentage point".to_owned(),
                Unit::Number(unit) => format!("1 {unit}"),
            },
            companion.title,
            if direction { "lower" } else { "higher" }
        ),
        n: found.rows,
    })
}

fn signals_against(of: &Of<'_>, companion: &Companion, its: &BTreeMap<(usize, i64), f64>) -> Outcome {
    let (first, last) = of.gathered.span();
    let periods = (last - first + 1) as usize;
    let (mut better, mut worse) = (Vec::new(), Vec::new());
    for place in of.gathered.by_place().filter(|it| it.len() == periods) {
        let others: Option<Vec<f64>> = place.iter().map(|it| its.get(&(it.place, it.time)).copied()).collect();
        if let Some(others) = others {
            let own: Vec<f64> = place.iter().map(|it| it.value).collect();
            better.push(flags(&own, of.question.better, Sense::Improvement));
            worse.push(flags(&others, companion.better, Sense::Concern));
        }
    }
    if better.len() < PLACES || periods < PERIODS {
        return Outcome::Not(format!(
            "fewer than {PLACES} places read in every one of {PERIODS} periods or more"
        ));
    }
    let length = of.gathered.length.word();
    match distortion::opposed(&better, &worse, REACH, DRAWS, of.settings.seed) {
        None => not("no sign of improvement to be met"),
        Some(found) => Outcome::Ran(Ran {
            p: found.p,
            seen: format!(
                "Of {} of improvement, {} met by a sign of concern in “{}” within {REACH} {length}s, where {} would be \
                 expected",
                count(found.first, "sign", "signs"),
                count(found.met, "is", "are"),
                companion.title,
                digits(found.expected)
            ),
            n: found.first,
        }),
    }
}

/// Where a process chart of the readings shows such a signal.
fn flags(values: &[f64], better: Better, sense: Sense) -> Vec<bool> {
    let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    let series = process::Series::new(&values, xmr::better(better));
    let chart = process::chart(&series, &Rules::PLOT_THE_DOTS);
    let shows = |it: &process::Point| it.signal.is_some_and(|it| it.sense == sense);
    chart.points.iter().map(shows).collect()
}
