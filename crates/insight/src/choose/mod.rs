//! Which process chart suits a series, with a guard for small numbers.
//!
//! The rules of the usual chart were made for numbers that spread evenly about their mean. Small counts do not, and
//! most of what small organisations count is small: there the usual rules fire on most charts though nothing changed.

mod summary;

#[cfg(test)]
mod tests;

use cm_evidence::EvidenceSet;
use cm_numeric::process::{Kind, Rules, Steady};

use crate::attribute::{between_events, plain};
use crate::words::{count, whole_per_cent};
use crate::{Question, Readings, false_alarm, method};
use summary::{Kept, Summary};

/// With fewer readings limits would move with every one that arrives.
const ENOUGH: usize = 13;
/// Below this many events a period on average, limits made for counts are needed.
const SMALL: f64 = 5.0;
/// Below it, most periods hold none, and what passes between events tells more.
const RARE: f64 = 1.0;
/// The fewest events whose gaps are worth a chart.
const FEWEST_EVENTS: f64 = 4.0;
/// Totals of which the largest is more than this many times the smallest need limits of their own.
const UNEQUAL: f64 = 2.0;
/// Periods that spread more than this many times as far as chance alone explains need wider limits.
const BEYOND_CHANCE: f64 = 1.5;

/// The charts a choice is made among, in the order people are offered them.
const CHARTS: [&str; 9] = ["xmr", "run", "p", "u", "c", "i-prime", "g", "t", "mr"];

/// A chart to draw, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Name of the method.
    pub method: &'static str,
    /// What to set, by the names of its parameters; what is not named stays at its default.
    pub settings: Vec<(&'static str, &'static str)>,
    /// Why, in one or two sentences. It tells averages of the readings, so that it is for people who may see them.
    pub reason: String,
    /// The other charts that could be drawn of such a measure, in the order people are offered them.
    pub others: Vec<&'static str>,
}

impl Choice {
    /// The question with what to set.
    #[must_use]
    pub fn ask(&self, question: &Question) -> Question {
        let set = |question: Question, (name, value): &(&'static str, &'static str)| question.set(name, *value);
        self.settings.iter().fold(question.clone(), set)
    }
}

/// Chooses a process chart for one series. Evidence that no chart can read gets the usual one, which says why.
#[must_use]
pub fn choose(evidence: &EvidenceSet, question: &Question) -> Choice {
    let readings = Readings::of(evidence);
    let (chosen, settings, reason) = Summary::of(&readings, question).map_or_else(
        || ("xmr", Vec::new(), "An XmR chart suits most series.".to_owned()),
        |summary| with_gaps(decide(&summary), &readings, question),
    );
    let suits = |name: &&str| method(name).is_some_and(|it| it.suits(question));
    Choice {
        method: chosen,
        settings,
        reason,
        others: CHARTS.into_iter().filter(|it| *it != chosen).filter(suits).collect(),
    }
}

/// A chart of gaps only where gaps are known: periods without a number may hide them all.
fn with_gaps(decided: Decided, readings: &Readings, question: &Question) -> Decided {
    let (name, settings, _) = &decided;
    let kind = match *name {
        "g" => Kind::Between,
        "t" => Kind::Time,
        _ => return decided,
    };
    let asked = settings
        .iter()
        .fold(question.clone(), |asked, (name, value)| asked.set(name, *value));
    let known = between_events(readings, &asked, kind).map_or(0, |series| series.tallies.len());
    if known as f64 >= FEWEST_EVENTS - 1.0 {
        return decided;
    }
    few(&count(known, "gap between events is", "gaps between events are"))
}

type Decided = (&'static str, Vec<(&'static str, &'static str)>, String);

fn decide(summary: &Summary) -> Decided {
    if summary.readings < ENOUGH {
        let reason = format!(
            "There are only {} readings. A run chart asks least of them; process limits settle from about {ENOUGH}.",
            summary.readings
        );
        return ("run", Vec::new(), reason);
    }
    match summary.kept {
        Kept::Counts => counts(summary),
        Kept::Shares => shares(summary),
        Kept::Rates => rates(summary),
        Kept::Measured => measured(summary),
    }
}

fn counts(summary: &Summary) -> Decided {
    if summary.events < RARE {
        return rare(summary, ("t", Vec::new()), "the time between events");
    }
    if summary.events >= SMALL {
        return usual(format!(
            "Counts here average {} a {}, enough for the usual chart.",
            plain(summary.events),
            summary.period
        ));
    }
    if summary.beyond_chance > BEYOND_CHANCE {
        let reason = format!(
            "{} They also spread {:.1} times as far as chance alone explains, which limits for counts do not allow \
             for; a run chart makes no such assumption.",
            misfires(summary),
            summary.beyond_chance
        );
        return ("run", Vec::new(), reason);
    }
    (
        "c",
        Vec::new(),
        format!("{} A chart of counts has limits made for them.", misfires(summary)),
    )
}

fn shares(summary: &Summary) -> Decided {
    let spread = match summary.beyond_chance > BEYOND_CHANCE {
        true => "periods",
        false => "chance",
    };
    if summary.events < RARE {
        let events = if summary.others_are_rarer { "others" } else { "counted" };
        return rare(summary, ("g", vec![("events", events)]), "the cases between events");
    }
    if summary.events < SMALL {
        let reason = format!(
            "{} A chart of shares has limits made for counts out of a total.",
            misfires(summary)
        );
        return ("p", vec![("spread", spread)], reason);
    }
    unequal(summary, "p").unwrap_or_else(|| {
        usual("Totals hardly differ from period to period, and counts are large enough for the usual chart.".to_owned())
    })
}

fn rates(summary: &Summary) -> Decided {
    let spread = match summary.beyond_chance > BEYOND_CHANCE {
        true => "periods",
        false => "chance",
    };
    if summary.events < RARE {
        return rare(summary, ("t", Vec::new()), "the time between events");
    }
    if summary.events < SMALL {
        let reason = format!(
            "{} A chart of rates has limits made for counts over an exposure.",
            misfires(summary)
        );
        return ("u", vec![("spread", spread)], reason);
    }
    unequal(summary, "u").unwrap_or_else(|| {
        usual(
            "Exposure hardly differs from period to period, and counts are large enough for the usual chart."
                .to_owned(),
        )
    })
}

fn measured(summary: &Summary) -> Decided {
    if summary.mostly_still {
        let reason = "More than half of the readings repeat the one before, so the usual limits would be too narrow; \
                      a run chart needs none."
            .to_owned();
        return ("run", Vec::new(), reason);
    }
    usual("These are measurements, a number a period: the usual chart.".to_owned())
}

fn usual(reason: String) -> Decided {
    ("xmr", Vec::new(), reason)
}

/// Limits that differ by point, where totals do.
fn unequal(summary: &Summary, chart: &'static str) -> Option<Decided> {
    let (least, most) = summary.sizes.filter(|(least, most)| *most > UNEQUAL * *least)?;
    let reason = format!(
        "What readings are out of runs from {} to {}, so that some readings move more by chance than others: limits \
         should differ with it.",
        plain(least),
        plain(most)
    );
    Some((chart, vec![("spread", "periods")], reason))
}

/// A chart of what passes between events, when there are events enough for one.
fn rare(summary: &Summary, chart: (&'static str, Vec<(&'static str, &'static str)>), of: &str) -> Decided {
    if summary.all_events < FEWEST_EVENTS {
        return few(&count(summary.all_events as usize, "event is", "events are"));
    }
    let (name, settings) = chart;
    let kind = if name == "g" { Kind::Between } else { Kind::Time };
    let steady = match kind {
        Kind::Between => Steady::Between {
            mean: (summary.cases / summary.all_events - 1.0).max(0.01),
        },
        _ => Steady::Times,
    };
    let steadier = false_alarm::of_kind(kind, steady, summary.all_events as usize - 1)
        .filter(|rate| rate.anywhere < summary.usual_rate())
        .map_or_else(
            || format!("A chart of {of} has limits made for that."),
            |rate| {
                format!(
                    "A chart of {of} is steadier: it raises one on about {}.",
                    whole_per_cent(rate.anywhere)
                )
            },
        );
    (name, settings, format!("{} {steadier}", misfires(summary)))
}

fn few(known: &str) -> Decided {
    let reason = format!(
        "Only {known} known: no chart can tell signal from noise among so few. A run chart shows the counts as they are."
    );
    ("run", Vec::new(), reason)
}

/// How often the usual rules fire on counts as small as these.
fn misfires(summary: &Summary) -> String {
    format!(
        "Counts here average {} a {}, where the usual rules raise a false alarm on about {} of charts of this length.",
        plain(summary.events),
        summary.period,
        whole_per_cent(summary.usual_rate())
    )
}

impl Summary {
    fn usual_rate(&self) -> f64 {
        let steady = Steady::Counts { mean: self.events };
        false_alarm::of_rules(&Rules::PLOT_THE_DOTS, steady, self.readings).map_or(0.0, |rate| rate.anywhere)
    }
}
