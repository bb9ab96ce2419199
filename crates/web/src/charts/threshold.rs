//! How many readings fall just below and just above a line.

use std::fmt::Write;

use cm_insight::ThresholdChart;

use super::Options;
use super::axes::{self, Plot};
use super::figures::{Figures, grouped};
use super::frame::{Picture, line_height};
use super::labels::width;
use super::scale::{self, Axis, Bounds, Scale, axis};
use super::svg::{Anchor, BLUE, INK, PINK, QUIET, Words, boxed, num, path, stroke};

struct Layout {
    plot: Plot,
    axis: Axis,
    counts: Figures,
    values: Figures,
    x: Scale,
    y: Scale,
    ticks: Vec<f64>,
    /// Lower end, count, and whether the bin touches the line.
    bins: Vec<(f64, usize, bool)>,
    line: Option<f64>,
    line_label: String,
}

/// Draws the chart.
pub(super) fn draw(chart: &ThresholdChart, options: &Options<'_>) -> Picture {
    let font = options.font();
    let layout = layout(chart, options);
    let plot = layout.plot;
    let mut body = String::new();
    Words::at(0.0, font, Anchor::Start, "Readings").write(&mut body);
    axes::levels(&mut body, plot, &layout.axis, &layout.y, &layout.counts, font);
    bars(&mut body, chart, &layout);
    curve(&mut body, chart, &layout);
    axes::sizes(&mut body, plot, &layout.ticks, &layout.x, &layout.values, font);
    line(&mut body, &layout, options);
    beside_line(&mut body, chart, &layout, options);
    if chart.unit != "share" {
        let middle = f64::midpoint(plot.left, plot.right);
        Words::at(middle, plot.bottom + font * 2.55, Anchor::Middle, &chart.unit).write(&mut body);
    }
    let rows = if chart.unit == "share" { 1.0 } else { 2.0 };
    Picture {
        height: plot.bottom + line_height(font) * rows + 4.0,
        body,
        links: Vec::new(),
        reach: 0.0,
        key: Vec::new(),
        notes: notes(chart, &layout),
    }
}

fn notes(chart: &ThresholdChart, layout: &Layout) -> Vec<String> {
    let mut notes = Vec::new();
    if chart.width.is_finite() && chart.width > 0.0 && !layout.bins.is_empty() {
        let wide = width_in_words(chart, layout);
        notes.push(format!("Each bar is {wide} wide; none lies across the line."));
    }
    if points(chart, layout).count() > 1 {
        notes.push("The curve is how many to expect, by the readings further from the line.".to_owned());
    }
    notes
}

/// Points of the curve that lie on the chart.
fn points(chart: &ThresholdChart, layout: &Layout) -> impl Iterator<Item = (f64, f64)> {
    let (left, right) = (layout.plot.left, layout.plot.right);
    let on = |(at, expected): &(f64, f64)| (layout.x.at(*at), layout.y.at(expected.min(layout.axis.high)));
    let inside = move |(x, y): &(f64, f64)| x.is_finite() && y.is_finite() && *x >= left && *x <= right;
    chart.expected.iter().map(on).filter(inside)
}

fn curve(out: &mut String, chart: &ThresholdChart, layout: &Layout) {
    let mut d = String::new();
    for (x, y) in points(chart, layout) {
        let _ = write!(d, "{}{} {}", if d.is_empty() { "M" } else { "L" }, num(x), num(y));
    }
    if d.contains('L') {
        path(out, &d, r##"stroke="#fff" stroke-width="4" fill="none""##);
        path(out, &d, &format!(r#"stroke="{INK}" stroke-width="1.8" fill="none""#));
    }
}

fn width_in_words(chart: &ThresholdChart, layout: &Layout) -> String {
    let text = layout.values.line(chart.width);
    if chart.unit == "share" {
        let number = text.trim_end_matches('%');
        format!("{number} percentage {}", if number == "1" { "point" } else { "points" })
    } else {
        text
    }
}

fn layout(chart: &ThresholdChart, options: &Options<'_>) -> Layout {
    let (font, phone) = (options.font(), options.is_phone());
    let wide = if chart.width.is_finite() && chart.width > 0.0 {
        chart.width
    } else {
        0.0
    };
    let line = Some(chart.threshold).filter(|it| it.is_finite());
    let touches =
        |low: f64| line.is_some_and(|line| (low - line).abs() < wide * 0.01 || (low + wide - line).abs() < wide * 0.01);
    let bins: Vec<(f64, usize, bool)> = chart
        .bins
        .iter()
        .filter(|(low, _)| low.is_finite())
        .map(|(low, count)| (*low, *count, touches(*low)))
        .collect();
    let zero = Bounds {
        floor: Some(0.0),
        ceiling: None,
        from_zero: true,
    };
    let mut axis = axis(
        bins.iter()
            .map(|it| it.1 as f64)
            .chain(chart.expected.iter().map(|it| it.1)),
        zero,
        if phone { 4 } else { 5 },
    );
    if axis.step < 1.0 {
        axis.step = 1.0;
        axis.ticks = scale::ticks(axis.low, axis.high, 1.0);
    }
    let counts = Figures::new("", axis.high, axis.step);
    let (low, high) = bins
        .iter()
        .flat_map(|it| [it.0, it.0 + wide])
        .chain(line)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), it| (a.min(it), b.max(it)));
    let (low, high) = if low < high { (low, high) } else { (0.0, 1.0) };
    let step = scale::step(high - low, if phone { 4 } else { 8 });
    let values = Figures::new(&chart.unit, low.abs().max(high.abs()), step);
    // Rows above the plot: what is counted, the name of the line, and the counts on either side of it.
    let top = line_height(font) * 3.0 + font * 0.3;
    let plot = Plot {
        left: axes::room_for(&axis, &counts, font),
        top,
        right: options.across() - width(&values.tick(high), font) / 2.0 - 2.0,
        bottom: top + if phone { 210.0 } else { options.across() * 0.2 + 110.0 },
    };
    Layout {
        x: Scale::new((low, high), plot.left, plot.right),
        y: Scale::new((axis.low, axis.high), plot.bottom, plot.top),
        ticks: scale::ticks(low, high, step),
        line_label: line.map_or_else(String::new, |it| format!("The line: {}", values.line(it))),
        plot,
        axis,
        counts,
        values,
        bins,
        line,
    }
}

fn bars(out: &mut String, chart: &ThresholdChart, layout: &Layout) {
    for near in [false, true] {
        let _ = write!(out, r#"<g fill="{}">"#, if near { BLUE } else { QUIET });
        for (low, count, _) in layout.bins.iter().filter(|it| it.2 == near && it.1 > 0) {
            let (from, to) = (layout.x.at(*low), layout.x.at(low + chart.width));
            let gap = if to - from > 6.0 { 0.7 } else { 0.2 };
            let title = format!(
                "{} to {}: {} {}",
                layout.values.line(*low),
                layout.values.line(low + chart.width),
                grouped(*count as f64, 0),
                if *count == 1 { "reading" } else { "readings" }
            );
            let _ = write!(
                out,
                r#"<path d="{}"><title>{}</title></path>"#,
                boxed(
                    from + gap,
                    layout.y.at(*count as f64),
                    (to - gap).max(from + gap + 0.5),
                    layout.plot.bottom
                ),
                super::svg::escape(&title)
            );
        }
        out.push_str("</g>");
    }
}

/// The line with its name above it.
fn line(out: &mut String, layout: &Layout, options: &Options<'_>) {
    let Some(line) = layout.line else { return };
    let (plot, font) = (layout.plot, options.font());
    let x = layout.x.at(line);
    let top = line_height(font) * 2.0 - font * 0.1;
    path(
        out,
        &stroke((x, top), (x, plot.bottom)),
        &format!(r#"stroke="{PINK}" stroke-width="2" stroke-dasharray="7 4""#),
    );
    let half = super::labels::bold_width(&layout.line_label, font) / 2.0;
    let at = x.max(half).min(options.across() - half);
    Words::at(at, top - font * 0.3, Anchor::Middle, &layout.line_label)
        .bold()
        .fill(PINK)
        .write(out);
}

/// Counts of the two bins that touch the line, above the plot on either side of it.
fn beside_line(out: &mut String, chart: &ThresholdChart, layout: &Layout, options: &Options<'_>) {
    let Some(line) = layout.line else { return };
    let font = options.font();
    let y = line_height(font) * 3.0 - font * 0.25;
    for (low, count, _) in layout.bins.iter().filter(|it| it.2) {
        let below = *low < line - chart.width * 0.5;
        let (side, away, anchor) = if below {
            ("below", -6.0, Anchor::End)
        } else {
            ("above", 6.0, Anchor::Start)
        };
        let just = if options.is_phone() { "" } else { "just " };
        let text = format!("{} {just}{side}", grouped(*count as f64, 0));
        let x = layout.x.at(line) + away;
        let wide = super::labels::bold_width(&text, font);
        let fits = if below { x >= wide } else { x + wide <= options.across() };
        if fits {
            Words::at(x, y, anchor, &text).bold().fill(INK).write(out);
        }
    }
}
