//! Readings over time with process limits.

mod parts;
mod place;

use cm_insight::{ProcessChart, ProcessPoint};

use super::Options;
use super::axes;
use super::edge;
use super::figures::{count, sentence};
use super::frame::{Link, Picture, line_height};
use super::key::{Entry, Shape};
use super::labels::Stops;
use super::marks;
use super::svg::stroke;
use place::Layout;

/// Draws the chart.
pub(super) fn draw(chart: &ProcessChart, options: &Options<'_>) -> Picture {
    let font = options.font();
    let layout = Layout::new(chart, options);
    let plot = layout.plot;
    let mut body = String::new();
    if !layout.unit.is_empty() {
        super::svg::Words::at(0.0, font, super::svg::Anchor::Start, &layout.unit).write(&mut body);
    }
    parts::bands(&mut body, &layout);
    axes::levels(&mut body, plot, &layout.axis, &layout.y, &layout.figures, font);
    axes::dates(&mut body, plot, &layout.ticks, &layout.x, font);
    parts::limits(&mut body, &layout);
    parts::target(&mut body, &layout);
    marks::draw(&mut body, &layout.marks, layout.marks_top, plot.bottom, font);
    parts::captions(&mut body, &layout, font);
    parts::readings(&mut body, &layout, options.has_links());
    edge::write(
        &mut body,
        &layout.edge,
        plot.right,
        font,
        plot.top - font * 0.6,
        plot.bottom + font * 0.6,
    );
    Picture {
        height: plot.bottom + line_height(font) * layout.date_rows + 2.0,
        body,
        links: if options.has_links() {
            links(&layout, options)
        } else {
            Vec::new()
        },
        reach: layout.spacing.clamp(4.0, 30.0),
        key: key(chart, &layout),
        notes: notes(&layout),
    }
}

/// What a point says on its own: its period, its value, and the rule that fired.
fn said(point: &ProcessPoint, layout: &Layout) -> String {
    let when = sentence(&point.period.in_words());

    match finite(point.value) {
        Some(value) => {
            let counts = match (finite(point.numerator), finite(point.denominator)) {
                (Some(part), Some(whole)) => format!(" ({} of {})", count(part), count(whole)),
                _ => String::new(),
            };
            let value = format!("{}{counts}", layout.figures.value(value));
            let shape = shape(point);
            if let (Shape::LeftOut, Some(why)) = (shape, &point.left_out) {
                let why = if why.is_empty() {
                    String::new()
                } else {
                    format!(": {why}")
                };
                return format!("{when}: {value}. Left out{why}");
            }
            match (shape, point.rule.trim()) {
                (Shape::Routine, _) => format!("{when}: {value}"),
                (shape, "") => format!("{when}: {value}. {}", shape.word()),
                (shape, rule) => format!("{when}: {value}. {}: {rule}", shape.word()),
            }
        }
        None => format!("{when}: {}", point.absent.map_or("no number", |it| it.word())),
    }
}

/// How a point is drawn: one that a person left out as such, whatever it would have been.
fn shape(point: &ProcessPoint) -> Shape {
    match point.left_out {
        Some(_) => Shape::LeftOut,
        None => Shape::of(point.signal),
    }
}

fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|it| it.is_finite())
}

/// A stretch of the plot for each point, as wide as points stand apart. The tab key stops at the latest reading and
/// where each run of signals begins.
fn links(layout: &Layout, options: &Options<'_>) -> Vec<Link> {
    let plot = layout.plot;
    let mut stops = Stops::default();
    let apart = 24.0 * options.across() / f64::from(options.width.narrowest());
    let mut found = marks::links(&layout.marks, layout.marks_top, options.font());
    let mut before = None;
    let last = layout.dots.iter().rposition(|dot| dot.y.is_some());
    if let Some(dot) = last.and_then(|at| layout.dots.get(at)) {
        stops.take(dot.x, 0.0, apart);
    }
    for (at, dot) in layout.dots.iter().enumerate() {
        let signal = dot.point.signal.filter(|_| dot.y.is_some());
        let begins = signal.is_some() && signal != before;
        before = signal;
        if layout.spacing < 4.0 && signal.is_none() && Some(at) != last {
            continue;
        }
        let Some(href) = options.href(&dot.point.period.to_string(), dot.point.at) else {
            continue;
        };
        found.push(Link {
            href,
            name: said(dot.point, layout),
            area: stroke((dot.x, plot.top), (dot.x, plot.bottom)),

            stop: Some(at) == last || (begins && stops.take(dot.x, 0.0, apart)),
        });
    }
    found
}

fn key(chart: &ProcessChart, layout: &Layout) -> Vec<Entry> {
    let mut shapes: Vec<Shape> = layout
        .dots
        .iter()
        .filter(|dot| dot.y.is_some())
        .map(|dot| shape(dot.point))
        .chain(
            chart
                .points
                .iter()
                .filter(|point| finite(point.value).is_none())
                .filter_map(|point| point.absent.map(Shape::absent)),
        )
        .collect();
    shapes.sort_unstable();
    shapes.dedup();
    if shapes == [Shape::Routine] {
        return Vec::new();
    }
    shapes
        .into_iter()
        .map(|shape| Entry::new(shape, shape.word()))
        .collect()
}

fn notes(layout: &Layout) -> Vec<String> {
    let mut notes = layout.marks.notes.clone();
    if layout.says_where_it_begins {
        notes.push(axes::begins_at(&layout.figures, layout.axis.low));
    }
    notes
}
