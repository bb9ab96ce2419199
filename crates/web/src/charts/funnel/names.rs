//! Codes beside the places that lie outside the limits, each where it covers nothing.

use super::super::key::Shape;
use super::super::labels::{Area, bold_width};
use super::super::svg::{Anchor, INK, Words};
use super::place::{Dot, Layout};

/// Writes codes, the places furthest out first; a code with no clear spot is left to the table.
pub(super) fn write(out: &mut String, layout: &Layout<'_>, font: f64) {
    let mut outside: Vec<&Dot<'_>> = layout.dots.iter().filter(|dot| dot.point.outside.is_some()).collect();
    outside.sort_by(|a, b| {
        let far = |dot: &Dot<'_>| {
            if dot.point.z.is_finite() {
                dot.point.z.abs()
            } else {
                0.0
            }
        };
        far(b)
            .total_cmp(&far(a))
            .then_with(|| a.point.place.cmp(&b.point.place))
    });
    let mut taken: Vec<Area> = layout
        .dots
        .iter()
        .map(|dot| match Shape::of(dot.point.outside) {
            Shape::Routine => Area::around(dot.x, dot.y, 3.0),
            _ => Area::around(dot.x, dot.y, 6.5),
        })
        .collect();
    let plot = layout.plot;
    let within = Area {
        left: plot.left,
        top: plot.top - font * 0.5,
        right: plot.right,
        bottom: plot.bottom,
    };
    for dot in outside {
        let wide = bold_width(&dot.point.place, font);
        let spot = spots(dot, wide, font)
            .into_iter()
            .find(|(_, _, area)| within.holds(*area) && !taken.iter().any(|it| it.meets(*area)));
        if let Some((x, y, area)) = spot {
            taken.push(area);
            Words::at(x, y, Anchor::Start, &dot.point.place)
                .bold()
                .fill(INK)
                .halo()
                .write(out);
        }
    }
}

/// Right, left, above, below, then the corners: where words begin, their baseline, and the box they fill.
fn spots(dot: &Dot<'_>, wide: f64, font: f64) -> [(f64, f64, Area); 8] {
    let level = dot.y + font * 0.35;
    let (above, below) = (dot.y - 9.0, dot.y + 8.0 + font * 0.75);
    let (right, left, middle) = (dot.x + 8.0, dot.x - 8.0 - wide, dot.x - wide / 2.0);
    [
        (right, level),
        (left, level),
        (middle, above),
        (middle, below),
        (right, above),
        (left, above),
        (right, below),
        (left, below),
    ]
    .map(|(x, y)| {
        let area = Area {
            left: x,
            top: y - font * 0.75,
            right: x + wide,
            bottom: y + font * 0.05,
        };
        (x, y, area)
    })
}
