//! The plot a chart stands in, its grid and the words along its edges.

use super::figures::Figures;
use super::labels::width;
use super::scale::{Axis, Scale};
use super::svg::{Anchor, GRID, LIMIT, Words, num, path, stroke};
use super::time::Tick;

/// Edges of the plot, in units of the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Plot {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// Room for the numbers beside a vertical axis.
pub(super) fn room_for(axis: &Axis, figures: &Figures, font: f64) -> f64 {
    axis.ticks
        .iter()
        .map(|tick| width(&figures.tick(*tick), font))
        .fold(0.0, f64::max)
        + 8.0
}

/// Level lines with their numbers at the left.
pub(super) fn levels(out: &mut String, plot: Plot, axis: &Axis, y: &Scale, figures: &Figures, font: f64) {
    let lines: String = axis
        .ticks
        .iter()
        .map(|tick| stroke((plot.left, y.at(*tick)), (plot.right, y.at(*tick))))
        .collect();
    if !lines.is_empty() {
        path(out, &lines, &format!(r#"stroke="{GRID}""#));
    }
    for tick in &axis.ticks {
        let text = figures.tick(*tick);
        Words::at(plot.left - 6.0, y.at(*tick) + font * 0.35, Anchor::End, &text).write(out);
    }
}

/// The line at the foot with ticks and two lines of words; words that would meet those before them are left out.
pub(super) fn dates(out: &mut String, plot: Plot, ticks: &[Tick], x: &Scale, font: f64) {
    let mut marks = stroke((plot.left, plot.bottom), (plot.right, plot.bottom));
    let mut reached = f64::NEG_INFINITY;
    let mut words = String::new();
    for tick in ticks {
        let at = x.at(f64::from(tick.day));
        marks.push_str(&format!("M{} {}v5", num(at), num(plot.bottom)));
        let half = width(&tick.word, font).max(width(&tick.year, font)) / 2.0;
        let middle = at.max(half);
        if middle - half < reached + 4.0 {
            continue;
        }
        reached = middle + half;
        Words::at(middle, plot.bottom + font * 1.3, Anchor::Middle, &tick.word).write(&mut words);
        if !tick.year.is_empty() {
            Words::at(middle, plot.bottom + font * 2.45, Anchor::Middle, &tick.year).write(&mut words);
        }
    }
    path(out, &marks, &format!(r#"stroke="{LIMIT}" fill="none""#));
    out.push_str(&words);
}

/// The line at the foot with numbers.
pub(super) fn sizes(out: &mut String, plot: Plot, ticks: &[f64], x: &Scale, figures: &Figures, font: f64) {
    let mut marks = stroke((plot.left, plot.bottom), (plot.right, plot.bottom));
    let mut reached = f64::NEG_INFINITY;
    let mut words = String::new();
    for tick in ticks {
        let at = x.at(*tick);
        let text = figures.tick(*tick);
        let half = width(&text, font) / 2.0;
        let middle = at.max(half);
        if middle - half < reached + font * 0.7 {
            continue;
        }
        reached = middle + half;
        marks.push_str(&format!("M{} {}v5", num(at), num(plot.bottom)));
        Words::at(middle, plot.bottom + font * 1.3, Anchor::Middle, &text).write(&mut words);
    }
    path(out, &marks, &format!(r#"stroke="{LIMIT}" fill="none""#));
    out.push_str(&words);
}

/// What a chart says when its vertical scale leaves out zero.
pub(super) fn begins_at(figures: &Figures, low: f64) -> String {
    format!("The vertical scale begins at {}, not at 0.", figures.line(low))
}
