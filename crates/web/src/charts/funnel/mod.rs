//! Places against their size, with limits that narrow as size grows.

mod names;
mod parts;
mod place;

use std::fmt::Write;

use cm_insight::{FunnelChart, FunnelPoint, Table};

use super::Options;
use super::axes::{self, begins_at};
use super::edge;
use super::figures::{count, sentence};
use super::frame::{Link, Picture, line_height};
use super::key::{Entry, Shape};
use super::labels::{Stops, width};
use super::svg::{Anchor, Words};
use parts::{curves, lines, places};
use place::{Layout, layout};

/// Draws the chart.
pub(super) fn draw(chart: &FunnelChart, table: &Table, options: &Options<'_>) -> Picture {
    let font = options.font();
    let layout = layout(chart, options);
    let plot = layout.plot;
    let mut body = String::new();
    if chart.unit != "share" {
        Words::at(0.0, font, Anchor::Start, &sentence(&chart.unit)).write(&mut body);
    }
    let clip = format!("{}-c", options.id);
    let _ = write!(
        body,
        r#"<clipPath id="{}"><path d="{}"/></clipPath>"#,
        super::svg::escape(&clip),
        super::svg::boxed(plot.left, plot.top, plot.right, plot.bottom)
    );
    curves(&mut body, chart, &layout, &clip);
    axes::levels(&mut body, plot, &layout.axis, &layout.y, &layout.values, font);
    axes::sizes(&mut body, plot, &layout.size_ticks, &layout.x, &layout.sizes, font);
    lines(&mut body, chart, &layout, &clip);
    places(&mut body, &layout, options);
    names::write(&mut body, &layout, font);
    edge::write(
        &mut body,
        &layout.edge,
        plot.right,
        font,
        plot.top - font * 0.6,
        plot.bottom + font * 0.4,
    );
    let size_is = if layout.root {
        format!("{} (square-root scale)", sentence(&chart.size_is))
    } else {
        sentence(&chart.size_is)
    };
    let middle = f64::midpoint(plot.left, plot.right);
    let room = width(&size_is, font) / 2.0;
    let at = middle.min(options.across() - room).max(room);
    Words::at(at, plot.bottom + font * 2.55, Anchor::Middle, &size_is).write(&mut body);
    Picture {
        height: plot.bottom + line_height(font) * 2.0 + 2.0,
        body,
        links: links(&layout, table, options),
        reach: 14.0,
        key: key(chart, &layout),
        notes: notes(&layout),
    }
}

fn said(point: &FunnelPoint, layout: &Layout<'_>) -> String {
    let value = layout.values.value(point.value);
    let value = format!("{value} ({} of {})", count(point.numerator), count(point.size));
    let shape = Shape::of(point.outside);
    match shape {
        Shape::Routine => format!("{}: {value}", point.place),
        shape => format!(
            "{}: {value}. {}: outside the {} limits",
            point.place,
            shape.apart(),
            layout.outer
        ),
    }
}

/// The entry behind a place, from the row of the table that begins with its code.
pub(super) fn entry_of(table: &Table, place: &str) -> Option<u64> {
    let row = table
        .rows
        .iter()
        .position(|row| row.first().is_some_and(|it| it == place))?;
    table.at.get(row).copied().flatten()
}

fn links(layout: &Layout<'_>, table: &Table, options: &Options<'_>) -> Vec<Link> {
    let apart = 24.0 * options.across() / f64::from(options.width.narrowest());
    let mut stops = Stops::default();
    layout
        .dots
        .iter()
        .filter_map(|dot| {
            let place = dot.point.place.as_str();
            Some(Link {
                href: options.href(place, entry_of(table, place))?,
                name: said(dot.point, layout),
                area: format!("M{} {}h0", super::svg::num(dot.x), super::svg::num(dot.y)),

                stop: dot.point.outside.is_some() && stops.take(dot.x, dot.y, apart),
            })
        })
        .collect()
}

fn key(chart: &FunnelChart, layout: &Layout<'_>) -> Vec<Entry> {
    let mut shapes: Vec<Shape> = layout.dots.iter().map(|dot| Shape::of(dot.point.outside)).collect();
    shapes.sort_unstable();
    shapes.dedup();
    let mut key: Vec<Entry> = shapes
        .into_iter()
        .map(|shape| match shape {
            Shape::Routine => Entry::new(shape, format!("Within {} limits", layout.outer)),
            shape => Entry::new(shape, shape.apart()),
        })
        .collect();
    if !chart.chance_only.is_empty() {
        key.push(Entry::new(Shape::Dotted, "Limits for chance alone"));
    }
    key
}

fn notes(layout: &Layout<'_>) -> Vec<String> {
    if layout.axis.low > 0.0 {
        return vec![begins_at(&layout.values, layout.axis.low)];
    }
    Vec::new()
}
