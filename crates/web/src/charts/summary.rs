//! Many series, a line each: a small picture of the last readings within their limits, and marks told by shape and word.

use std::fmt::Write;

use cm_insight::{SummaryChart, SummaryRow};

use super::Options;
use super::figures::Figures;
use super::frame::{Picture, line_height};
use super::key::Shape;
use super::labels::width;
use super::scale::{self, Scale};
use super::svg::{Anchor, BAND, BLUE, INK, LIMIT, QUIET, SOFT, Words, boxed, num, path, stroke, through};

/// A box of the drawing.
#[derive(Debug, Clone, Copy)]
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// Draws the chart.
pub(super) fn draw(chart: &SummaryChart, options: &Options<'_>) -> Picture {
    let (font, phone) = (options.font(), options.is_phone());
    let row = 26.0;
    let top = line_height(font) + 8.0;
    let figures = figures(chart);
    let names = widest(chart.rows.iter().map(|it| width(&it.place, font))).min(options.across() * 0.3);
    let values = widest(chart.rows.iter().map(|it| width(&latest(it, &figures), font)));
    let marks = 24.0 + widest(chart.rows.iter().map(|it| width(it.variation.word(), font)));
    let verdicts = if phone || chart.target.is_none() {
        0.0
    } else {
        18.0 + widest(chart.rows.iter().map(|it| width(it.assurance.word(), font)))
    };
    let pictures = names + 14.0;
    let end = options.across() - values - marks - verdicts - 34.0;
    let mut body = String::new();
    heads(&mut body, chart, options, (pictures, end, values, marks, verdicts));
    for (at, it) in chart.rows.iter().enumerate() {
        let y = top + row * at as f64;
        if at % 2 == 0 {
            path(
                &mut body,
                &boxed(0.0, y, options.across(), y + row),
                &format!(r#"fill="{BAND}""#),
            );
        }
        let baseline = y + row / 2.0 + font * 0.36;
        Words::at(0.0, baseline, Anchor::Start, &it.place)
            .fill(INK)
            .write(&mut body);
        let frame = Frame {
            left: pictures,
            top: y + 4.0,
            right: end,
            bottom: y + row - 4.0,
        };
        spark(&mut body, it, frame);
        let x = end + 14.0 + values;
        Words::at(x, baseline, Anchor::End, &latest(it, &figures)).write(&mut body);
        mark(&mut body, it, x + 16.0, y + row / 2.0);
        Words::at(x + 34.0, baseline, Anchor::Start, it.variation.word()).write(&mut body);
        if verdicts > 0.0 {
            Words::at(options.across(), baseline, Anchor::End, it.assurance.word()).write(&mut body);
        }
    }
    Picture {
        height: top + row * chart.rows.len() as f64 + 4.0,
        body,
        links: Vec::new(),
        reach: 0.0,
        key: Vec::new(),
        notes: vec![
            "Each line has a scale of its own: its last readings, the mean and the process limits.".to_owned(),
            "Lines are in order of name. That order is not a finding.".to_owned(),
        ],
    }
}

/// A picture of one line on its own, for a table; what it shows is said in the row beside it.
#[must_use]
pub fn spark_of(row: &SummaryRow) -> String {
    let mut body = String::new();
    let frame = Frame {
        left: 2.0,
        top: 3.0,
        right: 150.0,
        bottom: 29.0,
    };
    spark(&mut body, row, frame);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 156 32" width="156" height="32" aria-hidden="true" focusable="false">{body}</svg>"#
    )
}

/// The shape of a line's mark on its own, beside the word that says it.
#[must_use]
pub fn mark_of(row: &SummaryRow) -> String {
    let mut body = String::new();
    mark(&mut body, row, 9.0, 9.0);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true" focusable="false">{body}</svg>"#
    )
}

fn widest(widths: impl Iterator<Item = f64>) -> f64 {
    widths.fold(0.0, f64::max)
}

fn figures(chart: &SummaryChart) -> Figures {
    let finite = chart.rows.iter().filter_map(|it| it.latest).filter(|it| it.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), it| (a.min(it), b.max(it)));
    let span = if high > low { high - low } else { high.abs().max(1e-9) };
    let size = if low.is_finite() {
        low.abs().max(high.abs())
    } else {
        1.0
    };
    Figures::new(&chart.unit, size, scale::step(span, 5))
}

fn latest(row: &SummaryRow, figures: &Figures) -> String {
    row.latest.map_or_else(|| "none".to_owned(), |it| figures.value(it))
}

fn heads(
    out: &mut String,
    chart: &SummaryChart,
    options: &Options<'_>,
    (pictures, end, values, marks, verdicts): (f64, f64, f64, f64, f64),
) {
    let y = options.font();
    let _ = write!(out, r#"<g font-weight="700" fill="{INK}">"#);
    Words::at(0.0, y, Anchor::Start, "Place").write(out);
    Words::at(
        pictures,
        y,
        Anchor::Start,
        if options.is_phone() { "" } else { "Last readings" },
    )
    .write(out);
    Words::at(end + 14.0 + values, y, Anchor::End, "Latest").write(out);
    if marks > 60.0 && !options.is_phone() {
        Words::at(end + 14.0 + values + 16.0, y, Anchor::Start, "Variation").write(out);
    }
    if verdicts > 0.0 && chart.target.is_some() {
        Words::at(options.across(), y, Anchor::End, "Target").write(out);
    }
    out.push_str("</g>");
}

/// The last readings within their limits, on a scale of their own.
fn spark(out: &mut String, row: &SummaryRow, frame: Frame) {
    let numbers = row.recent.iter().flatten().copied();
    let limits = row.limits.into_iter().flat_map(|(low, high)| [low, high]);
    let all = numbers.chain(limits).filter(|it| it.is_finite());
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), it| (a.min(it), b.max(it)));
    if low > high {
        return;
    }
    let y = Scale::new((low, high), frame.bottom, frame.top);
    let count = row.recent.len().saturating_sub(1).max(1);
    let x = |at: usize| frame.left + (frame.right - frame.left) * at as f64 / count as f64;
    if let Some((lower, upper)) = row.limits {
        let band = boxed(frame.left, y.at(upper), frame.right, y.at(lower));
        path(
            out,
            &band,
            &format!(r##"fill="#fff" stroke="{LIMIT}" stroke-width=".7""##),
        );
    }
    if let Some(mean) = row.mean.filter(|it| it.is_finite()) {
        let level = stroke((frame.left, y.at(mean)), (frame.right, y.at(mean)));
        path(out, &level, &format!(r#"stroke="{LIMIT}" stroke-width=".7""#));
    }
    let place = |(at, value): (usize, &Option<f64>)| value.filter(|it| it.is_finite()).map(|it| (x(at), y.at(it)));
    let line = through(row.recent.iter().enumerate().map(place));
    path(
        out,
        &line,
        &format!(r#"fill="none" stroke="{QUIET}" stroke-width="1.4""#),
    );
    if let Some(latest) = row.latest.filter(|it| it.is_finite()) {
        let (cx, cy) = (x(row.recent.len().saturating_sub(1)), y.at(latest));
        let _ = write!(
            out,
            r#"<circle cx="{}" cy="{}" r="2.8" fill="{BLUE}"/>"#,
            num(cx),
            num(cy)
        );
    }
}

/// The mark of the latest reading: the same shapes as on a process chart; nothing known is a short stroke.
fn mark(out: &mut String, row: &SummaryRow, x: f64, y: f64) {
    let shape = match (row.variation.signal(), row.why_not.is_empty()) {
        (Some(signal), _) => Shape::of(Some(signal)),
        (None, true) => Shape::Routine,
        (None, false) => {
            let dash = stroke((x - 5.0, y), (x + 5.0, y));
            return path(out, &dash, &format!(r#"stroke="{SOFT}" stroke-width="1.5""#));
        }
    };
    let _ = write!(out, "<g {}>", shape.paint());
    shape.draw(out, x, y, 5.0, None);
    out.push_str("</g>");
}
