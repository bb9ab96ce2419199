//! Dated marks across a chart: an upright line with its words level above it.

use std::fmt::Write;

use cm_insight::Mark;
use cm_kernel::{Length, Period};

use super::frame::{Link, line_height};
use super::labels::{spread, width};
use super::svg::{Anchor, INK, SOFT, Words, boxed, num, path, stroke};

/// Rows of words above a plot before they become numbers.
const ROWS: usize = 3;
/// Half the width of a numbered disc.
const DISC: f64 = 10.0;

/// A mark with its place above the plot.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub x: f64,
    pub row: usize,
    /// From where to where its words, or its disc, reach.
    pub span: (f64, f64),
    /// What is written there: the label, or a number that the notes explain.
    pub words: String,
    pub numbered: bool,
    href: String,
    name: String,
}

/// Marks laid out above a plot.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Marks {
    pub placed: Vec<Placed>,
    pub rows: usize,
    pub notes: Vec<String>,
}

/// Where marks go: in words when all have room, otherwise as numbers explained under the chart.
///
/// `at` gives where a mark stands, or `None` outside the chart; words stay between `left` and `right`.
pub(super) fn arrange(
    marks: &[Mark],
    at: impl Fn(&Mark) -> Option<f64>,
    (left, right): (f64, f64),
    font: f64,
) -> Marks {
    let mut shown: Vec<(f64, &Mark)> = marks.iter().filter_map(|mark| at(mark).map(|x| (x, mark))).collect();
    shown.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.label.cmp(&b.1.label)));
    let mut notes = Vec::new();
    let placed = in_words(&shown, (left, right), font).unwrap_or_else(|| numbered(&shown, (left, right), &mut notes));
    let outside = marks.len() - shown.len();
    if outside > 0 {
        notes.push(format!(
            "{outside} dated {} outside these dates and not drawn.",
            if outside == 1 { "mark is" } else { "marks are" }
        ));
    }
    Marks {
        rows: placed.iter().map(|it| it.row + 1).max().unwrap_or(0),
        placed,
        notes,
    }
}

/// Neither words on words, nor a line through words that stand lower than where it begins.
fn is_free(placed: &[Placed], x: f64, row: usize, span: (f64, f64)) -> bool {
    placed.iter().all(|other| {
        let meets = span.0 < other.span.1 && other.span.0 < span.1;
        let crosses = |line: f64, words: (f64, f64)| words.0 - 2.0 < line && line < words.1 + 2.0;
        match other.row.cmp(&row) {
            std::cmp::Ordering::Equal => !meets,
            std::cmp::Ordering::Less => !crosses(other.x, span),
            std::cmp::Ordering::Greater => !crosses(x, other.span),
        }
    })
}

fn in_words(shown: &[(f64, &Mark)], (left, right): (f64, f64), font: f64) -> Option<Vec<Placed>> {
    let mut placed: Vec<Placed> = Vec::new();
    for (x, mark) in shown {
        let wide = width(&mark.label, font) + 8.0;
        let sides = [(x + 5.0, x + 5.0 + wide), (x - 5.0 - wide, x - 5.0)];
        let (row, span) = (0..ROWS)
            .flat_map(|row| sides.map(|span| (row, span)))
            .filter(|(_, span)| span.0 >= left && span.1 <= right + 8.0)
            .find(|(row, span)| is_free(&placed, *x, *row, *span))?;
        placed.push(Placed::new(*x, row, span, mark.label.clone(), mark));
    }
    Some(placed)
}

/// Discs in one row, each as near above its line as it can be; those past the last that fits are only in the notes.
fn numbered(shown: &[(f64, &Mark)], (left, right): (f64, f64), notes: &mut Vec<String>) -> Vec<Placed> {
    for (at, (_, mark)) in shown.iter().enumerate() {
        notes.push(format!("{}: {}", at + 1, said(mark)));
    }
    let most = ((right - left) / (2.0 * DISC + 2.0)) as usize;
    let kept = shown.get(..most).unwrap_or(shown);
    let wanted: Vec<(f64, f64)> = kept.iter().map(|(x, _)| (*x, 2.0 * DISC + 2.0)).collect();
    let middles = spread(&wanted, left, right).unwrap_or_default();
    let discs = kept.iter().zip(middles).enumerate();
    discs
        .map(|(at, ((x, mark), middle))| {
            let span = (middle - DISC, middle + DISC);
            let mut it = Placed::new(*x, 0, span, (at + 1).to_string(), mark);
            it.numbered = true;
            it
        })
        .collect()
}

fn said(mark: &Mark) -> String {
    let day = Period::containing(mark.on, Length::Day).map_or_else(|| mark.on.to_string(), Period::in_words);
    format!("{}, {day}", mark.label)
}

impl Placed {
    fn middle(&self) -> f64 {
        f64::midpoint(self.span.0, self.span.1)
    }

    fn new(x: f64, row: usize, span: (f64, f64), words: String, mark: &Mark) -> Self {
        Self {
            x,
            row,
            span,
            words,
            numbered: false,
            href: mark.href.clone(),
            name: said(mark),
        }
    }
}

/// Draws marks whose first row begins at `top`, down to `bottom`.
pub(super) fn draw(out: &mut String, marks: &Marks, top: f64, bottom: f64, font: f64) {
    let line = line_height(font);
    let baseline = |row: usize| top + line * row as f64 + font * 0.95;
    let lines: String = marks
        .placed
        .iter()
        .map(|it| {
            if !it.numbered {
                return stroke((it.x, baseline(it.row) - font * 0.8), (it.x, bottom));
            }
            // From the foot of the disc, aslant where it stands aside of its line.
            let (disc, foot) = (it.middle(), baseline(it.row) + font * 0.3);
            format!(
                "M{} {}L{} {}V{}",
                num(disc),
                num(foot),
                num(it.x),
                num(foot + 6.0),
                num(bottom)
            )
        })
        .collect();
    if !lines.is_empty() {
        path(
            out,
            &lines,
            &format!(r#"fill="none" stroke="{SOFT}" stroke-width="1.2" stroke-dasharray="2 3""#),
        );
    }
    for it in &marks.placed {
        let y = baseline(it.row);
        if it.numbered {
            let _ = write!(
                out,
                r##"<circle cx="{}" cy="{}" r="{}" fill="{SOFT}"/>"##,
                num(it.middle()),
                num(y - font * 0.35),
                num(DISC)
            );
            Words::at(it.middle(), y, Anchor::Middle, &it.words)
                .fill("#fff")
                .bold()
                .write(out);
        } else if it.span.0 > it.x {
            Words::at(it.span.0, y, Anchor::Start, &it.words).fill(INK).write(out);
        } else {
            Words::at(it.span.1, y, Anchor::End, &it.words).fill(INK).write(out);
        }
    }
}

/// Where marks lead. Only to the product's own pages: an address that begins with one `/`, `#` or `?`.
pub(super) fn links(marks: &Marks, top: f64, font: f64) -> Vec<Link> {
    let line = line_height(font);
    marks
        .placed
        .iter()
        .filter(|it| is_own_page(&it.href))
        .map(|it| {
            let y = top + line * it.row as f64;
            Link {
                href: it.href.clone(),
                name: it.name.clone(),
                area: boxed(it.span.0.min(it.x), y, it.span.1.max(it.x), y + line),

                stop: true,
            }
        })
        .collect()
}

fn is_own_page(href: &str) -> bool {
    let mut letters = href.chars();
    match letters.next() {
        Some('/') => !matches!(letters.next(), Some('/' | '\\')),
        Some('#' | '?') => true,
        _ => false,
    }
}
