//! What was read over time beside what a model says of it.

use std::fmt::Write;

use cm_insight::{Line, LineKind, LinesChart, Mark};
use cm_kernel::{Length, Period};

use super::Options;
use super::axes::{self, Plot};
use super::edge::{self, EdgeLabel};
use super::figures::{Figures, sentence};
use super::frame::{Picture, line_height};
use super::labels::width;
use super::marks::{self, Marks};
use super::scale::{Axis, Bounds, Scale, axis};
use super::svg::{Anchor, BLUE, INK, LIMIT, PINK, QUIET, Words, num, path, through};
use super::time::{self, Tick};

struct Layout {
    plot: Plot,
    axis: Axis,
    figures: Figures,
    x: Scale,
    y: Scale,
    ticks: Vec<Tick>,
    marks: Marks,
    marks_top: f64,
    edge: Vec<EdgeLabel>,
    unit: String,
}

/// Draws the chart.
pub(super) fn draw(chart: &LinesChart, options: &Options<'_>) -> Picture {
    let font = options.font();
    let layout = layout(chart, options);
    let plot = layout.plot;
    let mut body = String::new();
    if !layout.unit.is_empty() {
        Words::at(0.0, font, Anchor::Start, &layout.unit).write(&mut body);
    }
    axes::levels(&mut body, plot, &layout.axis, &layout.y, &layout.figures, font);
    axes::dates(&mut body, plot, &layout.ticks, &layout.x, font);
    marks::draw(&mut body, &layout.marks, layout.marks_top, plot.bottom, font);
    // What was read lies on top of what is only computed.
    for computed in [true, false] {
        for it in chart.lines.iter().filter(|it| is_computed(it.kind) == computed) {
            line(&mut body, it, &layout);
        }
    }
    let (top, bottom) = (plot.top - font * 0.6, plot.bottom + font * 0.6);
    edge::write(&mut body, &layout.edge, plot.right, font, top, bottom);
    let rows = if layout.ticks.iter().any(|it| !it.year.is_empty()) {
        2.0
    } else {
        1.0
    };
    let mut notes = layout.marks.notes.clone();
    if layout.axis.low > 0.0 && chart.floor.is_none_or(|floor| floor >= 0.0) {
        notes.push(axes::begins_at(&layout.figures, layout.axis.low));
    }
    Picture {
        height: plot.bottom + line_height(font) * rows + 2.0,
        body,
        links: if options.has_links() {
            marks::links(&layout.marks, layout.marks_top, font)
        } else {
            Vec::new()
        },
        reach: 0.0,
        key: Vec::new(),
        notes,
    }
}

fn is_computed(kind: LineKind) -> bool {
    matches!(kind, LineKind::Fitted | LineKind::WouldHaveBeen)
}

fn fill(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Observed => INK,
        LineKind::Fitted => BLUE,
        LineKind::WouldHaveBeen => PINK,
        LineKind::Compared => LIMIT,
    }
}

fn layout(chart: &LinesChart, options: &Options<'_>) -> Layout {
    let (font, phone) = (options.font(), options.is_phone());
    let bounds = Bounds {
        floor: chart.floor,
        ceiling: chart.ceiling,
        from_zero: false,
    };
    let all = || chart.lines.iter().flat_map(|it| it.points.iter());
    let axis = axis(all().filter_map(|it| it.1), bounds, if phone { 4 } else { 5 });
    let figures = Figures::new(&chart.unit, axis.low.abs().max(axis.high.abs()), axis.step);
    let left = axes::room_for(&axis, &figures, font);
    let names = names(chart, phone, &|_| 0.0);
    let right = options.across() - edge::room_for(&names, font).min(options.across() * 0.4);
    let periods = || all().map(|it| it.0);
    let first = periods().min();
    let last = periods().max();
    let day = |it: Option<Period>| it.map_or(0.0, |it| f64::from(it.start().days()));
    let days = (day(first), day(last));
    let x = Scale::new(days, left + 8.0, right - 8.0);
    let unit = if chart.unit == "share" {
        String::new()
    } else {
        sentence(&chart.unit)
    };
    let marks_top = if unit.is_empty() { 2.0 } else { line_height(font) + 2.0 };
    let within = |mark: &Mark| {
        let at = f64::from(mark.on.days());
        let end = last?.last_day()?;
        (at >= days.0 && mark.on <= end).then(|| x.at(at).min(right - 1.0))
    };
    let marks = marks::arrange(&chart.marks, within, (0.0, options.across()), font);
    let top = marks_top + line_height(font) * marks.rows as f64 + font * 0.7;
    let plot = Plot {
        left,
        top,
        right,
        bottom: top + if phone { 230.0 } else { options.across() * 0.2 + 130.0 },
    };
    let y = Scale::new((axis.low, axis.high), plot.bottom, plot.top);
    let edge = self::names(chart, phone, &|value| y.at(value));
    let ticks = match (first, last) {
        (Some(first), Some(last)) => time::ticks(first, last, most_ticks(first, right - left, font)),
        _ => Vec::new(),
    };
    Layout {
        plot,
        axis,
        figures,
        x,
        y,
        ticks,
        marks,
        marks_top,
        edge,
        unit,
    }
}

fn most_ticks(first: Period, across: f64, font: f64) -> usize {
    let widest = match first.length() {
        Length::FinancialYear => "2016/17",
        Length::Day | Length::Week => "28 Mar",
        Length::Month | Length::Quarter | Length::Year => "2016",
    };
    (across / (width(widest, font) + font * 1.1)) as usize
}

fn names(chart: &LinesChart, phone: bool, y: &dyn Fn(f64) -> f64) -> Vec<EdgeLabel> {
    let mut names = Vec::with_capacity(chart.lines.len());
    for it in chart.lines.iter().filter(|it| !it.label.is_empty()) {
        let last = it.points.iter().rev().find_map(|point| point.1);
        if let Some(last) = last.filter(|it| it.is_finite()) {
            let mut label = EdgeLabel::new(y(last), &it.label, "", phone).fill(fill(it.kind));
            if it.kind == LineKind::Observed {
                label = label.bold();
            }
            names.push(label);
        }
    }
    names
}

fn line(out: &mut String, line: &Line, layout: &Layout) {
    let at = |(period, value): &(Period, Option<f64>)| {
        let value = value.filter(|it| it.is_finite())?;
        Some((layout.x.at(f64::from(period.start().days())), layout.y.at(value)))
    };
    let drawn = through(line.points.iter().map(at));
    if drawn.is_empty() {
        return;
    }
    let pen = match line.kind {
        LineKind::Observed => format!(r#"stroke="{QUIET}" stroke-width="1.2""#),
        LineKind::Fitted => format!(r#"stroke="{BLUE}" stroke-width="2.4""#),
        LineKind::WouldHaveBeen => format!(r#"stroke="{PINK}" stroke-width="2.4" stroke-dasharray="7 4""#),
        LineKind::Compared => format!(r#"stroke="{LIMIT}" stroke-width="1.2""#),
    };
    path(out, &drawn, &format!(r#"fill="none" {pen}"#));
    if is_computed(line.kind) {
        return;
    }
    let paint = if line.kind == LineKind::Observed {
        format!(r#"fill="{BLUE}""#)
    } else {
        format!(r##"fill="#fff" stroke="{LIMIT}" stroke-width="1.2""##)
    };
    let reach = if line.points.len() > 90 { 1.8 } else { 2.8 };
    let _ = write!(out, "<g {paint}>");
    for point in &line.points {
        let Some((x, y)) = at(point) else { continue };
        let value = point.1.unwrap_or_default();
        let title = format!(
            "{}, {}: {}",
            line.label,
            point.0.in_words(),
            layout.figures.value(value)
        );
        let _ = write!(
            out,
            r#"<circle cx="{}" cy="{}" r="{reach}"><title>{}</title></circle>"#,
            num(x),
            num(y),
            super::svg::escape(&title)
        );
    }
    out.push_str("</g>");
}
