//! Run charts and charts of counts, shares, rates and gaps: what their methods share.

mod events;
mod figures;
mod findings;
mod lay;
mod sentences;
mod settings;

use cm_framework::{Better, Unit};
use cm_kernel::Refusal;
use cm_numeric::process::{self, AttributeChart, Kind, Rule, Rules, Sense, Side, Span, Tallies, Tally};

use crate::laid::{Laid, Place};
use crate::left_out::LeftOut;
use crate::targets::Targets;
use crate::{Centre, Chart, Insight, Method, ProcessChart, ProcessPoint, Question, Readings, Segment, Signal};

pub(crate) use crate::left_out::EXCLUDE;
pub(crate) use crate::targets::TARGET;
pub(crate) use events::between_events;
pub(crate) use lay::{counts, measured, moved, rates, shares};
pub(crate) use sentences::plain;
pub(crate) use settings::{EVENTS, FIX, PER, READINGS, REBASE, SCREENING, SPREAD, allows_for_periods, per};

/// A series laid out for a chart of one kind.
pub(crate) struct Series {
    pub kind: Kind,
    pub laid: Laid,
    /// As many as there are places.
    pub tallies: Vec<Option<Tally>>,
    /// The question as it is of the numbers shown: in their unit, and with their better way.
    pub question: Question,
    /// Sentences that only the method knows.
    pub cautions: Vec<crate::Finding>,
    /// What has passed since the latest event; charts of events only.
    pub open: Option<f64>,
}

impl Series {
    /// Whether a point is an event and not a period.
    fn of_events(&self) -> bool {
        matches!(self.kind, Kind::Between | Kind::Time)
    }
}

/// A judged series with what was asked about it.
struct Asked {
    series: Series,
    judged: AttributeChart,
    left_out: LeftOut,
    targets: Targets,
}

/// Judges a series and says what it says.
pub(crate) fn answer(
    method: &dyn Method,
    readings: &Readings,
    question: &Question,
    series: Series,
) -> Result<Insight, Refusal> {
    let settings = settings::Settings::read(readings, question, &series.laid, method.parameters())?;
    let excluded = settings.excluded.places();
    let tallies = Tallies {
        tallies: &series.tallies,
        restarts: &settings.restarts,
        baseline: settings.fix,
        excluded: &excluded,
        centre: None,
        screen: settings.screen,
        better: better(series.question.better),
    };
    let judged = process::attribute_chart(&tallies, series.kind);
    let asked = Asked {
        judged: unjudged(judged, &excluded),
        left_out: settings.excluded,
        targets: settings.targets,
        series: fitted(series),
    };
    if asked.judged.points.iter().all(|it| it.value.is_none()) {
        return Err(crate::laid::no_numbers());
    }
    Ok(Insight {
        method: method.name().to_owned(),
        version: format!("{} {}", method.version(), rules(asked.kind()).name),
        settings: question.settled(method.parameters()),
        headline: sentences::headline(&asked),
        subtitle: asked.subtitle(),
        findings: findings::all(&asked),
        figures: figures::all(&asked),
        chart: Chart::Process(asked.chart()),
        spoken: sentences::spoken(&asked),
        table: sentences::table(&asked),
        rests_on: readings.rests_on().clone(),
        protection: None,
    })
}

/// The named rules that judge a chart of this kind: a run chart has no limits, so the run rules alone.
fn rules(kind: Kind) -> Rules {
    match kind {
        Kind::Run => Rules::ANHOEJ,
        _ => Rules::LIMITS_AND_RUNS,
    }
}

/// The same with nothing said of the places a person left out: a known cause is no sign of another.
fn unjudged(mut judged: AttributeChart, left_out: &[usize]) -> AttributeChart {
    for place in left_out {
        if let Some(point) = judged.points.get_mut(*place) {
            (point.signal, point.side) = (None, None);
        }
    }
    judged
}

/// The same with no value shown where the kind has none.
fn fitted(mut series: Series) -> Series {
    for (place, tally) in series.laid.places.iter_mut().zip(&series.tallies) {
        if tally.is_none() && place.value.take().is_some() && place.absent.is_none() {
            place.absent = Some(cm_kernel::Absence::NotApplicable);
        }
    }
    series
}

impl Asked {
    fn kind(&self) -> Kind {
        self.series.kind
    }

    /// The stretch whose limits hold now.
    fn now(&self) -> Option<&Span> {
        self.judged.spans.last()
    }

    fn places(&self) -> &[Place] {
        &self.series.laid.places
    }

    /// The target of the latest period.
    fn target(&self) -> Option<f64> {
        self.targets.now(&self.series.laid)
    }

    /// `mean` or `median`.
    fn centre_word(&self) -> &'static str {
        if self.kind().is_median() { "median" } else { "mean" }
    }

    /// A number as a person reads it.
    fn said(&self, number: f64) -> String {
        sentences::number(&self.series, number)
    }

    fn subtitle(&self) -> String {
        let mut question = self.series.question.clone();
        if self.series.of_events() {
            question.unit = Unit::Number(format!("{} between events", question.unit_name()));
        }
        question.subtitle(&self.series.laid.span_in_words())
    }

    /// Whether a person left the latest point out.
    fn is_latest_left_out(&self) -> bool {
        let last = self.judged.points.len().checked_sub(1);
        last.is_some_and(|at| self.left_out.has(at))
    }

    /// The signal of the latest period.
    fn latest_signal(&self) -> Option<process::Signal> {
        self.judged.points.last()?.signal
    }

    fn chart(&self) -> ProcessChart {
        let point = |(index, (place, judged)): (usize, (&Place, &process::Point))| ProcessPoint {
            period: place.period,
            value: judged.value,
            absent: place.absent,
            numerator: place.numerator,
            denominator: place.denominator,
            signal: judged.signal.map(signal),
            rule: judged
                .signal
                .map(|it| rule_in_words(it.rule, it.side, self.centre_word()))
                .unwrap_or_default(),
            at: place.at,
            left_out: self.left_out.reason(index).map(str::to_owned),
        };
        ProcessChart {
            unit: self.series.question.unit_name(),
            points: self
                .places()
                .iter()
                .zip(&self.judged.points)
                .enumerate()
                .map(point)
                .collect(),
            segments: self.judged.spans.iter().filter_map(|it| self.segment(it)).collect(),
            target: self.target(),
            targets: self.targets.steps(&self.series.laid),
            marks: self.series.question.every_mark(),
            floor: self
                .judged
                .points
                .iter()
                .flat_map(|it| it.value)
                .all(|it| it >= 0.0)
                .then_some(0.0),
            ceiling: (self.series.question.unit == Unit::Share
                && self.judged.points.iter().flat_map(|it| it.value).all(|it| it <= 1.0))
            .then_some(1.0),
            centre: if self.kind().is_median() {
                Centre::Median
            } else {
                Centre::Mean
            },
            of_events: self.series.of_events(),
        }
    }

    fn segment(&self, span: &Span) -> Option<Segment> {
        let limits = self.judged.limits.get(span.first..span.end)?;
        let pair = |it: &process::Limits| (it.lower, it.upper);
        let by_point: Vec<Option<(f64, f64)>> = limits.iter().map(|it| it.as_ref().map(pair)).collect();
        let level = by_point.windows(2).all(|two| two.first() == two.last());
        let last = by_point.iter().rev().find_map(|it| *it);
        Some(Segment {
            first: span.first,
            last: span.end.saturating_sub(1),
            centre: span.centre?,
            lower: last.map(|it| it.0),
            upper: last.map(|it| it.1),
            by_point: if level { Vec::new() } else { by_point },
        })
    }
}

pub(crate) fn better(wanted: Better) -> process::Better {
    match wanted {
        Better::Higher => process::Better::Higher,
        Better::Lower => process::Better::Lower,
        Better::Neither => process::Better::Neither,
    }
}

fn signal(found: process::Signal) -> Signal {
    match (found.sense, found.side) {
        (Sense::Improvement, _) => Signal::Improvement,
        (Sense::Concern, _) => Signal::Concern,
        (Sense::Neutral, Side::High) => Signal::High,
        (Sense::Neutral, Side::Low) => Signal::Low,
    }
}

/// The rule as a point says it.
fn rule_in_words(rule: Rule, side: Side, centre: &str) -> String {
    let (over, limit) = match side {
        Side::High => ("above", "upper"),
        Side::Low => ("below", "lower"),
    };
    match rule {
        Rule::Outside => format!("{over} the {limit} process limit"),
        Rule::Shift | Rule::Trend | Rule::TwoInThree => format!("in a long run of readings {over} the {centre}"),
    }
}

/// The rule's name in findings.
fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::Outside => "outside",
        Rule::Shift | Rule::Trend | Rule::TwoInThree => "long-run",
    }
}
