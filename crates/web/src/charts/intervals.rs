//! Estimates with the interval each lies in, one beneath the other.

use std::fmt::Write;

use cm_insight::{IntervalChart, IntervalRow, Reference};

use super::Options;
use super::axes::{self, Plot};
use super::figures::{Figures, grouped};
use super::frame::{Picture, line_height};
use super::key::{Entry, Shape};
use super::labels::{bold_width, width, wrap};
use super::scale::{self, Axis, Bounds, Scale, axis};
use super::svg::{Anchor, BAND, BLUE, GRID, INK, SOFT, Words, boxed, num, path, stroke};

/// A line of the chart: a heading, or an estimate.
enum Line<'c> {
    Heading(&'c str),
    Estimate(&'c IntervalRow),
}

struct Layout<'c> {
    plot: Plot,
    font: f64,
    row: f64,
    lines: Vec<Line<'c>>,
    axis: Axis,
    figures: Figures,
    ratio: bool,
    x: Scale,
    caption: Vec<String>,
    across: f64,
    phone: bool,
}

/// Draws the chart.
pub(super) fn draw(chart: &IntervalChart, options: &Options<'_>) -> Picture {
    let layout = Layout::new(chart, options);
    let plot = layout.plot;
    let mut body = String::new();
    for (at, line) in layout.caption.iter().enumerate() {
        let y = layout.font + line_height(layout.font) * at as f64;
        Words::at(0.0, y, Anchor::Start, line).write(&mut body);
    }
    layout.grid(&mut body);
    if let Some(reference) = chart.reference.as_ref().filter(|it| layout.holds(it.value)) {
        layout.reference(&mut body, reference);
    }
    layout.words(&mut body);
    layout.estimates(&mut body);
    layout.foot(&mut body);
    Picture {
        height: plot.bottom + line_height(layout.font) + 6.0,
        body,
        links: Vec::new(),
        reach: 0.0,
        key: key(chart),
        notes: notes(chart, &layout),
    }
}

/// What the marks are, when any of them stands out.
fn key(chart: &IntervalChart) -> Vec<Entry> {
    let mut shapes: Vec<Shape> = chart.rows.iter().map(|it| Shape::of(it.signal)).collect();
    shapes.sort_unstable();
    shapes.dedup();
    if shapes.iter().all(|it| *it == Shape::Routine) {
        return Vec::new();
    }
    let word = |it: &Shape| match it {
        Shape::Routine => "No more than chance",
        other => other.apart(),
    };
    shapes.iter().map(|it| Entry::new(*it, word(it))).collect()
}

fn notes(chart: &IntervalChart, layout: &Layout<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if chart.ratio_scale {
        notes.push("Equal distances are equal ratios: twice as much stands as far from 1 as half as much.".to_owned());
    } else if layout.axis.low > 0.0 {
        notes.push(format!(
            "The scale begins at {}, not at 0.",
            layout.figures.line(layout.axis.low)
        ));
    }
    if layout.phone && chart.rows.iter().any(|it| !it.note.trim().is_empty()) {
        notes.push("The table gives each interval in numbers, and what it rests on.".to_owned());
    }
    notes
}

impl<'c> Layout<'c> {
    fn new(chart: &'c IntervalChart, options: &Options<'_>) -> Self {
        let (font, phone, across) = (options.font(), options.is_phone(), options.across());
        let lines = lines(chart);
        let axis = horizontal(chart, if phone { 3 } else { 6 });
        let figures = Figures::new(&chart.unit, axis.low.abs().max(axis.high.abs()), axis.step);
        let row = match (lines.len(), phone) {
            (..=16, _) => 30.0,
            (17..=60, _) => 23.0,
            _ => 18.0,
        };
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let names = widest(&mut chart.rows.iter().map(|it| width(&it.label, font))).min(across * 0.36);
        let caption = wrap(&chart.axis, across, |text| width(text, font));
        let named = chart.reference.as_ref().is_some_and(|it| !it.label.trim().is_empty());
        let rows_above = caption.len() + usize::from(named);
        let top = line_height(font) * rows_above as f64 + 8.0;
        let mut layout = Self {
            plot: Plot {
                left: names + 16.0,
                top,
                right: across,
                bottom: top + row * lines.len() as f64,
            },
            font,
            row,
            lines,
            axis,
            figures,
            ratio: chart.ratio_scale,
            x: Scale::new((0.0, 1.0), 0.0, 1.0),
            caption,
            across,
            phone,
        };
        let beside = widest(&mut chart.rows.iter().map(|it| width(&layout.said(it), font)));
        layout.plot.right = across - beside.min(across * 0.42) - 16.0;
        let range = (layout.axis.low, layout.axis.high);
        let (from, to) = (layout.plot.left + 6.0, layout.plot.right - 6.0);
        layout.x = if layout.ratio {
            Scale::ratio(range, from, to)
        } else {
            Scale::new(range, from, to)
        };
        layout
    }

    /// Whether a number lies on the scale.
    fn holds(&self, value: f64) -> bool {
        value.is_finite() && (!self.ratio || value > 0.0)
    }

    fn number(&self, value: f64) -> String {
        if self.ratio {
            grouped(value, if value.abs() < 10.0 { 2 } else { 1 })
        } else {
            self.figures.value(value)
        }
    }

    /// The words at the end of a row: the estimate, with its interval where there is room.
    fn said(&self, row: &IntervalRow) -> String {
        let Some(value) = row.value.filter(|it| it.is_finite()) else {
            return String::new();
        };
        let value = self.number(value);
        match row.interval.filter(|_| !self.phone) {
            Some((low, high)) => format!("{value} ({} to {})", self.number(low), self.number(high)),
            None => value,
        }
    }

    /// A row in words of its own, for a pointer that rests on it.
    fn title(&self, row: &IntervalRow) -> String {
        let mut said = row.label.clone();
        if let Some(value) = row.value {
            let _ = write!(said, ": {}", self.number(value));
        }
        if let Some((low, high)) = row.interval {
            let _ = write!(said, " ({} to {})", self.number(low), self.number(high));
        }
        if !row.note.trim().is_empty() {
            let _ = write!(said, ". {}", row.note.trim());
        }
        said
    }

    fn middle(&self, at: usize) -> f64 {
        self.plot.top + self.row * (at as f64 + 0.5)
    }

    fn grid(&self, out: &mut String) {
        let plot = self.plot;
        let ground: String = (0..self.lines.len())
            .step_by(2)
            .map(|at| {
                let top = plot.top + self.row * at as f64;
                boxed(0.0, top, self.across, top + self.row)
            })
            .collect();
        path(out, &ground, &format!(r#"fill="{BAND}""#));
        let upright = |tick: &f64| stroke((self.x.at(*tick), plot.top), (self.x.at(*tick), plot.bottom));
        let lines: String = self.axis.ticks.iter().map(upright).collect();
        if !lines.is_empty() {
            path(out, &lines, &format!(r#"stroke="{GRID}""#));
        }
    }

    fn reference(&self, out: &mut String, reference: &Reference) {
        let (plot, x) = (self.plot, self.x.at(reference.value));
        path(
            out,
            &stroke((x, plot.top - 3.0), (x, plot.bottom)),
            &format!(r#"stroke="{SOFT}" stroke-width="1.6""#),
        );
        let label = reference.label.trim();
        let half = width(label, self.font) / 2.0;
        let at = x.max(half).min(self.across - half);
        Words::at(at, plot.top - 8.0, Anchor::Middle, label)
            .fill(INK)
            .write(out);
    }

    fn words(&self, out: &mut String) {
        for (at, line) in self.lines.iter().enumerate() {
            let y = self.middle(at) + self.font * 0.36;
            match line {
                Line::Heading(text) => {
                    let text = fitting(text, self.across, |it| bold_width(it, self.font));
                    Words::at(0.0, y, Anchor::Start, &text).bold().fill(INK).write(out);
                }
                Line::Estimate(row) => {
                    let label = fitting(&row.label, self.plot.left - 16.0, |it| width(it, self.font));
                    Words::at(0.0, y, Anchor::Start, &label).fill(INK).write(out);
                    let said = self.said(row);
                    if said.is_empty() {
                        let room = self.across - self.plot.left - 6.0;
                        let note = fitting(row.note.trim(), room, |it| width(it, self.font));
                        Words::at(self.plot.left + 6.0, y, Anchor::Start, &note)
                            .halo()
                            .write(out);
                    } else {
                        let said = fitting(&said, self.across - self.plot.right - 8.0, |it| width(it, self.font));
                        Words::at(self.plot.right + 16.0, y, Anchor::Start, &said).write(out);
                    }
                }
            }
        }
    }

    fn estimates(&self, out: &mut String) {
        for (at, line) in self.lines.iter().enumerate() {
            let Line::Estimate(row) = line else { continue };
            let Some(value) = row.value.filter(|it| self.holds(*it)) else {
                continue;
            };
            let y = self.middle(at);
            if let Some((low, high)) = row.interval {
                let (from, to) = (self.x.at(low), self.x.at(high));
                let d = format!(
                    "{}M{} {}v10M{} {}v10",
                    stroke((from, y), (to, y)),
                    num(from),
                    num(y - 5.0),
                    num(to),
                    num(y - 5.0)
                );
                path(out, &d, &format!(r#"stroke="{BLUE}" stroke-width="2" fill="none""#));
            }
            let shape = Shape::of(row.signal);
            let _ = write!(out, "<g {}>", shape.paint());
            shape.draw(out, self.x.at(value), y, 5.0, Some(&self.title(row)));
            out.push_str("</g>");
        }
    }

    fn foot(&self, out: &mut String) {
        if self.ratio {
            let mut reached = f64::NEG_INFINITY;
            for tick in &self.axis.ticks {
                let text = short(*tick);
                let half = width(&text, self.font) / 2.0;
                let x = self.x.at(*tick).max(half);
                if x - half > reached + self.font * 0.5 {
                    reached = x + half;
                    Words::at(x, self.plot.bottom + self.font * 1.3, Anchor::Middle, &text).write(out);
                }
            }
        } else {
            let plot = self.plot;
            axes::sizes(out, plot, &self.axis.ticks, &self.x, &self.figures, self.font);
        }
    }
}

/// A ratio without zeros at its end.
fn short(value: f64) -> String {
    let text = if value >= 1.0 {
        grouped(value, 0)
    } else {
        format!("{value:.6}")
    };
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Words that end in an ellipsis where they would not fit.
fn fitting(text: &str, room: f64, measure: impl Fn(&str) -> f64) -> String {
    if measure(text) <= room {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while !kept.is_empty() && measure(&format!("{kept}…")) > room {
        kept.pop();
    }
    format!("{}…", kept.trim_end())
}

fn lines(chart: &IntervalChart) -> Vec<Line<'_>> {
    let mut found = Vec::with_capacity(chart.rows.len());
    let mut before = "";
    for row in &chart.rows {
        let heading = row.heading.trim();
        if heading != before && !heading.is_empty() {
            found.push(Line::Heading(heading));
        }
        before = heading;
        found.push(Line::Estimate(row));
    }
    found
}

fn horizontal(chart: &IntervalChart, about: usize) -> Axis {
    let ends = chart.rows.iter().flat_map(|it| {
        let (low, high) = it.interval.unzip();
        [it.value, low, high]
    });
    let numbers = ends.chain([chart.reference.as_ref().map(|it| it.value)]).flatten();
    if chart.ratio_scale {
        return scale::ratio_axis(numbers, about);
    }
    axis(numbers, Bounds::default(), about)
}
