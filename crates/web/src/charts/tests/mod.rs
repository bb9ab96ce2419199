//! What every chart must keep to, and drawings kept to the letter.

mod arrangement;
pub(super) mod fixtures;
mod odd;
mod pictures;
mod rules;
mod xml;

use cm_insight::Insight;

use super::labels::{Area, bold_width, width};
use super::{Options, Width, svg};
use xml::Element;

fn every_chart() -> Vec<(&'static str, Insight)> {
    vec![
        ("level", fixtures::level_change()),
        ("concern", fixtures::concern()),
        ("rebased", fixtures::rebased()),
        ("counts", fixtures::counts()),
        ("stepped", fixtures::stepped()),
        ("events", fixtures::events()),
        ("days", fixtures::series("2024-02-05", 40)),
        ("quarters", fixtures::series("2019-Q2", 19)),
        ("financial-years", fixtures::series("2012/13", 11)),
        ("funnel", fixtures::funnel(137)),
        ("ranks-13", fixtures::ranks(13)),
        ("ranks-137", fixtures::ranks(137)),
        ("threshold", fixtures::threshold()),
        ("gaps", fixtures::gaps()),
        ("ratios", fixtures::ratios()),
        ("segmented", fixtures::segmented()),
        ("summary", fixtures::summary()),
    ]
}

fn mark(on: &str, label: &str) -> cm_insight::Mark {
    fixtures::mark(on, label).expect("a day")
}

fn href(what: &str, entry: u64) -> String {
    format!("/p/riverside/evidence/{entry}?of={what}&page=1")
}

/// A chart as a picture, with links, and as a file, at every width.
fn drawings(insight: &Insight) -> Vec<(Options<'static>, String)> {
    Width::ALL
        .into_iter()
        .flat_map(|width| {
            let plain = Options::new(width, "c");
            [plain.clone(), plain.clone().linked(&href), plain.standalone()]
        })
        .map(|options| {
            let drawing = svg(insight, &options);
            (options, drawing)
        })
        .collect()
}

fn words(element: &Element) -> Area {
    let font = element.number("font-size");
    let bold = element.attribute("font-weight") == Some("700");
    // The room kept for other typefaces is not needed by this one.
    let wide = if bold {
        bold_width(&element.text, font)
    } else {
        width(&element.text, font)
    } / 1.04;
    let (x, y) = (element.number("x"), element.number("y"));
    let left = match element.attribute("text-anchor") {
        Some("middle") => x - wide / 2.0,
        Some("end") => x - wide,
        _ => x,
    };
    Area {
        left,
        top: y - font * 0.72,
        right: left + wide,
        bottom: y,
    }
}
