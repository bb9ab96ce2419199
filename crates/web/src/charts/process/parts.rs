//! The parts of a process chart, each drawn on its own.

use std::fmt::Write;

use super::super::key::Shape;
use super::super::labels::{Area, width};
use super::super::svg::{Anchor, BAND, INK, LIMIT, PINK, QUIET, Words, boxed, num, path, stroke, through};
use super::place::{Layout, Step, Stretch};
use super::said;

/// The ground between limits.
pub(super) fn bands(out: &mut String, layout: &Layout<'_>) {
    let y = |value: f64| layout.y.at(value);
    let steps = layout.stretches.iter().flat_map(|it| &it.steps);
    let d: String = steps
        .filter_map(|it| Some(boxed(it.from, y(it.upper?), it.to, y(it.lower?))))
        .collect();
    if !d.is_empty() {
        path(out, &d, &format!(r#"fill="{BAND}""#));
    }
}

/// Limits as level lines, stepped where they differ by point, and middle lines.
pub(super) fn limits(out: &mut String, layout: &Layout<'_>) {
    let mut limits = String::new();
    for stretch in &layout.stretches {
        limits.push_str(&stepped(layout, &stretch.steps, |it| it.upper));
        limits.push_str(&stepped(layout, &stretch.steps, |it| it.lower));
    }
    let level = |it: &Stretch| stroke((it.from, layout.y.at(it.centre)), (it.to, layout.y.at(it.centre)));
    let centres: String = layout.stretches.iter().map(level).collect();
    if !limits.is_empty() {
        path(
            out,
            &limits,
            &format!(r#"fill="none" stroke="{LIMIT}" stroke-width="1.2""#),
        );
    }
    if !centres.is_empty() {
        path(out, &centres, &format!(r#"stroke="{INK}" stroke-width="1.3""#));
    }
}

/// One limit as path data: level along each step and upright between neighbours; it is lifted where there is none.
fn stepped(layout: &Layout<'_>, steps: &[Step], limit: impl Fn(&Step) -> Option<f64>) -> String {
    let mut d = String::new();
    let mut down = false;
    for step in steps {
        let Some(y) = limit(step).map(|it| layout.y.at(it)) else {
            down = false;
            continue;
        };
        let (x, y, to) = (num(step.from), num(y), num(step.to));
        let _ = match down {
            true => write!(d, "V{y}H{to}"),
            false => write!(d, "M{x} {y}H{to}"),
        };
        down = true;
    }
    d
}

/// The agreed target, dashed; a level for each where it changes by period.
pub(super) fn target(out: &mut String, layout: &Layout<'_>) {
    let d: String = layout
        .targets
        .iter()
        .map(|it| stroke((it.from, layout.y.at(it.value)), (it.to, layout.y.at(it.value))))
        .collect();
    if !d.is_empty() {
        path(
            out,
            &d,
            &format!(r#"stroke="{PINK}" stroke-width="2" stroke-dasharray="7 4""#),
        );
    }
}

/// Means of the stretches before the last, beside their limits where no reading lies.
pub(super) fn captions(out: &mut String, layout: &Layout<'_>, font: f64) {
    let Some((_, earlier)) = layout.stretches.split_last() else {
        return;
    };
    for stretch in earlier {
        let text = format!("{} {}", layout.centre, layout.figures.value(stretch.centre));
        let wide = width(&text, font);
        let (low, high) = stretch.reach();
        let above = layout.y.at(high) - 5.0;
        let below = layout.y.at(low) + font + 1.0;
        let spot = [above, below]
            .into_iter()
            .flat_map(|y| [(stretch.from + 4.0, y), (stretch.to - wide - 4.0, y)])
            .find(|(x, y)| {
                let area = Area {
                    left: *x,
                    top: y - font * 0.9,
                    right: x + wide,
                    bottom: y + font * 0.3,
                };
                is_clear(layout, area, stretch.from, stretch.to)
            });
        if let Some((x, y)) = spot {
            Words::at(x, y, Anchor::Start, &text).fill(INK).write(out);
        }
    }
}

fn is_clear(layout: &Layout<'_>, area: Area, from: f64, to: f64) -> bool {
    let plot = layout.plot;
    let inside = area.left >= from && area.right <= to && area.top >= plot.top && area.bottom <= plot.bottom;
    let on_target = layout
        .targets
        .iter()
        .map(|it| layout.y.at(it.value))
        .any(|y| area.top - 2.0 < y && y < area.bottom + 2.0);
    let marked = layout
        .marks
        .placed
        .iter()
        .any(|it| area.left < it.x && it.x < area.right);
    let mut before: Option<(f64, f64)> = None;
    let met = layout.dots.iter().any(|dot| {
        let here = dot.y.map(|y| (dot.x, y));
        let touched = here.is_some_and(|(x, y)| Area::around(x, y, 6.0).meets(area));
        let crossed = match (before, here) {
            (Some(a), Some(b)) if dot.joined => (1..8).any(|part| {
                let share = f64::from(part) / 8.0;
                let (x, y) = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
                Area::around(x, y, 2.0).meets(area)
            }),
            _ => false,
        };
        before = here;
        touched || crossed
    });
    inside && !on_target && !marked && !met
}

/// The line through the readings, the readings by shape, and marks at the foot where there is no number.
pub(super) fn readings(out: &mut String, layout: &Layout<'_>, linked: bool) {
    let mut line = Vec::new();
    for dot in &layout.dots {
        if !dot.joined {
            line.push(None);
        }
        line.push(dot.y.map(|y| (dot.x, y)));
    }
    let d = through(line);
    if !d.is_empty() {
        let wide = if layout.spacing < 3.0 { "1.2" } else { "2" };
        let attributes = format!(r#"fill="none" stroke="{QUIET}" stroke-width="{wide}" stroke-linejoin="round""#);
        path(out, &d, &attributes);
    }
    let reach = (layout.spacing * 0.45).clamp(2.8, 5.5);
    for shape in [
        Shape::Routine,
        Shape::Improvement,
        Shape::Concern,
        Shape::High,
        Shape::Low,
        Shape::LeftOut,
    ] {
        let small = matches!(shape, Shape::Routine | Shape::LeftOut);
        // Where points are too dense for circles, the line alone shows what is routine.
        if shape == Shape::Routine && layout.spacing < 4.0 {
            continue;
        }
        let reach = if small { (reach * 0.75).min(3.4) } else { reach.max(4.0) };
        group(out, layout, shape, reach, linked);
    }
    absences(out, layout, linked);
}

fn group(out: &mut String, layout: &Layout<'_>, shape: Shape, reach: f64, linked: bool) {
    let mut inside = String::new();
    for dot in layout.dots.iter().filter(|dot| super::shape(dot.point) == shape) {
        if let Some(y) = dot.y {
            let title = (!linked).then(|| said(dot.point, layout));
            shape.draw(&mut inside, dot.x, y, reach, title.as_deref());
        }
    }
    if !inside.is_empty() {
        let _ = write!(out, "<g {}>{inside}</g>", shape.paint());
    }
}

fn absences(out: &mut String, layout: &Layout<'_>, linked: bool) {
    let reach = (layout.spacing * 0.4).clamp(2.0, 4.0);
    let y = layout.plot.bottom - 8.0;
    let (mut inside, mut holes) = (String::new(), String::new());
    for dot in layout.dots.iter().filter(|dot| dot.y.is_none()) {
        if let Some(absence) = dot.point.absent {
            let title = (!linked).then(|| said(dot.point, layout));
            Shape::absent(absence).draw(&mut inside, dot.x, y, reach, title.as_deref());
            let half = reach + 2.0;
            holes.push_str(&boxed(dot.x - half, y - half, dot.x + half, y + half));
        }
    }
    if !inside.is_empty() {
        // A limit may run where the marks stand.
        path(out, &holes, r##"fill="#fff""##);
        let _ = write!(out, "<g {}>{inside}</g>", Shape::Missing.paint());
    }
}
