//! Places with the interval their rank lies in.

use std::fmt::Write;

use cm_insight::{RankChart, RankRow, Table};

use super::Options;
use super::axes::Plot;
use super::figures::Figures;
use super::frame::{Link, Picture, line_height};
use super::funnel::entry_of;
use super::labels::width;
use super::scale::{self, Scale};
use super::svg::{Anchor, BAND, BLUE, GRID, INK, LIMIT, Words, boxed, num, path, stroke};

/// Columns and rows of the chart.
struct Layout {
    plot: Plot,
    row: f64,
    font: f64,
    values_end: f64,
    ranks_start: f64,
    x: Scale,
    ticks: Vec<usize>,
    figures: Figures,
}

/// Draws the chart.
pub(super) fn draw(chart: &RankChart, table: &Table, options: &Options<'_>) -> Picture {
    let layout = layout(chart, options);
    let plot = layout.plot;
    let mut body = String::new();
    grid(&mut body, &layout, chart.rows.len(), options.across());
    heads(&mut body, &layout, options);
    bars(&mut body, chart, &layout, options.has_links());
    words(&mut body, chart, &layout, options.is_phone());
    let mut links = Vec::new();
    for (at, row) in chart.rows.iter().enumerate() {
        if let Some(href) = options.href(&row.place, entry_of(table, &row.place)) {
            let top = plot.top + layout.row * at as f64;
            links.push(Link {
                href,
                name: said(row, &layout),
                area: boxed(0.0, top, options.across(), top + layout.row),

                // A row lower than a fingertip is reached from the table instead.
                stop: layout.row * f64::from(options.width.narrowest()) / options.across() >= 24.0,
            });
        }
    }
    Picture {
        height: plot.bottom
            + if chart.rows.len() > 30 {
                line_height(layout.font) + 4.0
            } else {
                6.0
            },
        body,
        links,
        reach: 0.0,
        key: Vec::new(),
        notes: vec![
            "Each bar spans the ranks a place may hold; 1 is the best.".to_owned(),
            "Rows are in order of value. That order is not a finding.".to_owned(),
        ],
    }
}

fn layout(chart: &RankChart, options: &Options<'_>) -> Layout {
    let phone = options.is_phone();
    let count = chart.rows.len();
    let font = options.font();
    let row = match (count, phone) {
        (..=15, true) => 30.0,
        (..=15, false) => 32.0,
        (16..=40, _) => 22.0,
        (_, true) => 16.5,
        (_, false) => 17.0,
    };
    let finite = chart.rows.iter().map(|it| it.value).filter(|it| it.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), it| (a.min(it), b.max(it)));
    let span = if high > low { high - low } else { high.abs().max(1e-9) };
    let figures = Figures::new(&chart.unit, low.abs().max(high.abs()), scale::step(span, 5));
    let widest = |texts: &mut dyn Iterator<Item = String>| texts.map(|it| width(&it, font)).fold(0.0, f64::max);
    let places = widest(&mut chart.rows.iter().map(|it| it.place.clone())).max(width("Place", font));
    let values = widest(&mut chart.rows.iter().map(|it| figures.value(it.value))).max(width("Value", font));
    let ranks = widest(&mut chart.rows.iter().map(ranks_in_words)).max(super::labels::bold_width("Ranks", font));
    let places = places.min(options.across() * 0.4);
    let values_end = places + 14.0 + values;
    let left = values_end + 18.0;
    let ranks_start = if phone {
        options.across()
    } else {
        options.across() - ranks
    };
    let right = if phone { ranks_start - 10.0 } else { ranks_start - 18.0 };
    let top = line_height(font) + 8.0;
    Layout {
        plot: Plot {
            left,
            top,
            right,
            bottom: top + row * count as f64,
        },
        row,
        font,
        values_end,
        ranks_start,
        // A rank is as wide as a step, so that a place sure of its rank still has a bar.
        x: Scale::new((0.5, count.max(1) as f64 + 0.5), left, right),
        ticks: rank_ticks(count, if phone { 3 } else { 7 }),
        figures,
    }
}

/// 1, round ranks, and the last unless a round one stands close to it.
fn rank_ticks(count: usize, about: usize) -> Vec<usize> {
    if count == 0 {
        return Vec::new();
    }
    let step = (scale::step(count as f64, about).round() as usize).max(1);
    if step == 2 {
        return (1..=count).step_by(2).collect();
    }
    let mut ticks = vec![1];
    ticks.extend(
        (1..=count / step)
            .map(|at| at * step)
            .filter(|tick| *tick > step / 2 && *tick > 1),
    );
    if ticks.last().is_some_and(|last| count - last > step / 2) {
        ticks.push(count);
    }
    ticks
}

fn grid(out: &mut String, layout: &Layout, count: usize, across: f64) {
    let plot = layout.plot;
    // Every other group of five rows stands on a ground, so that an eye keeps its row.
    let group = if count > 15 { 5 } else { 1 };
    let ground: String = (0..count)
        .step_by(2 * group)
        .map(|at| {
            let top = plot.top + layout.row * at as f64;
            let bottom = (top + layout.row * group as f64).min(plot.bottom);
            boxed(0.0, top, across, bottom)
        })
        .collect();
    if !ground.is_empty() {
        path(out, &ground, &format!(r#"fill="{BAND}""#));
    }
    let lines: String = layout
        .ticks
        .iter()
        .map(|tick| {
            let x = layout.x.at(*tick as f64);
            stroke((x, plot.top), (x, plot.bottom))
        })
        .collect();
    if !lines.is_empty() {
        path(out, &lines, &format!(r#"stroke="{GRID}" stroke-width="1""#));
    }
}

/// Names of columns, and the ranks above the bars (and again below a long list).
fn heads(out: &mut String, layout: &Layout, options: &Options<'_>) {
    let (plot, font) = (layout.plot, layout.font);
    let y = plot.top - 8.0;
    let _ = write!(out, r#"<g font-weight="700" fill="{INK}">"#);
    Words::at(0.0, y, Anchor::Start, "Place").write(out);
    Words::at(layout.values_end, y, Anchor::End, "Value").write(out);
    if !options.is_phone() {
        Words::at(layout.ranks_start, y, Anchor::Start, "Ranks").write(out);
    }
    out.push_str("</g>");
    let mut rows = vec![y];
    if plot.bottom - plot.top > 30.0 * layout.row {
        rows.push(plot.bottom + font * 1.1);
    }
    for y in rows {
        let mut reached = f64::NEG_INFINITY;
        for tick in &layout.ticks {
            let text = if *tick == 1 {
                "1 best".to_owned()
            } else {
                tick.to_string()
            };
            let half = width(&text, font) / 2.0;
            let x = layout
                .x
                .at(*tick as f64)
                .max(layout.plot.left + half)
                .min(plot.right + 8.0 - half);
            if x - half < reached + font * 0.5 {
                continue;
            }
            reached = x + half;
            Words::at(x, y, Anchor::Middle, &text).write(out);
        }
    }
    path(
        out,
        &stroke((0.0, plot.top), (options.across(), plot.top)),
        &format!(r#"stroke="{LIMIT}""#),
    );
}

fn bars(out: &mut String, chart: &RankChart, layout: &Layout, linked: bool) {
    let thick = (layout.row * 0.36).min(8.0);
    let _ = write!(out, r#"<g fill="{BLUE}">"#);
    for (at, row) in chart.rows.iter().enumerate() {
        let middle = layout.plot.top + layout.row * (at as f64 + 0.5);
        let from = layout.x.at(row.best.min(row.worst) as f64 - 0.5);
        let to = layout.x.at(row.worst.max(row.best) as f64 + 0.5);
        let _ = write!(
            out,
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="1""#,
            num(from),
            num(middle - thick / 2.0),
            num((to - from).max(1.5)),
            num(thick)
        );
        if linked {
            out.push_str("/>");
        } else {
            let _ = write!(out, "><title>{}</title></rect>", super::svg::escape(&said(row, layout)));
        }
    }
    out.push_str("</g>");
}

fn words(out: &mut String, chart: &RankChart, layout: &Layout, phone: bool) {
    let _ = write!(out, r#"<g fill="{INK}">"#);
    let baseline = |at: usize| layout.plot.top + layout.row * (at as f64 + 0.5) + layout.font * 0.36;
    for (at, row) in chart.rows.iter().enumerate() {
        Words::at(0.0, baseline(at), Anchor::Start, &row.place).write(out);
    }
    out.push_str("</g>");
    let _ = write!(out, r#"<g text-anchor="end">"#);
    for (at, row) in chart.rows.iter().enumerate() {
        Words::at(
            layout.values_end,
            baseline(at),
            Anchor::Start,
            &layout.figures.value(row.value),
        )
        .write(out);
    }
    out.push_str("</g>");
    if !phone {
        for (at, row) in chart.rows.iter().enumerate() {
            Words::at(layout.ranks_start, baseline(at), Anchor::Start, &ranks_in_words(row)).write(out);
        }
    }
}

fn ranks_in_words(row: &RankRow) -> String {
    if row.best == row.worst {
        row.best.to_string()
    } else {
        format!("{} to {}", row.best.min(row.worst), row.worst.max(row.best))
    }
}

fn said(row: &RankRow, layout: &Layout) -> String {
    let value = layout.figures.value(row.value);
    let interval = if row.interval.0.is_finite() && row.interval.1.is_finite() {
        format!(
            " ({} to {})",
            layout.figures.value(row.interval.0),
            layout.figures.value(row.interval.1)
        )
    } else {
        String::new()
    };
    format!("{}: {value}{interval}. Rank {}", row.place, ranks_in_words(row))
}
