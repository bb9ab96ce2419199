#![doc = include_str!("card.md")]

mod findings;
mod sentences;
mod settings;

#[cfg(test)]
mod tests;

use cm_framework::{Better, Motive};
use cm_kernel::{Card, Refusal};
use cm_numeric::process::{self, Assurance, Chart as Judged, Kind, Rule, Rules, Sense, Side};

use super::Method;
use crate::attribute;
use crate::laid::{self, Laid};
use crate::left_out::LeftOut;
use crate::targets::Targets;
use crate::{
    Centre, Chart, Figure, Insight, Parameter, ProcessChart, ProcessPoint, Question, Readings, Segment, Shape, Signal,
    Topic, Worked,
};
pub(crate) use settings::RULES;
use settings::Settings;

/// The XmR process chart.
pub struct Xmr;

impl Method for Xmr {
    fn name(&self) -> &'static str {
        "xmr"
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
        settings::PARAMETERS
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let settings = Settings::read(readings, question)?;
        if settings.rules == Rules::ANHOEJ {
            // Run rules judge about a median and know no limits: the chart is a run chart.
            return attribute::answer(
                self,
                readings,
                question,
                attribute::measured(readings, question, Kind::Run)?,
            );
        }
        let laid = Laid::out(readings.one_series()?, &question.unit)?;
        let restarts = settings.restarts(&laid)?;
        let values = laid.values();
        let left_out = LeftOut::read(question, &laid)?;
        let excluded = left_out.places();
        let series = process::Series {
            values: &values,
            restarts: &restarts,
            baseline: settings.fix,
            excluded: &excluded,
            better: better(question.better),
        };
        let recorded = settings.recorded(question);
        let asked = Asked {
            judged: process::chart(&series, &settings.rules),
            rules: settings.rules,
            targets: settings.targets,
            left_out,
            laid,
            question,
        };
        Ok(Insight {
            method: self.name().to_owned(),
            version: format!("{} {}", self.version(), settings.rules.name),
            settings: recorded,
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&asked.laid.span_in_words()),
            findings: findings::all(&asked),
            figures: asked.figures(),
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
            settings: &[("target", "55")],
            answer: include_str!("worked.txt"),
        }
    }
}

/// A judged series with what was asked about it.
struct Asked<'q> {
    judged: Judged,
    rules: Rules,
    targets: Targets,
    left_out: LeftOut,
    laid: Laid,
    question: &'q Question,
}

impl Asked<'_> {
    /// The stretch whose limits hold now.
    fn now(&self) -> Option<&process::Stretch> {
        self.judged.stretches.last()
    }

    /// The target of the latest period.
    fn target(&self) -> Option<f64> {
        self.targets.now(&self.laid)
    }

    /// Whether a person left the latest period out.
    fn is_latest_left_out(&self) -> bool {
        let last = self.laid.places.len().checked_sub(1);
        last.is_some_and(|at| self.left_out.has(at))
    }

    /// The signal of the latest period; the outer `None` is "not known", and so is a period left out.
    fn variation(&self) -> Option<Option<process::Signal>> {
        self.judged.variation().filter(|_| !self.is_latest_left_out())
    }

    /// What the limits that hold now say of the target.
    fn assurance(&self) -> Option<(f64, Assurance)> {
        let target = self.target()?;
        let way = match better(self.question.better) {
            process::Better::Neither => process::Better::Higher,
            way => way,
        };
        Some((target, self.judged.assurance(target, way)?))
    }

    fn figures(&self) -> Vec<Figure> {
        let now = self.now();
        let limits = now.and_then(|it| it.limits);
        let readings = now.map(|it| it.readings as f64);
        let figure = |name: &str, statement: String, value: Option<f64>, n: Option<f64>| Figure {
            name: name.to_owned(),
            statement,
            value,
            lower: None,
            upper: None,
            unit: self.question.unit_name(),
            n,
        };
        let latest = self.laid.latest();
        let (lower, upper) = (limits.map(|it| it.lower), limits.map(|it| it.upper));
        vec![
            figure(
                "latest",
                sentences::latest_figure(self),
                latest.and_then(|it| it.value),
                latest.and_then(|it| it.denominator.or(it.numerator)),
            ),
            figure(
                "mean",
                sentences::mean_figure(self),
                now.and_then(|it| it.centre),
                readings,
            ),
            figure(
                "lower-limit",
                sentences::limit_figure(self, "Lower", lower),
                lower,
                readings,
            ),
            figure(
                "upper-limit",
                sentences::limit_figure(self, "Upper", upper),
                upper,
                readings,
            ),
            figure(
                "average-moving-range",
                sentences::moving_range_figure(self),
                now.and_then(|it| it.average_move),
                readings,
            ),
        ]
    }

    fn chart(&self) -> ProcessChart {
        let marked = |(at, place): (usize, &laid::Place)| {
            let judged = self.judged.points.get(at).and_then(|it| it.signal);
            ProcessPoint {
                period: place.period,
                value: place.value,
                absent: place.absent,
                numerator: place.numerator,
                denominator: place.denominator,
                signal: judged.map(signal),
                rule: judged
                    .map(|it| rule_in_words(it.rule, it.side).to_owned())
                    .unwrap_or_default(),
                at: place.at,
                left_out: self.left_out.reason(at).map(str::to_owned),
            }
        };
        let segment = |it: &process::Stretch| {
            let limits = it.limits?;
            Some(Segment {
                first: it.first,
                last: it.end.saturating_sub(1),
                centre: it.centre?,
                lower: Some(limits.lower),
                upper: Some(limits.upper),
                by_point: Vec::new(),
            })
        };
        ProcessChart {
            unit: self.question.unit_name(),
            points: self.laid.places.iter().enumerate().map(marked).collect(),
            segments: self.judged.stretches.iter().filter_map(segment).collect(),
            target: self.target(),
            targets: self.targets.steps(&self.laid),
            marks: self.question.every_mark(),
            floor: self.floor(),
            ceiling: self.ceiling(),
            centre: Centre::Mean,
            of_events: false,
        }
    }

    /// The lowest value that can be.
    fn floor(&self) -> Option<f64> {
        let never_negative = self.laid.numbers().all(|it| it >= 0.0);
        never_negative.then_some(0.0)
    }

    /// The highest value that can be.
    fn ceiling(&self) -> Option<f64> {
        let share = self.question.unit == cm_framework::Unit::Share;
        (share && self.laid.numbers().all(|it| it <= 1.0)).then_some(1.0)
    }
}

pub(crate) fn better(wanted: Better) -> process::Better {
    match wanted {
        Better::Higher => process::Better::Higher,
        Better::Lower => process::Better::Lower,
        Better::Neither => process::Better::Neither,
    }
}

pub(crate) fn signal(found: process::Signal) -> Signal {
    match (found.sense, found.side) {
        (Sense::Improvement, _) => Signal::Improvement,
        (Sense::Concern, _) => Signal::Concern,
        (Sense::Neutral, Side::High) => Signal::High,
        (Sense::Neutral, Side::Low) => Signal::Low,
    }
}

/// The rule as a point says it.
pub(crate) fn rule_in_words(rule: Rule, side: Side) -> &'static str {
    match (rule, side) {
        (Rule::Outside, Side::High) => "above the upper process limit",
        (Rule::Outside, Side::Low) => "below the lower process limit",
        (Rule::Trend, Side::High) => "in a run of rising readings",
        (Rule::Trend, Side::Low) => "in a run of falling readings",
        (Rule::TwoInThree, Side::High) => "two of three near the upper limit",
        (Rule::TwoInThree, Side::Low) => "two of three near the lower limit",
        (Rule::Shift, Side::High) => "in a run of readings above the mean",
        (Rule::Shift, Side::Low) => "in a run of readings below the mean",
    }
}

/// The rule's name in findings.
fn rule_name(rule: Rule) -> &'static str {
    match rule {
        Rule::Outside => "outside",
        Rule::Trend => "trend",
        Rule::TwoInThree => "two-in-three",
        Rule::Shift => "shift",
    }
}
