//! Names of lines at the right edge of a plot, beside the line each names.

use super::labels::{bold_width, spread, width};
use super::svg::{Anchor, LIMIT, Words, num, path};

/// The name of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct EdgeLabel {
    /// Where its line ends, in units down the drawing.
    pub at: f64,
    /// One line of words, or two.
    pub words: Vec<String>,
    pub bold: bool,
    pub fill: &'static str,
}

impl EdgeLabel {
    /// `name` and `value` beside each other, or one above the other where there is little room across.
    pub(super) fn new(at: f64, name: &str, value: &str, narrow: bool) -> Self {
        let words = if narrow {
            vec![name.to_owned(), value.to_owned()]
        } else {
            vec![format!("{name} {value}")]
        };
        Self {
            at,
            words: words.into_iter().filter(|it| !it.trim().is_empty()).collect(),
            bold: false,
            fill: super::svg::SOFT,
        }
    }

    pub(super) fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    pub(super) fn fill(mut self, fill: &'static str) -> Self {
        self.fill = fill;
        self
    }

    fn height(&self, font: f64) -> f64 {
        // Two lines of one name stand closer to each other than to the next name.
        let gap = if self.words.len() > 1 { 6.0 } else { 3.0 };
        self.words.len() as f64 * (font * 1.12).ceil() + gap
    }
}

/// Room the labels need across, with the gap before them.
pub(super) fn room_for(labels: &[EdgeLabel], font: f64) -> f64 {
    labels
        .iter()
        .flat_map(|label| label.words.iter().map(|words| (words, label.bold)))
        .map(|(words, bold)| {
            if bold {
                bold_width(words, font)
            } else {
                width(words, font)
            }
        })
        .fold(0.0, f64::max)
        + GAP
        + 2.0
}

const GAP: f64 = 12.0;

/// The labels that fit with the middle each gets. Most important first; when all do not fit, the last are left out.
pub(super) fn place(labels: &[EdgeLabel], font: f64, top: f64, bottom: f64) -> Vec<(&EdgeLabel, f64)> {
    let mut kept = labels.len();
    while let Some(labels) = labels.get(..kept).filter(|it| !it.is_empty()) {
        let wanted: Vec<(f64, f64)> = labels.iter().map(|it| (it.at, it.height(font))).collect();
        if let Some(middles) = spread(&wanted, top, bottom) {
            return labels.iter().zip(middles).collect();
        }
        kept -= 1;
    }
    Vec::new()
}

/// Writes the labels right of `right`, each with a hair from the end of its line.
pub(super) fn write(out: &mut String, labels: &[EdgeLabel], right: f64, font: f64, top: f64, bottom: f64) {
    let mut hairs = String::new();
    let mut words = String::new();
    let line = (font * 1.12).ceil();
    for (label, middle) in place(labels, font, top, bottom) {
        hairs.push_str(&format!(
            "M{} {}L{} {}",
            num(right + 1.0),
            num(label.at),
            num(right + GAP - 3.0),
            num(middle)
        ));
        let first = middle - line * (label.words.len() as f64 - 1.0) / 2.0 + font * 0.35;
        for (at, text) in label.words.iter().enumerate() {
            let mut it = Words::at(right + GAP, first + line * at as f64, Anchor::Start, text).fill(label.fill);
            if label.bold {
                it = it.bold();
            }
            it.write(&mut words);
        }
    }
    if !hairs.is_empty() {
        path(out, &hairs, &format!(r#"stroke="{LIMIT}" stroke-width=".8""#));
    }
    out.push_str(&words);
}
