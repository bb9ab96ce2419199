#![doc = include_str!("card.md")]

mod sentences;

#[cfg(test)]
mod tests;

use cm_framework::{Better, Motive, Unit};
use cm_kernel::{Card, Reading, Refusal};
use cm_numeric::bunching::{Adjust, ExcessMass, Redrawn, Window, Zone, battery, excess_mass, redrawn};
use cm_numeric::density::{Jump, jump};

use super::Method;
use crate::shares::not_a_share;
use crate::{Chart, Insight, Parameter, Question, Readings, Shape, ThresholdChart, Topic, Worked};

/// The fewest shares whose crowding can be judged.
const FEWEST: usize = 30;
/// Widths looked at, narrowest first, as shares of 1.
const WIDTHS: [f64; 4] = [0.0005, 0.001, 0.0025, 0.005];
/// The width the headline and the figures are about.
const TOLD: f64 = 0.001;
/// How far off the lines lie that mean nothing.
const BESIDE: [f64; 6] = [-0.03, -0.02, -0.01, 0.01, 0.02, 0.03];
/// Width of a bin of the chart.
const BIN: f64 = 0.001;
/// How many bins the chart has on either side.
const BINS: i32 = 20;
/// How often the misses about the curve are drawn anew, and where the draws start.
const DRAWS: usize = 999;
const SEED: u64 = 1;
/// Adjusted p below which a question is raised.
const RARE: f64 = 0.05;

const THRESHOLD: Parameter = Parameter {
    name: "threshold",
    does: "The line, as a share of 1, such as 0.95; the agreed target when the evidence was read for that use.",
    default: "agreed",
    choices: &[],
};

/// How many results fall just short of a line and how many just reach it.
pub struct Threshold;

impl Method for Threshold {
    fn name(&self) -> &'static str {
        "threshold"
    }

    fn version(&self) -> &'static str {
        "3"
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
        Topic::NearATarget
    }

    fn motive(&self) -> Motive {
        Motive::Learning
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[THRESHOLD]
    }

    fn find(&self, readings: &Readings, question: &Question) -> Result<Insight, Refusal> {
        let line = line(readings, question)?;
        let shares = shares(readings, question)?;
        // Where less is better, a result reaches the line from above, so everything is looked at in a mirror.
        let side = if question.better == Better::Lower { -1.0 } else { 1.0 };
        let values: Vec<f64> = shares.iter().map(|it| it.value * side).collect();
        let beside: Vec<f64> = beside(line).into_iter().map(|it| it * side).collect();
        let windows = battery(&values, line * side, &beside, &WIDTHS, Adjust::Holm).ok_or_else(super::undefined)?;
        let asked = Asked {
            question,
            line,
            side,
            excess: excess_mass(&values, &zone(line * side, side)),
            redrawn: redrawn(&values, &zone(line * side, side), false, DRAWS, SEED),
            jump: jump(&values, line * side),
            jumps_beside: beside.iter().filter_map(|it| jump(&values, *it)).collect(),
            windows,
            shares,
        };
        let when = readings
            .span()
            .map_or_else(String::new, |(first, last)| match first == last {
                true => first.in_words(),
                false => format!("{} to {}", first.in_words(), last.in_words()),
            });
        Ok(Insight {
            method: self.name().to_owned(),
            version: self.version().to_owned(),
            settings: [(THRESHOLD.name.to_owned(), line.to_string())].into(),
            headline: sentences::headline(&asked),
            subtitle: question.subtitle(&when),
            findings: sentences::findings(&asked),
            figures: sentences::figures(&asked),
            chart: Chart::Threshold(asked.chart()),
            spoken: sentences::spoken(&asked),
            table: sentences::table(&asked),
            rests_on: readings.rests_on().clone(),
            protection: None,
        })
    }

    fn worked(&self) -> Worked {
        Worked {
            csv: include_str!("worked.csv"),
            settings: &[("threshold", "0.95")],
            answer: include_str!("worked.txt"),
        }
    }
}

/// One share, and how many it is out of.
#[derive(Debug, Clone, Copy)]
struct Share {
    value: f64,
    total: Option<f64>,
}

/// Counts on both sides of a line with what was asked about them.
struct Asked<'q> {
    question: &'q Question,
    line: f64,
    /// 1, or -1 where less is better and everything is looked at in a mirror.
    side: f64,
    windows: Vec<Window>,
    excess: Option<ExcessMass>,
    redrawn: Option<Redrawn>,
    /// Whether their density jumps at the line, and at the lines that mean nothing.
    jump: Option<Jump>,
    jumps_beside: Vec<Jump>,
    shares: Vec<Share>,
}

impl Asked<'_> {
    /// The windows at the line, narrowest first.
    fn here(&self) -> impl Iterator<Item = &Window> {
        self.windows.iter().filter(|it| !it.placebo)
    }

    /// The window the headline is about.
    fn told(&self) -> Option<&Window> {
        self.here().find(|it| it.width == TOLD)
    }

    /// Whether more readings just reach a line than chance makes likely.
    fn stands_out(window: &Window) -> bool {
        window.above > window.below && window.adjusted.is_some_and(|p| p < RARE)
    }

    fn chart(&self) -> ThresholdChart {
        let first = |bin: i32| self.line + f64::from(bin) * BIN;
        let mut bins: Vec<(f64, usize)> = (-BINS..BINS).map(|bin| (first(bin), 0)).collect();
        for share in &self.shares {
            // Where less is better the line itself belongs to the side that reaches it, here the lower.
            let place = (share.value - self.line) / BIN;
            let bin = if self.side < 0.0 {
                place.ceil() - 1.0
            } else {
                place.floor()
            } + f64::from(BINS);
            if bin >= 0.0
                && let Some((_, number)) = bins.get_mut(bin as usize)
            {
                *number += 1;
            }
        }
        bins.retain(|(from, _)| (0.0..1.0).contains(&clean(*from)));
        ThresholdChart {
            unit: self.question.unit_name(),
            threshold: self.line,
            width: BIN,
            expected: self.expected(),
            bins,
        }
    }

    /// The smooth curve where the chart is, in readings a bin of the chart.
    fn expected(&self) -> Vec<(f64, f64)> {
        let Some(excess) = &self.excess else { return Vec::new() };
        let reach = f64::from(BINS) * BIN;
        let wide = excess.bins.windows(2).find_map(|it| match it {
            [a, b] => Some(b.from - a.from),
            _ => None,
        });
        let Some(wide) = wide.filter(|it| *it > 0.0) else {
            return Vec::new();
        };
        let middle = |it: &cm_numeric::bunching::Bin| {
            let at = clean((it.from + wide / 2.0) * self.side);
            (at, (it.expected * BIN / wide).max(0.0))
        };
        let near = |at: f64| (at - self.line).abs() <= reach;
        let mut found: Vec<(f64, f64)> = excess.bins.iter().map(middle).filter(|it| near(it.0)).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        found
    }
}

/// A number without the dust of adding tenths.
fn clean(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

fn beside(line: f64) -> Vec<f64> {
    let widest = WIDTHS.iter().copied().fold(0.0, f64::max);
    let fits = |it: &f64| *it - widest >= 0.0 && *it + widest <= 1.0;
    BESIDE.into_iter().map(|off| clean(line + off)).filter(fits).collect()
}

/// Quarter-point bins about the line: the two just past it may hold an excess.
fn zone(line: f64, side: f64) -> Zone {
    let bin = 0.0025;
    let room = |share: f64| (share / bin).floor().clamp(0.0, 40.0) as usize;
    let (below, above) = match side < 0.0 {
        true => (room(1.0 + line), room(-line)),
        false => (room(line), room(1.0 - line)),
    };
    Zone {
        threshold: line,
        bin,
        bins_below: below,
        // The last point up to 100% is full of small places and says nothing of the line.
        bins_above: above.saturating_sub(4),
        zone_below: 0,
        zone_above: 1,
        degree: 5,
    }
}

fn line(readings: &Readings, question: &Question) -> Result<f64, Refusal> {
    if question.unit != Unit::Share {
        return Err(not_a_share());
    }
    if question.setting(&THRESHOLD) == THRESHOLD.default {
        return readings.target().filter(|it| *it > 0.0 && *it < 1.0).ok_or_else(|| {
            Refusal::new(
                "insight/no-threshold",
                "There is no line to look at: none was given, and this evidence was not read for an agreed target.",
                "Give the line as a share of 1, such as 0.95.",
            )
        });
    }
    let line = question.number(&THRESHOLD)?;
    match line > 0.0 && line < 1.0 {
        true => Ok(line),
        false => Err(Refusal::new(
            "insight/not-a-setting",
            format!("A line at {line} has no results on one side."),
            "Give the line as a share of 1, such as 0.95 for 95%.",
        )),
    }
}

fn shares(readings: &Readings, question: &Question) -> Result<Vec<Share>, Refusal> {
    let mut shares: Vec<Share> = Vec::with_capacity(readings.rests_on().rows);
    for (_, point) in readings.all() {
        let total = match point.reading {
            Reading::Ratio { denominator, .. } => Some(denominator),
            Reading::Value(_) | Reading::Absent(_) => None,
        };
        let value = point.reading.number().filter(|it| it.is_finite());
        shares.extend(value.map(|value| Share { value, total }));
    }
    match shares.len() < FEWEST {
        false => Ok(shares),
        true => Err(Refusal::new(
            "insight/too-few-readings",
            format!(
                "{} of `{}` are too few to see whether results crowd at a line.",
                shares.len(),
                question.title
            ),
            format!("It takes {FEWEST}; ask about more places or a longer time."),
        )),
    }
}
