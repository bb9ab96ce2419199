use std::fmt::Write;

use cm_kernel::{Absence, Batch, Id, Known, Reading, Row};

/// The rows as the digest of a batch is taken of them: `period,place,group,value,denominator,mark`, marks as numbers.
///
/// The shape is exact so that anyone can check it with `sha256sum`; for a spreadsheet use [`observations`].
#[must_use]
pub fn rows(known: &Known) -> String {
    let rows = known.rows.iter().map(|row| Row {
        period: row.period,
        place: row.place,
        group: row.group,
        reading: row.reading,
    });
    let batch = Batch {
        measure: Id::slug("rows"),
        places: known.places.clone(),
        groups: known.groups.clone(),
        rows: rows.collect(),
    };
    batch.to_csv()
}

/// The rows for people: the same columns, with the word for each absence, and safe to open in a spreadsheet.
///
/// A place or group that a spreadsheet would take for a formula gets an apostrophe before it.
/// Source: OWASP, *CSV Injection*.
#[must_use]
pub fn observations(known: &Known) -> String {
    let mut out = String::from("period,place,group,value,denominator,mark\n");
    for row in &known.rows {
        let Some((place, group, period)) = known.key(row) else {
            continue;
        };
        let (value, denominator, mark) = row.reading.parts();
        let word = match row.reading {
            Reading::Absent(_) => Absence::from_mark(mark).map_or("", Absence::word),
            Reading::Value(_) | Reading::Ratio { .. } => "",
        };
        let number = |it: Option<f64>| it.map_or_else(String::new, |it| (it + 0.0).to_string());
        let _ = writeln!(
            out,
            "{period},{},{},{},{},{word}",
            safe(place),
            safe(group),
            number(value),
            number(denominator)
        );
    }
    out
}

/// A text cell that no spreadsheet runs, quoted where CSV needs it.
fn safe(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let text = if runs { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// A line of a table for people, ended by `\r\n` and safe to open in a spreadsheet; numbers keep their sign.
///
/// Source: RFC 4180; OWASP, *CSV Injection*.
#[must_use]
pub fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let mut out = String::new();
    for (at, text) in cells.iter().map(AsRef::as_ref).enumerate() {
        if at > 0 {
            out.push(',');
        }
        let number = text.trim_end_matches('%').replace(',', "").parse::<f64>().is_ok();
        if !number {
            out.push_str(&safe(text));
        } else if text.contains(',') {
            let _ = write!(out, "\"{text}\"");
        } else {
            out.push_str(text);
        }
    }
    out.push_str("\r\n");
    out
}
