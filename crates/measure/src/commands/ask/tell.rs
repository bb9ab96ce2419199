use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufWriter, Stdout, Write as _};
use std::path::Path;

use cm_exchange::standards::csv;
use cm_insight::{Insight, Look, Looks, Table, Weight};
use cm_kernel::{Id, Refusal};
use serde::Serialize;
use serde_json::json;

use super::digits;
use super::each::Answer;
use crate::ending::Ending;
use crate::files;

/// The most series told one by one; of more, those with a signal.
const MOST_TOLD: usize = 200;
/// The most rows of a table that are shown, and the widest cell.
const MOST_ROWS: usize = 60;
const WIDEST: usize = 28;

/// What is kept of each answer once it was written.
struct Row {
    place: String,
    said: Result<Said, Refusal>,
}

struct Said {
    look: Look,
    stands_out: &'static str,
    headline: String,
    sentence: String,
    rules: Vec<String>,
    figures: Vec<(String, [Option<f64>; 3])>,
}

/// Many answers on their way out: to a JSON document while they come, to pictures, and to a row each.
#[derive(Default)]
pub struct Telling {
    document: Option<BufWriter<Stdout>>,
    rows: Vec<Row>,
    pictures: BTreeSet<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Found<'a> {
    Insight { place: &'a str, insight: &'a Insight },
    Refused { place: &'a str, refused: serde_json::Value },
}

impl Telling {
    /// Begins a JSON document on standard output.
    pub fn begin_document(&mut self, method: &str, read_as: &str) {
        let mut out = BufWriter::new(std::io::stdout());
        let heads = format!(
            "{{\"method\": {}, \"read\": {}, \"found\": [",
            json!(method),
            json!(read_as)
        );
        // A closed pipe is the reader's choice, not a failure of ours.
        let _ = out.write_all(heads.as_bytes());
        self.document = Some(out);
    }

    /// Writes one answer and keeps the gist of it.
    pub fn take(&mut self, answer: Answer, pictures: Option<&Path>) -> Result<(), Ending> {
        if let (Some(folder), Some(picture)) = (pictures, &answer.picture) {
            let method = answer.found.as_ref().map_or("", |it| it.method.as_str());
            let name = self.free_name(&format!("{method}-{}", Id::slug(&answer.place)));
            files::write(&folder.join(name), picture.as_bytes())?;
        }
        let first = self.rows.is_empty();
        if let Some(out) = &mut self.document {
            let found = match &answer.found {
                Ok(insight) => Found::Insight {
                    place: &answer.place,
                    insight,
                },
                Err(it) => Found::Refused {
                    place: &answer.place,
                    refused: json!({"code": it.code, "reason": it.reason, "remedy": it.remedy}),
                },
            };
            let text = serde_json::to_string(&found).map_err(|it| Ending::Faulty(it.to_string()))?;
            let _ = write!(out, "{}\n{text}", if first { "" } else { "," });
        }
        self.rows.push(Row {
            place: answer.place,
            said: answer.found.map(gist),
        });
        Ok(())
    }

    /// Ends the document with the counts.
    pub fn end_document(&mut self) {
        if let Some(mut out) = self.document.take() {
            let counts = format!(
                "\n], \"looks\": {}, \"signals\": {}, \"not_asked\": {}}}\n",
                self.looks(),
                self.signals(),
                self.rows.len() - self.looks()
            );
            let _ = out.write_all(counts.as_bytes()).and_then(|()| out.flush());
        }
    }

    /// How many series were answered about.
    pub fn looks(&self) -> usize {
        self.rows.iter().filter(|it| it.said.is_ok()).count()
    }

    fn signals(&self) -> usize {
        let signal = |it: &&Row| it.said.as_ref().is_ok_and(|it| it.stands_out == "signal");
        self.rows.iter().filter(signal).count()
    }

    /// The first refusal.
    pub fn first_refusal(&self) -> Option<&Refusal> {
        self.rows.iter().find_map(|it| it.said.as_ref().err())
    }

    /// A line a series, with signals alone where there are very many, and how many looks that was.
    pub fn in_words(&self) -> String {
        let many = self.rows.len() > MOST_TOLD;
        let told = |it: &&Row| !many || it.said.as_ref().is_ok_and(|it| it.stands_out == "signal");
        let shown: Vec<&Row> = self.rows.iter().filter(told).take(MOST_TOLD).collect();
        let width = shown
            .iter()
            .map(|it| it.place.chars().count())
            .max()
            .unwrap_or_default();
        let width = width.min(WIDEST);
        let mut text = String::new();
        for row in &shown {
            let place = shortened(&row.place, width);
            let _ = match &row.said {
                Ok(it) if it.sentence.is_empty() => {
                    writeln!(text, "{place:<width$}  {:<9} {}", it.stands_out, it.headline)
                }
                Ok(it) => writeln!(
                    text,
                    "{place:<width$}  {:<9} {} – {}",
                    it.stands_out, it.headline, it.sentence
                ),
                Err(it) => writeln!(text, "{place:<width$}  {:<9} {} {}", "not asked", it.reason, it.remedy),
            };
        }
        if shown.len() < self.rows.len() {
            let left = self.rows.len() - shown.len();
            let _ = writeln!(text, "{left} more are not shown; --csv FILE and --json give every one.");
        }
        let looks = Looks::of(
            self.rows
                .iter()
                .filter_map(|it| it.said.as_ref().ok())
                .map(|it| it.look),
        );
        let _ = write!(text, "\n{}", looks.in_words());
        let _ = writeln!(text, " {} not asked.", self.rows.len() - looks.count());
        text
    }

    /// A row a series: what stood out, and every figure with its interval.
    pub fn as_csv(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        let figures = |row: &Row| -> Vec<String> {
            let said = row.said.as_ref().ok();
            said.map_or_else(Vec::new, |it| it.figures.iter().map(|it| it.0.clone()).collect())
        };
        let seen: Vec<String> = self.rows.iter().flat_map(figures).collect();
        let mut known = BTreeSet::new();
        names.extend(seen.iter().map(String::as_str).filter(|it| known.insert(*it)));
        let mut head: Vec<String> = ["place", "found", "headline", "rules", "finding"]
            .map(str::to_owned)
            .into();
        for name in &names {
            head.extend(["", " from", " to"].map(|end| format!("{name}{end}")));
        }
        head.extend(["refused", "reason", "remedy"].map(str::to_owned));
        let mut out = csv::line(&head);
        for row in &self.rows {
            out.push_str(&csv::line(&cells(row, &names)));
        }
        out
    }

    /// A file name that no other place has, whatever letters its code is made of.
    fn free_name(&mut self, wanted: &str) -> String {
        let mut name = format!("{wanted}.svg");
        let mut at = 2;
        while !self.pictures.insert(name.clone()) {
            name = format!("{wanted}-{at}.svg");
            at += 1;
        }
        name
    }
}

fn gist(insight: Insight) -> Said {
    let first = |weight: Weight| insight.findings.iter().find(|it| it.weight == weight);
    let (stands_out, finding) = match (first(Weight::Signal), first(Weight::Question)) {
        (Some(it), _) => ("signal", Some(it)),
        (None, Some(it)) => ("question", Some(it)),
        (None, None) => ("steady", None),
    };
    let signals = insight.findings.iter().filter(|it| it.weight == Weight::Signal);
    Said {
        look: Look::of(&insight),
        stands_out,
        sentence: finding.map(|it| it.sentence.clone()).unwrap_or_default(),
        rules: signals.map(|it| it.rule.clone()).collect(),
        figures: insight
            .figures
            .into_iter()
            .map(|it| (it.name, [it.value, it.lower, it.upper]))
            .collect(),
        headline: insight.headline,
    }
}

fn cells(row: &Row, names: &[&str]) -> Vec<String> {
    let number = |it: Option<f64>| it.map_or_else(String::new, |it| (it + 0.0).to_string());
    let mut cells = vec![row.place.clone()];
    match &row.said {
        Ok(it) => {
            cells.extend([
                it.stands_out.to_owned(),
                it.headline.clone(),
                it.rules.join(" "),
                it.sentence.clone(),
            ]);
            for name in names {
                let found = it.figures.iter().find(|(it, _)| it == name);
                cells.extend(found.map_or([None; 3], |it| it.1).map(number));
            }
            cells.extend([String::new(), String::new(), String::new()]);
        }
        Err(it) => {
            cells.push("not asked".to_owned());
            cells.resize(5 + 3 * names.len(), String::new());
            cells.extend([it.code.to_owned(), it.reason.clone(), it.remedy.clone()]);
        }
    }
    cells
}

/// The table of an answer as CSV, with the numbers behind it to every digit.
pub fn table_as_csv(insight: &Insight) -> String {
    let (head, rows) = digits::columns(insight);
    let mut out = csv::line(&head);
    rows.iter().for_each(|row| out.push_str(&csv::line(row)));
    out
}

/// The table of an answer in columns, for a terminal.
pub fn table_in_words(table: &Table) -> String {
    let shown: Vec<&Vec<String>> = table.rows.iter().take(MOST_ROWS).collect();
    let width = |at: usize| {
        let cells = shown.iter().filter_map(|row| row.get(at));
        let widths = cells.chain(table.columns.get(at)).map(|it| it.chars().count());
        widths.max().unwrap_or_default().min(WIDEST)
    };
    let widths: Vec<usize> = (0..table.columns.len()).map(width).collect();
    let is_number = |text: &String| text.starts_with(|it: char| it.is_ascii_digit() || it == '-');
    let mut out = String::new();
    for row in std::iter::once(&table.columns).chain(shown.iter().copied()) {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let text = shortened(cell, *width);
            let right = shown.iter().filter_map(|row| row.get(at)).any(is_number);
            let _ = match right {
                true => write!(line, "{text:>width$}  "),
                false => write!(line, "{text:<width$}  "),
            };
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    if table.rows.len() > shown.len() {
        let left = table.rows.len() - shown.len();
        let _ = writeln!(out, "{left} more rows are not shown; --csv FILE gives every one.");
    }
    out
}

fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}
