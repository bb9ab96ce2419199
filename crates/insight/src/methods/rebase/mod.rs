#![doc = include_str!("card.md")]

mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::{Motive, Unit};
use cm_kernel::{Card, Length, Refusal};
use cm_numeric::process::{Baseline, Kind, Proposal, StableShift, Tally, propose_rebase};

use super::Method;
use crate::laid::Laid;
use crate::{
    Centre, Chart, Insight, Mark, Parameter, ProcessChart, ProcessPoint, Question, Readings, Segment, Shape, Topic,
    Worked,
};

const LIMITS: Parameter = Parameter {
    name: "limits",
    does: "How limits are drawn: `xmr` from the movements of any numbers; for counts out of totals `p-prime`, or `p` by \
           chance alone, which calls nearly every large total a signal.",
    default: "xmr",
    choices: &["xmr", "p-prime", "p"],
};
const BASELINE: Parameter = Parameter {
    name: "baseline",
    does: "How many readings a baseline rests on, 16 or more; `auto` is 24 for months, two whole years, and otherwise 21.",
    default: "auto",
    choices: &[],
};
const PARAMETERS: &[Parameter] = &[LIMITS, BASELINE];

/// The fewest readings a baseline may rest on: twice the run that breaks one.
const FEWEST: usize = 16;

/// Proposals to begin limits afresh, with the reasoning.
pub struct Rebase;

impl Method for Rebase {
    fn name(&self) -> &'static str {
        "rebase"
    }

    fn version(&self) -> &'static str {
        "1"
    }

    fn card(&self) -> Card {
        include_str!("card.md")
    }

    fn form(&self) -> &'static str {
        "observation"
    }

    fn shape(&self) -> Shape {
        Shape::OneSeries
    }

    fn topic(&self) -> Topic {
        Topic::OverTime
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        PARAMETERS
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let laid = Laid::out(readings.one_series()?, &question.unit)?;
        let kind = match question.setting(&LIMITS) {
            "p-prime" => Kind::SharePrime,
            "p" => Kind::Share,
            _ => Kind::Individuals,
        };
        let plan = StableShift {
            period: baseline(question, laid.length)?,
            ..StableShift::default()
        };
        let tallies = tallies(&laid, kind, &question.unit)?;
        let found = propose_rebase(&tallies, kind, &plan).ok_or_else(super::undefined)?;
        let there = tallies.iter().flatten().count();
        if there < plan.period {
            return Err(too_few(there, plan.period));
        }
        let asked = Asked {
            question,
            laid,
            tallies,
            found,
            plan,
        };
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: question.settled(PARAMETERS),
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&asked.laid.span_in_words()),
            findings: sentences::findings(&asked),
            figures: sentences::figures(&asked),
            chart: Chart::Process(asked.chart()),
            spoken: sentences::spoken(&asked),
            table: sentences::table(&asked),
            rests_on: readings.rests_on().clone(),
            protection: None,
        })
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[],
            answer: include_str!("worked.txt"),
        }
    }
}

/// What was proposed with what was asked.
struct Asked<'q> {
    question: &'q Question,
    laid: Laid,
    tallies: Vec<Option<Tally>>,
    found: Proposal,
    plan: StableShift,
}

impl Asked<'_> {
    /// The baselines that would be new.
    fn proposed(&self) -> impl DoubleEndedIterator<Item = &Baseline> {
        self.found.baselines.iter().filter(|it| it.way.is_some())
    }

    fn period(&self, place: usize) -> Option<cm_kernel::Period> {
        self.laid.places.get(place).map(|it| it.period)
    }

    fn chart(&self) -> ProcessChart {
        let ends = self.found.baselines.iter().skip(1).map(|it| it.first);
        let ends = ends.chain([self.laid.places.len()]);
        let segments = self.found.baselines.iter().zip(ends);
        let mut marks = self.question.every_mark();
        marks.extend(self.proposed().filter_map(|it| {
            Some(Mark {
                on: self.period(it.first)?.start(),
                label: "Proposed: limits begin afresh".to_owned(),
                href: String::new(),
            })
        }));
        marks.sort_by_key(|it| it.on);
        let share = self.question.unit == Unit::Share;
        let numbers = || self.laid.numbers();
        ProcessChart {
            unit: self.question.unit_name(),
            points: self.laid.places.iter().map(point).collect(),
            segments: segments.map(|(baseline, end)| self.segment(baseline, end)).collect(),
            target: None,
            targets: Vec::new(),
            marks,
            floor: numbers().all(|it| it >= 0.0).then_some(0.0),
            ceiling: (share && numbers().all(|it| it <= 1.0)).then_some(1.0),
            centre: Centre::Mean,
            of_events: false,
        }
    }

    fn segment(&self, baseline: &Baseline, end: usize) -> Segment {
        let of = |tally: &Option<Tally>| tally.map(|it| baseline.limits(it.size));
        let all: Vec<_> = self
            .tallies
            .get(baseline.first..end)
            .unwrap_or_default()
            .iter()
            .map(of)
            .collect();
        let latest = all.iter().rev().flatten().next().copied();
        let same = all.iter().flatten().all(|it| Some(*it) == latest);
        Segment {
            first: baseline.first,
            last: end.saturating_sub(1),
            centre: baseline.centre,
            lower: latest.map(|it| it.0),
            upper: latest.map(|it| it.1),
            by_point: if same { Vec::new() } else { all },
        }
    }
}

fn point(place: &crate::laid::Place) -> ProcessPoint {
    ProcessPoint {
        period: place.period,
        value: place.value,
        absent: place.absent,
        numerator: place.numerator,
        denominator: place.denominator,
        signal: None,
        rule: String::new(),
        at: place.at,
        left_out: None,
    }
}

fn baseline(question: &Question, length: Length) -> Result<usize, Refusal> {
    let text = question.setting(&BASELINE);
    if text == BASELINE.default {
        return Ok(if length == Length::Month { 24 } else { 21 });
    }
    let number = text.parse::<usize>().ok().filter(|it| *it >= FEWEST);
    number.ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        Refusal::new(
            "insight/not-a-setting",
            format!("`{shown}` is not a number of readings that a baseline can rest on."),
            format!("Give a whole number of {FEWEST} or more, or `auto`."),
        )
    })
}

fn tallies(laid: &Laid, kind: Kind, unit: &Unit) -> Result<Vec<Option<Tally>>, Refusal> {
    if kind == Kind::Individuals {
        return Ok(laid.places.iter().map(|it| it.value.map(Tally::of)).collect());
    }
    let tally = |it: &crate::laid::Place| {
        let (count, size) = it.value.and(it.numerator.zip(it.denominator))?;
        Some(Tally { count, size })
    };
    let all: Vec<_> = laid.places.iter().map(tally).collect();
    match *unit == Unit::Share && all.iter().any(Option::is_some) {
        true => Ok(all),
        false => Err(crate::shares::not_a_share()),
    }
}

fn too_few(there: usize, needed: usize) -> Refusal {
    Refusal::new(
        "insight/too-few-readings",
        format!(
            "{} cannot carry a baseline of {needed}.",
            crate::words::count(there, "reading", "readings")
        ),
        "Wait for more readings, or choose a shorter baseline.",
    )
}
