use std::fmt::Write;

use cm_insight::{Preset, ProtectedCell, ProtectedTable};
use serde_json::{Value, json};

use super::read::Counted;
use crate::args::ProtectArgs;
use crate::ending::Said;

/// The table for others to read: no word of why a cell is hidden.
pub fn csv(counted: &Counted, table: &ProtectedTable, preset: Preset) -> String {
    let quoted = |text: &str| match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    let line = |cells: Vec<String>| cells.join(",") + "\n";
    let named = counted.names.iter().map(|it| quoted(it));
    let mut out = line(named.chain(["count".to_owned()]).collect());
    for cell in &table.cells {
        let labels = cell.codes.iter().enumerate();
        let labels = labels.map(|(dimension, code)| quoted(counted.label(dimension, *code)));
        out.push_str(&line(labels.chain([shown(cell, preset)]).collect()));
    }
    out
}

/// For the person who asked, on a page and as a document.
pub fn said(counted: &Counted, table: &ProtectedTable, preset: Preset, args: &ProtectArgs) -> Said {
    let mut text = String::new();
    match counted.names.len() {
        2 => grid(&mut text, counted, table, preset),
        _ => list(&mut text, counted, table, preset),
    }
    let _ = writeln!(text, "\n{}", table.sentence);
    let _ = writeln!(
        text,
        "Rules {}: {} Source: {}.",
        preset.name(),
        preset.in_words(),
        preset.source()
    );
    let _ = writeln!(text, "{}", audit(table, preset));
    for remark in &counted.remarks {
        let _ = writeln!(text, "{remark}");
    }
    if let Some(to) = &args.csv {
        let _ = writeln!(text, "The protected table is in {}.", to.display());
    }
    let cells: Vec<Value> = table.cells.iter().map(|it| value(counted, it, preset)).collect();
    let json = json!({
        "rules": preset.name(),
        "dimensions": counted.names,
        "cells": cells,
        "small": table.small,
        "others": table.others,
        "narrow": table.narrow,
        "at_least": table.at_least,
        "sentence": table.sentence,
        "audit": audit(table, preset),
        "remarks": counted.remarks,
    });
    Said::new(text, json)
}

/// What somebody could still say, in one sentence.
fn audit(table: &ProtectedTable, preset: Preset) -> String {
    let below = preset.limits().below;
    match (table.small, table.narrow) {
        (0, _) => "Audit: there is nothing to work out.".to_owned(),
        (_, 0) => {
            format!("Audit: from all that is shown, no small count can be told to within fewer than {below} values.")
        }
        (all, narrow) => format!(
            "Audit: {narrow} of {all} small counts can be told to within fewer than {below} values; these rules accept \
             that, and below-{below} does not."
        ),
    }
}

fn shown(cell: &ProtectedCell, preset: Preset) -> String {
    cell.shown
        .map_or_else(|| preset.symbol().to_owned(), |it| format!("{it:.0}"))
}

fn value(counted: &Counted, cell: &ProtectedCell, preset: Preset) -> Value {
    let labels = cell
        .codes
        .iter()
        .enumerate()
        .map(|(dimension, code)| counted.label(dimension, *code));
    let labels: Vec<&str> = labels.collect();
    match (cell.shown, cell.range) {
        (Some(count), _) => json!({"of": labels, "count": count}),
        (None, range) => json!({
            "of": labels,
            "hidden": preset.symbol(),
            "small": cell.small,
            "least": range.map(|it| it.0),
            "most": range.map(|it| it.1).filter(|it| it.is_finite()),
        }),
    }
}

/// Rows down, columns across, totals last.
fn grid(text: &mut String, counted: &Counted, table: &ProtectedTable, preset: Preset) {
    let codes = |dimension: usize| {
        let all = (0..counted.categories[dimension].len() as u32).map(Some);
        all.chain([None]).collect::<Vec<_>>()
    };
    let (rows, columns) = (codes(0), codes(1));
    let at: std::collections::BTreeMap<_, _> = table.cells.iter().map(|it| (it.codes.as_slice(), it)).collect();
    let first = rows.iter().map(|it| counted.label(0, *it).chars().count());
    let first = first.max().unwrap_or(0).max(counted.names[0].chars().count());
    let _ = write!(text, "{:<first$}", counted.names[0]);
    for column in &columns {
        let _ = write!(text, "  {:>8}", counted.label(1, *column));
    }
    for row in &rows {
        let _ = write!(text, "\n{:<first$}", counted.label(0, *row));
        for column in &columns {
            let cell = at
                .get([*row, *column].as_slice())
                .map_or_else(String::new, |it| shown(it, preset));
            let width = counted.label(1, *column).chars().count().max(8);
            let _ = write!(text, "  {cell:>width$}");
        }
    }
    text.push('\n');
}

fn list(text: &mut String, counted: &Counted, table: &ProtectedTable, preset: Preset) {
    for cell in &table.cells {
        let labels = cell
            .codes
            .iter()
            .enumerate()
            .map(|(dimension, code)| counted.label(dimension, *code));
        let labels: Vec<&str> = labels.collect();
        let _ = writeln!(text, "{:>8}  {}", shown(cell, preset), labels.join(", "));
    }
}
