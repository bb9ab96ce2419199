//! Charts drawn on the server as SVG.
//!
//! A drawing carries no style sheet and no script: presentation attributes alone, so that a strict content policy
//! lets it through and a downloaded picture looks the same. It is either a picture (`role="img"`, nothing in it takes
//! the focus) or, where points open the evidence they rest on, a group of named links over a drawing that a screen
//! reader passes by. In both cases the page gives the same numbers as a table beside it.
//!
//! Rules every chart keeps: horizontal words only, of at least 12 px at the narrowest width a drawing is meant for;
//! series and limits named where they are; signals told by shape and fill; bars from zero; no second axis; a scale
//! that does not begin at zero says so. The same insight and options always give the same bytes.

mod axes;
mod edge;
mod figures;
mod frame;
mod funnel;
mod intervals;
mod key;
mod labels;
mod lines;
mod marks;
mod process;
mod ranks;
mod scale;
mod summary;
mod svg;
mod threshold;
mod time;

#[cfg(test)]
mod tests;

use cm_insight::{Chart, Insight};

pub use summary::{mark_of, spark_of};

/// How wide a drawing is, in the units of its view box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 360 units, for screens from 288 px of drawing.
    Phone,
    /// 720 units, for columns from 540 px.
    Desk,
    /// 960 units, for columns from 768 px.
    Full,
}

impl Width {
    /// Every width, narrowest first.
    pub const ALL: [Self; 3] = [Self::Phone, Self::Desk, Self::Full];

    /// Units across the view box.
    #[must_use]
    pub fn units(self) -> u32 {
        match self {
            Self::Phone => 360,
            Self::Desk => 720,
            Self::Full => 960,
        }
    }

    /// The fewest CSS pixels it may be shown across: any narrower and its words fall below 12 px.
    #[must_use]
    pub fn narrowest(self) -> u32 {
        match self {
            Self::Phone => 288,
            Self::Desk => 540,
            Self::Full => 768,
        }
    }

    /// Height of the words, in units.
    fn font(self) -> f64 {
        match self {
            Self::Phone | Self::Full => 15.0,
            Self::Desk => 16.0,
        }
    }
}

/// Gives the address of the evidence behind a point: from its period or place, and the position of its entry.
pub type PointHref<'a> = &'a dyn Fn(&str, u64) -> String;

/// How to draw.
#[derive(Clone)]
pub struct Options<'a> {
    /// How wide.
    pub width: Width,
    /// Begins every `id` in the drawing, so that two drawings may share a page.
    pub id: String,
    /// Where points lead; `None` draws a picture with no links. Of no effect on a standalone drawing.
    pub point_href: Option<PointHref<'a>>,
    /// A file of its own: XML header, white ground, headline, subtitle and what it rests on inside the picture.
    pub standalone: bool,
}

impl<'a> Options<'a> {
    /// A picture without links, for a page that says the headline itself.
    #[must_use]
    pub fn new(width: Width, id: &str) -> Self {
        Self {
            width,
            id: id.to_owned(),
            point_href: None,
            standalone: false,
        }
    }

    /// The same drawing with points that lead to the evidence they rest on.
    #[must_use]
    pub fn linked(mut self, point_href: PointHref<'a>) -> Self {
        self.point_href = Some(point_href);
        self
    }

    /// The same drawing as a file of its own.
    #[must_use]
    pub fn standalone(mut self) -> Self {
        self.standalone = true;
        self
    }

    fn is_phone(&self) -> bool {
        self.width == Width::Phone
    }

    fn across(&self) -> f64 {
        f64::from(self.width.units())
    }

    fn font(&self) -> f64 {
        self.width.font()
    }

    /// Where a point leads, when this drawing has links at all.
    fn href(&self, what: &str, entry: Option<u64>) -> Option<String> {
        let to = self.point_href.filter(|_| !self.standalone)?;
        Some(to(what, entry?))
    }

    /// Whether marks on the drawing may lead anywhere.
    fn has_links(&self) -> bool {
        self.point_href.is_some() && !self.standalone
    }
}

/// Draws the chart of an insight.
///
/// Numbers that are not finite are left out, as if they had not been read.
#[must_use]
pub fn svg(insight: &Insight, options: &Options<'_>) -> String {
    let picture = match &insight.chart {
        Chart::Process(chart) => process::draw(chart, options),
        Chart::Funnel(chart) => funnel::draw(chart, &insight.table, options),
        Chart::Ranks(chart) => ranks::draw(chart, &insight.table, options),
        Chart::Threshold(chart) => threshold::draw(chart, options),
        Chart::Intervals(chart) => intervals::draw(chart, options),
        Chart::Lines(chart) => lines::draw(chart, options),
        Chart::Summary(chart) => summary::draw(chart, options),
    };
    frame::compose(insight, &picture, options)
}
