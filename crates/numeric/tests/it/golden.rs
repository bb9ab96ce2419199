//! Reading the answers of other tools: from `golden/` in this repository, or from the research folder beside it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The rows of a comma-separated file, each a map from column to text.
pub type Rows = Vec<BTreeMap<String, String>>;

/// A file kept in this repository under `golden/numbers`.
pub fn kept(name: &str) -> Rows {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../golden/numbers")
        .join(name);
    parse(&fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display())))
}

/// A file of the research folder beside the repository; `None`, and a line saying so, when it is absent.
pub fn beside(name: &str) -> Option<Rows> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/golden/numbers")
        .join(name);
    let Ok(text) = fs::read_to_string(path) else {
        println!("left out: {name} is not here");
        return None;
    };
    Some(parse(&text))
}

fn parse(text: &str) -> Rows {
    let mut lines = text.lines();
    let header = fields(lines.next().unwrap());
    lines
        .map(|line| header.iter().cloned().zip(fields(line)).collect())
        .collect()
}

fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            _ => field.push(letter),
        }
    }
    fields.push(field);
    fields
}

/// The number in a column; `None` for R's `NA` and `NaN`.
pub fn number(row: &BTreeMap<String, String>, column: &str) -> Option<f64> {
    let text = row[column].as_str();
    match text {
        "NA" | "NaN" | "" => None,
        _ => Some(text.parse().unwrap_or_else(|_| panic!("{column} holds {text}"))),
    }
}

/// The number in a column that must hold one.
pub fn must(row: &BTreeMap<String, String>, column: &str) -> f64 {
    number(row, column).unwrap_or_else(|| panic!("{column} is empty"))
}

/// Rows gathered by a column, in the order of the file.
pub fn groups(rows: Rows, column: &str) -> Vec<(String, Rows)> {
    let mut groups: Vec<(String, Rows)> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some((name, rows)) if *name == row[column] => rows.push(row),
            _ => groups.push((row[column].clone(), vec![row])),
        }
    }
    groups
}

/// Whether two numbers agree to this share of the larger.
pub fn close(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * a.abs().max(b.abs()) || a == b
}
