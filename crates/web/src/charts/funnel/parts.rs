//! The parts of a funnel, each drawn on its own.

use std::fmt::Write;

use cm_insight::{FunnelChart, FunnelCurve};

use super::super::Options;
use super::super::key::Shape;
use super::super::svg::{BAND, INK, LIMIT, SOFT, escape, path, stroke, through};
use super::place::Layout;
use super::said;

/// Whether a curve can be drawn at a size.
pub(super) fn is_whole(curve: &FunnelCurve) -> bool {
    [curve.size, curve.inner.0, curve.inner.1, curve.outer.0, curve.outer.1]
        .iter()
        .all(|it| it.is_finite())
}

fn side(layout: &Layout<'_>, curve: &[FunnelCurve], of: impl Fn(&FunnelCurve) -> f64) -> Vec<(f64, f64)> {
    thinned(curve)
        .filter(|it| is_whole(it))
        .map(|it| (layout.x.at(it.size), layout.y.at(of(it))))
        .collect()
}

/// At most about eighty of the sizes a curve was computed at: no eye sees more, and the drawing stays small.
fn thinned(curve: &[FunnelCurve]) -> impl Iterator<Item = &FunnelCurve> {
    let every = curve.len().div_ceil(80).max(1);
    let last = curve.len().saturating_sub(1);
    curve
        .iter()
        .enumerate()
        .filter(move |(at, _)| at % every == 0 || *at == last)
        .map(|(_, it)| it)
}

/// The ground between the outer limits.
pub(super) fn curves(out: &mut String, chart: &FunnelChart, layout: &Layout<'_>, clip: &str) {
    let upper = side(layout, &chart.curve, |it| it.outer.1);
    let lower = side(layout, &chart.curve, |it| it.outer.0);
    let around = upper.into_iter().chain(lower.into_iter().rev()).map(Some);
    let d = through(around);
    if !d.is_empty() {
        let clip = escape(clip);
        path(
            out,
            &format!("{d}z"),
            &format!(r##"fill="{BAND}" clip-path="url(#{clip})""##),
        );
    }
}

/// Limits and the centre as lines.
pub(super) fn lines(out: &mut String, chart: &FunnelChart, layout: &Layout<'_>, clip: &str) {
    let pair = |curve: &[FunnelCurve], of: fn(&FunnelCurve) -> (f64, f64)| {
        through(side(layout, curve, |it| of(it).0).into_iter().map(Some))
            + &through(side(layout, curve, |it| of(it).1).into_iter().map(Some))
    };
    let _ = write!(
        out,
        r##"<g fill="none" stroke-width="1.2" clip-path="url(#{})">"##,
        escape(clip)
    );
    let mut line = |d: String, attributes: &str| {
        if !d.is_empty() {
            path(out, &d, attributes);
        }
    };
    line(
        pair(&chart.chance_only, |it| it.outer),
        &format!(r#"stroke="{LIMIT}" stroke-dasharray="1.5 3""#),
    );
    line(pair(&chart.curve, |it| it.outer), &format!(r#"stroke="{SOFT}""#));
    line(
        pair(&chart.curve, |it| it.inner),
        &format!(r#"stroke="{LIMIT}" stroke-dasharray="6 4""#),
    );
    out.push_str("</g>");
    if chart.centre.is_finite() {
        let y = layout.y.at(chart.centre);
        let d = stroke((layout.plot.left, y), (layout.plot.right, y));
        path(out, &d, &format!(r#"stroke="{INK}" stroke-width="1.6""#));
    }
}

fn reach(shape: Shape, phone: bool) -> f64 {
    match (shape, phone) {
        (Shape::Routine, true) => 2.6,
        (Shape::Routine, false) => 3.4,
        (_, true) => 4.6,
        (_, false) => 5.2,
    }
}

/// Places by shape, those that stand out on top.
pub(super) fn places(out: &mut String, layout: &Layout<'_>, options: &Options<'_>) {
    for shape in [
        Shape::Routine,
        Shape::Improvement,
        Shape::Concern,
        Shape::High,
        Shape::Low,
    ] {
        let mut inside = String::new();
        for dot in layout.dots.iter().filter(|dot| Shape::of(dot.point.outside) == shape) {
            let title = (!options.has_links()).then(|| said(dot.point, layout));
            shape.draw(
                &mut inside,
                dot.x,
                dot.y,
                reach(shape, options.is_phone()),
                title.as_deref(),
            );
        }
        if !inside.is_empty() {
            let _ = write!(out, "<g {}>{inside}</g>", shape.paint());
        }
    }
}
