//! Where everything on a funnel stands.

use cm_insight::{FunnelChart, FunnelPoint};

use super::super::Options;
use super::super::axes::{self, Plot};
use super::super::edge::{self, EdgeLabel};
use super::super::figures::Figures;
use super::super::frame::line_height;
use super::super::scale::{Axis, Bounds, Scale, axis};
use super::super::svg::INK;
use super::parts::is_whole;

/// A place with where it stands.
pub(super) struct Dot<'c> {
    pub point: &'c FunnelPoint,
    pub x: f64,
    pub y: f64,
}

pub(super) struct Layout<'c> {
    pub plot: Plot,
    pub axis: Axis,
    pub x: Scale,
    pub y: Scale,
    pub values: Figures,
    pub sizes: Figures,
    pub size_ticks: Vec<f64>,
    /// Whether sizes stand by their square roots.
    pub root: bool,
    pub dots: Vec<Dot<'c>>,
    pub edge: Vec<EdgeLabel>,
    /// The level of the outer limits.
    pub outer: String,
}

fn is_drawable(point: &FunnelPoint) -> bool {
    point.size.is_finite() && point.size >= 0.0 && point.value.is_finite()
}

/// Where everything on a funnel stands.
pub(super) fn layout<'c>(chart: &'c FunnelChart, options: &Options<'_>) -> Layout<'c> {
    let (font, phone) = (options.font(), options.is_phone());
    let points: Vec<&FunnelPoint> = chart.points.iter().filter(|it| is_drawable(it)).collect();
    let axis = vertical(chart, &points, if phone { 4 } else { 5 });
    let values = Figures::new(&chart.unit, axis.low.abs().max(axis.high.abs()), axis.step);
    let left = axes::room_for(&axis, &values, font);
    let labels = |y: &dyn Fn(f64) -> f64| edge_labels(chart, &values, phone, y);
    let right = options.across() - edge::room_for(&labels(&|_| 0.0), font);
    let top = if chart.unit == "share" {
        font * 0.7
    } else {
        line_height(font) + font * 0.7
    };
    let plot = Plot {
        left,
        top,
        right,
        bottom: top + if phone { 260.0 } else { options.across() * 0.25 + 150.0 },
    };
    let mut by_size: Vec<f64> = points.iter().map(|it| it.size).collect();
    by_size.sort_by(f64::total_cmp);
    let largest = by_size.last().copied().unwrap_or(1.0);
    let usual = by_size.get(by_size.len() / 2).copied().unwrap_or(1.0);
    // A few large places would press all others against the edge.
    let root = largest > 4.0 * usual;
    let across = axis_of_sizes(largest, phone);
    let range = (0.0, across.high);
    let x = if root {
        Scale::root(range, left, right - 6.0)
    } else {
        Scale::new(range, left, right - 6.0)
    };
    let y = Scale::new((axis.low, axis.high), plot.bottom, plot.top);
    Layout {
        outer: chart.levels_in_words().1,
        size_ticks: if root {
            root_ticks(across.high, phone)
        } else {
            across.ticks.clone()
        },
        sizes: Figures::new("", across.high, if root { 1.0 } else { across.step }),
        edge: labels(&|value| y.at(value).clamp(plot.top, plot.bottom)),
        dots: points
            .into_iter()
            .map(|point| Dot {
                point,
                x: x.at(point.size),
                y: y.at(point.value),
            })
            .collect(),
        plot,
        axis,
        x,
        y,
        values,
        root,
    }
}

fn axis_of_sizes(largest: f64, phone: bool) -> Axis {
    let bounds = Bounds {
        floor: Some(0.0),
        ceiling: None,
        from_zero: true,
    };
    axis([largest], bounds, if phone { 3 } else { 6 })
}

/// Round sizes that stand apart on a square-root scale: zero, then 1, 2 or 5 times powers of ten.
fn root_ticks(high: f64, phone: bool) -> Vec<f64> {
    let apart = if phone { 0.22 } else { 0.12 };
    let share = |size: f64| (size / high).max(0.0).sqrt();
    let mut ticks = vec![0.0];
    let mut digits = (-3..15).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10_f64.powi(power)));
    while let Some(size) = digits.find(|size| share(*size) - share(ticks.last().copied().unwrap_or(0.0)) >= apart) {
        if size > high {
            break;
        }
        ticks.push(size);
    }
    ticks
}

/// Room for every place, and for limits as far as a quarter of the spread of places beyond them: at the smallest sizes limits
/// run to the edges of what can be, which would flatten everything else.
fn vertical(chart: &FunnelChart, points: &[&FunnelPoint], about: usize) -> Axis {
    let (low, high) = points
        .iter()
        .map(|it| it.value)
        .chain([chart.centre].into_iter().filter(|it| it.is_finite()))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), it| (a.min(it), b.max(it)));
    let room = (high - low) * 0.25;
    let limits = chart
        .curve
        .iter()
        .flat_map(|it| [it.outer.0, it.outer.1])
        .filter(|it| it.is_finite())
        .map(|it| it.clamp((low - room).min(high), (high + room).max(low)));
    let share = chart.unit == "share";
    let bounds = Bounds {
        floor: share.then_some(0.0),
        ceiling: share.then_some(1.0),
        from_zero: false,
    };
    axis([low, high].into_iter().chain(limits), bounds, about)
}

fn edge_labels(chart: &FunnelChart, values: &Figures, phone: bool, y: &dyn Fn(f64) -> f64) -> Vec<EdgeLabel> {
    let mut labels = Vec::new();
    if chart.centre.is_finite() {
        let name = match (chart.centre_is.as_str(), phone) {
            ("target", _) => "Target",
            ("as many as expected", _) => "Expected",
            (_, true) => "All",
            (_, false) => "All places",
        };
        labels.push(
            EdgeLabel::new(y(chart.centre), name, &values.value(chart.centre), phone)
                .fill(INK)
                .bold(),
        );
    }
    if let Some(end) = chart.curve.last().filter(|it| is_whole(it)) {
        let (inner, outer) = chart.levels_in_words();
        let limit = if phone { "" } else { " limit" };
        let (outer, inner) = (&format!("{outer}{limit}"), &format!("{inner}{limit}"));
        labels.push(EdgeLabel::new(y(end.outer.1), outer, "", false));
        labels.push(EdgeLabel::new(y(end.outer.0), outer, "", false));
        labels.push(EdgeLabel::new(y(end.inner.1), inner, "", false));
        labels.push(EdgeLabel::new(y(end.inner.0), inner, "", false));
    }
    labels
}
