//! What surrounds every chart: its name and description, the key, the notes, and, in a file of its own, the headline.

use std::fmt::Write;

use cm_insight::Insight;

use super::Options;
use super::key::Entry;
use super::labels::{bold_width, width, wrap};
use super::svg::{Anchor, INK, SOFT, Words, escape, num};

/// Somewhere a reader may go from a point.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    pub href: String,
    /// What is there, in words: its name to a screen reader and to a pointer that rests on it.
    pub name: String,
    /// Path data of where it may be hit.
    pub area: String,

    /// Whether the tab key stops here. The table beside the chart leads to the same places, so that a chart of many
    /// points is not as many stops.
    pub stop: bool,
}

/// A chart drawn, before what surrounds it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Picture {
    pub height: f64,
    /// Elements, with y from 0 down to `height`.
    pub body: String,
    pub links: Vec<Link>,
    /// How thick the paths of links are; 0 where their insides are hit.
    pub reach: f64,
    pub key: Vec<Entry>,
    /// Sentences under the key.
    pub notes: Vec<String>,
}

/// Space at the left and right edge of words that surround a chart.
const EDGE: f64 = 0.0;

/// Height of a line of words.
pub(super) fn line_height(font: f64) -> f64 {
    (font * 1.36).round()
}

/// The whole drawing.
pub(super) fn compose(insight: &Insight, picture: &Picture, options: &Options<'_>) -> String {
    let margin = if options.standalone { 16.0 } else { 0.0 };
    let mut above = String::new();
    let mut y = margin;
    if options.standalone {
        y = heading(&mut above, insight, options, y);
    }
    let mut below = String::new();
    let mut foot = picture.height;
    foot = key(&mut below, &picture.key, options, foot);
    for note in &picture.notes {
        foot = lines(&mut below, note, options, foot);
    }
    if options.standalone {
        foot = lines(&mut below, &provenance(insight), options, foot + 6.0);
    }
    let across = options.across() + 2.0 * margin;
    let down = (y + foot + margin + 2.0).ceil();
    let mut out = String::with_capacity(picture.body.len() + 4096);
    open(&mut out, insight, options, across, down, !picture.links.is_empty());
    if options.standalone {
        let _ = write!(
            out,
            r##"<path d="M0 0H{}V{}H0z" fill="#fff"/>"##,
            num(across),
            num(down)
        );
    }
    if options.standalone {
        let _ = write!(
            out,
            r#"<g aria-hidden="true" transform="translate({} 0)">{above}<g transform="translate(0 {})">{}{below}</g></g>"#,
            num(margin),
            num(y),
            picture.body
        );
    } else {
        let _ = write!(out, r#"<g aria-hidden="true">{}{below}</g>"#, picture.body);
    }
    links(&mut out, &picture.links, picture.reach);
    out.push_str("</svg>");
    if options.standalone { out + "\n" } else { out }
}

fn open(out: &mut String, insight: &Insight, options: &Options<'_>, across: f64, down: f64, linked: bool) {
    let id = escape(&options.id);
    if options.standalone {
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}""#,
        num(across),
        num(down)
    );
    if options.standalone {
        let _ = write!(out, r#" width="{}" height="{}""#, num(across), num(down));
    }
    // A picture hides what is in it, so it may only be one when nothing in it takes the focus.
    if linked {
        let _ = write!(
            out,
            r#" role="group" aria-labelledby="{id}-t" aria-describedby="{id}-d""#
        );
    } else {
        let _ = write!(out, r#" role="img" aria-labelledby="{id}-t {id}-d""#);
    }
    let _ = write!(
        out,
        r#" font-family="Helvetica Neue,Helvetica,Arial,sans-serif" font-size="{}" fill="{SOFT}">"#,
        num(options.font())
    );
    let description = if insight.spoken.trim().is_empty() {
        insight.subtitle.clone()
    } else {
        format!("{}. {}", insight.subtitle.trim_end_matches('.'), insight.spoken)
    };
    let _ = write!(
        out,
        r#"<title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>"#,
        escape(&insight.headline),
        escape(&description)
    );
}

fn heading(out: &mut String, insight: &Insight, options: &Options<'_>, top: f64) -> f64 {
    let font = options.font();
    let large = (font * 1.35).round();
    let across = options.across() - 2.0 * EDGE;
    let mut y = top;
    let _ = write!(out, r#"<g font-size="{}" font-weight="700" fill="{INK}">"#, num(large));
    for line in wrap(&insight.headline, across, |text| bold_width(text, large)) {
        y += line_height(large);
        Words::at(EDGE, y - large * 0.35, Anchor::Start, &line).write(out);
    }
    out.push_str("</g>");
    lines(out, &insight.subtitle, options, y) + 12.0
}

/// A paragraph from `top` down; gives where it ends.
fn lines(out: &mut String, text: &str, options: &Options<'_>, top: f64) -> f64 {
    let font = options.font();
    let mut y = top;
    for line in wrap(text, options.across() - 2.0 * EDGE, |text| width(text, font)) {
        y += line_height(font);
        Words::at(EDGE, y - font * 0.32, Anchor::Start, &line).write(out);
    }
    y
}

/// Shapes with their words, as many to a line as fit; gives where they end.
fn key(out: &mut String, entries: &[Entry], options: &Options<'_>, top: f64) -> f64 {
    let font = options.font();
    let (mut x, mut y) = (EDGE, top);
    if !entries.is_empty() {
        y += line_height(font) + 4.0;
    }
    for entry in entries {
        let swatch = 22.0;
        let wide = swatch + width(&entry.words, font);
        if x > EDGE && x + wide > options.across() - EDGE {
            x = EDGE;
            y += line_height(font);
        }
        let _ = write!(out, "<g {}>", entry.shape.paint());
        entry.shape.draw(out, x + 8.0, y - font * 0.66, 5.0, None);
        out.push_str("</g>");
        Words::at(x + swatch, y - font * 0.32, Anchor::Start, &entry.words).write(out);
        x += wide + 18.0;
    }
    y
}

/// What a picture that has left its page rests on.
fn provenance(insight: &Insight) -> String {
    let rests_on = &insight.rests_on;
    let digest: String = rests_on.digest.to_string().chars().take(16).collect();
    format!(
        "{} {} of {}, known at entry {}, digest {digest}.",
        super::figures::grouped(rests_on.rows as f64, 0),
        if rests_on.rows == 1 { "row" } else { "rows" },
        rests_on.measure,
        rests_on.known_at
    )
}

fn links(out: &mut String, links: &[Link], reach: f64) {
    if links.is_empty() {
        return;
    }
    out.push_str(r##"<g fill="#fff" fill-opacity="0""##);
    if reach > 0.0 {
        let _ = write!(
            out,
            r##" stroke="#fff" stroke-opacity="0" stroke-width="{}""##,
            num(reach)
        );
    }
    out.push('>');
    for link in links {
        let _ = write!(out, r#"<a href="{}""#, escape(&link.href));
        if !link.stop {
            out.push_str(r#" tabindex="-1""#);
        }
        let _ = write!(out, r#"><title>{}</title><path d="{}""#, escape(&link.name), link.area);

        out.push_str("/></a>");
    }
    out.push_str("</g>");
}
