//! Where everything on a process chart stands.

use cm_insight::{Mark, ProcessChart, ProcessPoint, Segment, TargetStep};
use cm_kernel::Length;

use super::super::Options;
use super::super::axes::{self, Plot};
use super::super::edge::{self, EdgeLabel};
use super::super::figures::{Figures, sentence};
use super::super::frame::line_height;
use super::super::labels::width;
use super::super::marks::{Marks, arrange};
use super::super::scale::{Axis, Bounds, Scale, axis};
use super::super::svg::{INK, PINK};
use super::super::time::{self, Tick};
use super::finite;

/// A point with its place; no `y` when it has no number.
pub(super) struct Dot<'c> {
    pub point: &'c ProcessPoint,
    pub x: f64,
    pub y: Option<f64>,
    /// Whether a line joins it to the point before.
    pub joined: bool,
}

/// A stretch with one centre, and its limits.
pub(super) struct Stretch {
    pub from: f64,
    pub to: f64,
    pub centre: f64,
    /// One where limits are level, and one a point where they differ by point.
    pub steps: Vec<Step>,
}

/// Where limits are level, held within what can be.
pub(super) struct Step {
    pub from: f64,
    pub to: f64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
}

impl Stretch {
    /// The lowest and the highest level that anything of it is drawn at.
    pub(super) fn reach(&self) -> (f64, f64) {
        let levels = self.steps.iter().flat_map(|it| [it.lower, it.upper]).flatten();
        levels.fold((self.centre, self.centre), |(low, high), it| {
            (low.min(it), high.max(it))
        })
    }
}

/// Where a target holds.
pub(super) struct Level {
    pub from: f64,
    pub to: f64,
    pub value: f64,
}

/// Everything with its place.
pub(super) struct Layout<'c> {
    pub plot: Plot,
    pub axis: Axis,
    pub figures: Figures,
    pub x: Scale,
    pub y: Scale,
    pub ticks: Vec<Tick>,
    /// Rows of words under the plot.
    pub date_rows: f64,
    pub dots: Vec<Dot<'c>>,
    /// Units between neighbouring points.
    pub spacing: f64,
    pub stretches: Vec<Stretch>,
    /// What the middle line is.
    pub centre: &'static str,
    pub targets: Vec<Level>,
    pub edge: Vec<EdgeLabel>,
    pub marks: Marks,
    pub marks_top: f64,
    /// What is counted; empty for shares.
    pub unit: String,
    pub says_where_it_begins: bool,
}

impl<'c> Layout<'c> {
    pub(super) fn new(chart: &'c ProcessChart, options: &Options<'_>) -> Self {
        let (font, phone) = (options.font(), options.is_phone());
        let (axis, target) = vertical(chart, phone);
        let size = axis.low.abs().max(axis.high.abs());
        let figures = Figures::new(&chart.unit, size, axis.step);
        let left = axes::room_for(&axis, &figures, font);
        let unit = if chart.unit == "share" {
            String::new()
        } else {
            sentence(&chart.unit)
        };
        let marks_top = if unit.is_empty() { 2.0 } else { line_height(font) + 2.0 };
        // Places of the edge labels wait for the scale; their width does not.
        let room = edge::room_for(&names(chart, target, &figures, phone, &|_| 0.0), font);
        let right = options.across() - room;
        let inset = 8.0;
        let days = days(chart);
        let x = Scale::new(days, left + inset, right - inset);
        let within = |mark: &Mark| {
            let day = f64::from(mark.on.days());
            let end = chart.points.last()?.period.last_day()?;
            (day >= days.0 && mark.on <= end).then(|| x.at(day).min(right - 1.0))
        };
        let marks = arrange(&chart.marks, within, (0.0, options.across()), font);
        let top = marks_top + line_height(font) * marks.rows as f64 + font * 0.7;
        let plot = Plot {
            left,
            top,
            right,
            bottom: top + if phone { 230.0 } else { options.across() * 0.2 + 130.0 },
        };
        let y = Scale::new((axis.low, axis.high), plot.bottom, plot.top);
        let dots = dots(chart, &x, &y);
        let targets = targets(chart, target, &dots, plot);
        let ticks = ticks(chart, right - left, font);
        Self {
            date_rows: if ticks.iter().any(|it| !it.year.is_empty()) {
                2.0
            } else {
                1.0
            },
            spacing: spacing(&dots, right - left),
            stretches: stretches(chart, &dots, plot),
            centre: chart.centre.word(),
            edge: names(chart, target, &figures, phone, &|value| y.at(value)),
            says_where_it_begins: axis.low > 0.0 && chart.floor.is_none_or(|floor| floor >= 0.0),
            plot,
            axis,
            figures,
            x,
            y,
            ticks,
            dots,
            targets,
            marks,
            marks_top,
            unit,
        }
    }
}

/// A limit as it can be: a share has no upper limit above 1.
fn held(chart: &ProcessChart, value: f64) -> f64 {
    let value = chart.floor.map_or(value, |floor| value.max(floor));
    chart.ceiling.map_or(value, |ceiling| value.min(ceiling))
}

fn is_drawable(segment: &Segment) -> bool {
    let limits = [segment.lower, segment.upper];
    segment.centre.is_finite() && limits.into_iter().flatten().all(f64::is_finite)
}

/// The limits of each point where they differ; those that can be drawn.
fn by_point(segment: &Segment) -> impl Iterator<Item = Option<(f64, f64)>> {
    let finite = |it: &(f64, f64)| it.0.is_finite() && it.1.is_finite();
    segment.by_point.iter().map(move |it| it.filter(finite))
}

fn vertical(chart: &ProcessChart, phone: bool) -> (Axis, Option<f64>) {
    let target = finite(chart.target);
    let limits = chart.segments.iter().filter(|it| is_drawable(it)).flat_map(|it| {
        let pairs = by_point(it).flatten().flat_map(|(lower, upper)| [lower, upper]);
        let limits = [it.lower, it.upper].into_iter().flatten().chain(pairs);
        limits
            .map(|it| held(chart, it))
            .chain([it.centre])
            .collect::<Vec<f64>>()
    });
    let values = chart.points.iter().filter_map(|point| finite(point.value));
    let bounds = Bounds {
        floor: chart.floor,
        ceiling: chart.ceiling,
        from_zero: false,
    };
    let steps = chart.targets.iter().map(|it| it.target).filter(|it| it.is_finite());
    let axis = axis(
        values.chain(limits).chain(target).chain(steps),
        bounds,
        if phone { 4 } else { 5 },
    );
    (axis, target)
}

fn days(chart: &ProcessChart) -> (f64, f64) {
    let starts = chart.points.iter().map(|point| f64::from(point.period.start().days()));
    let (low, high) = starts.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), it| (a.min(it), b.max(it)));
    if low > high { (0.0, 0.0) } else { (low, high) }
}

fn ticks(chart: &ProcessChart, across: f64, font: f64) -> Vec<Tick> {
    let (Some(first), Some(last)) = (chart.points.first(), chart.points.last()) else {
        return Vec::new();
    };
    let widest = match first.period.length() {
        Length::FinancialYear => "2016/17",
        Length::Day | Length::Week => "28 Mar",
        Length::Month | Length::Quarter | Length::Year => "2016",
    };
    let most = (across / (width(widest, font) + font * 1.1)) as usize;
    time::ticks(first.period, last.period, most)
}

fn dots<'c>(chart: &'c ProcessChart, x: &Scale, y: &Scale) -> Vec<Dot<'c>> {
    let start = |point: &ProcessPoint| point.period.start().days();
    let mut gaps: Vec<i32> = chart
        .points
        .windows(2)
        .filter_map(|two| Some(start(two.get(1)?) - start(two.first()?)))
        .collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0);
    let mut before: Option<&ProcessPoint> = None;
    let mut dots = Vec::with_capacity(chart.points.len());
    for point in &chart.points {
        let value = finite(point.value);
        let near =
            chart.of_events || before.is_some_and(|it| f64::from(start(point) - start(it)) <= 1.5 * f64::from(usual));
        dots.push(Dot {
            point,
            x: x.at(f64::from(start(point))),
            y: value.map(|it| y.at(it)),
            joined: near && joins(point) && before.is_some_and(joins),
        });
        before = Some(point);
    }
    dots
}

/// Whether the line goes through a point: it stops short of one that a person left out.
fn joins(point: &ProcessPoint) -> bool {
    finite(point.value).is_some() && point.left_out.is_none()
}

/// One level for all, or one for each stretch that a target holds for; each reaches half way to its neighbours.
fn targets(chart: &ProcessChart, target: Option<f64>, dots: &[Dot<'_>], plot: Plot) -> Vec<Level> {
    let x = |at: usize| dots.get(at).map(|dot| dot.x);
    if chart.targets.is_empty() {
        let all = |value| Level {
            from: plot.left,
            to: plot.right,
            value,
        };
        return target.map(all).into_iter().collect();
    }
    let level = |step: &TargetStep| {
        let (first, last) = (x(step.first)?, x(step.last)?);
        let before = step.first.checked_sub(1).and_then(x);
        Some(Level {
            from: before.map_or(plot.left, |it| f64::midpoint(it, first)),
            to: x(step.last + 1).map_or(plot.right, |it| f64::midpoint(last, it)),
            value: Some(step.target).filter(|it| it.is_finite())?,
        })
    };
    chart.targets.iter().filter_map(level).collect()
}

fn spacing(dots: &[Dot<'_>], across: f64) -> f64 {
    match (dots.first(), dots.last()) {
        (Some(first), Some(last)) if dots.len() > 1 => (last.x - first.x) / (dots.len() - 1) as f64,
        _ => across,
    }
}

/// Each stretch reaches half way to the points on either side of it, and the outer ones to the plot's edge.
fn stretches(chart: &ProcessChart, dots: &[Dot<'_>], plot: Plot) -> Vec<Stretch> {
    let x = |at: usize| dots.get(at).map(|dot| dot.x);
    chart
        .segments
        .iter()
        .filter(|it| is_drawable(it))
        .filter_map(|segment| {
            let (first, last) = (x(segment.first)?, x(segment.last.min(dots.len().checked_sub(1)?))?);
            let before = segment.first.checked_sub(1).and_then(x);
            let from = before.map_or(plot.left, |it| f64::midpoint(it, first) + 1.0);
            let to = x(segment.last + 1).map_or(plot.right, |it| f64::midpoint(last, it) - 1.0);
            Some(Stretch {
                from,
                to,
                centre: segment.centre,
                steps: steps(chart, segment, dots, (from, to)),
            })
        })
        .collect()
}

/// One level step, or one for each point that reaches half way to its neighbours; alike neighbours share one.
fn steps(chart: &ProcessChart, segment: &Segment, dots: &[Dot<'_>], (from, to): (f64, f64)) -> Vec<Step> {
    let hold = |limit: Option<f64>| limit.map(|it| held(chart, it));
    if segment.by_point.is_empty() {
        let level = Step {
            from,
            to,
            lower: hold(segment.lower),
            upper: hold(segment.upper),
        };
        return vec![level];
    }
    let members = dots.get(segment.first..).unwrap_or_default();
    let mut steps: Vec<Step> = Vec::with_capacity(members.len());
    let mut begins = from;
    for (at, (dot, pair)) in members.iter().zip(by_point(segment)).enumerate() {
        let next = members.get(at + 1).filter(|_| segment.first + at < segment.last);
        let ends = next.map_or(to, |it| f64::midpoint(dot.x, it.x));
        let (lower, upper) = (hold(pair.map(|it| it.0)), hold(pair.map(|it| it.1)));
        match steps.last_mut() {
            Some(step) if (step.lower, step.upper) == (lower, upper) => step.to = ends,
            _ => steps.push(Step {
                from: begins,
                to: ends,
                lower,
                upper,
            }),
        }
        begins = ends;
    }
    steps
}

/// Names of the lines at the right edge, most important first.
fn names(
    chart: &ProcessChart,
    target: Option<f64>,
    figures: &Figures,
    phone: bool,
    y: &dyn Fn(f64) -> f64,
) -> Vec<EdgeLabel> {
    let (upper_name, lower_name) = if phone {
        ("Upper", "Lower")
    } else {
        ("Upper limit", "Lower limit")
    };
    let mut names = Vec::new();
    let name = |at: f64, name: &str, value: String| EdgeLabel::new(y(at), name, &value, phone);
    if let Some(segment) = chart.segments.iter().rfind(|it| is_drawable(it)) {
        let centre = figures.value(segment.centre);
        names.push(name(segment.centre, chart.centre.word(), centre).fill(INK));
        for (limit, called) in [(segment.upper, upper_name), (segment.lower, lower_name)] {
            if let Some(limit) = limit.map(|it| held(chart, it)) {
                names.push(name(limit, called, figures.value(limit)));
            }
        }
    }
    if let Some(target) = target {
        names.push(name(target, "Target", figures.line(target)).fill(PINK));
    }
    if let Some(latest) = chart.points.last().and_then(|point| finite(point.value)) {
        names.push(name(latest, "Latest", figures.value(latest)).fill(INK).bold());
    }
    names
}
