#![doc = include_str!("card.md")]

mod parts;
mod sentences;
mod tally;

#[cfg(test)]
mod tests;

use cm_evidence::Series;
use cm_framework::Motive;
use cm_kernel::{Card, Period, Refusal};
use cm_numeric::process::{self, Chart as Judged, Rules};

use super::Method;
use super::xmr::{RULES, better, rule_in_words, signal};
use crate::laid::Laid;
use crate::targets::{TARGET, Targets};
use crate::{
    AssuranceMark, Chart, Insight, Parameter, Question, Readings, RestsOn, Shape, SummaryChart, SummaryRow, Topic,
    Variation, Worked,
};

pub use parts::{SummaryInParts, SummaryJudge, SummaryPart};
use tally::Tally;

/// How many of its last readings a line shows.
const RECENT: usize = 36;

/// Many series, a line each.
pub struct Summary;

impl Method for Summary {
    fn name(&self) -> &'static str {
        "summary"
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
        Shape::EveryReading
    }

    fn topic(&self) -> Topic {
        Topic::BetweenPlaces
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[RULES, TARGET]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let rules = Rules::named(question.setting(&RULES)).unwrap_or(Rules::PLOT_THE_DOTS);
        let targets = Targets::read(readings, question)?;
        let target = readings.span().and_then(|(_, last)| targets.at(last));
        let mut judged = Judged::default();
        let rows: Vec<SummaryRow> = readings
            .series()
            .iter()
            .map(|series| line(series, question, &rules, &targets, &mut judged))
            .collect();
        let asked = Asked {
            question,
            rules,
            target,
            has_target: !targets.is_empty(),
            tally: Tally::of(&rows),
        };
        if !asked.tally.has_numbers() {
            return Err(no_numbers());
        }
        let mut insight = asked.insight(readings.span(), readings.rests_on().clone());
        insight.table = sentences::table(&asked, &rows);
        if let Chart::Summary(chart) = &mut insight.chart {
            chart.rows = rows;
        }
        Ok(insight)
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[("target", "55")],
            answer: include_str!("worked.txt"),
        }
    }
}

/// What was asked, and what the lines come to.
struct Asked<'q> {
    question: &'q Question,
    rules: Rules,
    /// The target that holds at the last period of all.
    target: Option<f64>,
    /// Whether there is a target at any time.
    has_target: bool,
    tally: Tally,
}

impl Asked<'_> {
    /// The insight without its lines.
    fn insight(&self, span: Option<(Period, Period)>, rests_on: RestsOn) -> Insight {
        let when = span.map_or_else(String::new, |(first, last)| {
            format!("{} to {}", first.in_words(), last.in_words())
        });
        Insight {
            method: Summary.name().to_owned(),
            version: format!("{} {}", Summary.version(), self.rules.name),
            settings: self.question.settled(Summary.parameters()),
            headline: sentences::headline(self),
            subtitle: self.question.subtitle(&when),
            findings: sentences::findings(self),
            figures: sentences::figures(self),
            spoken: sentences::spoken(self),
            table: sentences::table(self, &[]),
            chart: Chart::Summary(SummaryChart {
                unit: self.question.unit_name(),
                places_are: self.question.places_are.clone(),
                target: self.target,
                rows: Vec::new(),
            }),
            rests_on,
            protection: None,
        }
    }
}

/// One series on a line. What cannot be judged says why.
fn line(series: &Series, question: &Question, rules: &Rules, targets: &Targets, judged: &mut Judged) -> SummaryRow {
    let mut row = SummaryRow {
        place: series.place.clone(),
        group: series.group.clone(),
        period: series.points.iter().map(|it| it.period).max(),
        latest: None,
        mean: None,
        limits: None,
        readings: 0,
        variation: Variation::NotKnown,
        rule: String::new(),
        assurance: AssuranceMark::NotKnown,
        why_not: String::new(),
        recent: Vec::new(),
    };
    let laid = match Laid::out(series, &question.unit) {
        Ok(laid) => laid,
        Err(refusal) => {
            row.why_not = refusal.reason;
            return row;
        }
    };
    let values = laid.values();
    let wanted = better(question.better);
    judged.redraw(&process::Series::new(&values, wanted), rules);
    row.latest = values.last().copied().flatten();
    row.recent = values
        .get(values.len().saturating_sub(RECENT)..)
        .unwrap_or_default()
        .to_vec();
    if let Some(now) = judged.stretches.last() {
        row.mean = now.centre;
        row.limits = now.limits.map(|it| (it.lower, it.upper));
        row.readings = now.readings;
    }
    if row.readings < rules.short {
        row.why_not = format!(
            "Limits rest on {}; a mark needs {}.",
            readings_in_words(row.readings),
            rules.short
        );
        return row;
    }
    match judged.variation() {
        Some(found) => {
            row.variation = Variation::of(found.map(signal));
            row.rule = found.map_or_else(String::new, |it| rule_in_words(it.rule, it.side).to_owned());
        }
        None if row.latest.is_none() => "The latest period has no reading.".clone_into(&mut row.why_not),
        None => "The readings are too still for limits.".clone_into(&mut row.why_not),
    }
    let target = targets.now(&laid);
    row.assurance = AssuranceMark::of(target, row.limits, question.better);
    row
}

fn readings_in_words(number: usize) -> String {
    crate::words::count(number, "reading", "readings")
}

fn no_numbers() -> Refusal {
    Refusal::new(
        "insight/no-numbers",
        "Every reading is absent or out of nothing.",
        "Gather readings that have a number, or choose other dates.",
    )
}
